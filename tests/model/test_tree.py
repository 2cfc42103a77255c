"""JSON Pointers are written and walked as RFC 6901 says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.model.tree import escape, pointer, unescape, walk
from rows import for_each_row


@given(st.text())
def test_a_name_survives_its_reference_token(name: str) -> None:
    assert unescape(escape(name)) == name
    assert "/" not in escape(name)


@for_each_row(
    ("steps", "expected"),
    [((), ""), (("a", 0), "/a/0"), (("a/b", "m~n"), "/a~1b/m~0n"), (("",), "/"), (("~1",), "/~01")],
)
def test_a_pointer_is_that_of_the_rfc(steps: tuple[str | int, ...], expected: str) -> None:
    assert pointer(steps) == expected


def test_a_walk_gives_parents_first_and_keeps_the_order() -> None:
    tree = {"b": [1, {"c": None}], "a/": "x"}
    assert [place for place, _ in walk(tree)] == ["", "/b", "/b/0", "/b/1", "/b/1/c", "/a~1"]


def test_a_walk_goes_as_deep_as_the_tree() -> None:
    tree: list = []
    for _ in range(5000):
        tree = [tree]
    assert sum(1 for _ in walk(tree)) == 5001
