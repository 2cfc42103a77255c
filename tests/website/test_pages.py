"""Pages that need no whole site: those of codes, and that of reports where there are none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from item_pages import code_list_pages
from lxml import html
from reports_shown import report_pages

from aeo_exchange.model.codes import CODE_LISTS

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
from item_pages import code_list_pages
print([(page.path, page.body) for page in code_list_pages()])
"""


def test_the_pages_of_codes_are_equal_in_another_process():
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    env["PYTHONPATH"] = os.pathsep.join(
        map(str, (ROOT / "tools", ROOT / "tools/website", ROOT / "tools/cases"))
    )
    program = [sys.executable, "-c", PROGRAM]
    told = subprocess.run(program, check=True, capture_output=True, env=env).stdout.decode()
    assert told == f"{[(page.path, page.body) for page in code_list_pages()]}\n"


def test_each_code_has_a_place_on_the_page_of_its_list():
    pages = {page.path: page.body for page in code_list_pages()}
    for codes in CODE_LISTS:
        tree = html.fromstring(pages[f"codes/{codes.__name__}.html"])
        assert tree.xpath("//tr/@id") == [code.value for code in codes]


def test_where_no_report_is_the_page_of_reports_says_so():
    (one,), files = report_pages(None)
    assert "built without reports" in one.body
    assert files == {}
