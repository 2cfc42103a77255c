"""A variable is named by the noun of what it holds; `each` says nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import aeo_exchange

PACKAGE = Path(aeo_exchange.__file__).parent
EMPTY = frozenset({"each"})


def variables(source: str) -> Iterator[tuple[str, int]]:
    """Yield the names that a program binds, with their lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno


def test_no_variable_of_the_package_is_named_by_an_empty_word() -> None:
    empty = [
        f"{module.relative_to(PACKAGE)}:{line}: {name}"
        for module in sorted(PACKAGE.rglob("*.py"))
        for name, line in variables(module.read_text("utf-8"))
        if name in EMPTY
    ]
    assert empty == []


def test_an_empty_word_is_seen_wherever_a_name_is_bound() -> None:
    source = (
        "for each in a: pass\n[each for i, each in b]\nlambda each: 1\ndef f(*, each): each = 1"
    )
    seen = sorted(line for name, line in variables(source) if name in EMPTY)
    assert seen == [1, 2, 3, 4, 4]
