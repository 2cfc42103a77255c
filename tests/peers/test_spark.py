"""Apache Spark in local mode, several partitions: it answers as one machine does, row for row."""

from __future__ import annotations

import csv
import io
import os
import re
import runpy
import shutil
import sys
from pathlib import Path
from random import Random

import pytest

from aeo_exchange import spark, validate
from aeo_exchange.report import worst
from aeo_exchange.resources import published
from declarations.generated import as_csv, generated_evidence, generated_rows
from declarations.interval_tables import MODES, answered_plainly, export
from guides import guide
from peers.conftest import absent

pytestmark = [pytest.mark.peer, pytest.mark.filterwarnings("ignore")]
# More where somebody has the time: AEO_ROWS=200000.
FIRMS, ROWS = 40, int(os.environ.get("AEO_ROWS", "1000"))
AT = "2026-11-01T00:00:00Z"
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
    rows = list(csv.DictReader(io.StringIO(table.decode())))
    plain = {row["line"]: row for row in answered_plainly(table, held, terms)}
    frame = session.createDataFrame(
        # An empty cell is NULL in every other row.
        [
            (line, *(row[item] or (None if line % 2 else "") for item in spark.ITEMS))
            for line, row in enumerate(rows, 2)
        ],
        ", ".join(("line bigint", *(f"{item} string" for item in spark.ITEMS))),
    ).repartition(5)
    told = spark.match(frame, str(tmp_path / "tables")).collect()
    assert {str(row.line) for row in told} == plain.keys()
    for row in told:
        one = plain[str(row.line)]
        assert {column: row[column] for column in COMPARED} == {
            column: one[name].removeprefix("'") if column == "reasons" else one[name]
            for column, name in COMPARED.items()
        }


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
    rows = [(1, "HK0", "2026-10-30"), (2, None, None), (7, "HK1", "2026-10-30")]
    frame = session.createDataFrame(rows, "line long, id string, acceptedAt string")
    frame.write.parquet(str(tmp_path / "declared.parquet"))
    given = [str(tmp_path / name) for name in ("declared.parquet", "tables", "told")]
    monkeypatch.setattr(sys, "argv", ["match_declared.py", *given, "2"])
    runpy.run_path(str(tmp_path / "match_declared.py"))
    told = session.read.parquet(given[-1]).collect()
    assert {row.line for row in told} == {1, 7}  # a row without a number and a name is no party


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
