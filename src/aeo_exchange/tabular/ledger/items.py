"""The items of a row into a record that was known before: what the file does not carry stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.formats.tables.cells import read_cell
from aeo_exchange.formats.tables.columns import TableColumn, csv_columns_by_name
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.elements import KEYS
from aeo_exchange.model.tree import Tree
from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.ledger.entry import LedgerEntry, TreeGroup, groups_at

__all__ = ["Carried", "enter_items"]

Path = tuple[str, ...]
# What the ledger brings forward itself, or what tells for whom a record is.
OWN = ("specVersion", "recordId", "revision", "issuedAt", "administration", "programme", "view")
TERMS: Path = ("authorisation", "terms")


class Carried(Struct, frozen=True):
    """What a file says of a record: items by their paths, and lists with the members it has.

    `fixed` holds the members that every element of a list has in this file, such as the scheme
    of a number: the elements of a record that have them too are those that the file speaks of.
    """

    items: tuple[Path, ...]
    lists: dict[Path, frozenset[str]]
    fixed: dict[Path, tuple[TreeGroup, ...]]
    terms: frozenset[str]
    status: bool

    @classmethod
    def by(cls, layout: Layout, headers: frozenset[str] | UnsetType) -> Carried:
        """Return what a layout reads of a file that has these columns."""
        known = csv_columns_by_name()
        items: dict[Path, None] = {}
        lists: dict[Path, set[str]] = defaultdict(set)
        for name in _names(layout, headers):
            column = known.get(name)
            if column is None or str(column.steps[0]) in OWN or column.steps[0] == "history":
                continue
            path, inner = _split(column)
            if inner:
                lists[path].add(inner)
            else:
                items[path] = None
        return cls(
            items=tuple(items),
            lists={path: frozenset(inner) for path, inner in lists.items() if path != TERMS},
            fixed=_fixed(layout, known),
            terms=frozenset(lists.get(TERMS, ())),
            status=any(name == "status" for name in _names(layout, headers)),
        )


def _names(layout: Layout, headers: frozenset[str] | UnsetType) -> Iterator[str]:
    """Yield the columns of part 10 that a file gives: one whose header is gone says nothing."""
    yield from layout.constants
    for field in layout.fields:
        if headers is UNSET or any(folded(text) in headers for text in field.from_):
            yield field.item
            if field.scheme:
                yield f"{field.item.removesuffix('.value')}.scheme"


def _split(column: TableColumn) -> tuple[Path, str]:
    """Return the path to an item, or to its list of groups with the member of an element."""
    path: list[str] = []
    for index, step in enumerate(column.steps):
        if isinstance(step, int):
            inner = column.steps[index + 1 : index + 2]
            return tuple(path), str(inner[0]) if inner else ""
        path.append(step)
    return tuple(path), ""


def _fixed(layout: Layout, known: dict[str, TableColumn]) -> dict[Path, tuple[TreeGroup, ...]]:
    """Return, by list, the constant members of each of its numbered elements."""
    elements: dict[Path, dict[int, TreeGroup]] = defaultdict(dict)
    texts = dict(layout.constants)
    for field in layout.fields:
        texts.setdefault(field.item, "")
        if field.scheme and field.item.endswith(".value"):
            texts[f"{field.item.removesuffix('.value')}.scheme"] = str(field.scheme)
    for name, text in texts.items():
        column = known.get(name)
        if column is None or len(column.steps) < 3:  # noqa: PLR2004 a list, a number, a member
            continue
        path, inner = _split(column)
        number = column.steps[len(path)] if inner else None
        if isinstance(number, int):
            element = elements[path].setdefault(number, {})
            if text:
                element[inner] = read_cell(text, column)
    return {path: tuple(numbered.values()) for path, numbered in elements.items()}


def enter_items(entry: LedgerEntry, carried: Carried) -> None:
    """Bring each item that the file carries to what the row says; one that it empties goes."""
    for path in carried.items:
        _put(entry.record, path, _at(entry.row, path))
    for path, members in carried.lists.items():
        before, now = groups_at(entry.record, *path), groups_at(entry.row, *path)
        made = _joined(before, now, members, carried.fixed.get(path, ()), path[-1])
        if path[-1] == "identifiers":
            made.sort(key=canonical_item)
        _put(entry.record, path, list(made) or None)


def _joined(
    before: list[TreeGroup],
    now: list[TreeGroup],
    members: frozenset[str],
    fixed: tuple[TreeGroup, ...],
    name: str,
) -> list[TreeGroup]:
    """Return the elements of a list: those of the row, and those the file does not speak of."""
    told = {_key(element, name): element for element in now}
    made = []
    for element in before:
        row = told.pop(_key(element, name), None)
        if row is not None:
            kept = {inner: value for inner, value in element.items() if inner not in members}
            made.append({**kept, **row})
        elif not any(constant.items() <= element.items() for constant in fixed):
            made.append(element)
    return [*made, *told.values()]


def _key(element: TreeGroup, name: str) -> tuple[object, ...]:
    members = KEYS.get(name, tuple(sorted(element)))
    return tuple(str(element.get(member)) for member in members)


def _at(tree: Tree, path: Path) -> Tree:
    for name in path:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree


def _put(group: TreeGroup, path: Path, value: Tree) -> None:
    """Set an item, or take it away where there is no value; an empty group goes too."""
    name, *inner = path
    if not inner:
        if value is None:
            group.pop(name, None)
        else:
            group[name] = value
        return
    below = group.setdefault(name, {})
    assert isinstance(below, dict)
    _put(below, tuple(inner), value)
    if not below:
        del group[name]
