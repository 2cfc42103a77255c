"""How DuckDB lays out a table of declared parties: the statements, in the order they are run.

These are of one engine, unlike the query, and say nothing about who is recognised.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from aeo_exchange.declarations.assembly import CUT, LONGEST
from aeo_exchange.declarations.interval_tables.declared_words import ReadMoment
from aeo_exchange.declarations.interval_tables.duckdb_csv import LINE, UNREAD
from aeo_exchange.declarations.interval_tables.sql_cells import (
    GUARD_TOLD,
    without_guard,
)
from aeo_exchange.declarations.readers.columns import columns_of_items
from aeo_exchange.declarations.readers.parquet import NOT_UTF_8
from aeo_exchange.tabular.readers.csv_text import MOST_CELL

__all__ = [
    "ITEMS",
    "NOT_PLAIN",
    "EngineColumn",
    "declared_rows",
    "headers_again",
    "needs_folding",
    "raw_rows",
    "raw_rows_of_reader",
    "read_of_csv",
    "read_of_parquet",
    "sql_literal",
    "trimmed",
]

# The column that each item becomes; those of the query have its names.
ITEMS = {
    "declaration": "declaration",
    "acceptedAt": "accepted",
    "flow": "flow_word",
    "role": "role_word",
    "id": "id",
    "scheme": "scheme",
    "aeoNumber": "aeo_number",
    "name": "name",
    "country": "country",
}
# An instant of which nothing is left to reckon; every row may have another of these, so that they
# are not read one by one. A day that the calendar has not is no timestamp.
INSTANT = "[12][0-9]{3}-[01][0-9]-[0-3][0-9]T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
PLAIN = f"regexp_full_match(accepted, '{INSTANT}') AND TRY_CAST(accepted AS TIMESTAMP) IS NOT NULL"
NOT_PLAIN = f"CASE WHEN strlen(accepted) <> 20 THEN true ELSE NOT coalesce({PLAIN}, false) END"
# A number of which nothing is left to fold, and that has two kinds of digits, so is no placeholder;
# one with a mark that may be a guard is looked at.
SIGN = "[!-&(-`{-~]*"
TWO_DIGITS = "|".join(f"{digit}{SIGN}[{'0123456789'.replace(digit, '')}]" for digit in "0123456789")
FOLDED = f"{SIGN}({TWO_DIGITS}){SIGN}"
WHITE = "".join(chr(point) for point in range(0x3001) if chr(point).isspace())
# Few rows differ in the words of some columns; those of numbers that are plain are not read.
READ_BY_WORD = {"accepted", "flow_word", "role_word", "id", "aeo_number"}
SINGLE_BLANKS = {"name", "country"}
BYTES = "BLOB"
# A text without a guard, with single blanks and none at its ends, as most are.
SINGLE = "[!-&(-~]([!-~]| [!-~])*"


def _cut(text: str) -> str:
    """Return a text as long as it may be, as `assembly.cut` has it."""
    # A length in bytes is cheap; most are short.
    is_short = f"strlen({text}) <= {LONGEST} OR length({text}) <= {LONGEST}"
    return f"CASE WHEN {is_short} THEN {text} ELSE concat(left({text}, {LONGEST - 1}), '{CUT}') END"


NUMBERS_TOLD = (
    f"CASE WHEN aeo_number = '' THEN {_cut('id')} WHEN id = '' "
    f"THEN {_cut('aeo_number')} ELSE concat({_cut('id')}, ' ', {_cut('aeo_number')}) END"
)


def needs_folding(column: str) -> str:
    """Return which numbers are to be read, since they are compared in another form, or may be."""
    return f"{column} <> '' AND NOT regexp_full_match({column}, '{FOLDED}')"


def sql_literal(text: str) -> str:
    """Return a literal of DuckDB."""
    return "'" + text.replace("'", "''") + "'"


# What is told of a row beside its answer, and not asked about.
SHOWN = "declaration, accepted_at, asked_at, party_role, name, country"
BLANK = (
    *("declaration", "accepted_at", "asked_at", "flow", "party_role", "name", "country"),
    *("id", "aeo_number"),
)


def read_of_parquet(file: Path) -> str:
    """Return what reads a file of Parquet."""
    return f"read_parquet({sql_literal(str(file))})"


def read_of_csv(file: Path, columns: Sequence[EngineColumn]) -> str:
    """Return what reads CSV in UTF-8 with commas and a header, whose empty cells are empty texts.

    Nothing is guessed: a mark of comments that is found by itself loses rows.
    """
    names = [sql_literal(column.name) for column in columns]
    typed = ", ".join(f"{name}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({sql_literal(str(file))}, auto_detect = false, header = true, skip = 0, "
        f"columns = {{{typed}}}, force_not_null = [{', '.join(names)}], delim = ',', "
        "quote = '\"', escape = '\"', comment = '', strict_mode = true, null_padding = false, "
        f"max_line_size = {MOST_CELL})"
    )


class EngineColumn(NamedTuple):
    """A column: its header as the file has it, what the engine calls it, and its type there."""

    header: str
    name: str
    kind: str


def raw_rows(rows: str, columns: Sequence[EngineColumn], *, is_csv: bool) -> Iterable[str]:
    """Yield the statements that take the items of a table; raises MalformedDocument for others.

    The rows are held in the order of the file; in CSV the first line is that of the headers.
    """
    by_item = _by_item(columns)
    cells = [
        f"{_cleaned(_text(of), column, is_guarded=is_csv)} AS {column}"
        for column, of in by_item.items()
    ]
    cells.append(f"{_unread(by_item.values())} AS {UNREAD}")
    yield f"CREATE OR REPLACE TEMP TABLE cells AS SELECT {', '.join(cells)} FROM {rows}"
    yield _raw(by_item, f"rowid + {2 if is_csv else 1} AS {LINE}")


def raw_rows_of_reader(file: Path, columns: Sequence[str]) -> Iterable[str]:
    """Yield the statements that take the items of rows that the readers of tables wrote down."""
    cells = (f"{_cleaned(column, column, is_guarded=True)} AS {column}" for column in columns)
    taken = ", ".join((LINE, UNREAD, *cells))
    yield f"CREATE OR REPLACE TEMP TABLE cells AS SELECT {taken} FROM {read_of_parquet(file)}"
    yield _raw(columns)


def _raw(there: Collection[str], *beside: str) -> str:
    absent = (f"'' AS {column}" for column in ITEMS.values() if column not in there)
    taken = ", ".join(("*", *beside, *absent))
    return f"CREATE OR REPLACE TEMP VIEW raw AS SELECT {taken} FROM cells"


def headers_again(columns: Sequence[EngineColumn]) -> str:
    """Return what counts the rows that may be the header again; the readers pass over these."""
    headers = {text for column in columns for text in (column.header, column.header.strip())}
    texts = ", ".join(map(sql_literal, sorted(headers)))
    known = _by_item(columns)
    alike = " AND ".join(f"{column} IN ('', {texts})" for column in known)
    some = " OR ".join(f"{column} <> ''" for column in known)
    return f"SELECT count(*) FROM cells WHERE {alike} AND ({some})"


def _by_item(columns: Sequence[EngineColumn]) -> Mapping[str, EngineColumn]:
    """Return the column of each item that a table has."""
    by_header = {column.header: column for column in reversed(columns)}
    headers = columns_of_items((column.header for column in columns), ITEMS)
    return {ITEMS[item]: by_header[header] for item, header in headers.items()}


def _unread(there: Iterable[EngineColumn]) -> str:
    """Return why a row cannot be read: bytes that are not UTF-8, as in `text_of_value`."""
    wrong = " OR ".join(
        f"({_named(of)} IS NOT NULL AND {_decoded(of)} IS NULL)" for of in there if of.kind == BYTES
    )
    return f"CASE WHEN {wrong} THEN {sql_literal(NOT_UTF_8)} ELSE '' END" if wrong else "''"


def _named(of: EngineColumn) -> str:
    return '"' + of.name.replace('"', '""') + '"'


def _decoded(of: EngineColumn) -> str:
    return f"TRY(decode({_named(of)}))"


def _text(of: EngineColumn) -> str:
    """Return a column as text; what is absent is empty."""
    column, kind = _named(of), of.kind
    if kind == "TIMESTAMP WITH TIME ZONE":
        column = f"strftime({column} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')"
    elif kind.startswith("TIMESTAMP"):
        column = f"strftime({column}, '%Y-%m-%dT%H:%M:%S')"
    elif kind == BYTES:
        column = _decoded(of)
    return f"(coalesce(CAST({column} AS VARCHAR), ''))"


def _cleaned(text: str, column: str, *, is_guarded: bool) -> str:
    """Return a text as it is told; one that is read word by word is cleaned there."""
    if column in READ_BY_WORD:
        return text
    clean = trimmed(text, is_guarded=is_guarded)
    if column in SINGLE_BLANKS:
        is_single = f"regexp_full_match({text}, '({SINGLE})?') AND strlen({text}) <= {LONGEST}"
        white = sql_literal("[" + WHITE + "]+")
        one = _cut(f"regexp_replace({clean}, {white}, ' ', 'g')")
        return f"CASE WHEN {is_single} THEN {text} ELSE {one} END"
    # Few texts have a guard, or white space at an end, and looking for all kinds takes time.
    begins = f"{text} > {GUARD_TOLD} || chr(127) AND {text} < chr(127)"
    whole = f"{text} = '' OR ({begins} AND {text}[-1] BETWEEN '!' AND '~')"
    return f"CASE WHEN {whole} THEN {text} ELSE {clean} END"


def trimmed(text: str, *, is_guarded: bool) -> str:
    """Return a text without its guard, and without white space around it."""
    held = without_guard(text) if is_guarded else text
    return f"trim({held}, {sql_literal(WHITE)})"


def declared_rows(given: ReadMoment | None, *, has_refusals: bool) -> Iterable[str]:
    """Yield the statements that make `whole`, of what is told, and `declared`, which is asked.

    `given` is the moment that counts for every row, if one does. Both are views: a row is not
    written down once more.
    """
    asked_at = "raw.accepted" if given is None else sql_literal(given.asked_at)
    moment = "raw.accepted" if given is None else sql_literal(given.moment)
    whole = f"""SELECT raw.line, raw.declaration, raw.scheme,
  coalesce(i.text, raw.id) AS id, coalesce(a.text, raw.aeo_number) AS aeo_number,
  coalesce(i.number, raw.id) AS id_number, coalesce(i.is_none, false) AS id_is_none,
  coalesce(a.number, raw.aeo_number) AS other_number, coalesce(a.is_none, false) AS aeo_is_none,
  raw.name, raw.country, coalesce(m.accepted_at, raw.accepted) AS accepted_at,
  coalesce(m.asked_at, {asked_at}) AS asked_at, coalesce(m.moment, {moment}) AS moment,
  f.flow, r.party_role, r.role,
  coalesce(nullif(raw.unread, ''), nullif(m.refusal, ''), nullif(f.refusal, ''), r.refusal)
    AS refusal
