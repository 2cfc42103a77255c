"""What is left out by name is there: the name of nothing leaves nothing out, and nobody sees it."""

from __future__ import annotations

import ast
from pathlib import Path
from types import ModuleType

import pytest

TESTS = Path(__file__).parent


@pytest.fixture
def lists(pytestconfig: pytest.Config) -> ModuleType:
    """Return the module of the lists as pytest loaded it; to import it anew sets its profile."""
    return pytestconfig.pluginmanager.get_plugin(str(TESTS / "conftest.py"))


def test_what_is_left_out_of_quick_is_there(lists: ModuleType) -> None:
    assert [name for name in sorted(lists.NOT_QUICK) if not (TESTS / name).exists()] == []


def test_what_is_left_to_check_is_there_and_something_is_asked_in_its_place(
    lists: ModuleType,
) -> None:
    for name, instead in lists.DEEPER.items():
        file, _, test = name.partition("::")
        module = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        named = {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
        assert test.partition("[")[0] in named, name
        assert instead
