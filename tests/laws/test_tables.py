"""A record as a row of a table is the record, or the loss report names what is missing."""

from __future__ import annotations

import io
import json

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.errors import ReadError
from aeo_exchange.formats import Content, Limits
from aeo_exchange.formats.csv import read_csv, write_csv
from aeo_exchange.formats.tables.rows import losses_in_csv
from aeo_exchange.formats.workbooks.writing import write_workbook
from aeo_exchange.formats.xlsx import read_xlsx
from aeo_exchange.model.canonical import digest
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree
from strategies import records


def written(write, several) -> bytes:
    stream = io.BytesIO()
    write(several, stream)
    return stream.getvalue()


def trees_of(read, content: bytes) -> list[Tree]:
    documents = list(read(Content(name="x", held=content), io.BytesIO(content), Limits()))
    assert not [document for document in documents if isinstance(document, ReadError)]
    return [
        document.tree
        if document.record is None
        else json.loads(msgspec.json.encode(document.record))
        for document in documents
    ]


def without(tree: Tree, paths: list[str]) -> Tree:
    """Return a tree without the items at some paths, nor the groups that are left empty."""
    for path in reversed(paths):
        *outer, last = path.split("/")[1:]
        inner = tree
        for step in outer:
            inner = inner[int(step)] if isinstance(inner, list) else inner[step]
        del inner[int(last) if isinstance(inner, list) else last]
    return pruned(tree)


def pruned(tree: Tree) -> Tree:
    if isinstance(tree, dict):
        kept = {name: pruned(value) for name, value in tree.items()}
        return {name: value for name, value in kept.items() if value not in ({}, [])}
    if isinstance(tree, list):
        return [value for value in map(pruned, tree) if value not in ({}, [])]
    return tree


@given(st.lists(records(), min_size=1, max_size=3))
def test_csv_keeps_the_digest_or_names_each_item_that_is_lost(several: list[AeoRecord]) -> None:
    back = trees_of(read_csv, written(write_csv, several))
    assert len(back) == len(several)
    for record, tree in zip(several, back, strict=True):
        losses = losses_in_csv(record)
        if not losses:
            assert digest(msgspec.convert(tree, AeoRecord)) == digest(record)
        whole = json.loads(msgspec.json.encode(record))
        assert tree == without(whole, [loss.path for loss in losses])


@given(st.lists(records(), min_size=1, max_size=3))
def test_a_workbook_keeps_the_digest(several: list[AeoRecord]) -> None:
    back = trees_of(read_xlsx, written(write_workbook, several))
    assert [digest(msgspec.convert(tree, AeoRecord)) for tree in back] == [
        digest(record) for record in several
    ]
