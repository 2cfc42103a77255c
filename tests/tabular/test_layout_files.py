"""Layouts of users: what is told of a wrong one, and files read by a right one."""

from __future__ import annotations

import io
import json
import tomllib
from pathlib import Path

import msgspec
import pytest

from aeo_exchange.errors import LayoutError
from aeo_exchange.resources import published
from aeo_exchange.tabular.dates import is_form
from aeo_exchange.tabular.loading import FOLDER, read_layout
from rows import for_each_row
from schemas import keep_to
from tabular.imports import finding, findings, imported, outcomes, records, row_of, workbook

BASE = """
name = "mine"
title = "A list"
origin = "Invented"
programme = "HK-AEO"
administration = "HK"

[file]
kind = "csv"

[row]
key = [["No"]]

[constants]
"holder.kind" = "legal-person"
"view.audience" = "public"

[[fields]]
item = "authorisation.number"
from = ["No"]

[[fields]]
item = "holder.tin"
from = ["BR"]
scheme = "HK-BR"

[[fields]]
item = "holder.legalName"
from = ["Name"]

[[fields]]
item = "authorisation.terms.1.from"
from = ["Since"]
steps = [{ do = "date", texts = ["iso"] }]

[[fields]]
item = "authorisation.terms.1.tiers"
from = ["Tier"]

[[fields]]
item = "authorisation.terms.1.roles"
from = ["Role"]
"""
HEADER = ["No", "BR", "Name", "Since", "Tier", "Role"]
ROW = ["HK1", "12345678", "Specimen Ltd", "2024-03-02", "TIER1", "importer"]


@pytest.fixture
def mine(tmp_path):
    """Return the path of a layout: the base with some texts replaced and more behind."""

    def made(more: str = "", **replaced: str) -> str:
        text = BASE + more
        for old, new in replaced.items():
            text = text.replace(old, new)
        (tmp_path / "mine.toml").write_text(text, "utf-8")
        return str(tmp_path / "mine.toml")

    return made


def csv(*rows) -> bytes:
    return "".join(",".join(row) + "\n" for row in rows).encode()


def test_a_layout_of_a_user_reads_a_file(mine) -> None:
    done = imported(csv(HEADER, ROW), mine())
    assert outcomes(done) == [(2, "record")]
    assert records(done)[0]["holder"]["tin"] == "HK12345678"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("[[fields]]\nitem = 'holder.tim'\nfrom = ['x']\n", "perhaps holder.tin"),
        ("[[fields]]\nitem = 'holder.tin'\nform = ['x']\n", "'form' was unexpected"),
        ("[[fields]]\nitem = 'holder.tin'\n", "'from' is a required property"),
        ("[[fields]]\nitem = 'status'\nfrom = ['x']\nsteps = [{ do = 'guess' }]\n", "guess"),
        ("[[fields]]\nitem = 'status'\nfrom = ['x']\nsteps = [{ do = 'date' }]\n", "needs `texts`"),
        (
            "[[fields]]\nitem='status.from'\nfrom=['x']\nsteps=[{do='date', texts=['%K']}]\n",
            "'%K' is not a form of a day",
        ),
        ("[words.roles]\nx = 'importeur'\n", "importeur is not a code"),
        ("[words.statuses]\nx = 'ok'\n", "ok is not a code"),
        (
            "[words.statuses]\n'In force' = 'granted'\n'IN-FORCE' = 'revoked'\n",
            "is read as 'In force', which means another thing",
        ),
        ("[[fields]\n", "mine.toml"),
    ],
)
def test_what_is_wrong_with_a_layout_is_told_with_its_place(mine, more, told) -> None:
    with pytest.raises(LayoutError) as refusal:
        read_layout(Path(mine(more)))
    assert told in str(refusal.value)
    assert "mine.toml" in str(refusal.value)


