"""Pages of HTML on paper, as a browser prints them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

__all__ = ["printed"]


def printed(browser: str, page: str, folder: Path) -> Iterator[tuple[str, float]]:
    """Print a page, and give the text of each sheet and how far to the right it goes; 1 is all."""
    (folder / "page.html").write_text(page, encoding="utf-8")
    made = folder / "page.pdf"
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    printing = [browser, *options, f"--print-to-pdf={made}", (folder / "page.html").as_uri()]
    subprocess.run(printing, check=True, capture_output=True)
    with pypdfium2.PdfDocument(made) as document:
        for sheet in document:
            letters = sheet.get_textpage()
            places = map(letters.get_charbox, range(letters.count_chars()))
            rightmost = max((right for _, _, right, _ in places), default=0)
            yield letters.get_text_bounded(), rightmost / sheet.get_width()
