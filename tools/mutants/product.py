"""Our implementation with one module changed, behind lines on standard input and output.

The libraries of others are loaded once, and so are those of our modules that are named as
arguments: they lead nowhere near what is changed. Each mutant is a fork that loads the others
anew, so that nothing of the module that was changed is left over from before. First comes what is
changed, then questions until `bye`; a line `{"ended": true}` says that the fork is gone. Where it
is watched which lines run, `{"cmd": "case", "name": …}` says for which case.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.util
import json
import os
import resource
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any

LIBRARIES = (
    *("msgspec", "jiter", "jsonschema", "jsonschema_rs", "lxml.etree", "signxml.xades"),
    *("cryptography.x509", "cryptography.hazmat.primitives.serialization"),
    *("stdnum", "stdnum.util", "email", "zoneinfo", "decimal", "tomllib", "zlib"),
)
FORGETFUL = frozenset({"msme", "rules", "signing", "trust"})
ROOM = 3 << 30  # bytes of address space of a mutant
LINE = 1 << 20


class Changed(importlib.abc.MetaPathFinder):
    """Gives one module another text than its file holds."""

    def __init__(self, module: str, path: str, source: str) -> None:
        self._module = module
        self._path = path
        self._source = source

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how the module is loaded, and nothing for any other."""
        if name != self._module:
            return None
        loader = _Loader(name, self._path, self._source)
        return importlib.util.spec_from_file_location(name, self._path, loader=loader)


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, _fullname: str) -> CodeType:
        return compile(self._source, self.path, "exec")


def main() -> None:
    """Make one fork for each mutant that is named on standard input, until it ends."""
    for module in (*LIBRARIES, *sys.argv[1:]):
        importlib.import_module(module)
    while line := _read_line():
        change = json.loads(line)
        fork = os.fork()
        if fork == 0:
            _be_product(change)
        _write({"fork": fork})
        os.waitpid(fork, 0)
        # What was killed may have left half a line.
        os.write(1, b"\n")
        _write({"ended": True})


def _be_product(change: dict[str, str]) -> None:
    """Answer questions as the mutant, and never come back."""
    status = 1
    try:
        resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
        coverage = _watched() if change.get("coverage") else None
        if change.get("module"):
            finder = Changed(change["module"], change["path"], change["source"])
            sys.meta_path.insert(0, finder)
        answer = importlib.import_module("aeo_exchange.conformance.adapters.own.product").answer
        _serve(answer, coverage)
        if coverage:
            coverage.stop()
            coverage.save()
        status = 0
    except BaseException as cause:  # noqa: BLE001 a mutant may raise anything, and has failed then
        _write({"failed": f"{type(cause).__name__}: {cause}"[:200]})
    os._exit(status)


def _watched() -> Any:  # noqa: ANN401 coverage has no types
    coverage = importlib.import_module("coverage").Coverage(
        data_file=os.environ["AEO_MUTANTS_COVERAGE"], source=["aeo_exchange"], config_file=False
    )
    coverage.start()
    return coverage


def _serve(answer: Callable[[dict[str, Any]], dict[str, Any]], coverage: Any) -> None:  # noqa: ANN401
    while line := _read_line():
        message = json.loads(line)
        if message["cmd"] == "bye":
            return
        if message["cmd"] == "case":
            _forget()
            coverage.switch_context(message["name"])
            _write(message)
        else:
            _write(answer(message))


def _forget() -> None:
    """Empty what rules remember of earlier cases, so that each case runs all its lines.

    Reference data, schemas and shapes are left, since making them takes long.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith("aeo_exchange.") and name.split(".")[1] in FORGETFUL:
            for value in vars(module).values():
                if callable(clear := getattr(value, "cache_clear", None)):
                    clear()


def _read_line() -> bytes:
    """Return the next line and not a byte more: what follows is for the next fork."""
    held = bytearray()
    while not held.endswith(b"\n"):
        piece = os.read(0, LINE)
        if not piece:
            return b""
        held += piece
    return bytes(held)


def _write(message: object) -> None:
    left = json.dumps(message).encode() + b"\n"
    while left:
        left = left[os.write(1, left) :]


if __name__ == "__main__":
    main()
