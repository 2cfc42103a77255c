"""`aeo programmes` prints pages that an officer can read on any terminal and in any pipe."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from rich.cells import cell_len

from aeo_exchange.cli.render.page_markdown import as_markdown, markdown_escaped
from aeo_exchange.cli.render.page_text import as_text
from aeo_exchange.operations.reference.page import Grounds, Page, PageStatement, PageTable, Section
from aeo_exchange.reference.programmes import ReferenceData
from printing.programme_docs import printed_pages

ARABIC = "برنامج المشغل الاقتصادي المعتمد"
CHINESE = "香港認可經濟營運商計劃" * 12
LONG = "supercalifragilistic" * 9


def page(*texts: str) -> Page:
    rows = tuple(((PageStatement(text=text),), (PageStatement(text="beside"),)) for text in texts)
    return Page(
        code="X",
        title="A page",
        sections=(Section(title="T", table=PageTable(columns=("one", "two"), rows=rows)),),
    )


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("text", [ARABIC, CHINESE, LONG, "word " * 90, "e\u0301" * 60])
def test_no_line_is_wider_than_asked_and_nothing_is_lost(text: str, width: int) -> None:
    printed = as_text(page(text), width)
    assert all(cell_len(line) <= width for line in printed.splitlines())
    whole = "".join(printed.split())
    assert unicodedata.normalize("NFC", text.replace(" ", ""))[:20] in unicodedata.normalize(
        "NFC", whole.replace("beside", "")
    )
    for character in set(text) - {" "}:
        assert whole.count(character) >= text.count(character)


def test_columns_that_find_no_room_beside_each_other_stand_below_each_other() -> None:
    row = tuple((PageStatement(text=f"{'w' * 20}{index}"),) for index in range(5))
    table = PageTable(columns=("", "b", "c", "d", "e"), rows=(row,))
    narrow = as_text(Page(code="X", title="T", sections=(Section(title="", table=table),)), 60)
    shown = narrow.splitlines()[2:]
    assert shown[0] == f"- {'w' * 20}0"
    assert shown[1:] == [f"  {name}: {'w' * 20}{index}" for index, name in enumerate("bcde", 1)]
    wide = as_text(Page(code="X", title="T", sections=(Section(title="", table=table),)), 120)
    assert len(wide.splitlines()) == 4


def test_text_that_runs_the_other_way_is_isolated_from_its_neighbours() -> None:
    printed = as_text(page(ARABIC), 100)
    assert f"\u2068{ARABIC}\u2069" in printed
    assert "\u2068" not in as_text(page(CHINESE, "plain"), 100)


def test_foreign_text_steers_neither_terminal_nor_document() -> None:
    hostile = "x\x1b[8m\n# forged\u202e | [a](b) <img> `c`"
    text = as_text(page(hostile), 100)
    assert "\x1b[8m" not in text
    assert "\u202e" not in text
    assert "\n# forged" not in text
    marked = as_markdown(page(hostile))
    assert "\\| \\[a\\](b) \\<img\\> \\`c\\`" in marked
    assert markdown_escaped("a_b*c") == "a\\_b\\*c"


def test_a_page_in_a_pipe_is_plain_text(aeo):
    for environment in ({}, {"NO_COLOR": ""}, {"TERM": "dumb"}):
        done = aeo("programmes", "show", "HK-AEO", **environment)
        assert done.returncode == 0
        assert "\x1b" not in done.stdout
        assert all(cell_len(line) <= 100 for line in done.stdout.splitlines())


def test_colour_that_is_forced_marks_titles_alone(aeo):
    done = aeo("--color=always", "programmes", "show", "HK-AEO")
    assert "\x1b[1mTiers\x1b[0m" in done.stdout


def test_every_mark_has_its_footnote_and_every_footnote_its_mark(aeo):
    said = aeo("programmes", "show", "HK-AEO").stdout
    body, _, sources = said.partition("\nSources\n")
    marks = set(re.findall(r"\[(\d+)\]", body))
    notes = re.findall(r"^\[(\d+)\] ", sources, re.MULTILINE)
    assert marks == set(notes)
    assert notes == [str(index) for index in range(1, len(notes) + 1)]
    marked = aeo("programmes", "show", "HK-AEO", "--format=markdown").stdout
    assert set(re.findall(r"\[\^(\d+)\](?!:)", marked)) == set(
        re.findall(r"^\[\^(\d+)\]: ", marked, re.MULTILINE)
    )


def test_a_row_names_no_key(aeo):
    said = aeo("programmes", "show", "HK-AEO").stdout
    assert not re.search(r"\b(as_of|asOf|criteria_waived|makesTin|provision [A-Z])", said)


@pytest.mark.parametrize("code", ["hk-aeo", "HK-AEO"])
def test_the_case_of_a_code_does_not_matter(aeo, code):
    assert aeo("programmes", "show", code).stdout.startswith("Hong Kong Authorized Economic")


def test_an_economy_without_a_programme_is_named_in_the_refusal(aeo):
    done = aeo("programmes", "show", "NO")
    assert done.returncode == 2
    assert "no programme of Norway (NO) is held" in done.stderr


def test_a_comparison_takes_two_programmes_or_more(aeo):
    for codes in (["HK-AEO"], ["HK-AEO", "hk-aeo"], []):
        assert aeo("programmes", "compare", *codes).returncode == 2
    unknown = aeo("programmes", "compare", "HK-AEO", "IN-AE")
    assert (unknown.returncode, "IN-AEO" in unknown.stderr) == (2, True)
    three = aeo("programmes", "compare", "IN-AEO", "HK-AEO", "ZA-AEO")
    assert three.stdout.startswith("IN-AEO, HK-AEO and ZA-AEO side by side\n")
    heads = [line.split() for line in three.stdout.splitlines()]
    assert heads.index(["IN-AEO", "HK-AEO", "ZA-AEO"]) < heads.index(["The", "programmes"])


def test_a_comparison_as_json_has_a_cell_for_each_programme(aeo):
    done = aeo("programmes", "compare", "IN-AEO", "HK-AEO", "--format=json")
    answer = json.loads(done.stdout)
    assert answer["sections"][0]["title"] == "For small firms"
    cells = answer["sections"][0]["rows"][0]["cells"]
    assert len(cells) == 2
    told = next(line for cell in cells for line in cell)
    assert set(told["basis"][0]) >= {"title", "publisher", "asOf", "confidence"}


def test_an_overlay_has_pages_too(aeo, tmp_path):
    folder = tmp_path / "ours" / "programmes"
    folder.mkdir(parents=True)
    shipped = ReferenceData().look_up("JM-AEO")
    assert shipped is not None
    from importlib import resources

    text = (resources.files("aeo_exchange.reference") / "programmes/JM-AEO.toml").read_text("utf-8")
    (folder / "JM-AEO.toml").write_text(
        text.replace("Authorized Economic Operator programme of Jamaica", "Local \u202e name"),
        "utf-8",
    )
    said = aeo("programmes", "show", "JM-AEO", "--reference=ours").stdout
    assert said.startswith("Local \\u202e name (JM-AEO)")


def test_the_page_of_each_programme_is_printed_and_indexed():
    pages = printed_pages()
    codes = ReferenceData().codes()
    assert set(pages) == {f"docs/programmes/{name}.md" for name in ("README", *codes)}
    index = pages["docs/programmes/README.md"]
    assert all(f"[{code}]({code}.md)" in index for code in codes)
    assert "France (FR)" in index


def test_a_footnote_says_what_its_confidence_means() -> None:
    from datetime import date

    from aeo_exchange.cli.render.sources import footnote

    basis = Grounds(
        title="T", publisher="P", published="2025-09", as_of=date(2026, 1, 2), confidence="B"
    )
    assert footnote(basis) == (
        "T. P, September 2025. As of 2 January 2026. Confidence B: a secondary text."
    )
