"""Which of our modules lead to another: what leads nowhere near a change need be loaded once only.

What is imported inside a function counts as well, and a module leads to the packages it is in.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

__all__ = ["modules_apart"]

SOURCE = Path(__file__).resolve().parents[2] / "src"
ENTRY = "aeo_exchange.conformance.adapters.own.product"


def modules_apart(changed: str, entry: str = ENTRY, source: Path = SOURCE) -> tuple[str, ...]:
    """Return the modules under the entry that do not lead to the one that is changed."""
    leads = _leads(source)
    return tuple(
        name for name in sorted(_reached(entry, leads)) if changed not in _reached(name, leads)
    )


def _reached(name: str, leads: dict[str, frozenset[str]]) -> set[str]:
    reached: set[str] = set()
    ahead = {name}
    while ahead:
        reached |= ahead
        ahead = {name for one in ahead for name in leads[one]} - reached
    return reached


@cache
def _leads(source: Path) -> dict[str, frozenset[str]]:
    files = {_module(file.relative_to(source)): file for file in source.rglob("*.py")}
    return {
        name: frozenset(_named(name, file) & files.keys() - {name}) for name, file in files.items()
    }


def _module(file: Path) -> str:
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _named(name: str, file: Path) -> set[str]:
    """Return every name that may be a module to which a file leads."""
    named = {name for one in _imported(ast.parse(file.read_bytes())) for name in _with_homes(one)}
    return named | set(_with_homes(name))


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(home), names=names):
                yield from (f"{home}.{alias.name}" for alias in names)
            case _:
                yield from _imported(node)


def _with_homes(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[:count]) for count in range(1, len(parts) + 1))
