"""The draft of a row: the short way to its record says what its tree says, or says nothing."""

from __future__ import annotations

import msgspec
import pytest
from tests.tabular.imports import AT, FILES

from aeo_exchange.formats import Content
from aeo_exchange.formats.tables.columns import csv_columns_by_name
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.tabular.draft import CONSTANT
from aeo_exchange.tabular.drafting import Drafter
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.loading import layout_of
from aeo_exchange.tabular.readers import opened_rows
from aeo_exchange.tabular.rows import SourceRow


def drafts_of(name, layout: Layout):
    (path,) = (
        path for path in FILES.glob(f"{layout.name}/{name}.*") if "expected" not in path.name
    )
    drafter = Drafter(layout, ReferenceData(), AT)
    with opened_rows(Content(name=path.name, path=path), layout) as (_kind, opened):
        return [drafter.draft(row) for row in opened.rows if isinstance(row, SourceRow)]


@pytest.mark.parametrize("name", ["clean", "dirty"])
@pytest.mark.parametrize("layout", ["tr-list", "br-list", "mx-list", "kr-list", "jp-list"])
def test_the_short_way_gives_the_record_of_the_tree(name, layout):
    for draft in drafts_of(name, layout_of(layout)):
        short = draft.plain()
        if short is not None:
            record = msgspec.convert(draft.tree, AeoRecord)
            assert short == (record, msgspec.json.encode(record))


def test_most_rows_go_the_short_way():
    assert all(draft.plain() for draft in drafts_of("clean", layout_of("tr-list")))


@pytest.mark.parametrize("text", ['a "quoted" name', "a back\\slash", "x" * 400])
def test_a_text_that_json_writes_otherwise_goes_by_the_tree(text):
    draft = drafts_of("clean", layout_of("tr-list"))[0]
    draft.put(CONSTANT, csv_columns_by_name()["holder.legalName"], text)
    assert draft.plain() is None
    assert draft.tree["holder"]["legalName"] == text


def test_numbers_that_are_a_set_are_put_in_order_by_the_tree():
    draft = drafts_of("clean", layout_of("tr-list"))[0]
    columns = csv_columns_by_name()
    for place, number in enumerate(("9", "1"), 1):
        draft.put(CONSTANT, columns[f"holder.identifiers.{place}.scheme"], "TR-MERSIS")
        draft.put(CONSTANT, columns[f"holder.identifiers.{place}.value"], number)
        assert (draft.plain() is None) == (place > 1)
    assert [number["value"] for number in draft.tree["holder"]["identifiers"]] == ["1", "9"]
