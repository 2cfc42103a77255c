"""Rows of the bench about Apache Spark in local mode: the one query beside a bare join in Spark.

Processor time and memory are those of the Java machine and of the workers in Python that it starts.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["spark_rows"]

Row = Callable[..., None]
THREADS, PARTITIONS = 2, 8
TICKS = os.sysconf("SC_CLK_TCK")
SPENT = slice(11, 15)  # of /proc/PID/stat behind the name: user and system, own and of the dead
PARENT = 1


def spark_rows(folder: Path, row: Row) -> None:
    """Measure the tables and the declared parties that the rows of DuckDB have left in a folder."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        print("Apache Spark: not measured, pyspark is not installed")
        return
    if shutil.which("java") is None or not (folder / "tables").exists():
        print("Apache Spark: not measured, it needs java and the tables of the rows before")
        return
    session = _session()
    declared = session.read.parquet(str(folder / "declared.parquet"))
    many, begun = declared.count(), _spent()
    _written(_bare(session, folder, declared), folder / "bare.spark")
    joined = _spent()
    _written(_matched(folder, declared), folder / "told.spark")
    done = _spent()
    ours, bare = done - joined, joined - begun
    note = f"{ours:.0f} s for {many:,} parties; {begun:.0f} s before, {_peak()} MiB together"
    row("match in Spark / a bare join in Spark", ours / bare, "none", note)
    session.stop()


def _session() -> SparkSession:
    from pyspark.sql import SparkSession

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    return (
        SparkSession.builder.master(f"local[{THREADS}]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", str(PARTITIONS))
        .config("spark.driver.memory", "2g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )


def _bare(session: SparkSession, folder: Path, declared: DataFrame) -> DataFrame:
    """Return every row with the TIN of its number, as the bare join of DuckDB has it."""
    numbers = session.read.parquet(str(folder / "tables" / "numbers.parquet"))
    tins = numbers.groupBy("number").agg({"tin": "min"})
    return declared.join(tins, declared["id"] == tins["number"], "left")


def _matched(folder: Path, declared: DataFrame) -> DataFrame:
    from aeo_exchange import spark

    lines = declared.withColumn("line", declared["declaration"].cast("long"))
    return spark.match(lines, str(folder / "tables"))


def _written(frame: DataFrame, target: Path) -> None:
    frame.write.parquet(str(target))


def _descendants() -> Iterator[Path]:
    """Yield the folders in /proc of the processes that this one has started, and theirs."""
    parents: dict[str, list[Path]] = {}
    for process in Path("/proc").glob("[0-9]*"):
        if stat := _stat(process):
            parents.setdefault(stat[PARENT], []).append(process)
    waiting = [str(os.getpid())]
    while waiting:
        for process in parents.get(waiting.pop(), ()):
            waiting.append(process.name)
            yield process


def _stat(process: Path) -> list[str]:
    try:
        return (process / "stat").read_text().rpartition(") ")[2].split()
    except OSError:  # it has ended
        return []


def _spent() -> float:
    """Return the seconds of processor time of all that was started, as long as it lives."""
    return sum(sum(map(int, _stat(one)[SPENT])) for one in _descendants()) / TICKS


def _peak() -> int:
    """Return the most memory that each process held, together."""
    held = (re.search(r"VmHWM:\s+(\d+)", (one / "status").read_text()) for one in _descendants())
    return sum(int(most[1]) for most in held if most) // 1024
