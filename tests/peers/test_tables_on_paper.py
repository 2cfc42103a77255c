"""Tables and code of the page for officers and of the site on paper, which does not scroll."""

from __future__ import annotations

from pathlib import Path

import pytest

from printed_pages import printed

pytestmark = pytest.mark.peer
ROOT = Path(__file__).parents[2]
HEADS = ("answer", "source", "why", "firm", "programme")
FILE = "attestation_of_a_firm_whose_file_has_a_name_without_any_place_to_break_it_at_all.jwt"
LINE = f"aeo verify {FILE} --trust list.jwt --root root.pem --at 2026-11-01 --format ends-here"


@pytest.mark.parametrize(
    ("style", "around"),
    [("web/verify/page.css", "scroll"), ("tools/website/static/site.css", "wide")],
)
def test_a_printed_table_has_its_last_column(tool, tmp_path: Path, style: str, around: str) -> None:
    cells = ("Not recognised", FILE, "The record was revoked", FILE, "HK-AEO, TIER1")
    heads = "".join(f"<th scope='col'>{head}</th>" for head in HEADS)
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{row}</tr></tbody></table>"
    told = on_paper(tool, tmp_path, style, f"<div class='{around}'>{table}</div>")
    assert [head for head in HEADS if head not in told] == []
    assert "HK-AEO,TIER1" in told


def test_a_printed_command_has_its_end(tool, tmp_path: Path) -> None:
    code = f"<pre><code>{LINE}</code></pre>"
    assert "ends-here" in on_paper(tool, tmp_path, "tools/website/static/site.css", code)


def on_paper(tool, folder: Path, style: str, body: str) -> str:
    """Return what stands on the one sheet of a page, without its blanks."""
    written = f"<meta charset='utf-8'><style>{(ROOT / style).read_text('utf-8')}</style>"
    page = f"<!doctype html>{written}<body><main>{body}</main>"
    ((text, rightmost),) = printed(tool("chromium"), page, folder)
    assert rightmost <= 1
    return "".join(text.split())
