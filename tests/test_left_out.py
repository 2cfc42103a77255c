"""What is left out by name is there: the name of nothing leaves nothing out, and nobody sees it."""

from __future__ import annotations

import ast
from pathlib import Path

from which_tests import DEEPER, FEWER, NOT_QUICK

TESTS = Path(__file__).parent


def is_there(name: str) -> bool:
    """Say whether a file has a test of a name, whatever its parameters, or is there as a whole."""
    file, _, test = name.partition("::")
    if not test:
        return (TESTS / file).is_file()
    module = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return test.partition("[")[0] in {
        node.name for node in module.body if isinstance(node, ast.FunctionDef)
    }


def test_what_is_left_out_of_quick_is_there() -> None:
    assert [name for name in sorted(NOT_QUICK) if not (TESTS / name).exists()] == []


def test_what_is_left_to_check_is_there_and_something_is_asked_in_its_place() -> None:
    assert [name for name in DEEPER | FEWER if not is_there(name)] == []
    assert all(DEEPER.values())
