"""A matcher that answers by the tables of what is held (extra `duckdb`)."""

from __future__ import annotations

from pathlib import Path

from aeo_exchange.declarations.interval_tables.duckdb_engine import rows_of_folder
from aeo_exchange.declarations.interval_tables.table_answers import TableAnswers
from aeo_exchange.declarations.matching import DeclarationMatcher, MatchTerms
from aeo_exchange.exchange.recognition.evidence import HeldEvidence
from aeo_exchange.operations.recognition.interval_tables import export_tables
from aeo_exchange.reference.programmes import shipped


def by_tables(folder: Path, held: HeldEvidence, terms: MatchTerms) -> DeclarationMatcher:
    """Return what answers by the tables that are made of what is held."""
    about = export_tables(folder, held, terms, replaces=False)
    answers = TableAnswers(
        rows_of_folder(folder, folder.parent),
        terms,
        time_zone=about.time_zone,
        schemes=shipped().schemes,
    )
    return DeclarationMatcher(terms, answers)
