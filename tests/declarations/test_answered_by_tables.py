"""Declarations of whatever form, answered by a folder of tables as a whole."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

pytest.importorskip("duckdb")

from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.declarations.held_answers import held_matcher
from aeo_exchange.declarations.interval_tables.duckdb_engine import rows_of_folder
from aeo_exchange.declarations.interval_tables.table_answers import TableAnswers
from aeo_exchange.declarations.matching import DeclarationMatcher, MatchTerms
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.recognition.evidence import AdoptedProfile, HeldEvidence
from aeo_exchange.formats import Content
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.recognition.interval_tables import export_tables
from aeo_exchange.operations.recognition.match import match_rows
from aeo_exchange.operations.recognition.match_by_tables import TableWish, answer_by_tables
from aeo_exchange.reference.programmes import shipped
from declarations.interval_tables import told_plainly
from declarations.matched import by_numbers, declared, party
from exchange.made_views import FIRM, GIVEN
from exchange.recognising import TIN, K, evidence, of, terms

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
    firm = terms((LONG_AGO, None))
    consents = (replace(GIVEN, since=LONG_AGO),)
    begun = tuple(replace(event, effective_from=LONG_AGO) for event in FIRM.history[:1])
    held = of(replace(firm, consents=consents, history=begun))
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
        rows_of_folder(tmp_path / "tables"),
        asked,
        time_zone="Pacific/Apia",
        schemes=shipped().schemes,
    )
    for by in (held_matcher(asked, held), DeclarationMatcher(asked, rows)):
        (said,) = by.matched(declared(party(TIN)), "d").parties
        assert [why.code for why in said.reasons] == ["no-acceptance"]