@pytest.mark.parametrize(
    ("replaced", "told"),
    [
        ({'kind = "csv"': 'kind = "csv"\nencodings = ["cp9999"]'}, "cp9999 is not an encoding"),
        ({'administration = "HK"\n': ""}, "given neither here nor by a field"),
        ({'"holder.kind"': '"holder.kin"'}, "holder.kin is not an item"),
        ({'kind = "csv"': 'kind = "cvs"'}, "cvs"),
        ({"HK-AEO": "Hong Kong"}, "Hong Kong"),
        *(
            (
                {
                    'kind = "csv"': 'kind = "csv"\n'
                    f'as_of = {{ texts = ["x"], formats = ["{form}"] }}'
                },
                told,
            )
            for form, told in (
                ("%q", "'%q' is not a form of a day"),
                ("DD/MM/YYYY", "is not a form of a day; perhaps %d/%m/%Y"),
                ("%d %B", "is not a form of a day"),
                ("isso", "perhaps iso is meant"),
            )
        ),
    ],
)
def test_what_is_wrong_with_the_rest_of_a_layout_is_told(mine, replaced, told) -> None:
    with pytest.raises(LayoutError, match=told):
        read_layout(Path(mine(**replaced)))


def test_a_zone_that_there_is_none_of_is_told(mine) -> None:
    path = mine(**{'administration = "HK"': 'administration = "HK"\ntime_zone = "Asia/Atlantis"'})
    with pytest.raises(LayoutError, match="not a time zone"):
        imported(csv(HEADER, ROW), path)


def test_the_schema_of_layouts_is_published_and_takes_each_of_ours() -> None:
    schema = json.loads(published("schemas/1.0/layout-file.schema.json").read_bytes())
    for file in FOLDER.glob("*.toml"):
        keep_to(tomllib.loads(file.read_text("utf-8")), schema)


@pytest.mark.parametrize(
    ("absent", "end"), [("candidate", "candidate"), ("refuse", "refused"), ("leave-out", "record")]
)
def test_what_a_row_without_an_item_is_the_layout_says(mine, absent, end) -> None:
    more = f"[[fields]]\nitem = 'issuingOffice'\nfrom = ['Office']\nabsent = '{absent}'\n"
    done = imported(csv([*HEADER, "Office"], [*ROW, ""]), mine(more))
    assert outcomes(done) == [(2, end)]


def test_name_and_address_in_one_cell_are_told_apart_by_their_lines(mine) -> None:
    more = """
[[fields]]
item = "holder.address.lines.1"
from = ["Name"]
steps = [{ do = "line", number = 2 }]

[[fields]]
item = "holder.address.city"
from = ["Name"]
steps = [{ do = "line", number = 3 }]

[[fields]]
item = "holder.address.country"
from = ["Name"]
steps = [{ do = "line", number = -1 }, { do = "country" }]
"""
    text = BASE.replace('from = ["Name"]', 'from = ["Name"]\nsteps = [{ do = "line", number = 1 }]')
    row = [*ROW]
    row[2] = '"Specimen Ltd\n1 Road\nKowloon\nHong Kong"'
    path = mine(more, **{BASE: text, '"public"': '"JP"'})
    holder = records(imported(csv(HEADER, row), path))[0]["holder"]
    assert holder["legalName"] == "Specimen Ltd"
    assert holder["address"] == {"lines": ["1 Road"], "city": "Kowloon", "country": "HK"}


