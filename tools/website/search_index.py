"""What the search knows: each section of each page by its title, its heading and its words."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lxml import html
from msgspec import Struct, field
from sitemap import Page

__all__ = ["search_index"]

HEADINGS = frozenset({"h1", "h2", "h3"})
# Words in two of these stand apart, though nothing is between them in the text.
APART = frozenset({"p", "li", "td", "th", "dt", "dd", "pre", "div"})
# Examples, and what stands elsewhere: whoever seeks a word seeks what is said of it, once.
UNSOUGHT = frozenset({"example", "piece"})


class Part(Struct):
    """What stands below one heading, or in one paragraph that has a number."""

    anchor: str
    heading: str
    words: list[str] = field(default_factory=list)


def search_index(pages: list[Page]) -> str:
    """Return a script that hands over the index: a page opened from a disk can fetch nothing."""
    entries = [entry for page in pages for entry in _entries(page)]
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.aeoSearch({text});\n"


def _entries(page: Page) -> Iterator[tuple[str, str, str, str]]:
    parts = [Part("", "")]
    _read(html.fragment_fromstring(page.body, create_parent="div"), parts)
    for part in parts:
        told = " ".join("".join(part.words).split())
        if told or part.heading:
            address = f"{page.path}#{part.anchor}" if part.anchor else page.path
            heading = "" if part.heading == page.title else part.heading
            yield address, page.title, heading, told


def _read(element: html.HtmlElement, parts: list[Part]) -> None:
    """Add the words below an element to the last part, and begin one at each heading."""
    for child in element:
        anchor = child.get("id", "")
        if child.tag in HEADINGS:
            parts.append(Part(anchor, " ".join(child.text_content().split())))
        elif child.get("class") not in UNSOUGHT:
            if child.tag == "p" and anchor:
                parts.append(Part(anchor, anchor))
            space = " " if child.tag in APART else ""
            parts[-1].words.append(f"{space}{child.text or ''}")
            _read(child, parts)
        parts[-1].words.append(child.tail or "")
