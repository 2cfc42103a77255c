"""Rows of the bench about tables and two workers: DuckDB beside a bare join, XML beside lxml."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from msgspec.structs import replace
from tests.bench.declared import declared_evidence, declared_table, profile_by_numbers
from tests.bench.declared_xml import declared_documents

from aeo_exchange.cli.render.matching import FORMS
from aeo_exchange.counting import how_many
from aeo_exchange.declarations.held_answers import held_matcher
from aeo_exchange.formats import Content
from aeo_exchange.operations.recognition.interval_tables import export_tables
from aeo_exchange.operations.recognition.match import DeclarationLimits, declaration_layout
from aeo_exchange.operations.recognition.match_by_tables import TableWish, answer_by_tables
from aeo_exchange.operations.recognition.match_parallel import MatchWork, shown_matches
from aeo_exchange.reference.programmes import ReferenceData

__all__ = ["by_table_rows", "engine_rows", "worker_rows"]

Row = Callable[..., None]
ROWS_OF_FIRM, THREADS, ROUNDS, IN_XML, ITEMS = 10, 2, 3, 10_000, 5
PARSED = """
import sys, time
from lxml import etree
files = open(sys.argv[1]).read().splitlines()
begun = time.perf_counter()
for file in files:
    etree.parse(file)
