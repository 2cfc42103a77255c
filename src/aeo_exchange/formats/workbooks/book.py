"""A workbook that is written: row by row, leaving nothing behind, and losing no cell unsaid."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import BinaryIO, TypeVar, cast

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from aeo_exchange.errors import WrongChoice
from aeo_exchange.files import name_temporary

__all__ = ["MOST_TEXT", "put", "written_book"]

Answer = TypeVar("Answer")
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 no zone; the same records are the same bytes
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
MOST_TEXT = 32_767  # characters of a cell
MOST_ROWS = 1_048_576  # of a sheet


@contextmanager
def written_book(stream: BinaryIO, *, since_1904: bool = False) -> Iterator[Workbook]:
    """Give a workbook that is written to a stream when the block ends well.

    What it keeps meanwhile is a copy of the records, so it stands in a folder that goes in any
    case: when the block fails, or is interrupted.
    """
    with TemporaryDirectory(prefix="aeo-") as folder:
        options = {**OPTIONS, "date_1904": since_1904, "tmpdir": folder}
        passing = _Passing(stream)
        book = Workbook(cast("BinaryIO", passing), options)
        book.set_properties({"created": MADE})
        try:
            yield book
            _close(book)
        except OSError as cause:
            if cause is not passing.refusal:
                name_temporary(cause)
            raise
        finally:
            passing.is_left = True
            for sheet in book.worksheets():
                if sheet.row_data_fh is not None:
                    with suppress(OSError):  # a full disk takes no more of it
                        sheet.row_data_fh.close()


def _close(book: Workbook) -> None:
    """End a workbook; raises the OSError of the system, in which XlsxWriter wraps its own."""
    try:
        book.close()
    except FileCreateError as cause:
        raise cause.__context__ or cause from None


def put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a text to a cell; raises WrongChoice where no workbook has such a cell."""
    if row >= MOST_ROWS:
        raise WrongChoice(
            f"the sheet {sheet.get_name()!r} has no place behind row {MOST_ROWS:,}; "
            "divide the records among several workbooks, or choose another format"
        )
    if len(text) > MOST_TEXT:
        raise WrongChoice(
            f"row {row + 1:,} of the sheet {sheet.get_name()!r}: a cell has no place for more "
            f"than {MOST_TEXT:,} characters"
        )
    sheet.write_string(row, column, text)


class _Passing(io.RawIOBase):
    """A stream that is asked nothing more once it failed, or once the workbook is done with.

    An archive that could not be ended tries again when it is forgotten, and would tell the user
    so in the words of a program. From then on it is only counted where the stream would stand.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0
        self.is_left = False
        self.refusal: BaseException | None = None  # what the stream said, and no temporary file

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self.is_left or (hasattr(self._stream, "seekable") and self._stream.seekable())

    def tell(self) -> int:
        # Of a pipe this fails, and that is no failure of the workbook.
        return self._at if self.is_left else self._stream.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset if self.is_left else self._stream.seek(offset, whence)
        return self._at

    def write(self, content: object) -> int:
        part = cast("bytes", content)
        count = self._asked(lambda: self._stream.write(part), len(part))
        self._at += count
        return count

    def flush(self) -> None:
        # A program may give something that can be written to, and nothing else.
        if hasattr(self._stream, "flush"):
            self._asked(self._stream.flush, None)

    def _asked(self, ask: Callable[[], Answer], instead: Answer) -> Answer:
        if self.is_left:
            return instead
        try:
            return ask()
        except BaseException as cause:
            self.is_left, self.refusal = True, cause
            raise
