"""Tables of an export answer as the matcher does, row for row."""

from __future__ import annotations

import io
import os
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("duckdb")

import pyarrow as pa
from msgspec.structs import replace
from pyarrow import parquet as files

from aeo_exchange.declarations.interval_tables import made
from aeo_exchange.declarations.interval_tables.facts import status_rows
from aeo_exchange.declarations.interval_tables.rows import TABLES, StatusRow
from aeo_exchange.declarations.matching import MatchTerms
from aeo_exchange.errors import MalformedDocument, WrongChoice
from aeo_exchange.exchange.recognition.held import AdoptedProfile
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.interval_tables import export_tables
from declarations.generated import as_csv, generated_evidence, generated_rows, tin
from declarations.interval_tables import (
    MODES,
    answered_by_duckdb,
    answered_plainly,
    export,
    under,
)
from declarations.matched import going_by
from exchange.recognising import K, evidence

FIRMS = 36
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


def parquet(columns: dict[str, object]) -> bytes:
    held = io.BytesIO()
    names, arrays = list(columns), [pa.array(values) for values in columns.values()]
    files.write_table(pa.Table.from_arrays(arrays, names), held)
    return held.getvalue()


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


TWICE = ("declaration,id,ID\n1,{0},{1}\n", "declaration,aeoNumber,aeoNumber,id\n1,{0},,{1}\n")


def test_neither_way_guesses_which_of_two_columns_is_meant(tmp_path: Path) -> None:
    """DuckDB took the first of two columns of one name, and recognised by it."""
    held = generated_evidence(6, Random(1))  # noqa: S311 no secret
    terms = export(tmp_path / "tables", held, "aeo-number")
    tables = [text.format(tin(5), tin(6)).encode() for text in TWICE]
    tables.append(parquet({"declaration": ["1"], "id": [tin(5)], "ID": [tin(6)]}))
    for table in tables:
        (row,) = answered_plainly(table, held, replace(terms, at="2026-10-01T10:00:00Z"))
        assert row["reasons"].startswith("AEO-SYN-01")
        with pytest.raises(MalformedDocument, match="nobody's to guess"):
            answered_by_duckdb(table, tmp_path, terms)
    prefixed = b"declaration,exporter_id,id\n1,A,B\n"
    with pytest.raises(MalformedDocument, match="several parties"):
        answered_by_duckdb(prefixed, tmp_path, terms)


def test_equal_evidence_makes_equal_bytes_and_shapes_change_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = generated_evidence(20, Random(1))  # noqa: S311 no secret
    export(tmp_path / "one", held, "aeo-number")
    export(tmp_path / "two", held, "aeo-number")
    monkeypatch.setattr(made, "answer_shape", lambda *_: None)
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
