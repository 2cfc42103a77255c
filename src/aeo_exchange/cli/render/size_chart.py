"""One firm under many definitions as a picture: a strip of the classes for each definition.

The picture has no script, no style sheet and nothing to fetch. Each strip says its class in words,
so that nothing rests on colour; title and description say the whole to those who hear it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from aeo_exchange import Classification, SizeClass
from aeo_exchange.cli.render.classification import CLASSES, class_in_words, open_classes
from aeo_exchange.counting import how_many
from aeo_exchange.operations.reference.classify import Comparison
from aeo_exchange.safe_text import excerpt, visible

__all__ = ["as_svg"]

WIDTH, ROW, TOP, MARGIN, LINE = 1000, 40, 88, 24, 17
NAMES, CELL = 372, 116  # where the strips begin, and how wide a class is
LONGEST_NAME, LONGEST_LINE, MOST_LINES = 52, 132, 8
INK, PALE_INK, PAPER = "#1a1a1a", "#4a4a4a", "#ffffff"
FULL, FULL_INK, EMPTY, EDGE = "#1f4e79", "#ffffff", "#eef1f4", "#6b7785"
FONT = "system-ui, 'Segoe UI', Helvetica, Arial, 'Noto Sans', sans-serif"


def as_svg(comparison: Comparison, figures: Sequence[str]) -> str:
    """Return the picture of a comparison; `figures` are those of the firm, in words."""
    return "\n".join(_lines(comparison.results, figures)) + "\n"


def _lines(results: Sequence[Classification], figures: Sequence[str]) -> Iterator[str]:
    given = textwrap.wrap(_given(figures), LONGEST_LINE)[:MOST_LINES]
    top = TOP + LINE * len(given)
    height = top + ROW * len(results) + 56
    title = f"One firm under {how_many(len(results), 'definition')} of size"
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc"'
        f' viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" lang="en"'
        f" font-family={quoteattr(FONT)}>"
    )
    yield f'<title id="title">{escape(title)}</title>'
    yield f'<desc id="desc">{escape(_described(results, figures))}</desc>'
    yield f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>'
    yield _text(MARGIN, 36, title, size=20, bold=True)
    for index, line in enumerate(given):
        yield _text(MARGIN, 60 + LINE * index, line, size=13, ink=PALE_INK)
    for index, name in enumerate(CLASSES):
        yield _text(_left(index) + CELL / 2, top - 12, name.value, size=13, bold=True, middle=True)
    for index, answer in enumerate(results):
        yield from _strip(answer, top + ROW * index)
    foot = "Filled: the class. Dashed: still open. The letter is the confidence, from S to D."
    yield _text(MARGIN, height - 20, foot, size=12, ink=PALE_INK)
    yield "</svg>"


def _left(index: int) -> int:
    return NAMES + CELL * index


def _strip(answer: Classification, top: int) -> Iterator[str]:
    """Yield the strip of one definition: its names, its cells, its confidence."""
    used = answer.definition
    version = f" {used.version}" if used.version else ""
    yield f"<g><title>{escape(_sentence(answer))}</title>"
    yield _text(MARGIN, top + 16, used.code + version, size=13, bold=True)
    name = excerpt(used.name, LONGEST_NAME)
    yield _text(MARGIN, top + 31, name, size=11, ink=PALE_INK)
    columns = [index for index, name in enumerate(CLASSES) if name in open_classes(answer)]
    for index in range(len(CLASSES)):
        yield _box(index, top, FULL if answer.size_class and index in columns else EMPTY)
    if not answer.size_class:
        yield from (_dashed(index, top) for index in columns)
    yield from _labels(answer, columns, top)
    yield _text(_left(len(CLASSES)) + 16, top + 23, used.confidence or "-", size=13)
    yield "</g>"


def _labels(answer: Classification, columns: Sequence[int], top: int) -> Iterator[str]:
    """Yield the class in words, on its cells; or `open` on each that is."""
    if answer.size_class:
        middle = (_left(columns[0]) + _left(columns[-1]) + CELL) / 2
        word = answer.size_class.value
        yield _text(middle, top + 23, word, size=13, ink=FULL_INK, bold=True, middle=True)
        return
    for index in columns:
        yield _text(_left(index) + CELL / 2, top + 23, "open", size=12, middle=True)


def _box(index: int, top: int, fill: str) -> str:
    gap = "" if fill == FULL else f' stroke="{PAPER}"'
    return (
        f'<rect x="{_left(index)}" y="{top + 4}" width="{CELL}" height="{ROW - 10}"'
        f' fill="{fill}"{gap}/>'
    )


def _dashed(index: int, top: int) -> str:
    return (
        f'<rect x="{_left(index) + 2}" y="{top + 6}" width="{CELL - 4}" height="{ROW - 14}"'
        f' fill="{PAPER}" stroke="{EDGE}" stroke-dasharray="4 3"/>'
    )


def _text(
    x: float, y: float, text: str, *, size: int, ink: str = INK, bold: bool = False,
    middle: bool = False,
) -> str:  # fmt: skip
    weight = ' font-weight="600"' if bold else ""
    anchor = ' text-anchor="middle"' if middle else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{ink}"{weight}{anchor}>'
        f"{escape(visible(text))}</text>"
    )


def _described(results: Sequence[Classification], figures: Sequence[str]) -> str:
    """Return the whole picture in words."""
    return " ".join([f"The figures: {_given(figures)}.", *map(_sentence, results)])


def _given(figures: Sequence[str]) -> str:
    return visible("; ".join(figures)) or "no figure is given"


def _sentence(answer: Classification) -> str:
    used = answer.definition
    sure = f", confidence {used.confidence}" if used.confidence else ""
    small = SizeClass.MSME
    class_ = "micro, small or medium" if answer.size_class is small else class_in_words(answer)
    return visible(f"{used.code} ({used.name}): {class_}{sure}.")
