"""Which mutants are made of a toy module in JavaScript; without its parser this is skipped."""

from __future__ import annotations

import shutil

import pytest
from products import HERE, javascript_mutants

from rows import for_each_row

pytestmark = pytest.mark.skipif(
    not (shutil.which("node") and (HERE / "javascript/node_modules/acorn").is_dir()),
    reason="node or acorn is not installed; make mutants installs it",
)


@for_each_row(
    ("source", "expected"),
    [
        ("x = a < b", {"x = a <= b"}),
        ("x = !a", {"x = (a)"}),
        ("x = f(a, b)", {"x = f(b, a)"}),
        ("x = f(a, a)", set()),
        ("x = Math.min(a, b)", {"x = Math.max(a, b)"}),
        ("x = a.at(-1)", {"x = a[0]", "x = a.at(-2)", "x = a.at(-0)"}),
        ("x = a.some(b)", {"x = a.every(b)"}),
        ("x = `${a + b}`", set()),
    ],
)
def test_an_expression_is_changed_in_each_way_of_its_kind(source, expected):
    made = {mutant.make().source for mutant in javascript_mutants("toy.mjs", source)}
    assert made - {";"} == expected
