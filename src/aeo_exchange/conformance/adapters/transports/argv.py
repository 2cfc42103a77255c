"""`argv:` one process for each question: fixed arguments, an exit code for an answer (CNF-4)."""

from __future__ import annotations

import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from msgspec import UNSET, UnsetType

from aeo_exchange.conformance.adapters.protocol import (
    NOT_TOLD,
    AnsweredStanding,
    Hello,
    Implementation,
    Options,
    Reply,
    Request,
    RequestInputs,
    SentDocument,
)
from aeo_exchange.conformance.adapters.transports.pipes import Pipe
from aeo_exchange.conformance.adapters.transports.processes import Program, words
from aeo_exchange.conformance.adapters.transports.settings import Settings
from aeo_exchange.conformance.errors import AdapterFailure, AdapterTimeout
from aeo_exchange.conformance.suite.lists import Operation
from aeo_exchange.counting import how_many
from aeo_exchange.report import Verdict

__all__ = ["Argv"]

VERDICTS = {0: Verdict.VALID, 1: Verdict.NOT_VALID, 4: Verdict.UNDETERMINED}
UNSUPPORTED = 77
# What these make is read from standard output.
WRITING = frozenset(
    {Operation.CONVERT, Operation.SIGN, Operation.STATUS_LIST, Operation.VIEW, Operation.SNAPSHOT}
)
GLANCE = 0.02
SUFFIXES = {
    "json": "json",
    "ndjson": "ndjson",
    "xml": "xml",
    "sd-jwt": "sdjwt",
    "jwt": "jwt",
    "application/pem-certificate-chain": "pem",
    "application/x-pem-file": "pem",
    "application/toml": "toml",
}


class Argv:
    """A program that is started for each question."""

    def __init__(self, command: str, settings: Settings) -> None:
        self._command = words(command)
        self._settings = settings

    def hello(self) -> Hello:
        """Return what can be known of a program that says nothing of itself."""
        Program(self._command, self._settings).end()  # it can be started
        name = Path(self._command[0]).name
        return Hello(
            v=1,
            implementation=Implementation(name=name, version=NOT_TOLD),
            roles=self._settings.roles,
        )

    def run(self, request: Request) -> Reply:
        """Return what the exit code says, with what was written where something is made."""
        with tempfile.TemporaryDirectory(prefix="aeo-question-") as folder:
            arguments = laid_out(request, Path(folder))
            program = Program([*self._command, *arguments], self._settings)
            try:
                code, output = self._finished(program)
            finally:
                program.end()
        return _reply(request, code, output)

    def reset(self) -> None:
        """Do nothing: the next question gets a new process."""

    def close(self) -> None:
        """Do nothing: no process is left."""

    def _finished(self, program: Program) -> tuple[int, bytes]:
        written: list[bytes] = []
        listeners = [
            threading.Thread(target=_collect, args=(pipe, kept, self._settings.output))
            for pipe, kept in ((program.output, written), (program.errors, list[bytes]()))
        ]
        for listener in listeners:
            listener.daemon = True
            listener.start()
        program.input.close()
        until = time.monotonic() + self._settings.deadline
        while (code := program.ended(GLANCE)) is None:
            if excess := program.excess():
                raise AdapterFailure(f"the adapter took {excess}")
            if time.monotonic() > until:
                raise AdapterTimeout(
                    f"no answer within {how_many(self._settings.deadline, 'second')}"
                )
        listeners[0].join(GLANCE * 10)
        output = b"".join(written)
        if len(output) > self._settings.output:
            raise AdapterFailure(f"the adapter wrote more than {self._settings.output} bytes")
        return code, output


