"""A workbook as bytes, part by part, so that cases can break what no writer would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

__all__ = ["Raw", "csv_bytes", "workbook"]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
DAYS_FROM_1904 = '<workbookPr date1904="1"/>'
DAY = (1980, 1, 1, 0, 0, 0)  # the first that an archive can write: equal cases are equal bytes


class Raw(str):
    """Elements of a row given as they stand, with `@` for the place of the cell."""

    __slots__ = ()


# A text, or a formula and the value that is stored beside it.
Written = str | tuple[str, str]
Rows = Sequence[Sequence[Written]]


def workbook(
    sheets: Mapping[str, Rows], *, formats: Sequence[str | int] = (), since_1904: bool = False
) -> bytes:
    """Return a workbook with each sheet's rows, every cell a text but for formulas.

    `formats` is the number format of each style, or the number of one that workbooks have built in.
    """
    names = list(sheets)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{SHEET_TYPE}"/>'
        for number in range(1, len(names) + 1)
    )
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATION}/worksheet" '
        f'Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(names) + 1)
    )
    return _archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            f'relationships+xml"/><Override PartName="/xl/workbook.xml" '
            f'ContentType="{BOOK_TYPE}"/>{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
            f'Id="rId1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/>'
            f"</Relationships>",
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}">'
            f"{DAYS_FROM_1904 if since_1904 else ''}<sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f"{related}</Relationships>",
            **({"xl/styles.xml": _styles(formats)} if formats else {}),
            **{
                f"xl/worksheets/sheet{number}.xml": _sheet(sheets[name])
                for number, name in enumerate(names, 1)
            },
        }
    )


def _styles(formats: Sequence[str | int]) -> str:
    own = "".join(
        f'<numFmt numFmtId="{200 + place}" formatCode="{escape(code)}"/>'
        for place, code in enumerate(formats)
        if isinstance(code, str)
    )
    used = "".join(
        f'<xf numFmtId="{code if isinstance(code, int) else 200 + place}"/>'
        for place, code in enumerate(formats)
    )
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts><cellXfs>{used}</cellXfs></styleSheet>'
    )


def _archive(parts: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, DAY), f"{HEAD}\n{text}")
    return stream.getvalue()


def _sheet(rows: Rows) -> str:
    inner = "".join(
        f'<row r="{number}">{"".join(_cells(row, number))}</row>'
        for number, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{inner}</sheetData></worksheet>'


def _cells(row: Sequence[Written], number: int) -> list[str]:
    return [
        _cell(f"{_letters(column)}{number}", written)
        for column, written in enumerate(row, 1)
        if written
    ]


def _cell(name: str, written: Written) -> str:
    if isinstance(written, Raw):
        return written.replace("@", name)
    if isinstance(written, tuple):
        formula, value = written
        return f'<c r="{name}" t="str"><f>{escape(formula)}</f><v>{escape(value)}</v></c>'
    text = f'<is><t xml:space="preserve">{escape(written)}</t></is>'
    return f'<c r="{name}" t="inlineStr">{text}</c>'


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def csv_bytes(rows: Sequence[Sequence[str]], mark: str = ",", end: str = "\r\n") -> bytes:
    """Return rows as CSV with the byte order mark; a cell with a quote or a mark is quoted."""
    quoted = (mark, '"', "\n", "\r")
    lines = (
        mark.join(
            '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in quoted) else cell
            for cell in row
        )
        for row in rows
    )
    return b"\xef\xbb\xbf" + "".join(f"{line}{end}" for line in lines).encode()
