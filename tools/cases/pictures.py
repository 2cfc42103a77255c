"""Pictures of codes as bytes, so that cases can show a verifier what a camera or a scanner gives.

Nothing is compressed: compressors differ from machine to machine, and equal cases are equal bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import cache

import segno

__all__ = ["blank", "picture", "with_text"]

HEAD = b"\x89PNG\r\n\x1a\n"
MARGIN = 4  # modules that stay light around a code (ISO/IEC 18004, 5.3.8)
PIXELS = 3  # to a module
LIGHT, DARK = 1, 0
STORED = 65_535  # bytes that one block of DEFLATE can hold without compressing them

Rows = Sequence[Sequence[int]]


def picture(*texts: bytes) -> bytes:
    """Return a PNG with the code of each text, one under the other, in the order given."""
    codes = [_pixels(text) for text in texts]
    wide = max(len(code[0]) for code in codes)
    return _png([row for code in codes for row in _widened(code, wide)])


def blank(side: int = 120) -> bytes:
    """Return a PNG on which nothing is drawn."""
    return _png([[LIGHT] * side] * side)


def with_text(png: bytes, text: bytes) -> bytes:
    """Return a PNG with a comment of three lines, of which the middle one is a text."""
    chunk = _chunk(b"tEXt", b"Comment\0\n" + text + b"\n")
    header = len(HEAD) + 25
    return png[:header] + chunk + png[header:]


@cache  # one text stands in many pictures
def _pixels(text: bytes) -> list[list[int]]:
    code = segno.make_qr(text, mode="byte", error="l", boost_error=False)
    matrix = code.matrix_iter(scale=PIXELS, border=MARGIN)
    return [[DARK if module else LIGHT for module in row] for row in matrix]


def _widened(code: Rows, wide: int) -> Iterator[list[int]]:
    for row in code:
        yield [*row, *[LIGHT] * (wide - len(row))]


def _png(rows: Rows) -> bytes:
    """Return a picture of one bit to a pixel: black or white."""
    size = struct.pack(">II5B", len(rows[0]), len(rows), 1, 0, 0, 0, 0)
    lines = b"".join(b"\0" + _packed(row) for row in rows)
    chunks = ((b"IHDR", size), (b"IDAT", _stored(lines)), (b"IEND", b""))
    return HEAD + b"".join(_chunk(name, content) for name, content in chunks)


def _packed(row: Sequence[int]) -> bytes:
    bits = "".join(map(str, row))
    padded = bits + "0" * (-len(bits) % 8)
    return int(padded, 2).to_bytes(len(padded) // 8, "big")


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def _stored(content: bytes) -> bytes:
    """Return a zlib stream (RFC 1950) of blocks that are stored as they are."""
    starts = range(0, len(content), STORED)
    blocks = b"".join(
        struct.pack("<BHH", start == starts[-1], len(part), len(part) ^ 0xFFFF) + part
        for start in starts
        for part in (content[start : start + STORED],)
    )
    return b"\x78\x01" + blocks + struct.pack(">I", zlib.adler32(content))
