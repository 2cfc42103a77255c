from __future__ import annotations

import gzip
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.exchange.bodies import content_lines, file_at_hand
from aeo_exchange.exchange.entries import LONGEST_LINE
from aeo_exchange.exchange.heads import SNAPSHOT


class Dripping(BytesIO):
    """A file that gives no more than some bytes at a time."""

    def __init__(self, content: bytes, most: int) -> None:
        super().__init__(content)
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size, self._most) if size and size > 0 else self._most)


def lines_of(stored: bytes, name: str, most: int) -> list[bytes]:
    file = file_at_hand(BytesIO(stored), name, SNAPSHOT)
    return list(content_lines(Dripping(stored, most), file))


@given(
    st.lists(st.sampled_from([b"\n", b"\r", b"\x0b", b"a", b"bc" * 9])).map(b"".join),
    st.integers(1, 9),
)
def test_lines_end_at_line_feeds_alone_however_the_content_is_cut(
    content: bytes, most: int
) -> None:
    *whole, rest = content.split(b"\n")
    lines = [*(line + b"\n" for line in whole), *([rest] if rest else [])]
    assert lines_of(content, "plain", most) == lines
    assert lines_of(gzip.compress(content), "packed.gz", most) == lines


def test_a_line_that_goes_on_and_on_is_cut_off_and_is_the_last() -> None:
    first, cut = lines_of(b"y\n" + b"x" * (2 * LONGEST_LINE) + b"\nz\n", "plain", 1 << 15)
    assert first == b"y\n"
    assert LONGEST_LINE < len(cut) < LONGEST_LINE * 1.1
    assert not cut.endswith(b"\n")