@pytest.mark.parametrize(("system", "serial"), [("1900", "45353"), ("1904", "43891")])
def test_serial_days_in_text_are_read_by_the_date_system_of_the_layout(
    mine, system, serial
) -> None:
    row = [*ROW]
    row[3] = serial
    path = mine(
        **{'["iso"]': '["serial"]', 'kind = "csv"': f'kind = "csv"\ndate_system = {system}'}
    )
    assert row_of(imported(csv(HEADER, row), path), 2).days == {
        "authorisation.terms.1.from": "2024-03-02"
    }


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("gb18030", "样本有限公司"), ("cp1251", "Образец"), ("iso-8859-1", "Exemple Côté"),
     ("cp949", "견본"), ("utf-16", "樣本"), ("cp932", "見本")],
)  # fmt: skip
def test_encodings_of_a_layout_are_tried_in_their_order(mine, encoding, name) -> None:
    row = [*ROW]
    row[2] = name
    content = csv(HEADER, row).decode().encode(encoding)
    path = mine(**{'kind = "csv"': f'kind = "csv"\nencodings = ["ascii", "{encoding}"]'})
    done = imported(content, path)
    assert done.report.encoding == encoding
    tree = (done.records and records(done)[0]) or (done.candidates and done.candidates[0].record)
    if tree:
        assert tree["holder"]["legalName"] == name


def test_without_a_list_the_encoding_is_what_the_bytes_look_like(mine) -> None:
    rows = [[f"HK{i}", "12345678", "Société générale d'échantillons à l'étranger", *ROW[3:]]
            for i in range(9)]  # fmt: skip
    done = imported(csv(HEADER, *rows).decode().encode("cp1252"), mine())
    assert all(end == "record" for _, end in outcomes(done))
    assert "générale" in records(done)[0]["holder"]["legalName"]


@pytest.mark.parametrize("name", ["list.ods", "list.xls"])
def test_workbooks_of_other_programs_are_read(name) -> None:
    done = imported(Path(__file__).parent / "books" / name, "tr-list")
    assert outcomes(done) == [(3, "record"), (4, "record")]
    assert done.report.read_as == name.partition(".")[2]
    assert row_of(done, 3).days == {"authorisation.terms.1.from": "2021-03-02"}
    assert "zero put back" in finding(done, 4, "told").message


def test_the_sheet_is_the_one_named_or_the_first_with_the_header(mine) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Notes on the list"])
    for name in ("2025", "2026"):
        sheet = book.create_sheet(name)
        sheet.append(HEADER)
        sheet.append([f"HK{name}", *ROW[1:]])
    stream = io.BytesIO()
    book.save(stream)
    first = imported(stream.getvalue(), mine())
    assert first.report.sheet == "2025"
    for wanted in ('"2026"', "3"):
        named = imported(
            stream.getvalue(), mine(**{'kind = "csv"': f'kind = "xlsx"\nsheet = {wanted}'})
        )
        assert named.report.sheet == "2026"
    gone = imported(stream.getvalue(), mine(**{'kind = "csv"': 'kind = "xlsx"\nsheet = "2027"'}))
    assert "no sheet '2027'" in gone.report.unreadable


def test_a_status_with_its_day_reason_and_end_becomes_an_event(mine) -> None:
    more = """
[[fields]]
item = "status"
from = ["Status"]
[[fields]]
item = "status.from"
from = ["Status day"]
steps = [{ do = "date", texts = ["iso"] }]
absent = "leave-out"
[[fields]]
item = "status.until"
from = ["Until"]
steps = [{ do = "date", texts = ["iso"] }]
last_day = true
absent = "leave-out"
"""
    header = [*HEADER, "Status", "Status day", "Until"]
    row = [*ROW, "suspended", "2026-05-01", "2026-12-31"]
    event = records(imported(csv(header, row), mine(more)))[0]["history"][1]
    assert event["status"] == "suspended"
    assert event["effectiveFrom"] == "2026-04-30T16:00:00Z"
    assert event["plannedUntil"] == "2026-12-31T16:00:00Z"
    bare = imported(csv(header, [*ROW, "reinstated", "2026-05-01", ""]), mine(more))
    assert outcomes(bare) == [(2, "candidate")]


