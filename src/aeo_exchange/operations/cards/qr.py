"""An attestation to one QR code: what everybody may see of it, for paper and screens."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from aeo_exchange.counting import how_many
from aeo_exchange.errors import DoesNotFit, MissingExtra
from aeo_exchange.operations.attestations.present import present

if TYPE_CHECKING:
    import segno

__all__ = ["MARGIN", "MOST_BYTES", "Picture", "QrCode", "make_qr"]

# Of the largest code, version 40 with error correction L (ISO/IEC 18004, table 7).
MOST_BYTES = 2953
MARGIN = 4  # modules that must be light on each side (ISO/IEC 18004, 5.3.8)


class Picture(StrEnum):
    """The forms in which a code is drawn; the value is the suffix of its files."""

    SVG = "svg"
    PNG = "png"


class QrCode(Struct, frozen=True, kw_only=True):
    """A presentation, and the code that holds it.

    `version` tells the size, 1 to 40, `level` the error correction, L, M, Q or H, and `side`
    how many modules wide it is, margin and all.
    """

    text: str
    symbol: segno.QRCode
    version: int
    level: str
    side: int

    def draw(self, form: Picture, scale: int, stream: BinaryIO) -> None:
        """Write the code in black on white, `scale` pixels to a module."""
        settings = {"scale": scale, "border": MARGIN, "dark": "black", "light": "white"}
        if form is Picture.SVG:
            settings["title"] = "AEO status attestation"
        self.symbol.save(stream, kind=form.value, **settings)


def make_qr(content: bytes, disclosed: Iterable[str] = ()) -> QrCode:
    """Return the code of the attestation of content, with no disclosures but those of claims named.

    The code is the smallest that holds it, with as much error correction as that size has room
    for. Raises SignatureError for content that is no single SD-JWT attestation or does not disclose
    a claim, DoesNotFit for one that is longer than 2,953 bytes so, MissingExtra without segno.
    """
    names = tuple(disclosed)
    try:
        import segno  # noqa: PLC0415 an extra
    except ImportError as cause:
        raise MissingExtra("a QR code", "qr") from cause
    text = present(content, names)
    if len(text) > MOST_BYTES:
        shown = f"with {', '.join(names)}" if names else "without disclosures"
        raise DoesNotFit(
            f"{shown} it is {how_many(len(text), 'byte')} long, a QR code holds {MOST_BYTES:,}"
        )
    symbol = segno.make_qr(text, error="L", mode="byte", boost_error=True)
    return QrCode(
        text=text,
        symbol=symbol,
        version=int(symbol.version),
        level=symbol.error,
        side=int(symbol.symbol_size(border=MARGIN)[0]),
    )
