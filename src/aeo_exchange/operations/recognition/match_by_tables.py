"""Declarations to who in them is recognised, by a folder of tables in place of what is held.

Rows of CSV and Parquet are asked by one query, on one machine by DuckDB or on many by Apache Spark
(part 12, section 6). Declarations of other forms name parties by several numbers; they are read and
asked one by one, by the same tables.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from aeo_exchange.counting import how_many
from aeo_exchange.declarations.answer import MatchedDeclaration, MatchSummary
from aeo_exchange.declarations.interval_tables.declared_words import DeclaredWords
from aeo_exchange.declarations.interval_tables.duckdb_engine import (
    EngineLimits,
    TableEngine,
    rows_of_folder,
)
from aeo_exchange.declarations.interval_tables.table_answers import TableAnswers
from aeo_exchange.declarations.layout import declaration_layout
from aeo_exchange.declarations.matching import DeclarationMatcher, MatchTerms
from aeo_exchange.declarations.readers.contents import LookedAt, look_at, unreadable
from aeo_exchange.declarations.readers.limits import LONGEST_REFUSAL, DeclarationLimits
from aeo_exchange.errors import ReadError, WrongChoice
from aeo_exchange.exchange.recognition.reasons import RecognitionResult
from aeo_exchange.formats import Content
from aeo_exchange.operations.csv_rows import csv_row
from aeo_exchange.operations.recognition.declared_columns import told_of_table
from aeo_exchange.operations.recognition.interval_tables import copied_tables
from aeo_exchange.operations.recognition.match import MatchTotals, match_header
from aeo_exchange.operations.recognition.match_parallel import (
    MatchWork,
    jobs_for,
    shown_matches,
)
from aeo_exchange.operations.recognition.match_parquet import write_parties
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict
from aeo_exchange.safe_text import excerpt, visible

__all__ = ["MatchTerms", "TableTotals", "TableWish", "answer_by_tables"]

PIECE = 1 << 20
MOST_TOLD = 20  # rows that cannot be read, in text; other forms have all


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


def told_to_nobody(_text: str) -> None:
    """Take what is told where nobody listens."""


class TableWish(Struct, frozen=True, kw_only=True):
    """What is asked of a folder of tables, and how much of the machine it may take.

    `show` gives what is written of a declaration that is no table; it travels by name. `jobs` are
    threads of the engine, one unless asked for, and processes for what is no table. `tell` is told
    of columns that nobody asks, and of an encoding that is a guess, before their table is answered
    about.
    """

    folder: Path
    terms: MatchTerms
    reference: ReferenceData
    form: str
    show: Callable[[MatchedDeclaration], str]
    limits: DeclarationLimits = DeclarationLimits()
    jobs: int | None = None
    tell: Callable[[str], None] = told_to_nobody


def answer_by_tables(contents: Sequence[Content], wish: TableWish, stream: BinaryIO) -> TableTotals:
    """Write what is said of each declaration, and of each row of a table; return the counts.

    What cannot be read is told, and the others are answered; a table that is to be written as
    Parquet raises ReadError. Raises WrongChoice for tables that do not answer what is asked.
    """
    looked = _looked_at(contents, wish)
    if wish.form == "parquet" and len(contents) > 1:
        looked = iter(several := list(looked))
        if any(one.has_rows for one in several):
            raise WrongChoice("Parquet is written of one table at a time")
    totals = TableTotals()
    jobs = jobs_for(len(contents), wish.jobs)
    with tempfile.TemporaryDirectory(prefix="aeo-") as aside:
        run = _TableRun(wish, Path(aside), stream)
        if wish.form == "csv":
            stream.write(match_header().encode())
        for has_rows, some in groupby(looked, attrgetter("has_rows")):
            alike = (one.content for one in some)
            if has_rows:
                totals.add(run.answer_rows(alike))
            else:
                totals.add(run.answer_declarations(alike, jobs))
    if wish.form == "text":
        stream.write(f"{totals.summary}\n".encode())
    return totals


def _looked_at(contents: Iterable[Content], wish: TableWish) -> Iterator[LookedAt]:
    """Look at each content when its turn comes: workers answer about others meanwhile."""
    layout = declaration_layout(None)
    for content in contents:
        looked = look_at(content, layout)
        for told in told_of_table(looked, layout):
            wish.tell(told)
        yield looked


class _TableRun:
    """What is asked by tables, which are opened when the first content asks for them."""

    def __init__(self, wish: TableWish, aside: Path, stream: BinaryIO) -> None:
        self._wish, self._aside, self._stream = wish, aside, stream
        self._tables = aside / "tables"
        self._about = copied_tables(wish.folder, self._tables, wish.terms)

    @cached_property
    def _engine(self) -> TableEngine:
        limits = EngineLimits(folder=self._aside, threads=self._wish.jobs or 1)
        return TableEngine(self._tables, self._wish.reference.schemes, limits)

    @cached_property
    def _work(self) -> MatchWork:
        wish = self._wish
        answers = TableAnswers(
            rows_of_folder(self._tables, self._aside),
            wish.terms,
            time_zone=self._about.time_zone,
            schemes=wish.reference.schemes,
        )
        return MatchWork(
            matcher=DeclarationMatcher(wish.terms, answers),
            terms=wish.terms,
            layout=declaration_layout(None),
            limits=wish.limits,
            show=wish.show,
        )

    def answer_declarations(self, contents: Iterable[Content], jobs: int) -> dict[str, int]:
        """Answer about declarations that are no tables; return the counts of their parties."""
        totals = MatchTotals()
        texts = self._shown(contents, jobs, totals)
        if self._wish.form == "parquet":
            write_parties(texts, self._stream)
        else:
            for text in texts:
                self._stream.write(text.encode())
        return _counts(totals.summary)

    def _shown(self, contents: Iterable[Content], jobs: int, totals: MatchTotals) -> Iterator[str]:
        for some in shown_matches(contents, self._work, jobs):
            totals.join(some.totals)
            yield from some.texts

    def answer_rows(self, tables: Iterable[Content]) -> Counter[str]:
        """Answer about tables; return the counts of their rows, and what could not be read."""
        counts = Counter[str]()
        for content in tables:
            try:
                counts.update(self._answer(content))
            except ReadError as refusal:
                self._refuse(content, refusal)
                counts["refused"] += 1
        return counts

    def _answer(self, content: Content) -> dict[str, int]:
        """Answer about a table, in Parquet by way of a file; return the counts of its rows."""
        try:
            with content.open():
                path = content.path
        except OSError as cause:  # it went meanwhile, or may not be read
            raise unreadable(cause) from cause
        if path is None:
            raise WrongChoice(f"{content.name} cannot be opened as a file")
        self._engine.read(path, DeclaredWords.of(self._wish.terms, self._about.time_zone))
        if self._wish.form == "text":
            counts = self._engine.count()
            self._tell_refused(content.name, counts["refused"])
            return counts
        if self._wish.form == "csv":
            return self._engine.write_csv(content.name, self._stream)
        told = self._aside / "told"
        counts = self._engine.write_parquet(content.name, told)
        with told.open("rb") as written:
            while piece := written.read(PIECE):
                self._stream.write(piece)
        return counts

    def _tell_refused(self, name: str, count: int) -> None:
        for line, why in self._engine.refusals(MOST_TOLD):
            self._stream.write(f"{visible(name)}:{line}: not read: {visible(why)}\n".encode())
        if count > MOST_TOLD:
            self._stream.write(f"{visible(name)}: {MOST_TOLD} of {count:,} are shown\n".encode())

    def _refuse(self, content: Content, refusal: ReadError) -> None:
        """Write why a table is not answered about."""
        if self._wish.form == "parquet":
            raise refusal
        message = excerpt(refusal.message, LONGEST_REFUSAL)
        if self._wish.form == "text":
            self._stream.write(
                f"{visible(content.name)}: {refusal.rule} {visible(message)}\n".encode()
            )
        else:
            empty = [""] * 10
            row = (content.name, *empty, f"{refusal.rule} {message}", *empty[:4])
            self._stream.write(csv_row(row).encode())


def _counts(told: MatchSummary) -> dict[str, int]:
    """Return how many parties have each result, and how much could not be read."""
    return {
        RecognitionResult.RECOGNISED: told.recognised,
        RecognitionResult.NOT_RECOGNISED: told.not_recognised,
        RecognitionResult.UNDETERMINED: told.undetermined,
        "refused": told.refused,
    }
