"""Tables of an export answer as the matcher does, row for row."""

from __future__ import annotations

import os
from collections import Counter
from itertools import pairwise, product
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

pytest.importorskip("duckdb")

import pyarrow as pa
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from aeo_exchange.declarations.answer import MatchReason
from aeo_exchange.declarations.interval_tables import answer_rows
from aeo_exchange.declarations.interval_tables.duckdb_engine import TableEngine
from aeo_exchange.declarations.interval_tables.facts import status_rows
from aeo_exchange.declarations.interval_tables.rows import TABLES, StatusRow
from aeo_exchange.declarations.matching import MatchTerms
from aeo_exchange.errors import MalformedDocument, WrongChoice
from aeo_exchange.exchange.recognition.evidence import AdoptedProfile, HeldEvidence
from aeo_exchange.exchange.recognition.reasons import RecognitionReason
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.recognition.interval_tables import export_tables
from declarations.generated import (
    WORLDS,
    as_csv,
    generated_evidence,
    generated_rows,
    in_world,
    tin,
)
from declarations.interval_tables import (
    MODES,
    Rows,
    answered_by_duckdb,
    answered_plainly,
    engine_in,
    export,
    parquet,
    told_by_duckdb,
    told_plainly,
    under,
)
from declarations.matched import going_by
from exchange.recognising import K, evidence

FIRMS = 48  # two of each kind
ROWS = int(os.environ.get("AEO_ROWS", "1000"))  # of each mode; more where somebody has the time


@pytest.mark.parametrize("mode", MODES)
def test_duckdb_answers_as_the_matcher_does(mode: str, tmp_path: Path) -> None:
    held = generated_evidence(FIRMS, Random(1))  # noqa: S311 no secret
    table = as_csv(generated_rows(ROWS, FIRMS, Random(2)))  # noqa: S311 as above
    terms = export(tmp_path / "tables", held, mode)
    plain = answered_plainly(table, held, terms)
    for one, other in zip(answered_by_duckdb(table, tmp_path, terms), plain, strict=True):
        assert one == other
    results = {row["result"] for row in plain}
    assert results == {"RECOGNISED", "NOT_RECOGNISED", "UNDETERMINED", ""}


