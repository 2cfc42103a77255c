"""The elements of a list that a file carries meet those of the record by what tells them apart."""

from __future__ import annotations

from itertools import takewhile
from typing import Any, cast

from aeo_exchange.formats.tables.columns import csv_columns_by_name
from aeo_exchange.tabular.ledger.entry import LedgerEntry
from aeo_exchange.tabular.ledger.items import Carried, enter_items
from rows import for_each_row

# Each list that a table can carry: where it stands, what tells its elements apart, what else they
# have. Of terms and events the ledger itself knows what a row says.
LISTS: dict[tuple[str, ...], tuple[tuple[str, ...], str]] = {
    ("consents",): (("scope",), "state"),
    ("recognitions",): (("agreement", "partner"), "from"),
    ("extensions",): (("uri", "name"), "value"),
    ("authorisation", "criteria"): (("criterion",), "outcome"),
    ("authorisation", "replaces"): (("administration", "recordId"), "number"),
    ("holder", "formerTins"): (("tin",), "until"),
    ("holder", "identifiers"): (("scheme", "value"), "until"),
    ("holder", "otherNames"): (("text", "use"), "language"),
    ("holder", "sites"): (("siteId",), "name"),
    ("msme", "basis"): (("measure", "periodEnd"), "value"),
}
PARTS = [(path, part) for path, (key, _) in LISTS.items() for part in key]


def joined(
    path: tuple[str, ...],
    before: dict[str, str],
    now: dict[str, str],
    fixed: tuple[dict[str, Any], ...] = (),
) -> Any:
    """Return the list of a record that had one element, behind a row that says one."""

    def tree(element: dict[str, str]) -> Any:
        made: Any = [element]
        for name in reversed(path):
            made = {name: made}
        return made

    entry = LedgerEntry(record=tree(before), row=tree(now), draft=cast("Any", None), at="")
    lists = {path: frozenset({*before, *now})}
    enter_items(entry, Carried((), lists, {path: fixed}, terms=frozenset(), status=False))
    made: Any = entry.record
    for name in path:
        made = made[name]
    return made


@for_each_row(("path", "part"), PARTS)
def test_elements_that_differ_in_a_part_of_their_key_are_two(path, part) -> None:
    key, other = LISTS[path]
    before = dict.fromkeys((*key, other), "a")
    now = {**before, part: "b"}
    assert joined(path, before, now) == [before, now]


@for_each_row("path", list(LISTS))
def test_elements_that_differ_in_something_else_are_one(path) -> None:
    key, other = LISTS[path]
    before = dict.fromkeys((*key, other), "a")
    now = {**before, other: "b"}
    assert joined(path, before, now) == [now]


def test_contacts_have_nothing_that_tells_them_apart_and_are_replaced() -> None:
    path = ("holder", "contacts")
    before, now = {"name": "a", "phone": "1"}, {"name": "a", "phone": "2"}
    assert joined(path, before, before, fixed=({},)) == [before]
    assert joined(path, before, now, fixed=({},)) == [now]


def test_no_list_that_a_table_can_carry_is_forgotten() -> None:
    carried = {
        tuple(takewhile(lambda step: isinstance(step, str), column.steps))
        for column in csv_columns_by_name().values()
        if any(isinstance(step, int) for step in column.steps[:-1])
    }
    known = {*LISTS, ("holder", "contacts"), ("authorisation", "terms"), ("history",)}
    assert carried == known
