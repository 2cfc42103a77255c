"""Declarations of whatever form, answered by a folder of tables as a whole."""

from __future__ import annotations

import csv
import io
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("duckdb")

import duckdb
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.declarations.held_answers import held_matcher
from aeo_exchange.declarations.interval_tables import duckdb_connection
from aeo_exchange.declarations.interval_tables.duckdb_connection import (
    EngineLimits,
    at_its_limits,
    connected,
)
from aeo_exchange.declarations.interval_tables.duckdb_engine import rows_of_folder
from aeo_exchange.declarations.interval_tables.table_answers import TableAnswers
from aeo_exchange.declarations.layout import DeclarationLayout
from aeo_exchange.declarations.matching import DeclarationMatcher, MatchTerms
from aeo_exchange.declarations.readers.contents import HEAD, LookedAt
from aeo_exchange.errors import MissingExtra, WrongChoice
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.recognition.evidence import AdoptedProfile, HeldEvidence
from aeo_exchange.formats import Content
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.recognition import match_by_tables
from aeo_exchange.operations.recognition.interval_tables import export_tables
from aeo_exchange.operations.recognition.match import match_rows
from aeo_exchange.operations.recognition.match_by_tables import TableWish, answer_by_tables
from aeo_exchange.reader_codes import UNREADABLE
from aeo_exchange.reference.identifiers.compared import compared_number
from aeo_exchange.reference.programmes import shipped
from declarations.interval_tables import told_plainly
from declarations.matched import by_numbers, declared, party
from exchange.made_views import FIRM, GIVEN, firm
from exchange.recognising import TIN, K, accepted, evidence, held_by, key, of, stream, terms
from workbook_parts import book

LONG_AGO = "2005-01-01T00:00:00Z"
HEADER = "declaration,acceptedAt,flow,role,id"
ROW = f"D,2026-10-30T00:00:00Z,import,exporter,{TIN}"
TABLE = f"{HEADER}\n{ROW}\n".encode()
LINE = (
    b'{"number":"D","acceptedAt":"2026-10-30T00:00:00Z","flow":"import","parties":'
    b'[{"role":"exporter","numbers":[{"value":"%s"}]}]}\n' % TIN.encode()
)


def asking(profile: PartnerProfile | None = None, **more: object) -> MatchTerms:
    return MatchTerms(profile=profile or by_numbers(), asked_by="JP", known_at=instant(K), **more)


def tables_of(folder: Path, held: HeldEvidence, asked: MatchTerms, *, again: bool = False) -> None:
    adopted = replace(held, profiles=(AdoptedProfile(asked.profile),))
    export_tables(folder, adopted, asked, replaces=again)


def wish(folder: Path, asked: MatchTerms, form: str = "csv") -> TableWish:
    return TableWish(folder=folder, terms=asked, reference=shipped(), form=form, show=match_rows)


def written(folder: Path, name: str, held: bytes) -> Content:
    (folder / name).write_bytes(held)
    return Content(name=name, path=folder / name)


def results(text: str) -> list[tuple[str, str]]:
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    return [(row["result"], row["reasons"]) for row in rows]


def test_a_day_that_the_zone_left_out_is_none_of_a_row_either(tmp_path: Path) -> None:
    """A row whose acceptance was an instant was RECOGNISED on the day that Samoa had not."""
    base = by_numbers()
    first, second = base.parties
    profile = replace(
        base,
        parties=(first, replace(second, time_zone="Pacific/Apia")),
        rows=tuple(replace(row, from_=LONG_AGO, until=UNSET) for row in base.rows),
    )
    old = terms((LONG_AGO, None))
    consents = (replace(GIVEN, since=LONG_AGO),)
    begun = tuple(replace(event, effective_from=LONG_AGO) for event in FIRM.history[:1])
    held = of(replace(old, consents=consents, history=begun))
    for at, told in (
        ("2011-12-30", ("UNDETERMINED", "no-acceptance")),
        ("2011-12-29", ("RECOGNISED", "recognised")),
        ("9999-12-31", ("UNDETERMINED", "no-acceptance")),
    ):
        asked, out = asking(profile, at=at), io.BytesIO()
        folder = tmp_path / at
        tables_of(folder, held, asked)
        inputs = [written(tmp_path, "a.csv", TABLE), written(tmp_path, "a.ndjson", LINE)]
        answer_by_tables(inputs, wish(folder, asked), out)
        adopted = replace(held, profiles=(AdoptedProfile(profile),))
        assert results(told_plainly("a.csv", TABLE, adopted, asked)) == [told]
        assert results(out.getvalue().decode()) == [told, told]