def laid_out(request: Request, folder: Path) -> list[str]:
    """Write the inputs into a folder; return the arguments of the question, in fixed order.

    OPERATION AT DOCUMENT MEDIA TARGET FOLDER; TARGET is `-` where nothing is to be written.
    Whatever else is given lies in the folder: record.*, trust-1.*, roots-1.*, status-1.*,
    profiles-1.*, key.pem, certificate.pem, holding.json, previous.json, secret.bin, and
    options.txt with one `name value` a line.
    """
    for name, part in _parts(request.inputs):
        (folder / f"{name}.{_suffix(part.media)}").write_bytes(part.held)
    told = _lines(request.options) + _pins(request.inputs)
    (folder / "options.txt").write_text(told, "utf-8")
    document = request.inputs.document
    place = folder / f"document.{_suffix(document.media)}"
    target = "-" if request.options.target is UNSET else request.options.target
    return [request.operation, request.at, str(place), document.media, target, str(folder)]


def _parts(inputs: RequestInputs) -> list[tuple[str, SentDocument]]:
    parts = [("document", inputs.document)]
    parts.extend(
        (name, part)
        for name in ("record", "key", "certificate", "holding", "previous", "secret")
        if (part := getattr(inputs, name)) is not UNSET
    )
    for name in ("trust", "roots", "status", "profiles"):
        for number, part in enumerate(getattr(inputs, name), 1):
            parts.append((f"{name}-{number}", part))
    return parts


def _lines(options: Options) -> str:
    told = {
        "expect-tin": options.expect_tin,
        "min-sequence": options.min_sequence,
        "known-revision": options.known_revision,
        "known-status-at": options.known_status_at,
        "pinned-for": _joined(options.pinned_for),
        "test-keys": options.test_keys,
        "status-idx": UNSET if options.status is UNSET else options.status.idx,
        "status-uri": UNSET if options.status is UNSET else options.status.uri,
        "expires": options.expires,
        "issuer": options.issuer,
        "tier": options.tier,
        "known-at": options.known_at,
        "audience": options.audience,
        **_about_recognition(options),
    }
    return "".join(f"{name} {value}\n" for name, value in told.items() if value is not UNSET)


def _about_recognition(options: Options) -> dict[str, object]:
    asked = options.recognition
    if asked is UNSET:
        return {}
    return {
        "asked-by": asked.asked_by,
        "tin": asked.tin,
        "identifier": asked.identifier,
        "party-role": asked.party_role,
        "flow": asked.flow,
        "day": asked.day,
    }


def _pins(inputs: RequestInputs) -> str:
    """Return for whom a root is pinned, of each that says so, under the name of its file."""
    return "".join(
        f"roots-{number}-pinned-for {','.join(root.pinned_for)}\n"
        for number, root in enumerate(inputs.roots, 1)
        if root.pinned_for is not UNSET
    )


def _joined(names: tuple[str, ...] | UnsetType) -> str | UnsetType:
    return UNSET if names is UNSET else ",".join(names)


def _suffix(media: str) -> str:
    """Return the suffix of a file by what its media type ends in."""
    last = media.partition(";")[0].rpartition("+")[2]
    return SUFFIXES.get(last, "bin")


def _reply(request: Request, code: int, output: bytes) -> Reply:
    if code == UNSUPPORTED:
        return Reply(seq=request.seq, unsupported=True, reason="exit code 77")
    if code not in VERDICTS:
        raise AdapterFailure(f"exit code {code} is none of 0, 1, 4 and 77")
    said = tuple(output.decode("ascii", "replace").split())
    return Reply(
        seq=request.seq,
        verdict=VERDICTS[code],
        output=SentDocument.of("", output).content if request.operation in WRITING else UNSET,
        digests=said if request.operation == Operation.DIGEST else UNSET,
        standing=_standing(request, said),
    )


def _standing(request: Request, said: tuple[str, ...]) -> AnsweredStanding | UnsetType:
    """Return the status that a program wrote as a word."""
    if request.operation != Operation.STATUS or not said:
        return UNSET
    return AnsweredStanding(status=said[0])


def _collect(pipe: Pipe, kept: list[bytes], most: int) -> None:
    """Read to the end, and keep as much as may be written and a little more."""
    size = 0
    with suppress(OSError):
        while piece := pipe.read():
            if size <= most:
                kept.append(piece)
            size += len(piece)
