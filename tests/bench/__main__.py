"""`make bench`: each row of the speed table as a ratio measured in this run."""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import (
    bounds,
    clusters,
    declared,
    declared_tables,
    exchange,
    firm_names,
    javascript,
    lists,
    registers,
    tables,
    verification,
)
from tests.bench.processor import best_of
from tests.bench.workload import WorkFiles, faulty

from aeo_exchange.formats import Content, Format, Limits
from aeo_exchange.operations.records.convert import convert
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.operations.records.validate_parallel import validate_with_workers
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict
from aeo_exchange.resources import published
from aeo_exchange.rules import Context

CONTEXT = Context(at="2026-11-01T00:00:00Z", reference=ReferenceData())
ROUNDS = 3
MOST_ATTESTATIONS = 10_000
MOST_IN_JAVASCRIPT = 1000
# Where no count is asked for.
RECORDS, MOST_IN_STREAM, REVISIONS = 100_000, 20_000, 50_000
# Runs aeo and says the peak of its memory in KiB.
MEASURED = """
import re, sys
from aeo_exchange.cli import main
try:
    main()
finally:
    # Not ru_maxrss, which a child takes over from its parent.
    print(re.search("VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--count", type=int, help=f"records per file; else {RECORDS:,}")
    parser.add_argument(
        "--revisions", type=int, default=REVISIONS, help="revisions that a register is asked over"
    )
    parser.add_argument("--rows", choices=NAMES, nargs="*", default=NAMES, help="rows alone")
    given = parser.parse_args()
    count = given.count or RECORDS
    print(f"{count:,} records, {ROUNDS} rounds, best of each; machine: {sys.platform}")
    _exchange(given.rows, given.count or MOST_IN_STREAM, given.revisions)
    rows = [name for name in given.rows if name in ROWS]
    if not rows:
        return
    with tempfile.TemporaryDirectory(prefix="aeo-bench-") as folder:
        files = WorkFiles(Path(folder), count)
        for name in rows:
            ROWS[name](files, count)


def _exchange(names: list[str], many: int, revisions: int) -> None:
    """Measure what rests on streams, which takes long: fewer records where none are asked for."""
    if "streams" in names:
        exchange.stream_rows(many, ROUNDS if many <= MOST_IN_STREAM else 1, _row)
    if "nights" in names:
        registers.night_rows(many, _row)
    if "questions" in names:
        registers.question_rows(revisions, _row)


def _row(work: str, reached: float, aim: str, note: str = "") -> None:
    print(f"{work:58} {reached:6.2f}   aim {aim:10} {note}", flush=True)


def _best(*works: Callable[[], object]) -> list[float]:
    """Return the best time of each work, taken in turns so that all meet the same weather."""
    return best_of(ROUNDS, *works, clock=time.perf_counter)


def _best_of_processor(*works: Callable[[], object]) -> list[float]:
    """Return the best processor time of each work, for works that no other process shares."""
    return best_of(ROUNDS, *works)


def _validate(content: Content, wanted: Verdict, count: int) -> None:
    as_wanted = sum(report.verdict is wanted for report in validate([content], CONTEXT))
    assert as_wanted == count, f"{as_wanted} of {count} records are {wanted}"


def _ndjson(files: dict[str, Content], count: int) -> None:
    good, few = files["good.ndjson"], min(count, 1000)
    bound, ours, alone = _best(
        lambda: bounds.parse_and_convert(good),
        lambda: _validate(good, Verdict.VALID, count),
        lambda: bounds.jsonschema_alone(good, few),
    )
    size = good.path.stat().st_size / count if good.path else 0
    note = f"{count / ours:,.0f} records/s of {size:,.0f} bytes"
    _row("validate NDJSON / (jiter + msgspec.convert)", bound / ours, ">= 0.50", note)
    _row("validate NDJSON / jsonschema alone", alone / few / (ours / count), ">= 15")


def _xml(files: dict[str, Content], count: int) -> None:
    good = files["good.xml"]
    bound, ours = _best(
        lambda: bounds.iterparse_and_schema(good), lambda: _validate(good, Verdict.VALID, count)
    )
    note = f"{count / ours:,.0f} records/s"
    _row("validate XML / (iterparse + XML Schema)", bound / ours, ">= 0.40", note)
    small, large = _memory(files, count // 5), _memory(files, count)
    _row("validate XML, peak memory in MB", large, "< 300", f"{small:.0f} MB for a fifth")


def _memory(files: dict[str, Content], count: int) -> float:
    """Return the peak of a process of its own that validates the first records."""
    source = files["good.xml"].path
    assert source is not None
    part = source.with_name(f"part-{count}.xml")
    with source.open() as whole, part.open("w") as cut:
        seen = 0
        for line in whole:
            cut.write(line)
            seen += line.strip() == "</AeoRecord>"
            if seen == count:
                break
        cut.write("</AeoRecords>\n")
    command = [sys.executable, "-c", MEASURED, "validate", "-q", "--at", CONTEXT.at, str(part)]
    done = subprocess.run(command, check=True, capture_output=True)
    return int(done.stderr.split()[-1]) / 1024


def _conversion(files: dict[str, Content], count: int) -> None:
    for source, to, bound_of in (
        ("good.ndjson", Format.XML, bounds.json_to_xml),
        ("good.xml", Format.JSON, bounds.xml_to_json),
    ):
        content = files[source]
        bound, ours = _best(
            lambda content=content, bound_of=bound_of: bound_of(content),
            lambda content=content, to=to: _convert(content, to, count),
        )
        work = f"convert {source.rpartition('.')[2]} to {to} / libraries alone"
        _row(work, bound / ours, ">= 0.40", f"{count / ours:,.0f} records/s")


def _convert(content: Content, to: Format, count: int) -> None:
    with tempfile.TemporaryFile() as sink:
        assert convert([content], to, io.BufferedWriter(sink.raw), print) == count


def _declared(files: dict[str, Content], count: int) -> None:
    declared.declaration_rows(count, _row, _best_of_processor)
    firm_names.name_rows(_row)
    source = files["good.ndjson"].path
    assert source is not None
    declared_tables.worker_rows(source.parent, count, _row)
    declared_tables.by_table_rows(source.parent, count, _row)
    declared_tables.engine_rows(source.parent, count, _row)
    clusters.spark_rows(source.parent, _row)


def _tables(files: dict[str, Content], count: int) -> None:
    def valid(content: Content, many: int) -> None:
        _validate(content, Verdict.VALID, many)

    tables.csv_row(files, _row, _best_of_processor, valid)
    tables.workbook_row(files, count, _row, _best_of_processor, valid)
    tables.diff_row(files, MEASURED, _row, _best_of_processor)
    source = files["good.ndjson"].path
    assert source is not None
    lists.list_rows(source.parent, count, _row, _best_of_processor, valid)
    lists.workbook_list_row(source.parent, count, MEASURED, _row, _best_of_processor)


def _workers(files: dict[str, Content], count: int) -> None:
    good = files["good.ndjson"]

    def two() -> None:
        reports = validate_with_workers([good], CONTEXT, Limits(), 2)
        assert sum(report.verdict is Verdict.VALID for report in reports) == count

    one, both = _best(lambda: _validate(good, Verdict.VALID, count), two)
    _row("two workers / one", one / both, ">= 1.6")


def _bad(files: dict[str, Content], count: int) -> None:
    right, wrong = files["good.ndjson"], files["bad.ndjson"]
    good, bad = _best(
        lambda: _validate(right, Verdict.VALID, count),
        lambda: _validate(wrong, Verdict.NOT_VALID, count),
    )
    _row("bad records, one fault each / good records", bad / good, "<= 5")


def _many_faults(files: dict[str, Content], _count: int) -> None:
    folder = files["good.ndjson"].path
    assert folder is not None
    for form in ("json", "xml"):
        few, many = (faulty(folder.parent, form, faults) for faults in (4_000, 16_000))
        short, long = _best(
            lambda few=few: _validate(few, Verdict.NOT_VALID, 1),
            lambda many=many: _validate(many, Verdict.NOT_VALID, 1),
        )
        work = f"16,000 faults in one record / 4,000, {form}"
        _row(work, long / short, "<= 6", f"{long:.2f} s for 16,000")


def _verification(files: dict[str, Content], count: int) -> None:
    folder = files["good.ndjson"].path
    assert folder is not None
    most = min(count, MOST_ATTESTATIONS)
    rests_on = verification.sources()
    for words, names, aim in (
        ("no claim disclosed", (), ">= 0.60"),
        ("7 disclosed", verification.EVERY_CLAIM, "none"),
    ):
        content = verification.write_attestations(folder.parent, most, names)
        pairs = verification.raw_signatures(content)
        bound, proved, ours = _best(
            lambda pairs=pairs: verification.verify_raw(pairs),
            lambda content=content: verification.prove_all(content, most, rests_on),
            lambda content=content: verification.verify_all(content, most, rests_on),
        )
        note = f"{most / ours:,.0f} attestations/s"
        _row(f"SD-JWT form and signature / signature, {words}", bound / proved, aim)
        _row(f"verify, all checks / signature, {words}", bound / ours, aim, note)


def _javascript(files: dict[str, Content], count: int) -> None:
    path = files["good.ndjson"].path
    assert path is not None
    if not javascript.is_there():
        print("verifier in JavaScript: not measured, `make peers` installs what it needs")
        return
    most = min(count, MOST_IN_JAVASCRIPT)
    for words, names in (("no claim disclosed", ()), ("7 disclosed", verification.EVERY_CLAIM)):
        verification.write_attestations(path.parent, most, names)
        times = javascript.seconds(path.parent, ROUNDS)
        ours, alone, peer = (most / times[name] for name in ("ours", "signature", "sdJwt"))
        note = f"one core; jose signature alone {alone:,.0f}, @sd-jwt {peer:,.0f}"
        _row(f"JavaScript, all checks, attestations/s, {words}", ours, ">= 500", note)


def _cold(_files: dict[str, Content], _count: int) -> None:
    sample = str(published("samples/records/HK-AEO/TIER1.aeo.json"))
    with tempfile.TemporaryDirectory(prefix="aeo-bench-") as folder:
        # With bytecode, as an installed package has it, whatever the shell forbids.
        compiled = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}
        works = [
            lambda: _python(compiled, "-c", "import click"),
            lambda: _python(compiled, "-m", "aeo_exchange", "--version"),
            lambda: _python(compiled, "-m", "aeo_exchange", "validate", sample),
        ]
        times = [min(several) for several in zip(*(_best(*works) for _ in range(5)), strict=True)]
    _row("aeo --version / python -c 'import click'", times[1] / times[0], "<= 2")
    _row("aeo validate one.json / python -c 'import click'", times[2] / times[0], "<= 4")


def _python(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, *arguments]
    subprocess.run(command, check=True, capture_output=True, env=environment)


ROWS: dict[str, Callable[[dict[str, Content], int], None]] = {
    "ndjson": _ndjson,
    "xml": _xml,
    "conversion": _conversion,
    "tables": _tables,
    "declarations": _declared,
    "workers": _workers,
    "bad": _bad,
    "many-faults": _many_faults,
    "verification": _verification,
    "javascript": _javascript,
    "start-up": _cold,
}
NAMES = [*ROWS, "streams", "nights", "questions"]

if __name__ == "__main__":
    main()
