"""What is held to a folder of tables in Parquet, and rows of declared parties to answers by them.

The tables are made once a night; whoever has many declarations then asks them by one query, on one
machine by DuckDB or on many by Apache Spark (part 12, section 6).
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec
from msgspec import Struct

from aeo_exchange.counting import how_many
from aeo_exchange.declarations.interval_tables.answer_rows import AnswerMaker
from aeo_exchange.declarations.interval_tables.declared_words import DeclaredWords
from aeo_exchange.declarations.interval_tables.duckdb_engine import EngineLimits, TableEngine
from aeo_exchange.declarations.interval_tables.facts import number_rows, status_rows
from aeo_exchange.declarations.interval_tables.parquet_folder import (
    ABOUT,
    TablesAbout,
    read_about,
    write_table,
)
from aeo_exchange.declarations.interval_tables.rows import TableRow
from aeo_exchange.declarations.matching import MatchTerms
from aeo_exchange.errors import ReadError, WrongChoice
from aeo_exchange.exchange.profile_file import profile_digest
from aeo_exchange.exchange.recognition.evidence import HeldEvidence
from aeo_exchange.exchange.recognition.reasons import RecognitionResult
from aeo_exchange.files import whole_folder
from aeo_exchange.formats import Content
from aeo_exchange.operations.csv_rows import csv_row
from aeo_exchange.operations.recognition.match import match_header
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict
from aeo_exchange.safe_text import excerpt, visible

__all__ = [
    "MatchTerms",
    "TableTotals",
    "TableWish",
    "answer_by_tables",
    "export_tables",
    "tables_about",
]

PIECE = 1 << 20
MOST_TOLD = 20  # rows that cannot be read, in text; other forms have all


def export_tables(
    folder: Path, evidence: HeldEvidence, terms: MatchTerms, *, replaces: bool
) -> TablesAbout:
    """Write the tables of what is held, all of them or none; raises WrongChoice and OSError."""
    if folder.exists() and not replaces:
        raise WrongChoice(f"{folder} exists; --force replaces it")
    if folder.exists() and not (folder / ABOUT).exists():
        raise WrongChoice(f"{folder} is not a folder of tables, and is not replaced")
    with whole_folder(folder, is_new=not replaces) as made:
        about = _written(made, evidence, terms)
        (made / ABOUT).write_bytes(msgspec.json.format(msgspec.json.encode(about)) + b"\n")
    return about


def tables_about(folder: Path, terms: MatchTerms) -> TablesAbout:
    """Return what a folder of tables says of itself; raises WrongChoice where it answers another.

    The instant of knowledge is that of the tables.
    """
    about = read_about(folder)
    asked = (profile_digest(terms.profile), terms.asked_by)
    if (about.profile_digest, about.asked_by) != asked:
        raise WrongChoice(
            f"{folder} was made for {about.asked_by} under {about.profile} version "
            f"{about.profile_version}, not for what is asked; make the tables again"
        )
    if terms.by_name or terms.links:
        raise WrongChoice("tables go by numbers alone; leave --by-name and --links to --db")
    return about


class TableTotals:
    """What was answered about the rows of tables, for the summary and the verdict on all of it."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, counts: Mapping[str, int]) -> None:
        """Count the rows of a table."""
        self._counts.update(counts)

    @property
    def summary(self) -> str:
        """The counts in a line."""
        yes, no, unknown = (self._counts[result] for result in RecognitionResult)
        told = (
            f"{how_many(yes + no + unknown, 'party', 'parties')}: {yes:,} recognised, {no:,} not, "
        )
        refused = self._counts["refused"]
        read = f"; {refused:,} could not be read" if refused else ""
        return f"{told}{unknown:,} cannot be told{read}"

    @property
    def is_unread(self) -> bool:
        """Whether some row could not be read."""
        return self._counts["refused"] > 0

    @property
    def verdict(self) -> Verdict:
        """Whether somebody is recognised; a no where everybody is known not to be."""
        yes, no, unknown = (self._counts[result] for result in RecognitionResult)
        if yes:
            return Verdict.VALID
        return Verdict.UNDETERMINED if unknown or not no else Verdict.NOT_VALID


