"""The frame around each page: head, search, sections, standing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape

from sitemap import SECTIONS, Page, Standing, way

__all__ = ["POLICY", "framed", "neighbours"]

HEADING = re.compile(r"""<h2 id=(['"])(.+?)\1>(.*?)</h2>""")
MARKUP = re.compile(r"<[^>]*>")
SEVERAL = 3
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)


def neighbours(pages: list[Page]) -> dict[tuple[str, str], list[Page]]:
    """Return the pages that are listed beside each other, that of their section first."""
    beside: dict[tuple[str, str], list[Page]] = {}
    for page in sorted(pages, key=lambda page: page.path != page.section.start):
        beside.setdefault((page.section.name, page.near), []).append(page)
    return beside


def framed(page: Page, beside: Mapping[tuple[str, str], list[Page]]) -> str:
    """Return the whole HTML of a page."""
    badge = "informative" if page.standing is Standing.INFORMATIVE else "normative"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(page.title)} - AEO exchange</title>
<link rel="stylesheet" href="{way(page.path, "site.css")}">
<link rel="icon" href="{way(page.path, "icon.svg")}" type="image/svg+xml">
<script defer src="{way(page.path, "search.js")}" data-root="{way(page.path, "")}"></script>
</head>
<body>
<a class="skip" href="#site.content">Go to the text</a>
<header>
<p class="name"><a href="{way(page.path, "index.html")}">AEO exchange</a></p>
<search hidden><label for="site.sought">Search</label>
<input id="site.sought" type="search" autocomplete="off" spellcheck="false"
aria-controls="site.hits">
<p id="site.count" role="status"></p><ol id="site.hits"></ol></search>
<noscript><p>Search needs JavaScript, from these files alone.</p></noscript>
</header>
<nav aria-label="Sections">
<ul>
{chr(10).join(_sections(page, beside))}
</ul>
</nav>
<main id="site.content" tabindex="-1">
<p class="standing {badge}">{page.standing}</p>
{page.body}
</main>
</body>
</html>
"""


def _sections(page: Page, beside: Mapping[tuple[str, str], list[Page]]) -> Iterator[str]:
    for section in SECTIONS:
        here = section == page.section
        start = way(page.path, section.start)
        inside = "".join(_page_links(page, beside[section.name, page.near])) if here else ""
        mark = ' class="here"' if here else ""
        yield f'<li{mark}><a href="{start}">{section.name}</a>{inside}</li>'


def _page_links(page: Page, pages: list[Page]) -> Iterator[str]:
    yield "<ul>"
    for other in pages:
        current = ' aria-current="page"' if other is page else ""
        address = way(page.path, other.path)
        inside = _contents(page) if other is page else ""
        yield f'<li><a href="{address}"{current}>{escape(other.title)}</a>{inside}</li>'
    yield "</ul>"


def _contents(page: Page) -> str:
    """Return the list of the sections of a page that has several."""
    headings = HEADING.findall(page.body)
    if len(headings) < SEVERAL:
        return ""
    listed = "".join(
        f'<li><a href="#{anchor}">{MARKUP.sub("", words)}</a></li>' for _, anchor, words in headings
    )
    return f"<ul>{listed}</ul>"
