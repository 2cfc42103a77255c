"""A card as SVG: texts stay texts, set by the fonts of whoever looks at it or prints it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from aeo_exchange.operations.cards.layout import CODE, HEIGHT, WIDTH, CardLine, Drawing
from aeo_exchange.operations.cards.modules import Run

__all__ = ["card_svg"]

# Fonts of several systems, with those that have letters of many scripts behind them.
FONT = (
    "Helvetica, Arial, 'DejaVu Sans', 'Noto Sans', 'Noto Sans Arabic', 'Noto Naskh Arabic', "
    "'Noto Sans CJK SC', 'Noto Sans CJK JP', 'Microsoft YaHei', 'PingFang SC', 'Noto Sans Thai', "
    "'Noto Sans Devanagari', sans-serif"
)
SVG = "http://www.w3.org/2000/svg"
INK, PALE_INK = "#000", "#444"


def card_svg(drawing: Drawing) -> bytes:
    """Return the picture of a card."""
    size = f'width="{WIDTH:g}mm" height="{HEIGHT:g}mm" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"'
    placed = f"translate({CODE.left:g} {CODE.top:g}) scale({CODE.width / drawing.side:.6f})"
    fonts, drawn = quoteattr(FONT), "".join(_drawn(drawing.runs))
    parts = [
        f'<svg xmlns="{SVG}" role="img" aria-labelledby="title" {size} font-family={fonts}>',
        f'<title id="title">{escape(drawing.title)}</title>',
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="#fff"/>',
        f'<path transform="{placed}" shape-rendering="crispEdges" d="{drawn}"/>',
        *(_text(line) for line in drawing.lines),
        "</svg>\n",
    ]
    return "\n".join(parts).encode()


def _drawn(runs: Iterable[Run]) -> Iterator[str]:
    for run in runs:
        yield f"M{run.left} {run.top}h{run.length}v1h-{run.length}z"


def _text(line: CardLine) -> str:
    """Return a line; one from right to left begins at its place too, which is its right end."""
    direction = ' direction="rtl"' if line.from_right else ""
    language = f" lang={quoteattr(line.language)}" if line.language else ""
    return (
        f'<text x="{line.left:.2f}" y="{line.baseline:.2f}" font-size="{line.size:.3f}"'
        f' fill="{PALE_INK if line.grey else INK}"{direction}{language}>{escape(line.text)}</text>'
    )
