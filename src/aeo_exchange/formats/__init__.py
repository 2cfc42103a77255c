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
from aeo_exchange.formats.row import FormatRow, Likeness, Loss
from aeo_exchange.model.document import Document
from aeo_exchange.model.record import AeoRecord

__all__ = ["FORMATS", "Content", "Format", "Limits"]


def _recognise_xml(head: bytes) -> Likeness:
    is_page = head[:14].lower().startswith((b"<html", b"<!doctype html"))
    return Likeness.CERTAIN if head.startswith(b"<") and not is_page else Likeness.NONE


def _read_xml(content: Content, stream: BinaryIO, limits: Limits) -> Iterator[Document | ReadError]:
    from aeo_exchange.formats.xml import read_xml  # noqa: PLC0415 start-up time is felt

    return read_xml(content, stream, limits)


def _write_xml(records: Iterable[AeoRecord], stream: BinaryIO) -> None:
    from aeo_exchange.formats.xml import write_xml  # noqa: PLC0415 start-up time is felt

    write_xml(records, stream)


def _recognise_csv(head: bytes) -> Likeness:
    # Most content is another; only a line that may be a header costs the import of what knows it.
    if b"recordId" not in head.split(b"\n", 1)[0] or head.startswith((b"{", b"[", b"<")):
        return Likeness.NONE
    from aeo_exchange.formats.csv import recognise_csv  # noqa: PLC0415 start-up time is felt

    return recognise_csv(head)


def _read_csv(content: Content, stream: BinaryIO, limits: Limits) -> Iterator[Document | ReadError]:
    from aeo_exchange.formats.csv import read_csv  # noqa: PLC0415 start-up time is felt

    return read_csv(content, stream, limits)


def _write_csv(records: Iterable[AeoRecord], stream: BinaryIO) -> None:
    from aeo_exchange.formats.csv import write_csv  # noqa: PLC0415 start-up time is felt

    write_csv(records, stream)


def _lost_in_csv(record: AeoRecord) -> list[Loss]:
    from aeo_exchange.formats.tables.rows import losses_in_csv  # noqa: PLC0415 as above

    return losses_in_csv(record)


def _recognise_xlsx(head: bytes) -> Likeness:
    is_workbook = head.startswith(b"PK\x03\x04") and head[30:].startswith(_PARTS)
    return Likeness.CERTAIN if is_workbook else Likeness.NONE


def _read_xlsx(
    content: Content, stream: BinaryIO, limits: Limits
) -> Iterator[Document | ReadError]:
    from aeo_exchange.formats.xlsx import read_xlsx  # noqa: PLC0415 start-up time is felt

    return read_xlsx(content, stream, limits)


def _write_xlsx(records: Iterable[AeoRecord], stream: BinaryIO) -> None:
    from aeo_exchange.formats.workbooks.writing import write_workbook  # noqa: PLC0415 as above

    write_workbook(records, stream)


# With which part the archive of a workbook begins.
_PARTS = (b"[Content_Types].xml", b"xl/", b"_rels/", b"docProps/")


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

    CSV = (
        "csv",
        FormatRow(
            recognises=_recognise_csv,
            read=_read_csv,
            write=_write_csv,
            suffixes=(".aeo.csv",),
            is_plain_utf8=False,
            is_table=True,
            losses=_lost_in_csv,
        ),
    )
    XLSX = (
        "xlsx",
        FormatRow(
            recognises=_recognise_xlsx,
            read=_read_xlsx,
            write=_write_xlsx,
            suffixes=(".aeo.xlsx",),
            is_plain_utf8=False,
            is_table=True,
            is_workbook=True,
        ),
    )

    def __new__(cls, name: str, row: FormatRow) -> Self:
        """Return the member that a name and a row make: it equals the name, and has the row."""
        form = str.__new__(cls, name)
        form._value_ = name
        form.row = row
        return form


FORMATS: dict[str, FormatRow] = {form.value: form.row for form in Format}
