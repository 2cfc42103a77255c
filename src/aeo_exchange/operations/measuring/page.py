"""Counts as one page of HTML that needs nothing else: tables, each row with a bar.

A bar is a picture of its row, whose numbers stand beside it in words; parts of a bar differ by
pattern as well as by colour, so that a page in black and white says the same. Names of any length
and script are text of the page, which the browser breaks and turns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from aeo_exchange.safe_text import visible

__all__ = ["BarRow", "BarTable", "MeasuredPage", "as_measured_page"]

WIDTH, HEIGHT = 280, 20
HIDDEN = "hidden"
# One for each part of a bar, the darkest first: what is drawn over its colour.
PATTERNS = (
    "",
    '<path d="M0 8 8 0M-2 2 2-2M6 10 10 6"/>',
    '<circle cx="2" cy="2" r="1.2"/><circle cx="6" cy="6" r="1.2"/>',
    '<path d="M0 2H8M0 6H8"/>',
    '<path d="M2 0V8M6 0V8"/>',
    '<path d="M0 0 8 8M0 8 8 0"/>',
    '<path d="M0 4H8M4 0V8"/>',
)
STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1a1a1a; --pale: #4a4a4a; --line: #8a94a0;
  --c0: #1f4e79; --c1: #cfe0f0; --c2: #f3e3c3; --c3: #dcebd5; --c4: #eadcf0; --c5: #fff;
  --c6: #e6e6e6; --mark: #1a1a1a; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181d; --ink: #f0f2f4; --pale: #b9c2cc;
  --line: #7a8794; --c0: #8fc1f0; --c1: #24435f; --c2: #5a4720; --c3: #2f4a26; --c4: #4a3357;
  --c5: #14181d; --c6: #3a3f45; --mark: #f0f2f4; } }
body { background: var(--paper); color: var(--ink); max-width: 66rem; margin: 2rem auto;
  padding: 0 1rem; font: 1rem/1.45 system-ui, "Segoe UI", "Noto Sans", sans-serif;
  overflow-wrap: break-word; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin: 2.2rem 0 .4rem; }
p, figcaption, caption { color: var(--pale); } caption { text-align: start;
  overflow-wrap: anywhere; max-width: calc(100vw - 2rem); }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .25rem .5rem; text-align: start; vertical-align: top;
  border-bottom: 1px solid var(--line); }
tbody th { font-weight: 400; overflow-wrap: anywhere; min-width: 8rem; max-width: 18rem; }
.n { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead .n { white-space: normal; vertical-align: bottom; }
thead svg { display: block; width: 1.6rem; height: .8rem; margin-inline-start: auto; }
.bar { width: 280px; } .bar svg { width: 280px; height: 20px; }
rect { stroke: var(--ink); stroke-width: 1; }
pattern path, pattern circle { stroke: var(--mark); fill: none; } pattern circle {
  fill: var(--mark); stroke: none; }
.scroll { overflow-x: auto; } .defs { position: absolute; width: 0; height: 0; }
/* Paper does not scroll. What is said of it stands last, or the rules above win. */
@media print { :root { color-scheme: light; --paper: #fff; --ink: #000; --pale: #000;
  --line: #000; --c0: #444; --c1: #fff; --c2: #fff; --c3: #fff; --c4: #fff; --c5: #fff; --c6: #fff;
  --mark: #000; } .scroll { overflow: visible; }
  body { max-width: none; margin: 0; padding: 0; font-size: .75rem; }
  h1 { font-size: 1.2rem; } h2 { font-size: .95rem; margin-top: 1.2rem; break-after: avoid; }
  caption { max-width: none; } thead { display: table-header-group; } tr { break-inside: avoid; }
  th, td { padding: .12rem .3rem; } tbody th { min-width: 5rem; }
  .bar { width: 30%; } .bar svg { width: 100%; min-width: 5rem; max-width: 280px; height: auto; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""


class BarRow(NamedTuple):
    """A row: what it is about, the parts of its bar, and numbers beside; None is hidden."""

    name: str
    parts: Sequence[float | None]
    beside: Sequence[float | str | None] = ()


class BarTable(NamedTuple):
    """Rows of a kind, with what the parts of their bars are called, and the numbers beside.

    `pattern` is that of the first part, by its place: what is called the same in two tables of a
    page looks the same in both.
    """

    title: str
    about: str
    first: str
    parts: Sequence[str]
    beside: Sequence[str]
    rows: Sequence[BarRow]
    pattern: int = 0


class MeasuredPage(NamedTuple):
    """A page: its title, sentences under it, and its tables."""

    title: str
    told: Sequence[str]
    tables: Sequence[BarTable]


def as_measured_page(page: MeasuredPage) -> Iterator[str]:
    """Yield the page piece by piece."""
    title = _text(page.title)
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n"
    )
    yield '<svg class="defs" aria-hidden="true"><defs>'
    yield from (_pattern(place, drawn) for place, drawn in enumerate(PATTERNS))
    yield "</defs></svg>\n"
    yield from (f"<p>{_text(sentence)}</p>\n" for sentence in page.told)
    for table in page.tables:
        yield from _table(table)
    yield "</main>\n</body>\n</html>\n"


def _pattern(place: int, drawn: str) -> str:
    return (
        f'<pattern id="p{place}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<g style="stroke:none"><path d="M0 0H8V8H0Z" style="fill:var(--c{place});stroke:none"/>'
        f"</g>{drawn}</pattern>"
    )


def _table(table: BarTable) -> Iterator[str]:
    yield f"<section>\n<h2>{_text(table.title)}</h2>\n"
    yield f'<div class="scroll" tabindex="0" role="group" aria-label="{_text(table.title)}">\n'
    yield f'<table>\n<caption>{_text(table.about)}</caption>\n<thead>\n<tr><th scope="col">'
    yield f'{_text(table.first)}</th><th scope="col" class="bar">bar</th>'
    for place, name in enumerate(table.parts, table.pattern):
        swatch = f'<svg viewBox="0 0 32 16" aria-hidden="true">{_rect(place, 0, 32, 16)}</svg>'
        yield f'<th scope="col" class="n">{swatch}{_text(name)}</th>'
    yield from (f'<th scope="col" class="n">{_text(name)}</th>' for name in table.beside)
    yield "</tr>\n</thead>\n<tbody>\n"
    most = max((_bar_sum(row) for row in table.rows), default=0)
    for row in table.rows:
        yield _row(row, most, table.pattern)
    yield "</tbody>\n</table>\n</div>\n</section>\n"


def _row(row: BarRow, most: float, pattern: int) -> str:
    numbers = "".join(f'<td class="n">{_number(one)}</td>' for one in (*row.parts, *row.beside))
    return (
        f'<tr><th scope="row" dir="auto">{_text(row.name)}</th>'
        f'<td class="bar">{_bar(row, most, pattern)}</td>{numbers}</tr>\n'
    )


def _bar(row: BarRow, most: float, pattern: int) -> str:
    drawn, left = [], 0.5
    for place, count in enumerate(row.parts, pattern):
        if count:
            width = (WIDTH - 1) * count / most
            drawn.append(_rect(place, left, width, HEIGHT - 1, top=0.5))
            left += width
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{"".join(drawn)}</svg>'


def _rect(place: int, left: float, width: float, height: float, top: float = 0) -> str:
    pattern = place % len(PATTERNS)
    return (
        f'<rect x="{left:.2f}" y="{top:g}" width="{width:.2f}" height="{height:g}"'
        f' fill="url(#p{pattern})"/>'
    )


def _bar_sum(row: BarRow) -> float:
    return sum(count for count in row.parts if count is not None)


def _number(count: float | str | None) -> str:
    if count is None:
        return HIDDEN
    return _text(count) if isinstance(count, str) else f"{count:,}"


def _text(text: str) -> str:
    return escape(visible(text))
