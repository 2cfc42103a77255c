"""Options that say what a verifier may rely on: trust lists, pinned roots, status lists."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from aeo_exchange.cli.option_groups import Decorator, group_of
from aeo_exchange.cli.read_files import STANDARD, InputPath, note_read
from aeo_exchange.endless import read_file
from aeo_exchange.errors import AeoError
from aeo_exchange.operations.words import is_administration

if TYPE_CHECKING:
    from aeo_exchange import Root
    from aeo_exchange.operations.attestations.verify import TrustEvidence

__all__ = [
    "APPLIED_ALREADY",
    "EvidenceFiles",
    "RecordFile",
    "evidence_options",
    "evidence_without_status",
    "read_roots",
]

# What to do where trust lists are given with a question to a register.
APPLIED_ALREADY = (
    "a register answers by the lists with which it applied: `aeo register apply --trust` of the "
    "message that it holds notes what a newer list says of the key"
)
_PINNED = re.compile(r"(?P<administrations>[A-Za-z]{2}(,[A-Za-z]{2})*)=(?P<file>.+)")
_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"


class RecordFile(InputPath):
    """The file of a record; standard input is for attestations."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Return the path."""
        if str(value) == STANDARD:
            self.fail("standard input is for attestations; name a file", param, ctx)
        return super().convert(value, param, ctx)


class EvidenceFiles(Struct, frozen=True, kw_only=True):
    """The files that a verifier was told to rely on, not yet read."""

    trust_files: tuple[Path, ...]
    roots: tuple[str, ...]
    handovers: tuple[Path, ...]
    status_files: tuple[Path, ...]
    min_sequence: int

    def require_none(self, instead: str) -> None:
        """Refuse what was written, where nothing is checked by it: it would count for nothing."""
        if self.trust_files or self.roots or self.handovers or self.min_sequence:
            raise click.UsageError(
                "nothing is checked here by --trust, --root, --root-handover or "
                f"--trust-min-sequence; {instead}"
            )

    def read(self, *, test_keys: bool = False) -> TrustEvidence:
        """Return what the files hold; raises OSError for one that cannot be read.

        Raises click.UsageError for a file that is meant for another option.
        """
        from aeo_exchange.operations.attestations.verify import TrustEvidence  # noqa: PLC0415 start-up time is felt

        return TrustEvidence(
            trust=tuple(_trust_list(file) for file in self.trust_files),
            roots=read_roots(self.roots),
            handovers=tuple(read_file(file) for file in self.handovers),
            status=tuple(_status_list(file) for file in self.status_files),
            min_sequence=self.min_sequence,
            test_keys=test_keys,
        )


def _files(name: str, parameter: str, text: str) -> Decorator:
    return click.option(
        name,
        parameter,
        multiple=True,
        type=InputPath(path_type=Path),
        metavar="FILE",
        help=text,
    )


_TRUST = _files("--trust", "trust_files", "Signed trust list; may be repeated.")
_ROOT = click.option(
    "--root",
    "roots",
    multiple=True,
    metavar="[HK,JP=]FILE",
    help="Certificate of a root whose trust lists count, for all or for those named; "
    "may be repeated.",
)
_HANDOVER = _files(
    "--root-handover", "handovers", "How a root introduces the next one; may be repeated."
)
_LOWEST = click.option(
    "--trust-min-sequence",
    "min_sequence",
    type=click.IntRange(min=0, max=2**31),
    default=0,
    help="Lowest sequence of a trust list that counts, for verifiers without state.",
)

# Trust lists, roots and status lists; the options make one argument, `evidence`.
evidence_options = group_of(
    "evidence",
    EvidenceFiles,
    _TRUST,
    _ROOT,
    _HANDOVER,
    _files("--status-list", "status_files", "Signed status list; may be repeated."),
    _LOWEST,
)


def _without_status(
    trust_files: tuple[Path, ...],
    roots: tuple[str, ...],
    handovers: tuple[Path, ...],
    min_sequence: int,
) -> EvidenceFiles:
    return EvidenceFiles(
        trust_files=trust_files,
        roots=roots,
        handovers=handovers,
        status_files=(),
        min_sequence=min_sequence,
    )


# The same where no attestation is asked about, so that no status list is of use.
evidence_without_status = group_of("evidence", _without_status, _TRUST, _ROOT, _HANDOVER, _LOWEST)


def read_roots(wishes: tuple[str, ...]) -> tuple[Root, ...]:
    """Return the roots that --root pins, each for the authorities it names or for all.

    Raises click.UsageError for a file without a certificate and for what is no administration.
    """
    from aeo_exchange import read_root  # noqa: PLC0415 start-up time is felt

    roots = []
    for wish in wishes:
        match = _PINNED.fullmatch(wish)
        file = Path(match["file"] if match else wish)
        if str(file) == STANDARD:
            raise click.UsageError("--root: standard input is not read here; name a file")
        note_read(file)
        names = _administrations(match["administrations"]) if match else None
        try:
            roots.append(read_root(read_file(file), names))
        except AeoError as cause:
            raise click.UsageError(f"--root {file}: {cause}") from cause
    return tuple(roots)


def _administrations(text: str) -> frozenset[str]:
    names = frozenset(text.split(","))
    for name in sorted(names):
        if not is_administration(name):
            raise click.UsageError(f"--root {text}=...: {name} is the code of no administration")
    return names


def _trust_list(file: Path) -> bytes:
    content = read_file(file)
    if _CERTIFICATE in content:
        raise click.UsageError(f"--trust {file}: this is a certificate; --root takes it")
    return content


def _status_list(file: Path) -> bytes:
    from aeo_exchange.operations.trust.trust_sign import is_unsigned  # noqa: PLC0415 start-up time is felt

    content = read_file(file)
    if is_unsigned(content):
        raise click.UsageError(
            f"--status-list {file}: this is the working file; `aeo status-list sign` makes the list"
        )
    return content