print(time.perf_counter() - begun)
"""
BARE = """COPY (
  SELECT d.*, n.tin FROM {read}('{source}'{how}) d LEFT JOIN (
    SELECT number, min(tin) AS tin FROM read_parquet('{numbers}') GROUP BY number
  ) n ON n.number = d.id
) TO '{target}' (FORMAT {form})"""


def engine_rows(folder: Path, count: int, row: Row) -> None:
    """Measure ten declared parties for each firm, by processor time: the engine takes two cores."""
    try:
        import duckdb  # noqa: F401
    except ImportError:
        print("tables of declared parties: not measured, duckdb is not installed")
        return
    terms, evidence = declared_evidence(count)
    tables, source = folder / "tables", folder / "declared.csv"
    begun = time.process_time()
    about = export_tables(tables, evidence, terms, replaces=False)
    spent = time.process_time() - begun
    rows = sum(table.rows for table in about.tables.values())
    row("tables of firms, seconds for each 1,000", spent / count * 1000, "none", f"{rows:,} rows")
    source.write_bytes(declared_table(count * ROWS_OF_FIRM, count))
    _as_parquet(source)
    for form, aim in (("csv", "<= 5"), ("parquet", "<= 5")):
        wish = TableWish(
            folder=tables,
            terms=terms,
            reference=ReferenceData(),
            form=form,
            show=FORMS[form].show,
            jobs=THREADS,
        )
        declared = source.with_suffix(f".{form}")
        ours = bare = float("inf")
        for _ in range(ROUNDS):
            bare = min(bare, _spent(lambda declared=declared: _bare(declared, tables)))
            ours = min(ours, _spent(lambda declared=declared, wish=wish: _answer(declared, wish)))
        note = f"{ours:.1f} s for {count * ROWS_OF_FIRM:,} parties"
        row(f"match by tables, {form} / a bare join", ours / bare, aim, note)


def _answer(source: Path, wish: TableWish) -> None:
    with source.with_suffix(".told").open("wb") as stream:
        totals = answer_by_tables([Content(name="t", path=source)], wish, stream)
    assert not totals.is_unread


def _bare(source: Path, tables: Path) -> None:
    """Read the same file, join its numbers with those of the firms, and write every row."""
    import duckdb

    form = source.suffix[1:]
    connection = duckdb.connect(config={"threads": THREADS})
    connection.execute(
        BARE.format(
            read=f"read_{form}",
            source=source,
            how=", header = true, all_varchar = true" if form == "csv" else "",
            numbers=tables / "numbers.parquet",
            target=source.with_suffix(".bare"),
            form=form,
        )
    )


def _as_parquet(source: Path) -> None:
    import duckdb

    rows = duckdb.read_csv(str(source), header=True, all_varchar=True)
    rows.write_parquet(str(source.with_suffix(".parquet")))


def worker_rows(folder: Path, count: int, row: Row) -> None:
    """Measure two workers by what each process takes: a loaded machine has no two cores."""
    many = min(count, IN_XML)
    documents = _files(folder / "declared", many)
    table = Content(name="t.csv", held=declared_table(many * 5, many))
    for words, contents in (("XML declarations", documents), ("CSV", [table])):
        one, two = float("inf"), _Two(float("inf"), float("inf"))
        for _ in range(ROUNDS):
            one = min(one, sum(_shown(contents, many, jobs=1)))
            two = min(two, _shown(contents, many, jobs=2), key=sum)
        note = f"{two}, alone {one:.1f} s"
        row(f"match {words}: one / the longest of two", one / two.longest, ">= 1.6", note)


def by_table_rows(folder: Path, count: int, row: Row) -> None:
    """Measure files of XML whose parties nobody met.

    By processor time from reading the tables to the answers, and the whole command by the clock,
    which a loaded machine makes long.
    """
    many = min(count, IN_XML)
    terms, evidence = declared_evidence(many)
    tables = folder / "tables-for-xml"
    export_tables(tables, evidence, terms, replaces=False)
    wish = TableWish(
        folder=tables,
        terms=terms,
        reference=ReferenceData(),
        form="csv",
        show=FORMS["csv"].show,
    )
    for items in (1, ITEMS, 10):
        documents = _files(folder / f"declared-of-{items}", many, items)
        alone, two, one = float("inf"), _Two(float("inf"), float("inf")), float("inf")
        for _ in range(ROUNDS):
            alone = min(alone, _spent(lambda documents=documents: _parse(documents)))
            two = min(two, _answered(documents, replace(wish, jobs=2)), key=sum)
            one = min(one, sum(_answered(documents, replace(wish, jobs=1))))
        told = f"{many:,} files of {how_many(items, 'item')} by tables"
        note = f"{many / two.longest:,.0f} declarations/s; {two}"
        row(f"match {told}, longest of two / lxml alone", two.longest / alone, "<= 2", note)
        row("the same, by one process", one / alone, "<= 2")
        ratio, seconds = _by_the_clock(documents, tables)
        note = f"{seconds:.1f} s, its beginning with it"
        row("the same, the whole command by the clock", ratio, "<= 2", note)


def _by_the_clock(documents: Sequence[Content], tables: Path) -> tuple[float, float]:
    """Return how long `aeo match` takes beside lxml, which goes before and behind, and in seconds.

    It takes as many processes as it takes unasked. lxml has one that does nothing else: in this
    one, which holds much, it takes longer.
    """
    profile, told = tables.with_suffix(".toml"), tables.with_suffix(".told")
    profile.write_bytes(profile_by_numbers())
    places = tables.with_suffix(".lst")
    places.write_text("".join(f"{document.path}\n" for document in documents))
    command = [sys.executable, "-m", "aeo_exchange", "match", "--files-from", str(places)]
    command += ["--tables", str(tables), "--profile", str(profile), "--by", "JP", "--format", "csv"]
    ratios, clocks = [], []
    for _ in range(ROUNDS):
        before = _parsed_alone(places)
        done = _clock(lambda: _run([*command, "-o", str(told), "--force"]))
        behind = _parsed_alone(places)
        ratios.append(2 * done / (before + behind))
        clocks.append(done)
    place = ratios.index(sorted(ratios)[ROUNDS // 2])
    return ratios[place], clocks[place]


def _parsed_alone(places: Path) -> float:
    """Return how long lxml takes for the files of a list, in a process of its own, once begun."""
    return float(_run([sys.executable, "-c", PARSED, str(places)]))


def _run(command: Sequence[str]) -> bytes:
    return subprocess.run(command, check=True, capture_output=True).stdout


def _clock(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _answered(documents: Sequence[Content], wish: TableWish) -> _Two:
    return _taken(lambda: answer_by_tables(documents, wish, io.BytesIO()))


def _files(folder: Path, many: int, items: int = ITEMS) -> list[Content]:
    """Write declarations to files, as whoever has 10,000 of them keeps them."""
    folder.mkdir()
    for place, text in enumerate(declared_documents(many, items)):
        (folder / f"{place:05}.xml").write_bytes(text)
    return [Content(name=file.name, path=file) for file in sorted(folder.iterdir())]


def _parse(documents: Sequence[Content]) -> None:
    for document in documents:
        etree.parse(str(document.path))


class _Two(NamedTuple):
    """The processor time of a process, and that of its two workers together."""

    parent: float
    workers: float

    def __str__(self) -> str:
        """Return both in words."""
        return f"parent {self.parent:.1f} s, each worker {self.workers / 2:.1f} s"

    @property
    def longest(self) -> float:
        """When all is done: the parent reads on one core while its workers answer on the other."""
        return max(self.parent, sum(self) / 2)


def _shown(contents: Sequence[Content], firms: int, jobs: int) -> _Two:
    """Measure answers about contents, whose parties nobody has met, by what is held."""
    terms, evidence = declared_evidence(firms)
    work = MatchWork(
        matcher=held_matcher(terms, evidence),
        terms=terms,
        layout=declaration_layout(None),
        limits=DeclarationLimits(),
        show=FORMS["ndjson"].show,
    )
    return _taken(lambda: sum(len(some.texts) for some in shown_matches(contents, work, jobs)))


def _taken(work: Callable[[], object]) -> _Two:
    before = _used(resource.RUSAGE_SELF), _used(resource.RUSAGE_CHILDREN)
    work()
    after = _used(resource.RUSAGE_SELF), _used(resource.RUSAGE_CHILDREN)
    return _Two(after[0] - before[0], after[1] - before[1])


def _used(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _spent(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