def test_a_day_is_one_of_the_side_that_asks_though_no_profile_is_in_force(tmp_path: Path) -> None:
    """It was a day of UTC, by what is held, and one of the side, by tables."""
    base = by_numbers()
    first, second = base.parties
    profile = replace(base, parties=(first, replace(second, time_zone="Pacific/Apia")))
    held = replace(evidence(), profiles=(AdoptedProfile(profile, "2026-12-01T00:00:00Z"),))
    asked = asking(profile, at="2011-12-30")
    export_tables(tmp_path / "tables", held, asked, replaces=False)
    rows = TableAnswers(
        rows_of_folder(tmp_path / "tables", tmp_path),
        asked,
        time_zone="Pacific/Apia",
        schemes=shipped().schemes,
    )
    for by in (held_matcher(asked, held), DeclarationMatcher(asked, rows)):
        (said,) = by.matched(declared(party(TIN)), "d").parties
        assert [why.code for why in said.reasons] == ["no-acceptance"]


class Meanwhile(io.BytesIO):
    """A stream; what is to happen while it is written happens behind the first answer."""

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__()
        self.happens: Callable[[], object] | None = happens

    def write(self, written: bytes) -> int:
        done = super().write(written)
        if self.happens is not None and b"RECOGNISED" in self.getvalue():
            happens, self.happens = self.happens, None
            happens()
        return done


@pytest.mark.parametrize(
    "order", [("a.csv", "b.csv"), ("a.csv", "b.ndjson"), ("b.ndjson", "a.csv")]
)
def test_tables_that_are_made_anew_meanwhile_change_no_answer(
    order: tuple[str, ...], tmp_path: Path
) -> None:
    """Courses have other numbers then: a firm was answered about as another one is."""
    asked, folder = asking(), tmp_path / "tables"
    tables_of(folder, evidence(), asked)
    nobody = of(held_by("HK00000099"), held_by("HK00000098", record_id="HK-2021-0035"))
    texts = {"a.csv": TABLE, "b.csv": TABLE, "b.ndjson": LINE}
    inputs = [written(tmp_path, name, texts[name]) for name in order]
    out = Meanwhile(lambda: tables_of(folder, nobody, asked, again=True))
    answer_by_tables(inputs, wish(folder, asked), out)
    assert out.happens is None
    assert results(out.getvalue().decode()) == [("RECOGNISED", "recognised")] * 2


def test_of_tables_and_declarations_no_parquet_is_begun(tmp_path: Path) -> None:
    """Standard output had a whole file of the first of them before the second was refused."""
    asked, out = asking(), io.BytesIO()
    tables_of(tmp_path / "tables", evidence(), asked)
    inputs = [written(tmp_path, "b.ndjson", LINE), written(tmp_path, "a.csv", TABLE)]
    with pytest.raises(WrongChoice, match="one table at a time"):
        answer_by_tables(inputs, wish(tmp_path / "tables", asked, "parquet"), out)
    assert out.getvalue() == b""


def test_a_table_that_goes_meanwhile_costs_the_others_nothing(tmp_path: Path) -> None:
    asked = asking()
    tables_of(tmp_path / "tables", evidence(), asked)
    inputs = [written(tmp_path, name, TABLE) for name in ("a.csv", "b.csv", "c.csv")]
    look_at = match_by_tables.look_at

    def and_goes(content: Content, layout: DeclarationLayout) -> LookedAt:
        told = look_at(content, layout)
        if content.name == "b.csv":
            (tmp_path / "b.csv").unlink()
        return told

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(match_by_tables, "look_at", and_goes)
        out = io.BytesIO()
        totals = answer_by_tables(inputs, wish(tmp_path / "tables", asked), out)
    assert totals.is_unread
    told = results(out.getvalue().decode())
    assert told[0] == told[2] == ("RECOGNISED", "recognised")
    assert told[1] == ("", f"{UNREADABLE} cannot be read: No such file or directory")


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_file_is_looked_at_once_before_it_is_read(tmp_path: Path, jobs: int) -> None:
    """Of 10,000 files that takes a tenth of a second, each time."""
    asked = asking()
    tables_of(tmp_path / "tables", evidence(), asked)
    inputs = [written(tmp_path, f"{place}.ndjson", LINE) for place in range(3)]
    seen: Counter[str] = Counter()
    begin = Content.begin

    def counted(content: Content, size: int) -> bytes:
        seen[content.name] += size == HEAD
        return begin(content, size)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Content, "begin", counted)
        asking_so = replace(wish(tmp_path / "tables", asked), jobs=jobs)
        answer_by_tables(inputs, asking_so, io.BytesIO())
    assert seen == dict.fromkeys(("0.ndjson", "1.ndjson", "2.ndjson"), 1)


def test_columns_that_nobody_asks_are_told_before_their_table_is_answered_about(
    tmp_path: Path,
) -> None:
    asked, out = asking(), io.BytesIO()
    tables_of(tmp_path / "tables", evidence(), asked)
    table = f"{HEADER},aeonumber2\n{ROW},\n".encode()
    inputs = [written(tmp_path, "b.csv", table), written(tmp_path, "c.ndjson", LINE)]
    told: list[tuple[str, bytes]] = []
    telling = replace(
        wish(tmp_path / "tables", asked), tell=lambda text: told.append((text, out.getvalue()))
    )
    answer_by_tables(inputs, telling, out)
    ((text, before),) = told
    assert text.startswith("b.csv: 1 column not read: 'aeonumber2'")
    assert len(before.splitlines()) == 1  # the header