class TableWish(Struct, frozen=True, kw_only=True):
    """What is asked of a folder of tables, and how much of the machine it may take."""

    folder: Path
    terms: MatchTerms
    reference: ReferenceData
    form: str
    jobs: int


def answer_by_tables(contents: Sequence[Content], wish: TableWish, stream: BinaryIO) -> TableTotals:
    """Write what is said of each row of tables of declared parties; return the counts.

    A table that cannot be read is told, and the others are answered; one that is to be written as
    Parquet raises ReadError. Raises WrongChoice for tables that do not answer what is asked.
    """
    if wish.form == "parquet" and len(contents) > 1:
        raise WrongChoice("Parquet is written of one table at a time")
    about = tables_about(wish.folder, wish.terms)
    totals = TableTotals()
    with tempfile.TemporaryDirectory(prefix="aeo-") as aside:
        limits = EngineLimits(folder=Path(aside), threads=wish.jobs)
        engine = TableEngine(wish.folder, wish.reference.schemes, limits)
        run = _TableRun(engine, wish, DeclaredWords.of(wish.terms, about.time_zone), stream)
        if wish.form == "csv":
            stream.write(match_header().encode())
        for content in contents:
            try:
                totals.add(run.answer(content, Path(aside) / "told"))
            except ReadError as refusal:
                run.refuse(content, refusal)
                totals.add({"refused": 1})
    if wish.form == "text":
        stream.write(f"{totals.summary}\n".encode())
    return totals


class _TableRun(NamedTuple):
    """An engine with what it is asked, and where it writes."""

    engine: TableEngine
    wish: TableWish
    words: DeclaredWords
    stream: BinaryIO

    def answer(self, content: Content, told: Path) -> dict[str, int]:
        """Answer about a table, in Parquet by way of a file; return the counts of its rows."""
        with content.open():  # raises OSError here, where it is told as for every content
            path = content.path
        if path is None:
            raise WrongChoice(f"{content.name} cannot be opened as a file")
        self.engine.read(path, self.words)
        if self.wish.form == "text":
            counts = self.engine.count()
            self._tell_refused(content.name, counts["refused"])
            return counts
        if self.wish.form == "csv":
            return self.engine.write_csv(content.name, self.stream)
        counts = self.engine.write_parquet(content.name, told)
        with told.open("rb") as written:
            while piece := written.read(PIECE):
                self.stream.write(piece)
        return counts

    def _tell_refused(self, name: str, count: int) -> None:
        for line, why in self.engine.refusals(MOST_TOLD):
            self.stream.write(f"{visible(name)}:{line}: not read: {visible(why)}\n".encode())
        if count > MOST_TOLD:
            self.stream.write(f"{visible(name)}: {MOST_TOLD} of {count:,} are shown\n".encode())

    def refuse(self, content: Content, refusal: ReadError) -> None:
        """Write why a table is not answered about."""
        if self.wish.form == "parquet":
            raise refusal
        message = excerpt(refusal.message, 200)
        if self.wish.form == "text":
            self.stream.write(
                f"{visible(content.name)}: {refusal.rule} {visible(message)}\n".encode()
            )
        else:
            empty = [""] * 10
            row = (content.name, *empty, f"{refusal.rule} {message}", *empty[:4])
            self.stream.write(csv_row(row).encode())


def _written(folder: Path, evidence: HeldEvidence, terms: MatchTerms) -> TablesAbout:
    maker = AnswerMaker(terms, evidence)
    tables: dict[str, Iterable[TableRow]] = {
        "statuses": status_rows(evidence, terms.known_at),
        "numbers": number_rows(evidence, terms.known_at, evidence.reference.schemes),
        "questions": maker.questions,
        "taken": maker.taken(),
        "answers": maker.answers(),
        "leads": maker.leads,  # of the answers, which are known by now
        "nobody": maker.nobody(),
        "sayings": maker.sayings(),  # as above
    }
    return TablesAbout(
        profile=terms.profile.code,
        profile_version=terms.profile.version,
        profile_digest=profile_digest(terms.profile),
        asked_by=terms.asked_by,
        time_zone=maker.time_zone,
        known_at=terms.known_at,
        signed=evidence.signed,
        tables={name: write_table(folder, name, rows) for name, rows in tables.items()},
    )
