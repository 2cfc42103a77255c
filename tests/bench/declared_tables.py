"""Rows of the bench about tables of declared parties: DuckDB beside a bare join; two workers."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.declared import declared_evidence, declared_table
from tests.bench.declared_xml import declared_documents

from aeo_exchange.cli.render.matching import FORMS
from aeo_exchange.declarations.held_answers import held_matcher
from aeo_exchange.formats import Content
from aeo_exchange.operations.recognition.interval_tables import export_tables
from aeo_exchange.operations.recognition.match import DeclarationLimits, declaration_layout
from aeo_exchange.operations.recognition.match_by_tables import TableWish, answer_by_tables
from aeo_exchange.operations.recognition.match_parallel import MatchWork, shown_matches
from aeo_exchange.reference.programmes import ReferenceData

__all__ = ["engine_rows", "worker_rows"]

Row = Callable[..., None]
ROWS_OF_FIRM, THREADS, ROUNDS, IN_XML, ITEMS = 10, 2, 3, 2000, 5
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
    files = folder / "declared"
    files.mkdir()
    for place, text in enumerate(declared_documents(many, ITEMS)):
        (files / f"{place:05}.xml").write_bytes(text)
    documents = [Content(name=file.name, path=file) for file in sorted(files.iterdir())]
    table = Content(name="t.csv", held=declared_table(many * 5, many))
    for words, contents in (("XML declarations", documents), ("CSV", [table])):
        one, parent, workers = float("inf"), float("inf"), float("inf")
        for _ in range(ROUNDS):
            one = min(one, sum(_shown(contents, many, jobs=1)))
            alone, both = _shown(contents, many, jobs=2)
            if alone + both < parent + workers:
                parent, workers = alone, both
        # The parent reads on one core while its workers answer on the other.
        longest = max(parent, (parent + workers) / 2)
        note = f"parent {parent:.1f} s, each worker {workers / 2:.1f} s, alone {one:.1f} s"
        row(f"match {words}: one / the longest of two", one / longest, ">= 1.6", note)


def _shown(contents: Sequence[Content], firms: int, jobs: int) -> tuple[float, float]:
    """Return the processor time of this process and of its workers."""
    terms, evidence = declared_evidence(firms)
    work = MatchWork(
        matcher=held_matcher(terms, evidence),
        terms=terms,
        layout=declaration_layout(None),
        limits=DeclarationLimits(),
        show=FORMS["ndjson"].show,
    )
    before = _used(resource.RUSAGE_SELF), _used(resource.RUSAGE_CHILDREN)
    assert sum(len(some.texts) for some in shown_matches(contents, work, jobs))
    after = _used(resource.RUSAGE_SELF), _used(resource.RUSAGE_CHILDREN)
    return after[0] - before[0], after[1] - before[1]


def _used(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _spent(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
