"""The parts of a workbook: which sheets it has, its texts and number formats, held to limits."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO

from msgspec import Struct

from aeo_exchange.counting import how_many
from aeo_exchange.errors import LimitExceeded, MalformedDocument
from aeo_exchange.files import copied_aside
from aeo_exchange.formats.workbooks.number_formats import BUILT_IN
from aeo_exchange.formats.workbooks.parts import BROKEN, strikes, tags_of, texts_of
from aeo_exchange.reader_codes import MALFORMED, TOO_LARGE

__all__ = ["Package", "opened"]

MOST_PART = 1 << 30  # bytes of a part unpacked; a million rows of twenty columns have less
LARGE, MOST_RATIO = 1 << 26, 200  # above so many bytes, to so many a packed byte at most
MOST_PARTS = 10_000
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
RELATIONS = "_rels/.rels"
BOOK, TEXTS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"


class Package(Struct, frozen=True):
    """An open workbook: the part of each sheet by its name, its texts, its number formats.

    `formats` is the number format of each cell style, `struck` the numbers of those that strike
    their text through, `struck_texts` those of texts of which a part is. `since_1904` says from
    which day its dates are counted.
    """

    archive: zipfile.ZipFile
    sheets: dict[str, str]
    texts: tuple[str, ...]
    formats: tuple[str, ...]
    since_1904: bool
    struck: frozenset[str] = frozenset()
    struck_texts: frozenset[str] = frozenset()


@contextmanager
def opened(stream: BinaryIO) -> Iterator[Package]:
    """Open a workbook; raises MalformedDocument and LimitExceeded."""
    with _seekable(stream) as held:
        try:
            archive = zipfile.ZipFile(held)
        except (*BROKEN, ValueError) as cause:
            raise MalformedDocument(MALFORMED, f"not a whole workbook: {cause}") from cause
        with archive:
            _refuse_bombs(archive)
            yield _package(archive)


@contextmanager
def _seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """Give a stream of which the end can be looked at first, as an archive is read."""
    try:
        stream.seek(0, io.SEEK_END)
    except (OSError, io.UnsupportedOperation):
        with copied_aside(stream, "workbook") as kept:
            yield kept
    else:
        yield stream


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    for part in parts:
        if part.file_size > MOST_PART or _is_bomb(part):
            raise LimitExceeded(
                TOO_LARGE,
                f"a part of the workbook unpacks from {part.compress_size:,} to "
                f"{how_many(part.file_size, 'byte')}",
            )
        if part.flag_bits & 1:
            raise MalformedDocument(
                MALFORMED, "the workbook is encrypted; save it without a password"
            )
        if part.compress_type not in PACKED:
            raise MalformedDocument(MALFORMED, "the workbook is packed in a way that no reader has")
    if len(parts) > MOST_PARTS:
        raise LimitExceeded(TOO_LARGE, f"the workbook has more than {MOST_PARTS:,} parts")
    if len({part.filename.casefold() for part in parts}) < len(parts):
        raise MalformedDocument(MALFORMED, "the workbook has two parts of one name")


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > LARGE and part.file_size > MOST_RATIO * part.compress_size


def _package(archive: zipfile.ZipFile) -> Package:
    book = _book(archive)
    targets = _targets(archive, book)
    sheets: dict[str, str] = {}
    since_1904 = False
    for _, tag, attributes in tags_of(archive, book):
        if tag == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            name = attributes.get("name", "")
            if name in sheets:
                raise MalformedDocument(MALFORMED, f"the workbook has two sheets {name[:40]!r}")
            if relation in targets:
                sheets[name] = targets[relation]
        elif tag == "workbookPr":
            since_1904 = attributes.get("date1904") in {"1", "true"}
    texts, struck = texts_of(archive, TEXTS) if TEXTS in archive.namelist() else ((), frozenset())
    return Package(archive, sheets, texts, _formats(archive), since_1904, _struck(archive), struck)


def _book(archive: zipfile.ZipFile) -> str:
    """Return the part that the workbook is; its name is free, though nearly all have one."""
    if RELATIONS in archive.namelist():
        for _, tag, attributes in tags_of(archive, RELATIONS):
            if tag == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
                return _part("/", attributes)
    return BOOK


def _targets(archive: zipfile.ZipFile, book: str) -> dict[str, str]:
    """Return the part that each relation of the workbook leads to; none leads outside."""
    folder, name = posixpath.split(book)
    return {
        attributes.get("Id", ""): _part(f"/{folder}", attributes)
        for _, tag, attributes in tags_of(archive, f"{folder}/_rels/{name}.rels")
        if tag == "Relationship" and attributes.get("TargetMode") != "External"
    }


def _part(folder: str, attributes: Mapping[str, str]) -> str:
    return posixpath.normpath(posixpath.join(folder, attributes.get("Target", ""))).lstrip("/")


def _formats(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Return the number format of each cell style, by its index."""
    if STYLES not in archive.namelist():
        return ()
    own = {str(number): code for number, code in BUILT_IN.items()}
    used: list[str] = []
    for around, tag, attributes in tags_of(archive, STYLES):
        if tag == "numFmt":
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and around == "cellXfs":
            used.append(attributes.get("numFmtId", "0"))
    return tuple(own.get(number, "General") for number in used)


def _struck(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the cell styles, by their index, whose font strikes a text through."""
    if STYLES not in archive.namelist():
        return frozenset()
    fonts: list[bool] = []
    styles: list[str] = []
    is_font = False  # else the font of a conditional format, which no style has
    for around, tag, attributes in tags_of(archive, STYLES):
        if tag == "font":
            is_font = around == "fonts"
            if is_font:
                fonts.append(False)
        elif tag == "strike" and around == "font" and is_font:
            fonts[-1] = strikes(attributes)
        elif tag == "xf" and around == "cellXfs":
            styles.append(attributes.get("fontId", "0"))
    struck = {str(number) for number, is_struck in enumerate(fonts) if is_struck}
    return frozenset(str(number) for number, font in enumerate(styles) if font in struck)
