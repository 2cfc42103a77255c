"""The report on the use of an arrangement in a browser: both themes, print, a narrow window."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aeo_exchange.operations.measuring.page import (
    BarRow,
    BarTable,
    MeasuredPage,
    as_measured_page,
)

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
    table = BarTable("By role", "Parties of declarations", "role", PARTS, ("all",), rows)
    page = MeasuredPage("How far the arrangement is used", ("One sentence.",), (table, table))
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
