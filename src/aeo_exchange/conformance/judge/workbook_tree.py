"""A workbook of a product to the trees of its records, read part by part from the archive.

A writer stores every cell as a text in the format for texts (TAB-3-4); what else stands in a sheet
of the standard is refused.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from lxml import etree

from aeo_exchange.conformance.judge.table_tree import column_of, filled, inner_lists, put_cell
from aeo_exchange.model.shape import Group, record_shape
from aeo_exchange.model.tree import Tree

__all__ = ["workbook_trees"]

RECORDS, KEY, ID = "records", "record", "recordId"
MOST = 1 << 26  # bytes of a part
TEXT = "49"  # the number of the format for texts
RELATIONS = "_rels/.rels"
_PLACE = re.compile(r"([A-Z]{1,3})[1-9][0-9]*\Z")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
Row: TypeAlias = dict[str, str]


class _Sheet(NamedTuple):
    """The names of the header of a sheet, and the rows below it by these names."""

    names: frozenset[str]
    rows: list[Row]


NOTHING = _Sheet(frozenset(), [])


class _List(NamedTuple):
    """A sheet of elements: the steps to its list in the record, or in an element of an outer one.

    `outer` names the sheet of that.
    """

    steps: tuple[str, ...]
    shape: Group
    outer: str


def workbook_trees(content: bytes) -> list[dict[str, Tree]]:
    """Return the trees of the records of a workbook, in their order; raises ValueError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = _sheets(archive)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError) as cause:
        raise ValueError(f"it is not a workbook: {cause}") from cause
    known = _lists()
    trees: dict[str, dict[str, Tree]] = {}
    records = sheets.pop(RECORDS, NOTHING)
    _refuse_unknown(records, record_shape(), {KEY})
    for row in records.rows:
        key = row.pop(KEY, "") or row.get(ID, "")
        if not key or key in trees:
            raise ValueError(f"two rows of {RECORDS!r} have one name, or one has none")
        trees[key] = _items({}, row, record_shape())
    for name in sorted(sheets, key=lambda name: name.count(".")):
        if name in known:
            _enter(sheets[name], name, known, trees)
    return [filled(tree) for tree in trees.values()]


def _refuse_unknown(sheet: _Sheet, shape: Group, keys: set[str]) -> None:
    for name in sheet.names - keys:
        column_of(name, shape)


def _enter(
    sheet: _Sheet, name: str, known: dict[str, _List], trees: dict[str, dict[str, Tree]]
) -> None:
    """Put the rows of a further sheet into their records; raises ValueError for a stray."""
    here = known[name]
    number_of_outer = f"{here.outer}.number"
    _refuse_unknown(sheet, here.shape, {KEY, number_of_outer} if here.outer else {KEY})
    for row in sheet.rows:
        tree = trees.get(row.pop(KEY, ""))
        if tree is None:
            raise ValueError(f"a row of {name!r} names no record (TAB-3-2)")
        if here.outer:
            outer = _group(tree, known[here.outer].steps)
            number = row.pop(number_of_outer, "")
            element = outer.get(f"#{number}")
            if not isinstance(element, dict):
                raise ValueError(f"a row of {name!r} names no element of {here.outer!r}")
            tree = element
        elements = _group(tree, here.steps)
        elements[f"#{len(elements) + 1}"] = _items({}, row, here.shape)


def _group(tree: dict[str, Tree], steps: tuple[str, ...]) -> dict[str, Tree]:
    for step in steps:
        inner = tree.setdefault(step, {})
        assert isinstance(inner, dict)
        tree = inner
    return tree


def _items(tree: dict[str, Tree], row: Row, shape: Group) -> dict[str, Tree]:
    for name, text in row.items():
        put_cell(tree, column_of(name, shape), text)
    return tree


def _lists() -> dict[str, _List]:
    """Return the further sheets by their names (TAB-3-2)."""
    known: dict[str, _List] = {}
    for steps, shape in inner_lists(record_shape()):
        name = steps[-1]
        known[name] = _List(steps, shape, "")
        for within, inner in inner_lists(shape):
            known[f"{name}.{within[-1]}"] = _List(within, inner, name)
    return known


def _sheets(archive: zipfile.ZipFile) -> dict[str, _Sheet]:
    """Return the rows of each sheet, by the names of its header."""
    book = next(
        _target("", one)
        for one in _part(archive, RELATIONS)
        if one.get("Type", "").endswith("/officeDocument")
    )
    folder, file = posixpath.split(book)
    targets = {
        one.get("Id"): _target(folder, one) for one in _part(archive, f"{folder}/_rels/{file}.rels")
    }
    texts = _texts(archive, f"{folder}/sharedStrings.xml")
    formats = _formats(archive, f"{folder}/styles.xml")
    return {
        sheet.get("name", ""): _rows(_part(archive, targets[_relation(sheet)]), texts, formats)
        for sheet in _part(archive, book).iter("{*}sheet")
    }


def _relation(sheet: etree._Element) -> str:
    return next(str(text) for name, text in sheet.items() if str(name).endswith("}id"))


def _target(folder: str, relation: etree._Element) -> str:
    return posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    if archive.getinfo(name).file_size > MOST:
        raise ValueError(f"the part {name} has more than {MOST:,} bytes")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(archive.read(name), parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError(f"the part {name} has a document type")
    return root


def _texts(archive: zipfile.ZipFile, name: str) -> list[str]:
    if name not in archive.namelist():
        return []
    return [_text(item) for item in _part(archive, name).iter("{*}si")]


def _text(element: etree._Element) -> str:
    text = "".join(piece.text or "" for piece in element.iter("{*}t"))
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)


def _formats(archive: zipfile.ZipFile, name: str) -> list[str]:
    """Return of each style whether it is TEXT, or another number format."""
    if name not in archive.namelist():
        return []
    styles = _part(archive, name)
    own = {
        code.get("numFmtId") for code in styles.iter("{*}numFmt") if code.get("formatCode") == "@"
    }
    used = [style.get("numFmtId", "0") for cells in styles.iter("{*}cellXfs") for style in cells]
    return [TEXT if number in own else number for number in used]


def _rows(sheet: etree._Element, texts: list[str], formats: list[str]) -> _Sheet:
    rows = [dict(_cells(row, texts, formats)) for row in sheet.iter("{*}row")]
    if not rows:
        return NOTHING
    header, *others = rows
    if len(set(header.values())) < len(header):
        raise ValueError("a column stands twice")
    if any(set(row) - set(header) for row in others):
        raise ValueError("a cell stands under no name")
    named = [{header[at]: text for at, text in row.items()} for row in others if row]
    return _Sheet(frozenset(header.values()), named)


def _cells(row: etree._Element, texts: list[str], formats: list[str]) -> Iterator[tuple[str, str]]:
    """Yield letters and text of the cells of a row that are not empty."""
    for cell in row.iter("{*}c"):
        place = _PLACE.match(cell.get("r", ""))
        value, inline = cell.find("{*}v"), cell.find("{*}is")
        if value is None and inline is None:
            continue
        if place is None or cell.find("{*}f") is not None:
            raise ValueError("a cell has no place, or holds a formula")
        kind, style = cell.get("t", "n"), int(cell.get("s", "0"))
        if kind not in {"s", "inlineStr"} or formats[style : style + 1] != [TEXT]:
            raise ValueError(f"the cell {cell.get('r')} is not a text in the format for texts")
        if inline is not None:
            yield place[1], _text(inline)
        elif value is not None:
            yield place[1], texts[int(value.text or "")]
