"""Content to documents and records to content: a format is one file beside this and one row."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from typing import Any, Self

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

__all__ = ["FORMATS", "Content", "Format", "Limits"]

# With which part the archive of a workbook begins.
_PARTS = (b"[Content_Types].xml", b"xl/", b"_rels/", b"docProps/")


def _at_first_use(module: str, name: str) -> Callable[..., Any]:
    """Return a function of a module beside this, imported when it is called.

    Start-up time is felt, and most commands meet one format.
    """
    # Without the lambda it would be imported at once.
    return lambda *given: getattr(import_module(f"{__name__}.{module}"), name)(*given)  # noqa: PLW0108


def _recognise_xml(head: bytes) -> Likeness:
    is_page = head[:14].lower().startswith((b"<html", b"<!doctype html"))
    return Likeness.CERTAIN if head.startswith(b"<") and not is_page else Likeness.NONE


def _recognise_csv(head: bytes) -> Likeness:
    # Most content is another; only a line that may be a header costs the import of what knows it.
    if b"recordId" not in head.split(b"\n", 1)[0] or head.startswith((b"{", b"[", b"<")):
        return Likeness.NONE
    from aeo_exchange.formats.csv import recognise_csv  # noqa: PLC0415 start-up time is felt

    return recognise_csv(head)


def _recognise_xlsx(head: bytes) -> Likeness:
    is_workbook = head.startswith(b"PK\x03\x04") and head[30:].startswith(_PARTS)
    return Likeness.CERTAIN if is_workbook else Likeness.NONE


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
        FormatRow(
            recognises=_recognise_xml,
            read=_at_first_use("xml", "read_xml"),
            write=_at_first_use("xml", "write_xml"),
            suffixes=(".xml",),
        ),
    )
    CSV = (
        "csv",
        FormatRow(
            recognises=_recognise_csv,
            read=_at_first_use("csv", "read_csv"),
            write=_at_first_use("csv", "write_csv"),
            suffixes=(".aeo.csv",),
            is_plain_utf8=False,
            is_table=True,
            losses=_at_first_use("tables.rows", "losses_in_csv"),
        ),
    )
    XLSX = (
        "xlsx",
        FormatRow(
            recognises=_recognise_xlsx,
            read=_at_first_use("xlsx", "read_xlsx"),
            write=_at_first_use("workbooks.writing", "write_workbook"),
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
