"""Mutants at work: ours as forks of one process, those in JavaScript as one process each."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO

from apart import modules_apart
from mutations import Draft, Mutant

from aeo_exchange.conformance.errors import AdapterFailure

__all__ = ["JAVASCRIPT", "ROOT", "JavaScript", "Python", "javascript_mutants"]

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
JAVASCRIPT = ROOT / "conformance" / "implementations" / "node"
DEADLINE = 15.0  # seconds for one answer: what has no end is caught
LOADING = 120.0  # seconds until what mutants share is loaded, which is no answer of a mutant
PIECE = 1 << 16


class _Wire:
    """Lines to a process and back."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin
        assert process.stdout
        self.process = process
        self._input: IO[bytes] = process.stdin
        self._output = process.stdout.fileno()
        self._held = b""

    def tell(self, message: object) -> None:
        """Send a message."""
        try:
            self._input.write(json.dumps(message).encode() + b"\n")
            self._input.flush()
        except OSError as cause:
            raise AdapterFailure("it has ended") from cause

    def end(self) -> None:
        """End the process, and what leads to it and back."""
        self.process.kill()
        self.process.communicate()

    def line(self, seconds: float = DEADLINE) -> bytes:
        """Return the next line that is not empty; raises AdapterFailure."""
        until = time.monotonic() + seconds
        while True:
            line, feed, rest = self._held.partition(b"\n")
            if feed:
                self._held = rest
                if line:
                    return line
                continue
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._output], [], [], left)[0]:
                raise AdapterFailure("it does not come to an end")
            piece = os.read(self._output, PIECE)
            if not piece:
                raise AdapterFailure("it has ended")
            self._held += piece


class _Asked:
    def __init__(self, wire: _Wire) -> None:
        self._wire = wire

    def ask(self, message: dict[str, object]) -> bytes:
        """Return the answer to a message; raises AdapterFailure."""
        self._wire.tell(message)
        line = self._wire.line()
        for sign in (b'{"failed": ', b'{"ended": '):
            if line.startswith(sign):
                raise AdapterFailure(line.decode()[:200])
        return line


class Python:
    """Our implementation, with one module of the package changed; mutants of one come together."""

    def __init__(self) -> None:
        self._wire: _Wire | None = None
        self._module = ""

    @contextmanager
    def changed(self, mutant: Mutant | None, coverage: Path | None = None) -> Iterator[_Asked]:
        """Give the product with a change, or as it is; then let it go."""
        change = _change(mutant)
        wire = self._started(change.get("module", ""), coverage)
        wire.tell(change | {"coverage": str(coverage or "")})
        fork = json.loads(wire.line(LOADING))["fork"]
        try:
            yield _Asked(wire)
            wire.tell({"cmd": "bye"})
        finally:
            self._until_ended(wire, fork)

    def close(self) -> None:
        """End the process, when no mutant is at work."""
        if self._wire:
            self._wire.end()
            self._wire = None

    def _started(self, module: str, coverage: Path | None) -> _Wire:
        """Return the way to a process in which what does not lead to a module is loaded."""
        if module != self._module:
            self.close()
        self._module = module
        if self._wire is None:
            loaded = modules_apart(module) if module else ()
            self._wire = _Wire(
                subprocess.Popen(  # noqa: S603 our own program
                    [sys.executable, str(HERE / "product.py"), *loaded],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=dict(os.environ) | {"AEO_MUTANTS_COVERAGE": str(coverage or "")},
                )
            )
        return self._wire

    def _until_ended(self, wire: _Wire, fork: int) -> None:
        """End a fork that does not end by itself, and read on to the line that says so."""
        if sys.exc_info()[0] is not None:
            with suppress(ProcessLookupError):
                os.kill(fork, signal.SIGKILL)
        try:
            while not wire.line().startswith(b'{"ended": '):
                pass
        except AdapterFailure:
            self.close()


def _change(mutant: Mutant | None) -> dict[str, str]:
    if mutant is None:
        return {}
    inside = Path(mutant.path).relative_to("src").with_suffix("")
    parts = inside.parts[:-1] if inside.name == "__init__" else inside.parts
    return {
        "module": ".".join(parts),
        "path": str(ROOT / mutant.path),
        "source": mutant.source,
    }


class JavaScript:
    """The implementation in JavaScript, with one module changed."""

    @contextmanager
    def changed(self, mutant: Mutant | None, _coverage: Path | None = None) -> Iterator[_Asked]:
        """Give the product with a change, or as it is; then let it go."""
        with tempfile.TemporaryDirectory(prefix="aeo-mutant-") as folder:
            source = Path(folder) / "source.mjs"
            given = dict(os.environ)
            if mutant:
                source.write_text(mutant.source, "utf-8")
                given["AEO_MUTANT_URL"] = (ROOT / mutant.path).as_uri()
                given["AEO_MUTANT_SOURCE"] = str(source)
            process = subprocess.Popen(  # noqa: S603 our own program
                ["node", "--import", str(HERE / "javascript" / "changed.mjs"), "adapter.mjs"],  # noqa: S607
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=given,
                cwd=JAVASCRIPT,
            )
            try:
                yield _Asked(_Wire(process))
            finally:
                process.kill()
                process.wait()

    def close(self) -> None:
        """Do nothing: no process is left."""


def javascript_mutants(path: str, text: str) -> Iterator[Draft]:
    """Yield a draft of every mutant of a module, made with a parser of that language."""
    made = subprocess.run(  # noqa: S603 our own program
        ["node", str(HERE / "javascript" / "mutations.mjs")],  # noqa: S607
        input=text.encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    for mutant in json.loads(made.stdout):
        drafted = Mutant(path, mutant["line"], mutant["change"], mutant["source"], (0, 0))
        yield Draft(partial(_itself, drafted))


def _itself(mutant: Mutant) -> Mutant:
    return mutant
