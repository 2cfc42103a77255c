"""Apache Spark in local mode, several partitions: it answers as one machine does, row for row."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from aeo_exchange import spark, validate
from aeo_exchange.declarations.interval_tables.parquet_folder import ABOUT, FORM
from aeo_exchange.declarations.interval_tables.sql_cells import without_guard
from aeo_exchange.declarations.matching import MatchTerms
from aeo_exchange.errors import InvalidInstant, WrongChoice
from aeo_exchange.exchange.recognition.evidence import HeldEvidence
from aeo_exchange.formats.tables.cells import RUNS, taken_off
from aeo_exchange.report import worst
from aeo_exchange.resources import published
from aeo_exchange.spark import matched
from aeo_exchange.spark.declared import LINES_OF_FILE
from aeo_exchange.spark.matched import ITEMS
from declarations.asked_cases import COLUMNS, Answer, Row, cases_of_matcher
from declarations.generated import (
    FULL_NAMES,
    LATER,
    WORLDS,
    as_csv,
    generated_evidence,
    generated_rows,
    in_world,
    tin,
)
from declarations.interval_tables import MODES, answered_plainly, export, parquet, under
from declarations.packed_tables import ROLE_OF_HOLDING, PackedTables, packed
from guides import guide
from peers.conftest import absent

pytestmark = [pytest.mark.peer, pytest.mark.filterwarnings("ignore")]
# More where somebody has the time: AEO_ROWS=200000.
FIRMS, ROWS = 48, int(os.environ.get("AEO_ROWS", "1000"))
FIRST = 2  # line of the first row
AT = "2026-11-01T00:00:00Z"
OF_CASES = ", ".join(f"{column}: string" for column in COLUMNS)
COMPARED = {
    "accepted_at": "acceptedAt",
    "asked_at": "at",
    "flow": "flow",
    "party_role": "role",
    "result": "result",
    "reasons": "reasons",
    "tin": "tin",
    "found_by": "foundBy",
    "benefits": "benefits",
}


@pytest.fixture(scope="module")
def session():
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        absent("pyspark (pip install 'aeo-exchange[spark]')")
    if shutil.which("java") is None:
        absent("java 17, which Spark runs on")
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    made = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        # What is compiled for a billion rows costs more than some hundred need.
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.constraintPropagation.enabled", "false")  # a third of planning
        .config("spark.driver.memory", "1g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.session.timeZone", "America/New_York")  # which no answer may hang on
        .getOrCreate()
    )
    yield made
    made.stop()


@pytest.mark.parametrize("mode", MODES)
def test_spark_answers_as_the_matcher_does(session, tmp_path: Path, mode: str) -> None:
    held = generated_evidence(FIRMS, Random(3))  # noqa: S311 no secret
    table = as_csv(generated_rows(ROWS, FIRMS, Random(4)))  # noqa: S311 as above
    terms = export(tmp_path / "tables", held, mode)
    (tmp_path / "declared.csv").write_bytes(table)
    plain = {int(row["line"]): row for row in answered_plainly(table, held, terms)}
    frame = spark.declared_csv(session, str(tmp_path / "declared.csv"))
    # An empty cell is NULL in every other row, and columns are found in any spelling.
    texts = (f"IF(line % 2 = 0, coalesce({item}, ''), {item}) AS {item.upper()}" for item in ITEMS)
    told = spark.match(frame.selectExpr("line", *texts).repartition(5), str(tmp_path / "tables"))
    answers = {row.line: row for row in told.collect()}
    assert answers.keys() == plain.keys()
    for line, row in answers.items():
        one = plain[line]
        assert {column: row[column] for column in COMPARED} == {
            column: one[name].removeprefix("'") if column == "reasons" else one[name]
            for column, name in COMPARED.items()
        }
    results = Counter(row.result for row in answers.values())
    assert results.keys() == {"RECOGNISED", "NOT_RECOGNISED", "UNDETERMINED", ""}
    print(f"{mode}: {len(answers):,} of {ROWS:,} rows answered alike, {dict(results)}")


@pytest.fixture
def told_of_packed(session, monkeypatch: pytest.MonkeyPatch):
    """Return what asks Spark about the rows of tables that are packed, each of its own holding."""
    from pyspark.sql.functions import expr

    told_by_query = matched._answer_frame  # noqa: SLF001 what it is asked has a holding beside it

    def told_of_each_holding(views):
        declared = views["declared"].withColumn("role", expr(ROLE_OF_HOLDING))
        return told_by_query({**views, "declared": declared})

    monkeypatch.setattr(matched, "_answer_frame", told_of_each_holding)

    def told(some: PackedTables) -> list[tuple[int, Answer]]:
        frame = session.createDataFrame(some.rows, f"line long, row struct<{OF_CASES}>")
        frame = frame.select("line", "row.*").repartition(3)
        answers = spark.match(frame, str(some.folder)).collect()
        session.catalog.clearCache()
        return [
            (row.line, {name: row[column] for column, name in COMPARED.items()}) for row in answers
        ]

    return told


@pytest.mark.long
def test_spark_answers_each_case_of_a_matcher_as_the_suite_expects(
    told_of_packed, tmp_path: Path
) -> None:
    """All that a row can ask; tests/declarations/test_cases_by_tables.py names the others."""
    together = cases_of_matcher().together
    answered = sum(some.check(told_of_packed(some)) for some in packed(together, tmp_path))
    assert answered == sum(len(asked.cases) for asked in together)
    print(f"{answered} cases answered as the suite expects")


class GeneratedWorld(NamedTuple):
    """Evidence of which something is so of the whole stream, and rows about it."""

    held: HeldEvidence
    terms: MatchTerms
    rows: list[Row]
    cases: list[str]

    def check(self, told: list[Answer]) -> None:
        """Compare what was said of each row with what the matcher says."""
        columns = zip(COLUMNS, zip(*self.rows, strict=True), strict=True)
        content = parquet({column: list(cells) for column, cells in columns})
        plain = answered_plainly(content, self.held, self.terms)
        assert told == [{name: row[name] for name in COMPARED.values()} for row in plain]


@pytest.mark.long
def test_spark_answers_as_the_matcher_does_whatever_is_so_of_a_stream(
    told_of_packed, tmp_path: Path
) -> None:
    worlds = []
    for world in WORLDS:
        held = in_world(generated_evidence(FIRMS, Random(3)), world)  # noqa: S311 no secret
        rows = generated_rows(max(ROWS // 100, 100), FIRMS, Random(4))  # noqa: S311 as above
        terms, adopted = under("aeo-number", held)
        # A row without a number and a name is no party, and none is told of.
        whole = [tuple(row[:-1]) for row in rows if row[7] in FULL_NAMES]
        worlds.append(GeneratedWorld(adopted, terms, whole, [world]))
    answered = sum(some.check(told_of_packed(some)) for some in packed(worlds, tmp_path))
    assert answered == len(WORLDS)


BEGIN = ("", *RUNS, "#N/A", "x")
GUARDED = [
    f"{before}{sign}{cell}" for before in ("", "'", "''") for sign in BEGIN for cell in ("", "HK1")
]


def test_a_guard_of_csv_is_one_thing_for_every_reader(session, tmp_path: Path) -> None:
    import duckdb

    quoted = (f'"{cell}"' for cell in GUARDED)
    rows = "".join(f"{number},{cell}\n" for number, cell in enumerate(quoted))
    (tmp_path / "cells.csv").write_text(f"declaration,id\n{rows}", "utf-8", newline="")
    frame = spark.declared_csv(session, str(tmp_path / "cells.csv"))
    by_spark = {int(row["declaration"]): row["id"] for row in frame.collect()}
    assert [by_spark[number] for number in range(len(GUARDED))] == list(map(taken_off, GUARDED))
    held = [(cell,) for cell in GUARDED]
    connection = duckdb.connect()
    connection.execute("CREATE TABLE cells (id VARCHAR)")
    connection.executemany("INSERT INTO cells VALUES (?)", held)
    told = connection.table("cells").project(without_guard("id")).fetchall()
    assert [cell for (cell,) in told] == list(map(taken_off, GUARDED))


def test_a_row_of_csv_that_is_broken_costs_no_other_its_answer(session, tmp_path: Path) -> None:
    """It ended the job, and nobody was told of the other rows, or of other files."""
    held = generated_evidence(FIRMS, Random(3))  # noqa: S311 no secret
    terms = export(tmp_path / "tables", held, "aeo-number")
    row = f"2026-10-30,import,exporter,{tin(5)}"
    broken = (f"3,{row},HK2", "4,2026-10-30", f'5,{row}x"', f"6,{row}\ufffd", f'7,"{row}')
    rows = "".join(f"{one}\n" for one in (f"1,{row}", f'"2\n2",{row}', *broken, f"8,{row}"))
    table = f"declaration,acceptedAt,flow,role,id\n{rows}".encode()
    table += f"9 S\u00f6hne,{row}\n".encode() + f"10 \xff,{row}\n".encode("latin-1")
    folder = tmp_path / "declared"
    folder.mkdir()
    (folder / "a.csv").write_bytes(table)
    (folder / "b.csv").write_text(
        f"id,ACCEPTED_AT,role,flow\n{tin(5)},2026-10-30,exporter,import\n"
    )
    (folder / "c.csv").write_text("declaration,role\n1,exporter\n")
    frame = spark.declared_csv(session, str(folder))
    told = {row.line: row for row in spark.match(frame, str(tmp_path / "tables")).collect()}
    plain = answered_plainly(table, held, terms)
    assert {int(row["line"]): row["result"] for row in plain} == {
        line: row.result for line, row in told.items() if line < LINES_OF_FILE
    }
    assert told[11].result == "RECOGNISED"
    assert told[12].reasons.startswith("AEO-SYN-04")
    (lost,) = (row for row in told.values() if "no column names a party" in row.reasons)
    assert lost.line // LINES_OF_FILE == 2
    assert told[LINES_OF_FILE + FIRST].result == "RECOGNISED"


@pytest.mark.parametrize(
    "wrong", ["id,role_,Role", "id,aeo_number,aeoNumber", "exporter.id,id", "role,flow"]
)
def test_which_of_two_columns_is_meant_is_not_guessed(session, tmp_path: Path, wrong: str) -> None:
    held = generated_evidence(FIRMS, Random(3))  # noqa: S311 no secret
    export(tmp_path / "tables", held, "aeo-number")
    columns = ", ".join(f"`{name}` string" for name in wrong.split(","))
    frame = session.createDataFrame([], f"line long, {columns}")
    with pytest.raises(WrongChoice, match="the frame cannot be asked"):
        spark.match(frame, str(tmp_path / "tables"))


def test_bytes_that_are_not_utf_8_cost_no_other_row_its_answer(session, tmp_path: Path) -> None:
    held = generated_evidence(FIRMS, Random(3))  # noqa: S311 no secret
    export(tmp_path / "tables", held, "aeo-number")
    rows = [(1, bytearray(tin(5).encode())), (2, bytearray(b"HK\xff")), (3, None)]
    frame = session.createDataFrame(rows, "line long, id binary")
    told = spark.match(frame, str(tmp_path / "tables"), at=AT).collect()
    reasons = {row.line: row.reasons for row in told}
    assert reasons.keys() == {1, 2}
    assert reasons[2].startswith("AEO-SYN-04")


def test_a_frame_of_names_alone_is_answered(session, tmp_path: Path) -> None:
    held = generated_evidence(FIRMS, Random(3))  # noqa: S311 no secret
    export(tmp_path / "tables", held, "aeo-number")
    frame = session.createDataFrame([(1, "Example"), (2, "")], "line long, name string")
    (told,) = spark.match(frame, str(tmp_path / "tables"), at=AT).collect()
    assert (told.line, told.result, told.reasons) == (1, "UNDETERMINED", "no-number")


def test_a_column_of_lists_is_refused(session, tmp_path: Path) -> None:
    held = generated_evidence(FIRMS, Random(3))  # noqa: S311 no secret
    export(tmp_path / "tables", held, "aeo-number")
    frame = session.createDataFrame([(1, [tin(5)])], "line long, id array<string>")
    with pytest.raises(WrongChoice, match="one text in each row"):
        spark.match(frame, str(tmp_path / "tables"))


def test_rows_that_share_a_line_are_refused(session, tmp_path: Path) -> None:
    """What the number of one leads to was told of the other: a stranger was recognised."""
    held = generated_evidence(FIRMS, Random(3))  # noqa: S311 no secret
    export(tmp_path / "tables", held, "aeo-number")
    given = ("2026-10-30", "import", "exporter")
    schema = "line long, id string, acceptedAt string, flow string, role string"
    for rows in ([(7, tin(5), *given), (7, "HK99999998", *given)], [(None, tin(5), *given)]):
        with pytest.raises(WrongChoice, match="line"):
            spark.match(session.createDataFrame(rows, schema), str(tmp_path / "tables"))


def test_a_moment_that_is_given_is_an_instant_wherever_its_clock_stands(
    session, tmp_path: Path
) -> None:
    """Texts are compared: one with an offset was that of another instant, and one of no day too."""
    held = generated_evidence(FIRMS, Random(3))  # noqa: S311 no secret
    export(tmp_path / "tables", held, "aeo-number")
    frame = session.createDataFrame(
        [(1, tin(2), "import", "exporter")], "line long, id string, flow string, role string"
    )

    def told(at: str) -> list[tuple[str, str, str]]:
        rows = spark.match(frame, str(tmp_path / "tables"), at=at).collect()
        session.catalog.clearCache()
        return [(row.asked_at, row.result, row.reasons) for row in rows]

    # Of the third firm nothing counts from LATER on.
    before = told("2026-06-30T14:59:59Z")
    assert [row[1] for row in before] != [row[1] for row in told(LATER)]
    assert told("2026-06-30T23:59:59+09:00") == before
    with pytest.raises(InvalidInstant):
        told("tomorrow")


def test_tables_of_another_release_are_refused(session, tmp_path: Path) -> None:
    export(tmp_path / "tables", generated_evidence(FIRMS, Random(3)), "aeo-number")  # noqa: S311
    about = tmp_path / "tables" / ABOUT
    about.write_text(about.read_text().replace(FORM, "aeo-exchange interval tables 2"))
    frame = session.createDataFrame([(1, tin(2))], "line long, id string")
    with pytest.raises(WrongChoice, match="another release"):
        spark.match(frame, str(tmp_path / "tables"))


def test_the_program_of_the_guide_writes_an_answer_for_each_line(
    session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (program,) = re.findall(
        r"<!-- file: match_declared.py -->\n```python\n(.*?)^```",
        guide("many-declarations.md"),
        re.MULTILINE | re.DOTALL,
    )
    (tmp_path / "match_declared.py").write_text(program, "utf-8")
    held = generated_evidence(FIRMS, Random(3))  # noqa: S311 no secret
    export(tmp_path / "tables", held, "aeo-number")
    rows = [(1, "HK0", "2026-10-30"), (2, None, None), (7, f"'\t{tin(5)}", "2026-10-30")]
    frame = session.createDataFrame(rows, "line long, id string, acceptedAt string")
    frame.write.parquet(str(tmp_path / "declared.parquet"))
    given = [str(tmp_path / name) for name in ("declared.parquet", "tables", "told")]
    monkeypatch.setattr(sys, "argv", ["match_declared.py", *given, "2"])
    runpy.run_path(str(tmp_path / "match_declared.py"))
    told = session.read.parquet(given[-1]).collect()
    # A row without a number and a name is no party; in a frame an apostrophe is part of a number.
    assert {row.line: row.reasons for row in told} == {1: "placeholder", 7: "not-found"}


def test_a_frame_of_records_is_validated_in_its_workers(session) -> None:
    contents = [path.read_bytes() for path in sorted(published("samples/story").glob("*.aeo.*"))]
    contents += [b"", b"{", contents[0].replace(b"HK", b"ZZ")]
    rows = [(place, bytearray(content)) for place, content in enumerate(contents)]
    frame = session.createDataFrame([*rows, (-1, None)], "place int, record binary").repartition(3)
    told = {row.place: row for row in spark.validate(frame, at=AT).collect()}
    assert told.pop(-1).verdict == told[len(contents) - 3].verdict == "NOT_VALID"
    for place, content in enumerate(contents):
        reports = list(validate(content, at=AT))
        assert told[place].verdict == worst({report.verdict for report in reports})
        codes = [finding.code for report in reports for finding in report.findings]
        assert told[place].codes == codes
