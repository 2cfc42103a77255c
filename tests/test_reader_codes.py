"""A rule of a reader has one name, and no module writes its code a second time."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import aeo_exchange
from aeo_exchange import reader_codes
from aeo_exchange.rules.declared import DECLARED
from aeo_exchange.rules.rule import Station

SOURCE = Path(aeo_exchange.__file__).parent
CODE = re.compile(r"AEO-(SYN|HOS)-\d\d")
# A list of all areas; the judge of the suite and its mutants share nothing with readers.
WRITTEN = {"operations/exchange/snapshot_advice.py"}
APART = ("conformance/judge/", "conformance/mutants/")


def named() -> dict[str, str]:
    """Return the code of each name."""
    return {name: vars(reader_codes)[name] for name in reader_codes.__all__}


def written() -> Iterator[tuple[str, str]]:
    """Yield each module that writes a code that has a name, and the code."""
    codes = set(named().values())
    for file in sorted(SOURCE.rglob("*.py")):
        module, text = file.relative_to(SOURCE).as_posix(), file.read_text("utf-8")
        if module.startswith(APART) or not CODE.search(text):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and node.value in codes:
                yield module, str(node.value)


def test_each_rule_of_a_reader_has_one_name() -> None:
    of_readers = [rule.code for rule in DECLARED if rule.station is Station.READER]
    assert Counter(named().values()) == Counter(of_readers)


def test_no_module_writes_a_code_that_has_a_name() -> None:
    places = Counter(module for module, _ in written())
    assert places.pop("reader_codes.py") == len(named())
    assert places.keys() == WRITTEN
