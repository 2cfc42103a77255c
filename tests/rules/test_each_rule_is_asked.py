"""A rule that is written is asked: its module is known, its number its own."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import pytest

from aeo_exchange import rules
from aeo_exchange.rules import MODULES, all_rules
from aeo_exchange.rules.rule import Rule


def written(module: ModuleType) -> Iterator[tuple[str, Rule]]:
    """Yield the rules that a module makes, with the names of their functions."""
    for name, value in vars(module).items():
        if isinstance(value, Rule):
            yield name, value


def not_asked(module: ModuleType) -> list[str]:
    """Return what is wrong with the rules of a module, each with what to do."""
    name = module.__name__.rpartition(".")[2]
    wrong = []
    for function, rule in written(module):
        if all_rules().get(rule.code) is not rule:
            twice = "or two rules have this number"
            wrong.append(f"{rule.code}: rules/{name}.py is not in MODULES of rules, {twice}")
        if module in MODULES and function not in module.__all__:
            wrong.append(f"{rule.code}: {function} is not in __all__ of rules/{name}.py")
    return wrong


def test_each_rule_that_is_written_is_asked() -> None:
    names = [row.name for row in iter_modules(rules.__path__)]
    modules = [import_module(f"{rules.__name__}.{name}") for name in names]
    assert sum(1 for module in modules for _ in written(module)) > len(MODULES)
    wrong = [fault for module in modules for fault in not_asked(module)]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def test_a_rule_that_is_not_asked_is_said_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    module = MODULES[0]
    monkeypatch.setattr(module, "again", copy(all_rules()["AEO-LIF-01"]), raising=False)
    unknown, unlisted = not_asked(module)
    assert unknown.startswith("AEO-LIF-01: rules/structure.py is not in MODULES of rules, or two")
    assert unlisted == "AEO-LIF-01: again is not in __all__ of rules/structure.py"