def test_an_expiry_takes_effect_when_the_term_ends(mine) -> None:
    more = """
[[fields]]
item = "status"
from = ["Status"]
[[fields]]
item = "authorisation.terms.1.until"
from = ["Until"]
steps = [{ do = "date", texts = ["iso"] }]
last_day = true
absent = "leave-out"
"""
    header = [*HEADER, "Status", "Until"]
    done = imported(csv(header, [*ROW, "expired", "2026-05-01"]), mine(more))
    assert records(done)[0]["history"][1]["effectiveFrom"] == "2026-05-01T16:00:00Z"
    assert outcomes(imported(csv(header, [*ROW, "expired", ""]), mine(more))) == [(2, "candidate")]


def test_a_record_that_would_break_a_rule_is_refused_with_the_rule(mine) -> None:
    more = "[[fields]]\nitem = 'authorisation.grantedOn'\nfrom = ['Since']\n"
    done = imported(csv(HEADER, ROW), mine(more))
    assert finding(done, 2, "breaks-rule").rule == "AEO-SHR-02"


def test_what_every_full_record_has_is_missing_where_no_view_is_named(mine) -> None:
    done = imported(csv(HEADER, ROW), mine(**{'"view.audience" = "public"\n': ""}))
    assert ("missing", "holder.address") in findings(done, 2)
    assert outcomes(done) == [(2, "candidate")]


def test_no_row_that_is_missing_ends_anything(mine) -> None:
    one = imported(csv(HEADER, ROW, ["HK2", "12345678", *ROW[2:]]), mine())
    other = imported(csv(HEADER, ROW), mine())
    assert other.records == one.records[:1]
    assert other.report.unreadable is msgspec.UNSET


def test_importing_the_same_file_twice_gives_the_same_bytes(mine) -> None:
    content = workbook([HEADER, ROW])
    assert imported(content, mine()).records == imported(content, mine()).records


@pytest.mark.parametrize(
    "tier", ["TIER1?", "TIER1*", "(TIER1)", "Level A*", "[Level A]", "Level A!"]
)
def test_a_mark_behind_a_word_refuses_its_row_since_a_footnote_may_say_anything(mine, tier) -> None:
    layout = mine("[words.tiers]\n'Level A' = 'TIER1'\n")
    done = imported(csv(HEADER, [*ROW[:4], tier, "importer"]), layout)
    assert outcomes(done) == [(2, "refused")]
    assert findings(done, 2) == [("unknown-word", "authorisation.terms.1.tiers")]


def test_marks_alone_are_words_of_their_own(mine) -> None:
    layout = mine("[words.tiers]\n'*' = 'TIER1'\n'**' = 'TIER2'\n")
    rows = [[f"HK{i}", *ROW[1:4], tier, "importer"] for i, tier in enumerate(("*", "**", "-"))]
    done = imported(csv(HEADER, *rows), layout)
    terms = [tree["authorisation"]["terms"][0]["tiers"] for tree in records(done)]
    assert terms == [["TIER1"], ["TIER2"]]
    assert outcomes(done)[2] == (4, "refused")


def test_codes_that_are_constant_may_stand_in_any_order(mine) -> None:
    constant = '"holder.kind" = "legal-person"\n"authorisation.terms.1.roles" = "importer exporter"'
    layout = mine(**{'"holder.kind" = "legal-person"': constant})
    done = imported(csv(HEADER, ROW), layout)
    assert [tree["authorisation"]["terms"][0]["roles"] for tree in records(done)] == [
        ["exporter", "importer"]
    ]


def test_a_code_that_there_is_none_of_is_told_with_those_that_are_like_it(mine) -> None:
    layout = mine('[words.roles]\n"x" = "customs-broker"\n')
    with pytest.raises(LayoutError, match=r"customs-broker is not a code; there is .*broker"):
        read_layout(Path(layout))


@for_each_row(
    "form",
    ["%d/%m/%Y", "%Y年%m月%d日", "%d %B %y", "%Y-%m-%dT%H:%M:%S%z", "serial", "era-buddhist"],
)
def test_a_form_that_reads_a_day_is_one(form) -> None:
    assert is_form(form)