@pytest.mark.long
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("world", WORLDS)
def test_duckdb_answers_as_the_matcher_does_of_a_stream_that_is(
    world: str, mode: str, tmp_path: Path
) -> None:
    held = in_world(generated_evidence(FIRMS, Random(1)), world)  # noqa: S311 no secret
    table = as_csv(generated_rows(max(ROWS // 100, 200), FIRMS, Random(2)))  # noqa: S311 as above
    terms = export(tmp_path / "tables", held, mode)
    assert answered_by_duckdb(table, tmp_path, terms) == answered_plainly(table, held, terms)


# What no table is asked about: the profile is in force, records came in a stream, codes are given.
NEVER = {"no-profile", "not-signed", "no-own-codes"}


@pytest.mark.long
def test_each_reason_is_generated() -> None:
    """Each a hundred times and more in 200,000 rows, so some times in these."""
    met = Counter[str]()
    for mode, world in product(list(MODES)[:2], ("", *WORLDS)):
        held = generated_evidence(FIRMS, Random(1))  # noqa: S311 no secret
        held = in_world(held, world) if world else held
        rows = 50 if world else 4000
        table = as_csv(generated_rows(rows, FIRMS, Random(2)))  # noqa: S311 as above
        terms, _ = under(mode, held)
        for row in answered_plainly(table, held, terms):
            met.update(row["reasons"].split() if row["result"] else ())
    reasons = {str(reason) for reason in (*RecognitionReason, *MatchReason)}
    assert reasons - met.keys() == NEVER


def test_duckdb_reads_odd_cells_as_the_matcher_does(tmp_path: Path) -> None:
    held = generated_evidence(6, Random(1))  # noqa: S311 no secret
    plain = ["D", "2026-10-01T10:00:00Z", "import", "exporter", tin(5), "", "", "A B", "HK"]
    written = (
        " {}",
        "{}\u3000",
        "\t{} ",
        "'{}",
        "'={}",
        "{}  x",
        "{}\u00a0 x",
        " ",
        "{}\x1f",
        "ß{}",
        f"{{}}{' ' * 600}9",
        f"{{}}{'Ü' * 300}",
        f"{{}}{'Ü' * 600}",
        f"{{}}{'A' * 600}",
    )
    odd = (
        [*plain[:at], form.format(cell), *plain[at + 1 :]]
        for at, cell in enumerate(plain)
        for form in written
    )
    rows = ([f"{row[0]}-{number}", *row[1:]] for number, row in enumerate([plain, *odd]))
    table = as_csv(rows)
    terms = export(tmp_path / "tables", held, "aeo-number")
    told = answered_by_duckdb(table, tmp_path, terms)
    assert told == answered_plainly(table, held, terms)
    assert {row["result"] for row in told} == {"RECOGNISED", "UNDETERMINED", ""}


# Texts that a spreadsheet runs, or that part cells and rows where they stand bare.
MARKED = ("=1", "+1", "-1", "@x", "'=1", "'", "#N/A", "#n/a", "#a!", "# a!", "#", "!a", "~a", "Ü")
MARKED += (
    "a,b",
    'a"b',
    '"',
    "a\nb",
    "a\rb",
    "a\r\nb",
    "=a,b",
    '+"a\n',
    '-"a",b',
    "#,?",
    ",",
    "9,a",
)


@pytest.mark.parametrize("name", ["t.csv", '=a,"b".csv', "#N/A", "Ü, a.csv"])
def test_duckdb_writes_every_byte_as_the_matcher_does(name: str, tmp_path: Path) -> None:
    held = generated_evidence(6, Random(1))  # noqa: S311 no secret
    terms = export(tmp_path / "tables", held, "aeo-number")
    plain = ["D", "2026-10-01T10:00:00Z", "import", "exporter", tin(5), "", "", "A B", "HK"]
    places = ((mark, at) for mark in MARKED for at in (0, 4, 6, 7, 8))
    written = [
        [mark if place == at else cell for place, cell in enumerate([f"D{number}", *plain[1:]])]
        for number, (mark, at) in enumerate(places)
    ]
    unread = ["U", "2026-10-01", 'im,"port"', "exporter", tin(5), "", "", "A", "HK"]
    table = as_csv([plain, *written, unread])
    told = told_by_duckdb(name, table, engine_in(tmp_path), tmp_path, terms)
    assert "RECOGNISED" in told
    assert told == told_plainly(name, table, held, terms)


class Asked(NamedTuple):
    """What is held, under which terms, and an engine by tables of it."""

    held: HeldEvidence
    terms: MatchTerms
    folder: Path
    engine: TableEngine


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    folder = tmp_path_factory.mktemp("damaged")
    held = generated_evidence(6, Random(1))  # noqa: S311 no secret
    return Asked(held, export(folder / "tables", held, "aeo-number"), folder, engine_in(folder))


def by_engine(table: bytes, asked: Asked) -> Rows:
    return answered_by_duckdb(table, asked.folder, asked.terms, asked.engine)


HEADER = "declaration,acceptedAt,flow,role,id,aeoNumber,name\n"
# How a row of a table may be broken, and whether it is refused; what stands around it is answered.
BROKEN = {
    "too many cells": ("{row},more", True),
    "empty cells too many": ("{row},,", False),
    "too few cells": ("2,2026-10-01,import,exporter,{tin}", False),
    "a quote that nobody closes": ('2,2026-10-01,import,exporter,"{tin},,N', True),
    "a quote closed within the cell": ('2,2026-10-01,import,exporter,"{tin}"x,,N', True),
    "a blank behind the quote": ('2,2026-10-01,import,exporter,"{tin}" ,,N', True),
    "a blank before the quote": ('2,2026-10-01,import,exporter, "{tin}",,N', False),
    "a blank before the last quote": ('{row} "N"', False),
    "a cell of two lines": ('2,2026-10-01,import,exporter,{tin},,"N\nM"', False),
    "empty lines": ("\n\n{row}\n", False),
    "a line of blanks": ("   \n{row}", False),
    "what other programs take for a comment": ("#{row}", False),
    "the header once more": (HEADER.rstrip(), False),
    "no character": ("2,2026-10-01,import,exporter,{tin}\0,,N", False),
    "a mark for lost characters": ("{row}\ufffd", True),
    "other ends of lines": ('2,2026-10-01,import,exporter,"{tin}",,N\u2028M\x0b\x85', False),
    "one end of a line of another system": ("{row}\r2{row}\r\n3{row}", False),
    "a long cell": (f"{{row}}{'N' * 200_000}", True),
    "a row of ten megabytes": (f"{{row}}{'N' * 10_000_000}", True),
    "a long row of short cells": (f"{{row}}{', ' * 70_000}", False),
    "a title above": ("", False),
}


def broken_table(name: str) -> bytes:
    """Return a table with a broken row between two whole ones."""
    row = f"{{number}},2026-10-01,import,exporter,{tin(5)},,N"
    broken = BROKEN[name][0].format(row=row.format(number=2), tin=tin(5))
    rows = "\n".join((row.format(number=1), broken, row.format(number=3)))
    title = "Parties declared\n" if name == "a title above" else ""
    return f"{title}{HEADER}{rows}\n".encode()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_row_costs_no_other_its_answer(name: str, asked: Asked) -> None:
    table = broken_table(name)
    told = by_engine(table, asked)
    plain = [row for row in answered_plainly(table, asked.held, asked.terms) if row["role"]]
    by_line = {row["line"]: row for row in told}
    assert [row for row in told if row["result"]] == plain
    numbers = [row["declaration"] for row in plain if row["result"] == "RECOGNISED"]
    assert (numbers[0], numbers[-1]) == ("1", "3")
    refused = [row for row in told if not row["result"]]
    is_refused = BROKEN[name][1]
    assert len(refused) == is_refused
    if is_refused:
        assert refused[0]["reasons"].startswith("AEO-")
        assert by_line.keys() - {refused[0]["line"]} == {row["line"] for row in plain}


# What is broken beyond its own row: the rest of the table, or how all of it is parted.
BEYOND = ("a quote that nobody closes", "a row of ten megabytes", "a title above")


def test_many_broken_rows_cost_no_other_its_answer(asked: Asked) -> None:
    """All in one table, with a whole row behind each."""
    row = f"{{number}},2026-10-01,import,exporter,{tin(5)},,N"
    names = [name for name in BROKEN if name not in BEYOND]
    lines = [HEADER.rstrip()]
    for number, name in enumerate(names):
        broken = BROKEN[name][0].format(row=row.format(number=f"{number}-broken"), tin=tin(5))
        lines += [broken, row.format(number=f"{number}-whole")]
    table = "\n".join((*lines, "")).encode()
    told = by_engine(table, asked)
    plain = [row for row in answered_plainly(table, asked.held, asked.terms) if row["role"]]
    assert [row for row in told if row["result"]] == plain
    recognised = {row["declaration"] for row in plain if row["result"] == "RECOGNISED"}
    assert recognised >= {f"{number}-whole" for number in range(len(names))}
    refused = [row["reasons"] for row in told if not row["result"]]
    assert len(refused) == sum(BROKEN[name][1] for name in names)
    assert all(reasons.startswith("AEO-") for reasons in refused)


ENCODED = {
    "UTF-16": HEADER.encode("utf-16")
    + f"1,2026-10-01,import,exporter,{tin(5)},,N\n".encode("utf-16-le"),
    "one row of another encoding": broken_table("empty cells too many").replace(b"N,,", b"Jos\xe9"),
    "semicolons": broken_table("empty lines").replace(b",", b";"),
    "tabs": broken_table("a cell of two lines").replace(b",", b"\t"),
    "lines that end with a carriage return": broken_table("too few cells").replace(b"\n", b"\r"),
    "no rows": HEADER.encode(),
}


@pytest.mark.parametrize("name", ENCODED)
def test_duckdb_has_the_rows_of_any_table_that_is_read(name: str, asked: Asked) -> None:
    told = by_engine(ENCODED[name], asked)
    assert told == answered_plainly(ENCODED[name], asked.held, asked.terms)
    assert {row["result"] for row in told} <= {"RECOGNISED"}


def test_what_is_no_table_is_told_by_both_ways(asked: Asked) -> None:
    for content in (b"", b"%PDF-1.7", b"Dear Sir,\nsee below\n", b"<html><table></table></html>"):
        (row,) = answered_plainly(content, asked.held, asked.terms)
        assert row["reasons"].startswith("AEO-SYN-0")
        with pytest.raises(MalformedDocument):
            by_engine(content, asked)


SIGNS = ('"', '""', ' "', '" ', ",", "\n", "\r", "\0", "'", "#", " ", ";")


@given(data=st.data())
def test_no_damage_to_a_table_parts_the_two_ways(data: st.DataObject, asked: Asked) -> None:
    """Cut, or with a sign put in, a table is read alike, row by row."""
    table = broken_table("a cell of two lines").decode()
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(table)))
        end = place + data.draw(st.sampled_from((0, 1, 9)))
        table = table[:place] + data.draw(st.sampled_from(SIGNS)) + table[end:]
    content = table.encode()
    plain = [row for row in answered_plainly(content, asked.held, asked.terms) if row["reasons"]]
    try:
        told = by_engine(content, asked)
    except MalformedDocument:
        # The header has no column of a number, or one twice.
        assert "RECOGNISED" not in {row["result"] for row in plain}
        return
    numbers = [row["declaration"] for row in told if row["declaration"]]
    assume(len(numbers) == len(set(numbers)))  # rows of one number are one declaration elsewhere
    assert told == plain


def test_duckdb_reads_parquet_as_the_matcher_does(tmp_path: Path) -> None:
    """An apostrophe is part of a number there, and a number may be written in bytes."""
    held = generated_evidence(6, Random(1))  # noqa: S311 no secret
    terms = export(tmp_path / "tables", held, "aeo-number")
    numbers = [tin(5), f"'{tin(5)}", f"'\t{tin(5)}", f"''{tin(5)}", f"{tin(5)}{' ' * 600}9"]
    given = {"acceptedAt": ["2026-10-01T10:00:00Z"] * 5, "role": ["exporter"] * 5}
    for ids in (numbers, [number.encode() for number in numbers]):
        table = parquet({"declaration": list("12345"), **given, "FLOW": ["import"] * 5, "Id": ids})
        told = answered_by_duckdb(table, tmp_path, terms)
        assert told == answered_plainly(table, held, terms)
        assert [row["result"] for row in told] == ["RECOGNISED", *["UNDETERMINED"] * 4]


def test_bytes_that_are_not_utf_8_cost_no_other_row_its_answer(asked: Asked) -> None:
    """The whole file was refused by either way."""
    numbers = [tin(5).encode(), b"HK\xff", tin(5).encode()]
    names = [b"Specimen", b"Specimen", b"\xfe"]
    given = {"acceptedAt": ["2026-10-01T10:00:00Z"] * 3, "role": ["exporter"] * 3}
    table = parquet({"declaration": list("123"), **given, "flow": ["import"] * 3, "id": numbers})
    named = parquet({"declaration": list("123"), **given, "id": [tin(5)] * 3, "name": names})
    for one, refused in ((table, 1), (named, 2)):
        told = by_engine(one, asked)
        assert told == answered_plainly(one, asked.held, asked.terms)
        reasons = [row["reasons"] for row in told]
        assert [why.startswith("AEO-SYN-04") for why in reasons] == [n == refused for n in range(3)]


NESTED = ([["HK1", "HK2"]], [["HK1"]], [{"a": "HK1"}])


@pytest.mark.parametrize("values", NESTED)
def test_a_column_of_several_texts_is_told_and_not_asked(values: object, asked: Asked) -> None:
    """The list was looked up as Python, or DuckDB, writes one: nobody has that number."""
    table = parquet({"declaration": ["1"], "role": ["exporter"], "id": values, "more": values})
    (row,) = answered_plainly(table, asked.held, asked.terms)
    assert "one text in each row is wanted" in row["reasons"]
    with pytest.raises(MalformedDocument, match="one text in each row"):
        by_engine(table, asked)


def test_an_instant_that_no_calendar_has_costs_no_other_its_answer(asked: Asked) -> None:
    """The whole file was refused; by DuckDB the row alone."""
    given = {"declaration": ["1", "2"], "role": ["exporter"] * 2, "flow": ["import"] * 2}
    kinds = (pa.timestamp("us"), pa.timestamp("us", "No/Where"), pa.timestamp("ms", "Asia/Tokyo"))
    for kind in kinds:
        parts = 1000 if kind.unit == "ms" else 1
        moments = pa.array([1_790_848_800_000_000 // parts, 2**61 // parts], kind)
        table = parquet({**given, "acceptedAt": moments, "id": [tin(5)] * 2})
        for rows in (answered_plainly(table, asked.held, asked.terms), by_engine(table, asked)):
            assert [row["result"] for row in rows] == ["RECOGNISED", ""]
            assert "neither an instant nor a day" in rows[1]["reasons"]


def test_a_table_of_names_alone_is_answered_by_both_ways(asked: Asked) -> None:
    """Most who declare write no number; DuckDB refused a table without a column for one."""
    names = {"declaration": ["1", "2"], "acceptedAt": ["2026-10-01"] * 2, "name": ["Example", ""]}
    lines = [",".join(names), *(",".join(cells) for cells in zip(*names.values(), strict=True))]
    for table in ("\n".join(lines).encode(), parquet(names)):
        told = by_engine(table, asked)
        assert told == answered_plainly(table, asked.held, asked.terms)
        assert [row["reasons"].split()[0] for row in told] == ["no-number"]


@pytest.mark.parametrize("between", [" ", "_", "-", " _ ", "."])
def test_a_column_has_the_words_of_its_item_together_or_apart(between: str, asked: Asked) -> None:
    """A column `accepted_at` was passed over, and nobody had an acceptance."""
    names = [f"ACCEPTED{between}AT", "Role", "FLOW", "id", f"aeo{between}Number"]
    cells = [["2026-10-01"], ["exporter"], ["import"], [tin(5)], [""]]
    lines = "".join(f"{','.join(row)}\n" for row in (names, [cell[0] for cell in cells]))
    for table in (lines.encode(), parquet(dict(zip(names, cells, strict=True)))):
        told = by_engine(table, asked)
        assert told == answered_plainly(table, asked.held, asked.terms)
        assert [row["result"] for row in told] == ["RECOGNISED"]


def test_a_broken_byte_makes_no_other_letters_of_a_table_in_utf_8(asked: Asked) -> None:
    """One byte made another encoding of it, and other letters of every name."""
    row = f"{{}},2026-10-01,import,exporter,{tin(5)},,{{}}\n"
    whole = row.format(1, "S\u00f6hne \u0130pek \u682a\u5f0f\u4f1a\u793e").encode()
    table = HEADER.encode() + whole + row.format(2, "bad \xff byte").encode("latin-1")
    told = by_engine(table, asked)
    assert [row for row in told if row["result"]] == [
        row for row in answered_plainly(table, asked.held, asked.terms) if row["role"]
    ]
    assert [(row["name"][:5], row["result"]) for row in told] == [
        ("S\u00f6hne", "RECOGNISED"),
        ("", ""),
    ]
    assert told[1]["reasons"].startswith("AEO-SYN-04")


TWICE = ("declaration,id,ID\n1,{0},{1}\n", "declaration,aeoNumber,aeoNumber,id\n1,{0},,{1}\n")
TWICE += ("declaration,id,aeoNumber,aeo_number\n1,,{0},{1}\n",)


def test_neither_way_guesses_which_of_two_columns_is_meant(tmp_path: Path) -> None:
    """DuckDB took the first of two columns of one name, and recognised by it."""
    held = generated_evidence(6, Random(1))  # noqa: S311 no secret
    terms = export(tmp_path / "tables", held, "aeo-number")
    tables = [text.format(tin(5), tin(6)).encode() for text in TWICE]
    tables.append(parquet({"declaration": ["1"], "id": [tin(5)], "ID": [tin(6)]}))
    tables.append(parquet({"aeoNumber": [tin(5)], "aeo number": [tin(6)]}))
    for table in tables:
        (row,) = answered_plainly(table, held, replace(terms, at="2026-10-01T10:00:00Z"))
        assert row["reasons"].startswith("AEO-SYN-01")
        with pytest.raises(MalformedDocument, match="nobody's to guess"):
            answered_by_duckdb(table, tmp_path, terms)
    for header in ("exporter_id", "exporter.aeo_number"):
        prefixed = f"declaration,{header},id\n1,A,B\n".encode()
        with pytest.raises(MalformedDocument, match="several parties"):
            answered_by_duckdb(prefixed, tmp_path, terms)


def test_equal_evidence_makes_equal_bytes_and_shapes_change_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = generated_evidence(20, Random(1))  # noqa: S311 no secret
    export(tmp_path / "one", held, "aeo-number")
    export(tmp_path / "two", held, "aeo-number")
    monkeypatch.setattr(answer_rows, "answer_shape", lambda *_: None)
    export(tmp_path / "each", held, "aeo-number")
    for name in ("tables.json", *(f"{name}.parquet" for name in TABLES)):
        first = (tmp_path / "one" / name).read_bytes()
        assert (tmp_path / "two" / name).read_bytes() == first
        assert (tmp_path / "each" / name).read_bytes() == first


def test_statuses_are_intervals_that_meet() -> None:
    held = generated_evidence(9, Random(1))  # noqa: S311 no secret
    _, adopted = under("aeo-number", held)
    by_tier: dict[tuple[str, str], list[StatusRow]] = {}
    for row in status_rows(adopted, K):
        by_tier.setdefault((row.key, row.tier), []).append(row)
    revoked = by_tier["HK/HK-2021-000002", "TIER2"]
    assert [(row.status, row.from_, row.until) for row in revoked] == [
        ("undetermined", "", "2021-02-28T16:00:00Z"),
        ("granted", "2021-02-28T16:00:00Z", "2026-06-30T15:00:00Z"),
        ("revoked", "2026-06-30T15:00:00Z", "~"),
    ]
    for rows in by_tier.values():
        assert (rows[0].from_, rows[-1].until) == ("", "~")
        for row, behind in pairwise(rows):
            assert (row.until, row.status != behind.status) == (behind.from_, True)


@pytest.mark.parametrize("mode", ["name-address", "importer-code"])
def test_a_profile_that_no_table_answers_is_refused(mode: str, tmp_path: Path) -> None:
    profile = going_by(mode)
    terms = MatchTerms(profile=profile, asked_by="JP", known_at=instant(K))
    held = evidence(profiles=(AdoptedProfile(profile),))
    with pytest.raises(WrongChoice, match=r"name and address|codes that you issued"):
        export_tables(tmp_path / "tables", held, terms, replaces=False)
    assert not list(tmp_path.iterdir())
