"""Tables of generated evidence, and what the matcher and the engines say by them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pyarrow as pa
from msgspec.structs import replace
from pyarrow import parquet as files

from aeo_exchange.declarations.held_answers import held_matcher
from aeo_exchange.declarations.interval_tables.declared_words import DeclaredWords
from aeo_exchange.declarations.interval_tables.duckdb_engine import EngineLimits, TableEngine
from aeo_exchange.declarations.matching import MatchTerms
from aeo_exchange.exchange.recognition.evidence import AdoptedProfile, HeldEvidence
from aeo_exchange.formats import Content
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.recognition.interval_tables import export_tables
from aeo_exchange.operations.recognition.match import (
    DeclarationLimits,
    declaration_layout,
    match_header,
    match_rows,
    matched_declarations,
)
from aeo_exchange.reference.programmes import shipped
from declarations.generated import generated_profile
from exchange.recognising import K

MODES = {
    "aeo-number": ("LEI", "BR-CNPJ"),
    "partner-customs-code": ("JP-MRA",),
    "importer-code": ("JP-MRA",),
}
ZONE = "Asia/Tokyo"
Rows = list[dict[str, str]]


def under(mode: str, held: HeldEvidence) -> tuple[MatchTerms, HeldEvidence]:
    profile = generated_profile(mode, *MODES[mode])
    terms = MatchTerms(profile=profile, asked_by="JP", known_at=instant(K))
    return terms, replace(held, profiles=(AdoptedProfile(profile),))


def export(folder: Path, held: HeldEvidence, mode: str) -> MatchTerms:
    """Write the tables that answer about some evidence; return under which terms."""
    terms, adopted = under(mode, held)
    export_tables(folder, adopted, terms, replaces=False)
    return terms


def answered_plainly(table: bytes, held: HeldEvidence, terms: MatchTerms) -> Rows:
    return _rows(told_plainly("t.csv", table, held, terms))


def told_plainly(name: str, table: bytes, held: HeldEvidence, terms: MatchTerms) -> str:
    """Return CSV as the matcher tells it."""
    matcher = held_matcher(terms, replace(held, profiles=(AdoptedProfile(terms.profile),)))
    text = io.StringIO()
    contents = [Content(name=name, held=table)]
    said = matched_declarations(
        contents, matcher, terms, declaration_layout(None), DeclarationLimits()
    )
    text.write(match_header())
    for declaration in said:
        text.write(match_rows(declaration))
    return text.getvalue()


def engine_in(folder: Path) -> TableEngine:
    """Return an engine by the tables of a folder."""
    return TableEngine(folder / "tables", shipped().schemes, EngineLimits(folder=folder / "more"))


def answered_by_duckdb(
    table: bytes, folder: Path, terms: MatchTerms, engine: TableEngine | None = None
) -> Rows:
    return _rows(told_by_duckdb("t.csv", table, engine or engine_in(folder), folder, terms))


def told_by_duckdb(
    name: str, table: bytes, engine: TableEngine, folder: Path, terms: MatchTerms
) -> str:
    """Return CSV as the engine tells it of a table of that name."""
    source, told = folder / "t.csv", io.BytesIO()
    source.write_bytes(table)
    engine.read(source, DeclaredWords.of(terms, ZONE))
    engine.write_csv(name, told)
    return match_header() + told.getvalue().decode()


def _rows(text: str) -> Rows:
    """Return rows in the order of the file: one that is refused may be told before another.

    The plain way tells the line of the declaration, whose rows follow each other.
    """
    met = Counter[str]()
    rows: Rows = []
    for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff"))):
        line = row["line"] or "0"
        rows.append({**row, "line": str(int(line) + met[line]), "candidates": ""})
        met[line] += 1
    return sorted(rows, key=lambda row: int(row["line"]))


def parquet(columns: dict[str, object]) -> bytes:
    held = io.BytesIO()
    names, arrays = list(columns), [pa.array(values) for values in columns.values()]
    files.write_table(pa.Table.from_arrays(arrays, names), held)
    return held.getvalue()
