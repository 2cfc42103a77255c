"""The site in a browser, from a disk and from a host: it searches, and asks nobody else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.peer, pytest.mark.long]

ROOT = Path(__file__).resolve().parents[2]
NODE = Path(__file__).parent / "node"


@pytest.fixture(scope="module")
def seen(
    tool: Callable[[str], str],
    npm_package: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:
    """Use the site once, and return what was seen."""
    for name in ("axe-core", "playwright-core"):
        npm_package(name)
    folder = tmp_path_factory.mktemp("site")
    program = [sys.executable, str(ROOT / "tools" / "website" / "build_site.py")]
    subprocess.run([*program, "-o", str(folder / "built")], check=True, capture_output=True)
    done = subprocess.run(
        [tool("node"), NODE / "site.mjs", tool("chromium"), folder / "built", folder],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def test_no_page_asks_another_host_and_no_script_fails(seen: dict[str, Any]) -> None:
    assert seen["elsewhere"] == []
    assert seen["errors"] == []


@pytest.mark.parametrize("origin", ["disk", "host"])
def test_it_finds_a_rule_by_its_code_and_a_text_by_its_words(
    seen: dict[str, Any], origin: str
) -> None:
    answers = seen[origin]
    assert answers["rule"]["hits"][0] == ["AEO-LIF-03", "../rules/AEO-LIF-03.html"]
    assert ["Part 2: the record: REC-6-4", "spec/2-record.html#REC-6-4"] in answers["words"]["hits"]
    assert answers["nothing"] == {"count": "Nothing found.", "hits": []}


@pytest.mark.parametrize("origin", ["disk", "host"])
def test_a_requirement_is_reached_by_its_number_with_keys_alone(
    seen: dict[str, Any], origin: str
) -> None:
    assert seen[origin]["followed"] == "REC-1-3"


def test_axe_finds_nothing_in_two_themes(seen: dict[str, Any]) -> None:
    assert {name for name, violations in seen["axe"].items() if violations} == set()
    assert len(seen["axe"]) == 16


def test_no_page_is_wider_than_its_window(seen: dict[str, Any]) -> None:
    assert {name: width for name, width in seen["wide"].items() if width > 0} == {}
