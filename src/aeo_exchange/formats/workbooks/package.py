"""The parts of a workbook: which sheets it has, its texts and number formats, held to limits."""

from __future__ import annotations

import io
import posixpath
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from lxml import etree
from msgspec import Struct

from aeo_exchange.endless import keep
from aeo_exchange.errors import LimitExceeded, MalformedDocument
from aeo_exchange.formats.workbooks.number_formats import BUILT_IN

__all__ = ["HOSTILE", "MALFORMED", "Package", "local", "opened", "pieces_of", "refuse_doctype"]

MALFORMED, HOSTILE = "AEO-SYN-01", "AEO-HOS-03"
MOST_PART = 1 << 30  # bytes of a part unpacked; a million rows of twenty columns have less
MOST_TEXTS = 1 << 28  # bytes of the shared texts, which are held in memory
MOST_PARTS = 10_000
RELATIONS = "_rels"
BOOK = "xl/workbook.xml"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError)


class Package(Struct, frozen=True):
    """An open workbook: the part of each sheet by its name, its texts, its number formats.

    `formats` is the number format of each cell style. `since_1904` says from which day its dates
    are counted.
    """

    archive: zipfile.ZipFile
    sheets: dict[str, str]
    texts: tuple[str, ...]
    formats: tuple[str, ...]
    since_1904: bool


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; there are two of this standard."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


@contextmanager
def opened(stream: BinaryIO) -> Iterator[Package]:
    """Open a workbook; raises MalformedDocument and LimitExceeded."""
    with _seekable(stream) as held:
        try:
            with zipfile.ZipFile(held) as archive:
                _refuse_bombs(archive)
                yield _package(archive)
        except _BROKEN as cause:
            raise MalformedDocument(MALFORMED, f"not a whole workbook: {cause}") from cause


@contextmanager
def _seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """Give a stream of which the end can be looked at first, as an archive is read."""
    try:
        stream.seek(0, io.SEEK_END)
    except (OSError, io.UnsupportedOperation):
        with tempfile.TemporaryFile(prefix="aeo-") as kept:
            keep(stream, kept, "workbook")
            yield kept
    else:
        yield stream


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or any(part.file_size > MOST_PART for part in parts):
        size = max((part.file_size for part in parts), default=0)
        raise LimitExceeded(
            HOSTILE, f"the workbook unpacks to a part of {size:,} bytes; {MOST_PART:,} are taken"
        )
    if any(part.flag_bits & 1 for part in parts):
        raise MalformedDocument(MALFORMED, "the workbook is encrypted; save it without a password")


def _package(archive: zipfile.ZipFile) -> Package:
    book = _tree(archive, BOOK)
    targets = _targets(archive)
    sheets: dict[str, str] = {}
    since_1904 = False
    for element in book.iter():
        name = local(element)
        if name == "sheet":
            relation = next((value for key, value in element.items() if key.endswith("}id")), "")
            if relation in targets:
                sheets[element.get("name", "")] = targets[relation]
        elif name == "workbookPr":
            since_1904 = element.get("date1904") in {"1", "true"}
    return Package(archive, sheets, _texts(archive), _formats(archive), since_1904)


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part that each relation of the workbook leads to; none leads outside."""
    relations = _tree(archive, "xl/_rels/workbook.xml.rels")
    return {
        element.get("Id", ""): posixpath.normpath(
            posixpath.join("/xl", element.get("Target", ""))
        ).lstrip("/")
        for element in relations
        if element.get("TargetMode") != "External"
    }


def _tree(archive: zipfile.ZipFile, name: str) -> etree._Element:
    content = archive.read(name)
    refuse_doctype(content[:4096])
    try:
        return etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as cause:
        raise MalformedDocument(MALFORMED, f"the part {name} is no XML: {cause.msg}") from cause


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def refuse_doctype(head: bytes) -> None:
    """Raise MalformedDocument where a part begins with a document type."""
    if b"<!DOCTYPE" in head:
        raise MalformedDocument(MALFORMED, "a part of the workbook has a document type")


def pieces_of(archive: zipfile.ZipFile, name: str, ending: str) -> Iterator[etree._Element]:
    """Yield the elements of one name in a part, each whole, and forget each behind.

    Raises MalformedDocument.
    """
    with archive.open(name) as part:
        refuse_doctype(part.read(4096))
        part.seek(0)
        try:
            for _, element in etree.iterparse(
                part, tag=f"{{*}}{ending}", resolve_entities=False, no_network=True
            ):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]  # type: ignore[union-attr]  # it has a sibling
        except etree.XMLSyntaxError as cause:
            raise MalformedDocument(MALFORMED, f"the part {name} is no XML: {cause.msg}") from cause


def _texts(archive: zipfile.ZipFile) -> tuple[str, ...]:
    name = "xl/sharedStrings.xml"
    if name not in archive.namelist():
        return ()
    if archive.getinfo(name).file_size > MOST_TEXTS:
        raise LimitExceeded(HOSTILE, f"the texts of the workbook are longer than {MOST_TEXTS:,}")
    return tuple(text_of(element) for element in pieces_of(archive, name, "si"))


def text_of(element: etree._Element) -> str:
    """Return the text of a cell whose runs have fonts of their own; readings beside are left."""
    texts = []
    for inner in element:
        name = local(inner)
        if name == "t":
            texts.append(inner.text or "")
        elif name == "r":
            texts += [run.text or "" for run in inner if local(run) == "t"]
    return unescaped("".join(texts))


def unescaped(text: str) -> str:
    """Return a text without the escapes that stand for what XML cannot hold (22.9.2.19)."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _formats(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Return the number format of each cell style, by its index."""
    name = "xl/styles.xml"
    if name not in archive.namelist():
        return ()
    styles = _tree(archive, name)
    own = dict(BUILT_IN)
    for element in styles.iter("{*}numFmt"):
        own[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
    used = next(styles.iter("{*}cellXfs"), None)
    if used is None:
        return ()
    return tuple(own.get(int(style.get("numFmtId", "0")), "General") for style in used)
