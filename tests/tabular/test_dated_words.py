# ruff: noqa: RUF001 the texts are of many scripts
"""A status and its first day in one cell are told apart; a last day and an aside are none."""

from __future__ import annotations

import json
import tomllib

import pytest

from tabular.imports import outcomes, records
from tabular.test_proposing import HK, HK_ROWS, by_proposal, csv, fields, proposed
from tabular.test_proposing_care import with_column


def test_a_status_with_its_day_in_one_cell_is_proposed_as_two(tmp_path) -> None:
    values = ("Active", "Suspended w.e.f. 15/09/2026", "Revoked W.E.F.16/09/2026", "Suspended")
    first, *others = HK_ROWS[0]
    rows = [
        [f"{first[:-1]}{i}", others[0], f"Invented {name} Ltd", *others[2:], value]
        for i, (name, value) in enumerate(zip(("Tea", "Silk", "Rice", "Salt"), values, strict=True))
    ]
    sheet = csv([*HK, "Status"], *rows)
    text = proposed(sheet, "HK-AEO")
    assert (fields(text)["status"], fields(text)["status.from"]) == ("Status", "Status")
    assert tomllib.loads(text)["words"]["statuses"] == {
        "Active": "granted", "Suspended": "suspended", "Revoked": "revoked"
    }  # fmt: skip
    done = by_proposal(sheet, text, tmp_path)
    ends = [end for _row, end in outcomes(done)]
    assert ends == ["record", "record", "record", "candidate"]
    told = [json.loads(record)["history"][1:] for record in done.records]
    assert [[(event["status"], event["effectiveFrom"]) for event in events] for events in told] == [
        [],
        [("suspended", "2026-09-14T16:00:00Z")],
        [("revoked", "2026-09-15T16:00:00Z")],
    ]


@pytest.mark.parametrize(
    ("stands", "text"),
    [
        ("Active", "Suspended (since 13/02/2026)"),
        ("ساري", "معلق منذ 13/02/2026"),
        ("ใช้งาน", "ระงับตั้งแต่วันที่ 13/02/2569"),
        ("有效", "暂停（自2026年2月13日起）"),
        ("有效", "自2026年2月13日起暂停"),
        ("유효", "2026년 2월 13일부터 정지"),
        ("Geçerli", "13.02.2026 tarihinden itibaren askıda"),
    ],
)
def test_a_status_has_its_day_before_or_behind_it_as_its_language_writes(
    stands, text, tmp_path
) -> None:
    sheet = csv([*HK, "Status"], [*HK_ROWS[0], stands], [*HK_ROWS[1], text])
    done = by_proposal(sheet, proposed(sheet, "HK-AEO"), tmp_path)
    assert [end for _row, end in outcomes(done)] == ["record", "record"]
    last = records(done)[1]["history"][-1]
    assert (last["status"], last["effectiveFrom"]) == ("suspended", "2026-02-12T16:00:00Z")


@pytest.mark.parametrize(
    ("stands", "text", "ends"),
    [
        ("有效（条件）", "暂停（自2026年2月13日起）", ["refused", "record"]),
        ("有效", "暂停（至2026年2月13日）", ["record", "refused"]),
        ("유효", "2026.02.13까지 정지", ["record", "refused"]),
        ("Geçerli", "13.02.2026 tarihine kadar askıda", ["record", "refused"]),
        ("Active (EU)", "Suspended (since 13/02/2026)", ["refused", "record"]),
        ("Active (until suspended)", "Suspended (13/02/2026)", ["refused", "refused"]),
    ],
)
def test_a_last_day_or_an_aside_beside_a_status_is_no_first_day(
    stands, text, ends, tmp_path
) -> None:
    sheet = csv([*HK, "Status"], [*HK_ROWS[0], stands], [*HK_ROWS[1], text])
    done = by_proposal(sheet, proposed(sheet, "HK-AEO"), tmp_path)
    assert [end for _row, end in outcomes(done)] == ends


@pytest.mark.parametrize(
    "text",
    [
        "Suspended until 15/09/2026",
        "Suspended from the list",
        "Suspended w.e.f. soon",
        "Elsewhere since 15/09/2026",
    ],
)
def test_a_status_is_parted_where_a_known_word_has_its_first_day_behind_it(text, tmp_path) -> None:
    sheet = with_column("Status", "Active", text)
    layout = proposed(sheet, "HK-AEO")
    assert "status.from" not in fields(layout)
    ends = [end for _row, end in outcomes(by_proposal(sheet, layout, tmp_path))]
    assert ends == ["record", "refused"]


def test_days_behind_a_status_that_can_be_read_in_two_ways_are_a_doubt() -> None:
    sheet = with_column("Status", "Active", "Suspended since 01/02/2026")
    layout = proposed(sheet, "HK-AEO")
    assert "could be read as %d/%m/%Y or as %m/%d/%Y" in layout
