"""What a format is: how it is recognised, read and written, and the names it goes by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from typing import Any, BinaryIO

from msgspec import Struct

from aeo_exchange.errors import ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.limits import Limits
from aeo_exchange.model.document import Document
from aeo_exchange.model.record import AeoRecord

__all__ = ["FormatRow", "Likeness", "Loss"]


class Likeness(IntEnum):
    """How surely the first bytes of content are those of a format; the surest format reads it."""

    NONE = 0
    LIKELY = 1
    CERTAIN = 2


class Loss(Struct, frozen=True, kw_only=True):
    """An item that a format has no place for: its JSON Pointer, what stands there, perhaps why."""

    path: str
    value: Any  # a Tree, which reflection cannot follow
    reason: str = ""


def _nothing_lost(_record: AeoRecord) -> list[Loss]:
    return []


class FormatRow(Struct, frozen=True, kw_only=True):
    """What a format can do, and the file name suffixes it goes by.

    The places of its documents are of one kind, and true: a law breaks each item and looks.
    `recognises` is given the beginning of content without the blanks before it: its first line,
    as far as a mebibyte, and some of what follows. `read` takes the content, for places to be
    looked up in later, and a stream that stands at its first byte, blanks and all; it opens
    nothing while all is well. Content with `has_a_record_per_line` is cut at line ends and shared
    among processes. What `is_plain_utf8` is refused with a byte order mark or in another encoding;
    a format that is binary, or takes the mark, sees to that itself. A record of what `is_table` is
    a row of cells, in sheets where it `is_workbook`. `losses` names the items of a record that the
    format has no place for; `write` leaves them out.
    """

    recognises: Callable[[bytes], Likeness]
    read: Callable[[Content, BinaryIO, Limits], Iterator[Document | ReadError]]
    write: Callable[[Iterable[AeoRecord], BinaryIO], None]
    suffixes: tuple[str, ...]
    has_a_record_per_line: bool = False
    is_plain_utf8: bool = True
    is_table: bool = False
    is_workbook: bool = False
    losses: Callable[[AeoRecord], list[Loss]] = _nothing_lost
