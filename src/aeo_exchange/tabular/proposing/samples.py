"""The rows of a file of which nothing is known: what it is, and in which encoding and mark."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from aeo_exchange.errors import MalformedDocument
from aeo_exchange.formats import Content
from aeo_exchange.formats.workbooks.sheet import SheetRow
from aeo_exchange.reader_codes import MALFORMED
from aeo_exchange.tabular.layout import FileForm, Kind, Layout
from aeo_exchange.tabular.proposing.vocabulary import all_words, meanings_of
from aeo_exchange.tabular.readers import sheet_reader
from aeo_exchange.tabular.readers.csv_text import MARKS, rows_of_lines
from aeo_exchange.tabular.readers.kinds import file_kind

__all__ = ["MOST_ROWS", "Sample", "samples_of"]

MOST_ROWS = 20_000
MOST_BYTES = 1 << 24
LOOKED_AT = 60  # rows from which mark and encoding are told


class Sample(Struct, frozen=True, kw_only=True):
    """The first rows of one sheet, and how they were read; `whole` where there are no more."""

    kind: Kind
    rows: Sequence[SheetRow]
    whole: bool
    sheet: str = ""
    encoding: str = ""
    other_encodings: tuple[str, ...] = ()
    delimiter: str = ""


def samples_of(content: Content) -> Iterator[Sample]:
    """Yield the sheets of a file that hold something; raises ReadError and OSError."""
    with content.open() as stream:
        kind = file_kind(stream)
    match kind:
        case "csv":
            yield _csv(content)
        case "xlsx" | "xls" | "xlsb" | "ods" | "html":
            yield from _sheets(content, kind)
        case _:
            raise MalformedDocument(
                MALFORMED,
                f"a layout is proposed for tables, and the file seems to be {kind}; write the "
                "layout by hand",
            )


def _sheets(content: Content, kind: Kind) -> Iterator[Sample]:
    nothing_known = Layout(name="any", title="any", origin="any", file=FileForm(kind=kind))
    with sheet_reader(kind)(content, nothing_known) as sheets:
        for name in sheets.names:
            read = islice(sheets.rows(name), MOST_ROWS + 1)
            rows = [row for row in read if isinstance(row, SheetRow)]
            if rows:
                yield Sample(
                    kind=kind,
                    rows=rows[:MOST_ROWS],
                    whole=len(rows) <= MOST_ROWS,
                    sheet=name,
                    encoding=sheets.encoding,
                )


def _csv(content: Content) -> Sample:
    with content.open() as stream:
        head = stream.read(MOST_BYTES + 1)
    cut = len(head) > MOST_BYTES
    head = head[: head.rfind(b"\n") + 1] if cut else head
    encoding, others = _encoding(head)
    text = head.decode(encoding, "replace")
    mark = _mark(text)
    rows = [row for row in _rows(text, mark, MOST_ROWS + 1) if isinstance(row, SheetRow)]
    return Sample(
        kind="csv",
        rows=rows[:MOST_ROWS],
        whole=not cut and len(rows) <= MOST_ROWS,
        encoding=encoding,
        other_encodings=others,
        delimiter=mark,
    )


def _rows(text: str, mark: str, most: int) -> Iterator[object]:
    return islice(rows_of_lines(iter(io.StringIO(text, newline="")), mark, 1), most)


def _encoding(head: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the encoding in which most headers are known, and others that know as many."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", ()
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", ()
    scores: dict[str, int] = {}
    for encoding in ("utf-8", *all_words("encodings")):
        try:
            text = head.decode(encoding)
        except UnicodeError:
            continue
        if encoding == "utf-8":
            return encoding, ()
        scores[encoding] = _known(text)
    best = max(scores.values(), default=0)
    if not best:
        raise MalformedDocument(
            MALFORMED,
            "the text is in no encoding in which its headers make sense; save it in UTF-8",
        )
    equal = sorted((name for name in scores if scores[name] == best), reverse=True)
    texts = {head.decode(name): name for name in equal}
    named = sorted(texts.values(), key=lambda name: (name != "cp1252", name))
    return named[0], tuple(named[1:])


def _known(text: str) -> int:
    return max(_known_by(text, mark) for mark in MARKS)


def _known_by(text: str, mark: str) -> int:
    """Return how many headers are known in the row that has most of them."""
    return max(
        (
            sum(bool(meanings_of(cell.text)) for cell in row.cells)
            for row in _rows(text, mark, LOOKED_AT)
            if isinstance(row, SheetRow)
        ),
        default=0,
    )


def _mark(text: str) -> str:
    return max(MARKS, key=lambda mark: _known_by(text, mark))
