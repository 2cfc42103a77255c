"""A content of any form to its declarations: which reader takes it is told by its first bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from aeo_exchange.declarations.layout import DeclarationLayout
from aeo_exchange.declarations.readers.limits import DeclarationLimits
from aeo_exchange.declarations.readers.rows import MetDeclaration, declarations_of_rows
from aeo_exchange.declarations.readers.xml_head import HEAD as BEGUN
from aeo_exchange.errors import ReadError, UnknownFormat
from aeo_exchange.formats.content import Content
from aeo_exchange.reader_codes import UNKNOWN_FORMAT, UNREADABLE

if TYPE_CHECKING:
    from aeo_exchange.declarations.readers.tables import TableHead

__all__ = [
    "LookedAt",
    "MetDeclaration",
    "declarations_of",
    "head_of",
    "look_at",
    "unreadable",
]

HEAD = 64  # bytes that tell the form
MOST_HEADS = 256  # of which the form is kept
MARKS_OF_ORDER = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
PARQUET = b"PAR1"
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # archives, as of Excel 2007, and what was before
_Form: TypeAlias = Literal["parquet", "workbook", "xml", "lines", "list", "table"]
OF_A_LIST = (
    "a list of JSON is not read; give each declaration a line of its own, which begins with {"
)


def declarations_of(
    content: Content, layout: DeclarationLayout, limits: DeclarationLimits
) -> Iterator[MetDeclaration]:
    """Begin a content, and give its declarations, and why some or all cannot be read.

    What is begun is looked at, and parsed where it is a whole file of XML: several contents may be
    begun before the first is read. A layout is for tables; it is asked where the content is nothing
    else. Raises OSError, at once or where it is read on.
    """
    try:
        begun = content.begin(BEGUN)
        form = _form(begun[:HEAD], layout.file.kind)
        if form == "xml":
            return _read(_xml_reader()(begun, content, limits))
    except ReadError as refusal:
        return iter((_refused(refusal),))
    return _read(_met(form, content, layout, limits))


def _read(met: Iterable[MetDeclaration]) -> Iterator[MetDeclaration]:
    try:
        yield from met
    except ReadError as refusal:
        yield _refused(refusal)


def _refused(refusal: ReadError) -> MetDeclaration:
    return MetDeclaration(None, refusal, refusal.line)


def _met(
    form: _Form, content: Content, layout: DeclarationLayout, limits: DeclarationLimits
) -> Iterator[MetDeclaration]:
    with content.open() as stream:
        if form == "list":
            raise UnknownFormat(UNKNOWN_FORMAT, OF_A_LIST)
        if form == "parquet":
            from aeo_exchange.declarations.readers.parquet import rows_of_parquet  # noqa: PLC0415

            yield from declarations_of_rows(rows_of_parquet(stream, layout), layout)
        elif form == "lines":
            from aeo_exchange.declarations.readers.ndjson import (  # noqa: PLC0415
                declarations_of_lines,
            )

            yield from declarations_of_lines(stream, limits)
        else:
            from aeo_exchange.declarations.readers.tables import rows_of_table  # noqa: PLC0415

            yield from declarations_of_rows(rows_of_table(content, layout), layout)


@cache
def _xml_reader() -> Callable[[bytes, Content, DeclarationLimits], Iterable[MetDeclaration]]:
    """Return the reader of XML; a file of another form does not wait for its parser."""
    from aeo_exchange.declarations.readers.xml import declarations_of_xml  # noqa: PLC0415

    return declarations_of_xml


@lru_cache(maxsize=MOST_HEADS)  # files of one system begin alike
def _form(head: bytes, kind: str) -> _Form:
    """Return of what form a content with these first bytes is; of what kind a layout says."""
    begun = head
    for mark in (*MARKS_OF_ORDER, *MARKS_OF_ORDER):  # who joins files leaves two
        begun = begun.removeprefix(mark)
    begun = begun.replace(b"\0", b"").lstrip()
    if head.startswith(PARQUET):
        return "parquet"
    if head.startswith(WORKBOOKS):
        return "workbook"
    if begun.startswith(b"<") and kind not in {"xml", "html"}:
        return "xml"
    if kind == "json" or not begun.startswith((b"{", b"[")):
        return "table"
    return "lines" if begun.startswith(b"{") else "list"


class LookedAt(NamedTuple):
    """A content and its form, by its first bytes; none where it cannot be read.

    Why it cannot is told where it is read.
    """

    content: Content
    form: _Form | None

    @property
    def has_rows(self) -> bool:
        """Whether it has rows that an engine reads: CSV or Parquet."""
        return self.form in {"parquet", "table"}

    @property
    def has_columns(self) -> bool:
        """Whether it has columns, of which a layout reads some."""
        return self.has_rows or self.form == "workbook"


def look_at(content: Content, layout: DeclarationLayout) -> LookedAt:
    """Look at the first bytes of a content; of 10,000 files that is done once."""
    try:
        return LookedAt(content, _form(content.begin(HEAD), layout.file.kind))
    except (OSError, ReadError):
        return LookedAt(content, None)


def unreadable(cause: OSError) -> ReadError:
    """Return why a content is not answered about, which the system does not give."""
    return ReadError(UNREADABLE, f"cannot be read: {cause.strerror or cause}")


def head_of(looked: LookedAt, layout: DeclarationLayout) -> TableHead:
    """Return the headers of what has columns; raises ReadError, MissingExtra and OSError."""
    from aeo_exchange.declarations.readers.tables import TableHead, head_of_table  # noqa: PLC0415

    if looked.form == "parquet":
        from aeo_exchange.declarations.readers.parquet import headers_of_parquet  # noqa: PLC0415

        with looked.content.open() as stream:
            return TableHead(headers_of_parquet(stream))
    return head_of_table(looked.content, layout)
