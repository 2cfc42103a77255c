"""The reports of counts in a browser: both themes, print, a narrow window, and on paper."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aeo_exchange.operations.measuring import operator_page
from aeo_exchange.operations.measuring.decisions import RESULTS
from aeo_exchange.operations.measuring.page import (
    BarRow,
    BarTable,
    MeasuredPage,
    as_measured_page,
)
from printed_pages import printed

pytestmark = pytest.mark.peer
NODE = Path(__file__).parent / "node"
NAMES = (
    "exporter",
    "المشغل الاقتصادي المعتمد في الجمهورية التونسية",
    "מפעיל כלכלי מאושר (AEO-1)",
    "認定事業者制度に基づく輸出者",
    "a-code-without-any-place-to-break-it-that-is-longer-than-the-column-" * 3,
)
PARTS = ("micro", "small", "medium", "msme", "large", "not told")
LONG_CODE = "PROFILE" * 10  # a code that has no place to break either


@pytest.fixture(scope="module")
def seen(
    tool: Callable[[str], str],
    npm_package: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:
    """Look at the page once in every way, and return what was seen."""
    for name in ("axe-core", "playwright-core"):
        npm_package(name)
    folder = tmp_path_factory.mktemp("measured")
    rows = tuple(
        BarRow(name, (1200, 340 * place, None, 55, 600, 9), (None if place else 2204,))
        for place, name in enumerate(NAMES)
    )
    about = f"Parties of declarations ({LONG_CODE})"
    table = BarTable(f"By role: {LONG_CODE}", about, "role", PARTS, ("all",), rows)
    told = (f"Hours from acceptance to release ({LONG_CODE}): 3.5.",)
    page = MeasuredPage("How far the arrangement is used", told, (table, table))
    (folder / "use.html").write_text("".join(as_measured_page(page)), encoding="utf-8")
    done = subprocess.run(
        [tool("node"), NODE / "measured.mjs", tool("chromium"), folder / "use.html", folder],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def test_axe_finds_nothing_in_either_theme_in_print_or_in_a_narrow_window(seen) -> None:
    assert seen["axe"] == {"light": [], "dark": [], "narrow": [], "print": []}


def test_nothing_is_asked_for_and_nothing_fails(seen) -> None:
    assert (seen["elsewhere"], seen["errors"]) == ([], [])


def test_every_count_that_is_told_has_its_part_of_a_bar(seen) -> None:
    assert set(seen["bars"].values()) == {2 * (5 * 5 - 1)}


def test_no_page_of_counts_is_wider_than_its_window(seen) -> None:
    assert max(seen["wide"].values()) <= 0


WIDEST = {
    "use": (tuple(result.replace("_", " ").lower() for result in RESULTS), ("all",)),
    "programmes stats": (PARTS, operator_page.BESIDE),
}


@pytest.mark.parametrize("report", WIDEST)
def test_a_printed_page_has_every_column_of_the_widest_table(tool, tmp_path, report: str) -> None:
    """The columns at the end stood behind a bar that nobody can scroll on paper."""
    parts, beside = WIDEST[report]
    columns = len(parts) + len(beside)
    rows = []
    for row, name in enumerate(NAMES):
        counts = [9_876_000 + row * columns + place for place in range(columns)]
        rows.append(BarRow(name, counts[: len(parts)], counts[len(parts) :]))
    table = BarTable(report, f"About {LONG_CODE}", "role", parts, beside, rows)
    page = "".join(as_measured_page(MeasuredPage(report, (), (table,))))
    sheets = list(printed(tool("chromium"), page, tmp_path))
    told = " ".join(text for text, _ in sheets)
    heads = {word for name in (*parts, *beside) for word in name.split()}
    counts = {f"{9_876_000 + place:,}" for place in range(len(NAMES) * columns)}
    assert not {word for word in heads | counts if word not in told}
    assert max(rightmost for _, rightmost in sheets) <= 1
