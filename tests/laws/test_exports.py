"""What is exported comes back by the same layout, but for what the losses name."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs, to_builtins

from aeo_exchange.model.instants import instant
from aeo_exchange.model.record import AeoRecord, View
from aeo_exchange.model.standing import Standing
from aeo_exchange.model.status import status_at
from aeo_exchange.tabular.layout import FileForm, Layout, LayoutField, RowForm, Step
from strategies import records

sys.path.insert(0, str(Path(__file__).parents[1]))
from tabular.exports import Sheet, differing

ITEMS = (
    "recordId", "programme", "administration", "issuingOffice", "holder.kind", "holder.tin",
    "holder.legalName", "holder.legalNameRomanisation", "holder.otherNames.1.text",
    "authorisation.number", "authorisation.terms.1.tiers", "authorisation.terms.1.roles",
    "authorisation.terms.1.from", "authorisation.terms.1.until", "status", "status.from",
)  # fmt: skip
DATE = (Step(do="date", texts=("%d.%m.%Y", "iso")),)
SPLIT = (Step(do="split", texts=(",",)),)
DAYS = {"authorisation.terms.1.from", "authorisation.terms.1.until", "status.from"}
LISTS = {"authorisation.terms.1.tiers", "authorisation.terms.1.roles"}


def layout(kind: str, *, without: set[str]) -> Layout:
    """Return a layout with a column for each item but some."""
    fields = tuple(
        LayoutField(
            item=item,
            from_=(f"Column {number}",),
            steps=DATE if item in DAYS else SPLIT if item in LISTS else (),
            last_day=item.endswith("until"),
            absent="leave-out",
        )
        for number, item in enumerate(ITEMS)
        if item not in without and item != "recordId"
    )
    return Layout(
        name="drawn",
        title="t",
        origin="o",
        time_zone="Asia/Seoul",
        file=FileForm(kind=kind),
        row=RowForm(key=(("Column 9",),)),
        constants={"view.audience": "public"},
        fields=fields,
    )


KINDS = st.sampled_from(["csv", "xlsx", "html", "json"])
LEFT_OUT = st.sets(st.sampled_from([i for i in ITEMS if not i.endswith(("number", "programme"))]))
INSTANTS = st.sampled_from(["2001-01-01T00:00:00Z", "2026-11-28T00:00:00Z", "2060-01-01T00:00:00Z"])


@given(records(), KINDS, LEFT_OUT, INSTANTS)
def test_what_no_loss_names_comes_back_and_nobody_seems_in_effect_who_is_not(
    record: AeoRecord, kind: str, without: set[str], at: str
) -> None:
    record = structs.replace(record, view=View(audience="public"))
    drawn = layout(kind, without=without - {"administration"})
    sheet = Sheet([record], drawn, at=instant(at))
    if not sheet.count:
        assert sheet.unfit
        return
    back = sheet.back()[0]
    assert differing(to_builtins(record), back, sheet.losses[0]) == ({}, {})
    events = [event["status"] for event in back.get("history", [])]
    if events[1:] == [] and "status" in without:
        terms = back.get("authorisation", {}).get("terms", [{}])
        begun = terms[0].get("from", "") <= at
        over = terms[0].get("until", "9") <= at
        if begun and not over and terms[0].get("tiers"):
            standing = {status_at(record, at=at, tier=tier).status for tier in terms[0]["tiers"]}
            assert standing == {Standing.GRANTED}
