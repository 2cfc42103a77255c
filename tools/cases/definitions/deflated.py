"""A status list that is compressed in every way that RFC 1951 knows, most of them seldom used.

A list in which little is set is a run of zeros, by which no reader of zlib is put to the test.
"""

from __future__ import annotations

import hashlib
import zlib
from itertools import zip_longest

from attesting import LISTED, LISTED_UNTIL, URI, AttestationCase
from forging import encoded, status_list

from definitions.siblings import in_both

# RFC 1951, 3.2.5: the first value of each code, and how many bits behind it add to that.
LENGTHS = (
    *((length, 0) for length in range(3, 11)),
    *((first, bits) for bits, row in enumerate(
        ((11, 13, 15, 17), (19, 23, 27, 31), (35, 43, 51, 59), (67, 83, 99, 115),
         (131, 163, 195, 227)), 1) for first in row),
    (258, 0),
)  # fmt: skip
DISTANCES = (
    (1, 0),
    (2, 0),
    *((first, place >> 1) for place, first in enumerate(
        (3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
         3073, 4097, 6145, 8193, 12289, 16385, 24577))),
)  # fmt: skip
LONGEST, END = 258, 256
OF_LAST_LENGTH = 227  # its bits would reach 258 as well, which has a code of its own
OWN_CODES = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(64))


class _Fixed:
    """A block in the fixed codes of RFC 1951, 3.2.6, and what it inflates to."""

    def __init__(self) -> None:
        self.out = bytearray()
        self._bits = ""

    def number(self, value: int, bits: int) -> None:
        """Add a number, the lowest bit first."""
        self._bits += f"{value:0{bits}b}"[::-1] if bits else ""

    def _word(self, symbol: int) -> None:
        rows = ((144, 0x30, 8), (256, 0x190, 9), (280, 0, 7), (288, 0xC0, 8))
        start = 0
        for end, first, bits in rows:
            if symbol < end:
                self._bits += f"{first + symbol - start:0{bits}b}"
                return
            start = end

    def literal(self, byte: int) -> None:
        """Add a byte."""
        self._word(byte)
        self.out.append(byte)

    def copied(self, length: int, distance: int) -> None:
        """Add a copy of what stands so far back."""
        at, (first, bits) = _code(LENGTHS, length)
        self._word(END + 1 + at)
        self.number(length - first, bits)
        at, (first, bits) = _code(DISTANCES, distance)
        self._bits += f"{at:05b}"
        self.number(distance - first, bits)
        for _ in range(length):
            self.out.append(self.out[-distance])

    def filled(self, byte: int, count: int) -> None:
        """Add a byte so many times, most of them as copies of the one before."""
        while count:
            many = min(count, LONGEST)
            if self.out[-1] != byte or many < LENGTHS[0][0]:
                self.literal(byte)
                many = 1
            else:
                self.copied(many, 1)
            count -= many

    def ended(self) -> bytes:
        """Return the block, with a stored one without content behind it, up to a whole byte."""
        self._word(END)
        self.number(0, 3)  # not the last block, and stored
        self._bits += "0" * (-len(self._bits) % 8)
        whole = (self._bits[at : at + 8][::-1] for at in range(0, len(self._bits), 8))
        return bytes(int(byte, 2) for byte in whole) + b"\x00\x00\xff\xff"


def _code(rows: tuple[tuple[int, int], ...], value: int) -> tuple[int, tuple[int, int]]:
    """Return the last code that begins at a value or before it, and what it begins with."""
    return [(at, row) for at, row in enumerate(rows) if row[0] <= value][-1]


def _ends(rows: tuple[tuple[int, int], ...]) -> list[int]:
    """Return the least and the greatest value of each code."""
    least = [first for first, _ in rows]
    most = [first + (1 << bits) - 1 - (first == OF_LAST_LENGTH) for first, bits in rows]
    return sorted({*least, *most})


def _deflated(others: int, one: int) -> tuple[str, int]:
    """Return a list whose bytes are `others` but for copies of `one`, and the last place of it.

    The place is found by going through each length and each distance from copy to copy.
    """
    block = _Fixed()
    block.number(0, 1)  # not the last block
    block.number(1, 2)  # in the fixed codes
    for byte in range(256):
        block.literal(byte)
    block.literal(one)
    for distance, length in zip_longest(_ends(DISTANCES), _ends(LENGTHS), fillvalue=LONGEST):
        block.filled(others, block.out.rindex(one) + distance - len(block.out))
        block.copied(length, distance)
        block.filled(others, 1)
    last = block.out.rindex(one)
    own = zlib.compressobj(9, wbits=-15)
    behind = OWN_CODES + bytes(range(256)) + OWN_CODES[::-1]
    content = b"\x78\xda" + block.ended() + own.compress(behind) + own.flush()
    whole = bytes(block.out) + behind
    return encoded(content + zlib.adler32(whole).to_bytes(4)), 4 * last


def _case(name: str, title: str, others: int, one: int) -> AttestationCase:
    text, index = _deflated(others, one)
    listed = status_list(
        URI, {}, "hk", iat=LISTED, exp=LISTED_UNTIL, status_list={"bits": 2, "lst": text}
    )
    return in_both(
        name,
        title,
        "Every length and every distance of RFC 1951 lies between the beginning of the list and "
        "this entry; stored bytes, fixed codes and codes of its own are in one stream.",
        "Compressed",
        claims={"status": {"status_list": {"idx": index, "uri": URI}}},
        status=(listed,),
    )


CASES = [
    _case("STA-08.p91", "One entry of a list says valid, and its neighbours revoked", 0x55, 0x54),
    _case("STA-08.n91", "One entry of a list says revoked, and its neighbours valid", 0, 1),
]
