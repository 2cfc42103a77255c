"""Workbooks written part by part, so that a test can break each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

__all__ = ["MAIN", "STRICT", "Raw", "book", "packed", "parts_of", "sheet_xml"]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class Raw(str):
    """A cell given as its element, in which `@` stands for its place."""

    __slots__ = ()


Rows = Sequence[Sequence[str]] | str


def sheet_xml(rows: Rows, namespace: str = MAIN) -> str:
    """Return a sheet of rows of texts, or of what is told as it stands."""
    inner = rows if isinstance(rows, str) else "".join(map(_row, range(1, len(rows) + 1), rows))
    return f'<worksheet xmlns="{namespace}"><sheetData>{inner}</sheetData></worksheet>'


def _row(number: int, cells: Sequence[str]) -> str:
    inner = "".join(_cell(f"{_letters(at)}{number}", cell) for at, cell in enumerate(cells) if cell)
    return f'<row r="{number}">{inner}</row>'


def _cell(place: str, cell: str) -> str:
    if isinstance(cell, Raw):
        return cell.replace("@", place)
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'


def _letters(at: int) -> str:
    return (chr(64 + at // 26) if at > 25 else "") + chr(65 + at % 26)


def parts_of(
    sheets: Mapping[str, Rows],
    *,
    texts: str = "",
    formats: Sequence[str] = (),
    properties: str = "",
    namespace: str = MAIN,
) -> dict[str, str]:
    """Return the parts of a workbook by their names.

    `texts` are the elements of the shared texts, `formats` the number format of each style.
    """
    numbers = range(1, len(sheets) + 1)
    named = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, sheets, strict=True)
    )
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    own = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode={quoteattr(code)}/>'
        for n, code in enumerate(formats)
    )
    used = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(formats)))
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{RELATIONS}">'
        f"<workbookPr {properties}/><sheets>{named}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{targets}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{namespace}"><numFmts>{own}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{used}</cellXfs></styleSheet>',
    }
    if texts:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{namespace}">{texts}</sst>'
    for n, rows in zip(numbers, sheets.values(), strict=True):
        parts[f"xl/worksheets/sheet{n}.xml"] = sheet_xml(rows, namespace)
    return parts


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def book(sheets: Mapping[str, Rows], **more) -> bytes:
    """Return a workbook of sheets; see `parts_of`."""
    return packed(parts_of(sheets, **more))
