"""Rows of declared parties, of whatever file, to declarations: those that follow with one number.

What a cell is called, and what is done to its text, the layout says (DEC-1-7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from msgspec import UNSET

from aeo_exchange.declarations.assembly import (
    MOST_PARTIES,
    assembled,
    cut,
    too_many_parties,
)
from aeo_exchange.declarations.declaration import (
    PARTY_ROLES,
    Declaration,
    DeclaredParty,
    PartyRole,
    QuotedNumber,
)
from aeo_exchange.declarations.layout import OF_PARTY, DeclarationLayout
from aeo_exchange.declarations.moments import moment_written
from aeo_exchange.errors import LimitExceeded, MalformedDocument, ReadError
from aeo_exchange.exchange.partner_profile import Flow
from aeo_exchange.formats.workbooks.sheet import Cell
from aeo_exchange.reader_codes import MALFORMED
from aeo_exchange.safe_text import excerpt
from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.layout import Step
from aeo_exchange.tabular.numbers import is_rounded
from aeo_exchange.tabular.steps import CellContext, Unusable, one_of, stepped

__all__ = [
    "FLOWS",
    "LineOrRefusal",
    "MetDeclaration",
    "declarations_of_rows",
    "no_flow",
    "no_role",
]

MOST_KNOWN = 1024  # ways in which rows of a file are filled
FLOWS: dict[str, Flow] = {"import": "import", "export": "export", "transit": "transit"}


class MetDeclaration(NamedTuple):
    """A declaration that was read, or why one was not, and the line where it begins."""

    declaration: Declaration | None
    refusal: ReadError | None = None
    line: int | None = None


# The number of a row with its cells by folded headers, or why it cannot be read.
LineOrRefusal: TypeAlias = tuple[int, dict[str, Cell]] | ReadError


class _Column(NamedTuple):
    """Where an item stands: its header, folded and as the layout has it, and what is done to it."""

    header: str
    written: str
    steps: tuple[Step, ...]


class _Columns(NamedTuple):
    """The columns of a row that hold something, by their items, and which parties they are of."""

    by_item: dict[str, tuple[_Column, ...]]
    has_own_party: bool
    prefixed: tuple[str, ...]


class _Line(NamedTuple):
    """A row, read: what it says of its declaration, and its parties."""

    number: int
    about: tuple[str, str, str, str]
    parties: tuple[DeclaredParty, ...]


def declarations_of_rows(
    rows: Iterable[LineOrRefusal], layout: DeclarationLayout
) -> Iterator[MetDeclaration]:
    """Yield the declarations of rows, and why some rows have none, in their order."""
    reader = _LineReader(layout)
    held: list[_Line] = []
    refused: list[MetDeclaration] = []  # behind the first of the lines held
    for row in rows:
        line = _line(row, reader)
        if isinstance(line, MetDeclaration):
            refused.append(line)
            if held and len(refused) < MOST_PARTIES:
                continue
            yield from refused
            refused = []
            continue
        if held and (line.about != held[0].about or not line.about[0]):
            yield _met(held)
            yield from refused
            held, refused = [], []
        if len(held) <= MOST_PARTIES:
            held.append(line)
    if held:
        yield _met(held)
    yield from refused


def _line(row: LineOrRefusal, reader: _LineReader) -> _Line | MetDeclaration:
    if isinstance(row, ReadError):
        return MetDeclaration(None, row, row.line)
    try:
        return reader.read(*row)
    except ReadError as refusal:
        return MetDeclaration(None, refusal, row[0])


def _met(lines: list[_Line]) -> MetDeclaration:
    number, accepted_at, released_at, flow = lines[0].about
    line = lines[0].number
    if len(lines) > MOST_PARTIES:
        return MetDeclaration(None, too_many_parties(number, line), line)
    try:
        parties = assembled((party for one in lines for party in one.parties), (), number)
    except LimitExceeded as refusal:  # of rows that have several parties each
        return MetDeclaration(None, refusal, line)
    declaration = Declaration(
        number=number,
        accepted_at=accepted_at,
        released_at=released_at,
        flow=FLOWS.get(flow),
        parties=parties,
    )
    return MetDeclaration(declaration, None, line)


class _LineReader:
    """Reads rows by one layout."""

    def __init__(self, layout: DeclarationLayout) -> None:
        self._columns = [
            (field.item, _Column(folded(header), header, field.steps))
            for field in layout.fields
            for header in field.from_
        ]
        self._known: dict[tuple[str, ...], _Columns] = {}
        self._roles = {folded(word): PARTY_ROLES[role] for word, role in layout.roles.items()}
        self._role = None if layout.role is UNSET else PARTY_ROLES[layout.role]
        self._words = tuple(layout.roles)

    def read(self, number: int, cells: dict[str, Cell]) -> _Line:
        """Return what a row says; raises MalformedDocument for what makes it no declaration."""
        row = _Row(number, cells, self._columns_of(tuple(cells)))
        about = (
            row.text("declaration"),
            row.moment("acceptedAt"),
            row.moment("releasedAt"),
            _flow(row),
        )
        return _Line(number, about, tuple(self._parties(row)))

    def _columns_of(self, headers: tuple[str, ...]) -> _Columns:
        """Return the columns of the layout among those of a row; few rows differ in theirs."""
        known = self._known.get(headers)
        if known is None:
            by_item: dict[str, tuple[_Column, ...]] = {}
            for item, column in self._columns:
                if column.header in headers:
                    by_item[item] = (*by_item.get(item, ()), column)
            parts = (item.partition(".") for item in by_item)
            prefixed = tuple(dict.fromkeys(role for role, dot, _ in parts if dot))
            known = _Columns(by_item, not by_item.keys().isdisjoint((*OF_PARTY, "role")), prefixed)
            if len(self._known) < MOST_KNOWN:
                self._known[headers] = known
        return known

    def _parties(self, row: _Row) -> Iterator[DeclaredParty]:
        if row.columns.has_own_party:
            party = _party(self._role_of(row), "", row)
            if party is not None:
                yield party
        for role in row.columns.prefixed:
            party = _party(PARTY_ROLES[role], f"{role}.", row)
            if party is not None:
                yield party

    def _role_of(self, row: _Row) -> PartyRole:
        word = row.text("role")
        if not word:
            return self._role or PartyRole.OTHER
        role = self._roles.get(folded(word))
        if role is None:
            raise _refused(row.number_of_row, no_role(word, self._words))
        return role


class _Row(NamedTuple):
    """A row that is being read."""

    number_of_row: int
    cells: dict[str, Cell]
    columns: _Columns

    def text(self, item: str) -> str:
        """Return the text of an item, through its steps, or nothing.

        Raises MalformedDocument for a text of which a step can make nothing.
        """
        for column in self.columns.by_item.get(item, ()):
            cell = self.cells[column.header]
            if not column.steps:
                if text := cell.text.strip():
                    return text
            elif texts := self._stepped(cell, column):
                return " ".join(texts)
        return ""

    def _stepped(self, cell: Cell, column: _Column) -> list[str]:
        try:
            return stepped(cell.text, column.steps, CellContext(cell.kind))
        except Unusable as cause:
            hint = f"; {cause.hint}" if cause.hint else ""
            told = f"{cell.text[:40]!r} in the column {excerpt(column.written)!r} {cause.message}"
            raise _refused(self.number_of_row, told + hint) from cause

    def number(self, item: str) -> str:
        """Return a number; raises MalformedDocument for one that its cell has rounded."""
        text = self.text(item)
        for column in self.columns.by_item.get(item, ()) if text else ():
            cell = self.cells[column.header]
            if is_rounded(cell):
                raise _refused(
                    self.number_of_row,
                    f"{text[:40]!r} is a number of more digits than a cell holds; "
                    "what it was needs a text",
                )
        return text

    def moment(self, item: str) -> str:
        """Return when an item was; raises MalformedDocument for what is no instant and no day."""
        text = self.text(item)
        moment = moment_written(text) if text else ""
        if text and not moment:
            raise _refused(self.number_of_row, f"{text[:40]!r} is neither an instant nor a day")
        return moment


def _flow(row: _Row) -> str:
    written = row.text("flow")
    text = written.lower()
    if text and text not in FLOWS:
        raise _refused(row.number_of_row, no_flow(written))
    return text


def no_flow(word: str) -> str:
    """Return why a row with this word for its flow is refused."""
    return (
        f"{word[:40]!r} is not a flow; there is {', '.join(FLOWS)}; a layout maps other words to "
        "them (step `map`)"
    )


def no_role(word: str, words: Iterable[str]) -> str:
    """Return why a row with this word for a role is refused, where others are known."""
    return (
        f"{word[:40]!r} is not a role; it is {one_of(words)}; a layout explains other words "
        "(`roles`)"
    )


def _party(role: PartyRole, prefix: str, row: _Row) -> DeclaredParty | None:
    number, quoted_number = (row.number(prefix + item) for item in ("id", "aeoNumber"))
    name, address, country = (row.text(prefix + item) for item in ("name", "address", "country"))
    numbers = []
    if number:
        scheme = row.text(f"{prefix}scheme")
        numbers.append(QuotedNumber(value=cut(number), scheme=scheme))
    if quoted_number:
        numbers.append(QuotedNumber(value=cut(quoted_number), place="aeo-number"))
    if not numbers and not name:
        return None
    name, address, country = (cut(" ".join(text.split())) for text in (name, address, country))
    return DeclaredParty(
        role=role, name=name, address=address, country=country, numbers=tuple(numbers)
    )


def _refused(number: int, message: str) -> MalformedDocument:
    return MalformedDocument(MALFORMED, message, line=number)