FROM raw
LEFT JOIN ids i ON i.word = raw.id
LEFT JOIN aeo_numbers a ON a.word = raw.aeo_number
LEFT JOIN moments m ON m.word = raw.accepted
JOIN flows f ON f.word = raw.flow_word
JOIN roles r ON r.word = raw.role_word"""
    if has_refusals:
        # Of what cannot be read nothing is told but why.
        blank = (f"CASE refusal WHEN '' THEN {column} ELSE '' END AS {column}" for column in BLANK)
        whole = f"SELECT * REPLACE ({', '.join(blank)}) FROM ({whole})"
    yield f"CREATE OR REPLACE TEMP VIEW whole AS {whole}"
    yield f"""CREATE OR REPLACE TEMP VIEW declared AS
SELECT line, id_number AS id, id_is_none, scheme, other_number AS aeo_number, aeo_is_none, role,
  flow, moment, {SHOWN}, {NUMBERS_TOLD} AS numbers
FROM whole
WHERE {"refusal = ''" if has_refusals else "true"}
  AND (id <> '' OR aeo_number <> '' OR name <> '')"""
    yield f"""CREATE OR REPLACE TEMP VIEW refused AS
SELECT line, flow, {SHOWN}, {NUMBERS_TOLD} AS numbers, '' AS result, refusal AS reasons, '' AS tin,
  '' AS found_by, '' AS benefits
FROM whole WHERE refusal <> ''"""
