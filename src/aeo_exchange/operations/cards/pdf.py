"""A card as PDF 1.7, with the fonts that every reader of PDF has (ISO 32000-1, 9.6.2.2).

They have the letters of Western Europe and no others; a card with others is shaped_pdf's.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from aeo_exchange.operations.cards.fonts import WESTERN
from aeo_exchange.operations.cards.layout import CODE, HEIGHT, WIDTH, CardLine, Drawing

__all__ = ["card_pdf"]

POINTS = 72 / 25.4  # to a millimetre
GREY = "0.27 g"
BLACK = "0 g"


def card_pdf(drawing: Drawing) -> bytes:
    """Return the document of one page, all of whose letters are Western."""
    drawn = b"\n".join([*_code(drawing), *map(_text, drawing.lines)])
    packed = zlib.compress(drawn, 9)
    size = f"[0 0 {WIDTH * POINTS:.3f} {HEIGHT * POINTS:.3f}]".encode()
    return _document(
        b"<</Type/Catalog/Pages 2 0 R/Lang(en)/ViewerPreferences<</DisplayDocTitle true>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox" + size + b"/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Title(" + _escaped(drawing.title) + b")>>",
    )


def _document(*objects: bytes) -> bytes:
    """Return a file of objects, the first of which is its catalogue and the last its title."""
    content = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, written in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, written)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects)
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R/Info %d 0 R>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (count + 1, entries, count + 1, count, len(content))
    )


def _code(drawing: Drawing) -> Iterator[bytes]:
    """Yield the code, in modules from the left upper corner of its margin."""
    module = CODE.width / drawing.side * POINTS
    left, top = CODE.left * POINTS, (HEIGHT - CODE.top) * POINTS
    yield f"q {module:.6f} 0 0 {-module:.6f} {left:.4f} {top:.4f} cm".encode()
    for run in drawing.runs:
        yield f"{run.left} {run.top} {run.length} 1 re".encode()
    yield b"f Q"


def _text(line: CardLine) -> bytes:
    colour = GREY if line.grey else BLACK
    left, base = line.left * POINTS, (HEIGHT - line.baseline) * POINTS
    begun = f"{colour} BT /F1 {line.size * POINTS:.3f} Tf {left:.3f} {base:.3f} Td ("
    return begun.encode() + _escaped(line.text) + b") Tj ET"


def _escaped(text: str) -> bytes:
    written = text.encode(WESTERN)
    for sign in (b"\\", b"(", b")"):
        written = written.replace(sign, b"\\" + sign)
    return written
