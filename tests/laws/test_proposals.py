from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.formats import Content
from aeo_exchange.operations.sheets.import_file import import_file, layout_of
from aeo_exchange.operations.sheets.propose import propose
from tabular.imports import AT, workbook

HEADERS = (
    "Certificate No.", "Company name", "TIN", "VKN", "Valid from", "Valid until", "Tier", "Role",
    "Status", "Country", "Address", "City", "Email", "Email consent", "No.", "English name",
    "Durum", "등급", "Name / 名称", "EORI", "Issuing country",
)  # fmt: skip
VALUES = (
    "TR1", "Invented Ltd", "4540536920", "110022332", "13/05/2021", "03/04/2021", "45000", "YYS",
    "Importer, Exporter", "Valid", "TR", "Istanbul", "a@b.example", "yes", "1", "2", "-", "n/a",
    "Total", '"]\n[file]', "\x7f# x", "\\u0041", "가나다", "31/02/2025", "=1+1", "\u2028",
)  # fmt: skip
TEXT = st.one_of(st.sampled_from(VALUES), st.text(max_size=8).filter(str.isprintable))
HEADER = st.one_of(st.sampled_from(HEADERS), st.sampled_from(HEADERS), TEXT)
ROWS = st.tuples(
    st.lists(HEADER, min_size=2, max_size=7),
    st.lists(st.lists(TEXT, max_size=7), max_size=5),
)


@given(ROWS, st.booleans())
def test_of_any_sheet_a_layout_is_proposed_that_is_one_or_it_is_said_why_not(rows, is_book) -> None:
    header, body = rows
    held = workbook([[cell.replace("\x7f", "") for cell in row] for row in (header, *body)])
    if not is_book:
        held = "\r\n".join("\t".join(map(quoted, row)) for row in (header, *body)).encode()
    content = Content(name="any", held=held)
    proposed = propose(content, "TR-YYS")
    if proposed.unreadable:
        assert not proposed.text
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "l.toml"
        file.write_bytes(proposed.text.encode())
        import_file(content, layout_of(str(file)), at=AT)


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
