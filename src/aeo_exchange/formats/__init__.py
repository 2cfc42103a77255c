"""Content to documents and records to content: a format is one file beside this and one row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import BinaryIO, Self

from aeo_exchange.errors import ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.json import (
    read_json,
    read_ndjson,
    recognise_json,
    recognise_ndjson,
    write_json,
    write_ndjson,
)
from aeo_exchange.formats.limits import Limits
from aeo_exchange.formats.row import FormatRow, Likeness
from aeo_exchange.model.document import Document
from aeo_exchange.model.record import AeoRecord

__all__ = ["FORMATS", "Content", "Format", "Limits"]


def _recognise_xml(head: bytes) -> Likeness:
    return Likeness.CERTAIN if head.startswith(b"<") else Likeness.NONE


def _read_xml(content: Content, stream: BinaryIO, limits: Limits) -> Iterator[Document | ReadError]:
    from aeo_exchange.formats.xml import read_xml  # noqa: PLC0415 start-up time is felt

    return read_xml(content, stream, limits)


def _write_xml(records: Iterable[AeoRecord], stream: BinaryIO) -> None:
    from aeo_exchange.formats.xml import write_xml  # noqa: PLC0415 start-up time is felt

    write_xml(records, stream)


class Format(StrEnum):
    """The formats a record can be written in."""

    row: FormatRow  # all that a format is; no other module names one

    JSON = (
        "json",
        FormatRow(recognises=recognise_json, read=read_json, write=write_json, suffixes=(".json",)),
    )
    NDJSON = (
        "ndjson",
        FormatRow(
            recognises=recognise_ndjson,
            read=read_ndjson,
            write=write_ndjson,
            suffixes=(".ndjson", ".jsonl"),
            has_a_record_per_line=True,
        ),
    )
    XML = (
        "xml",
        FormatRow(recognises=_recognise_xml, read=_read_xml, write=_write_xml, suffixes=(".xml",)),
    )

    def __new__(cls, name: str, row: FormatRow) -> Self:
        """Return the member that a name and a row make: it equals the name, and has the row."""
        form = str.__new__(cls, name)
        form._value_ = name
        form.row = row
        return form


FORMATS: dict[str, FormatRow] = {form.value: form.row for form in Format}
