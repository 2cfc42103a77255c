"""The public names of the toolkit are what they say, whatever was imported before."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from types import ModuleType

import pytest

from aeo_exchange import operations

VERBS = ("convert", "present", "sign", "sign_many", "validate", "verify")
# Each way in which a program can come by a name.
BEFORE = {
    "nothing": "",
    "its module": "import aeo_exchange.operations.{name}",
    "its module by name": "from importlib import import_module as i; "
    "i('aeo_exchange.operations.{name}')",
    "something of its module": "from aeo_exchange.operations.{name} import {name} as other",
    "every module": "from importlib import import_module as i; "
    f"[i('aeo_exchange.operations.' + each) for each in {VERBS}]",
    "the command line": "import aeo_exchange.cli.verify, aeo_exchange.cli.sign",
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_a_verb_is_its_function_in_every_order_of_imports(before):
    checks = "\n".join(
        f"{before.format(name=name)}\n"
        f"from aeo_exchange.operations import {name}\n"
        f"assert callable({name}) and {name}.__name__ == '{name}'\n"
        f"from aeo_exchange import operations\n"
        f"assert operations.{name} is {name}\n"
        f"from aeo_exchange.operations.{name} import {name} as same\n"
        f"assert same is {name}"
        for name in VERBS
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", checks], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", operations.__all__)
def test_a_public_name_is_found_and_is_no_module(name):
    found = getattr(operations, name)
    assert not isinstance(found, ModuleType)
    assert found.__name__ == name


def test_the_public_names_are_sorted_and_each_has_a_home():
    assert operations.__all__ == sorted(operations.__all__)
    assert operations.__all__ == sorted(operations._HOMES)  # noqa: SLF001 the table behind them


def test_a_name_that_is_none_is_missing_as_from_any_module():
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = operations.nothing_of_the_kind


def test_a_module_without_a_verb_of_its_name_is_an_attribute_as_usual():
    assert operations.reading is import_module("aeo_exchange.operations.reading")


def test_importing_the_package_loads_neither_signing_nor_trust():
    program = (
        "import sys, aeo_exchange.operations\n"
        "assert not [name for name in sys.modules if 'signing' in name or 'trust' in name]"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