def test_an_engine_without_memory_is_no_internal_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_memory(*_given: object, **_more: object) -> None:
        raise duckdb.OutOfMemoryException("Allocation failure")

    monkeypatch.setattr(duckdb, "connect", no_memory)
    with pytest.raises(WrongChoice, match="DuckDB cannot go on: Allocation failure"):
        rows_of_folder(tmp_path, tmp_path)


def test_arrow_that_is_there_and_cannot_be_loaded_is_no_internal_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is begun when the first table is read; its library may be missing all the same."""
    asked = asking()
    tables_of(tmp_path / "tables", evidence(), asked)
    table = written(tmp_path, "a.csv", b"declaration,role,id\nA,exporter,HK1\n")
    monkeypatch.setattr(duckdb_connection, "find_spec", lambda _name: object())
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match="answering by tables needs the extra `duckdb`"):
        answer_by_tables([table], wish(tmp_path / "tables", asked), io.BytesIO())


def test_a_number_that_many_holders_have_is_known_to_be_each_ones(tmp_path: Path) -> None:
    """It leads to nobody by the number of the authorisation, which all of them share."""
    firms = [held_by(f"HK{place:08}", record_id=f"HK-2021-{place:04}") for place in range(40, 60)]
    asked, held = asking(), of(*firms)
    tables_of(tmp_path / "tables", held, asked)
    rows = TableAnswers(
        rows_of_folder(tmp_path / "tables", tmp_path),
        asked,
        time_zone="Asia/Tokyo",
        schemes=shipped().schemes,
    )
    shared = FIRM.authorisation.number
    whole = declared(party(TIN.replace("33", "41"), shared))
    adopted = replace(held, profiles=(AdoptedProfile(asked.profile),))
    for by in (held_matcher(asked, adopted), DeclarationMatcher(asked, rows)):
        (said,) = by.matched(whole, "d").parties
        assert (said.result, said.tin) == ("RECOGNISED", "HK00000041")
    assert all(rows.has_number(one.holder.tin, compared_number(shared)) for one in firms)
    assert not rows.has_number(TIN, compared_number(shared))


def test_a_query_that_is_stopped_is_interrupted_and_no_internal_error(tmp_path: Path) -> None:
    """DuckDB drops what the handler of a signal raised, and raises RuntimeError."""

    def stop(*_signal: object) -> None:
        raise SystemExit(1)

    before = signal.signal(signal.SIGTERM, stop)
    connection = connected(EngineLimits(folder=tmp_path, threads=1))
    endless = "SELECT sum(a.range * b.range % 7) FROM range(1000000) a, range(1000000) b"
    stopping = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGTERM))
    try:
        stopping.start()
        with pytest.raises(KeyboardInterrupt), at_its_limits():
            connection.execute(endless).fetchall()
    finally:
        stopping.join()
        signal.signal(signal.SIGTERM, before)


def test_a_workbook_is_answered_by_tables_too(tmp_path: Path) -> None:
    """It was refused: tables answered about CSV and Parquet alone."""
    asked = asking()
    tables_of(tmp_path / "tables", evidence(), asked)
    rows = [line.split(",") for line in TABLE.decode().splitlines()]
    inputs = [written(tmp_path, "a.xlsx", book({"a": rows})), written(tmp_path, "a.csv", TABLE)]
    out = io.BytesIO()
    answer_by_tables(inputs, wish(tmp_path / "tables", asked), out)
    assert results(out.getvalue().decode()) == [("RECOGNISED", "recognised")] * 2


@pytest.mark.parametrize("senders", [("HK", "MO"), ("MO", "HK"), ("HK", "HK")])
def test_a_key_that_two_streams_have_is_that_of_each_ones_holder(
    senders: tuple[str, str], tmp_path: Path
) -> None:
    """A record that moves keeps its key. Who shared days with such a firm was two by tables."""
    alike, other = held_by("HK00000041"), held_by("HK00000042")
    names = ("HK/A", "HK/B", "HK/A")
    first, second, third = (
        key(accepted(record), name=name)
        for name, record in zip(names, (firm(), alike, other), strict=True)
    )
    held = evidence(stream(first, second, sender=senders[0]), stream(third, sender=senders[1]))
    asked = asking()
    tables_of(tmp_path / "tables", held, asked)
    adopted = replace(held, profiles=(AdoptedProfile(asked.profile),))
    rows = TableAnswers(
        rows_of_folder(tmp_path / "tables", tmp_path),
        asked,
        time_zone="Asia/Tokyo",
        schemes=shipped().schemes,
    )
    by_held, by_tables = held_matcher(asked, adopted), DeclarationMatcher(asked, rows)
    for tin in (TIN, "HK00000041", "HK00000042"):
        (plain,), (said,) = (
            by.matched(declared(party(tin)), "d").parties for by in (by_held, by_tables)
        )
        assert (said.result, said.tin) == (plain.result, plain.tin)
        if senders != ("HK", "HK"):
            assert (plain.result, plain.tin) == ("RECOGNISED", tin)
