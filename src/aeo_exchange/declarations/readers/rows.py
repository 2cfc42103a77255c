"""Rows of declared parties, of whatever file, to declarations: those that follow with one number.

What a cell is called, and what is done to its text, the layout says (DEC-1-7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from msgspec import UNSET

from aeo_exchange.declarations.assembly import MOST_PARTIES, assembled, party_of
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
from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.layout import Step
from aeo_exchange.tabular.steps import CellContext, Unusable, one_of, stepped

__all__ = ["LineOrRefusal", "MetDeclaration", "declarations_of_rows"]

MALFORMED, HOSTILE = "AEO-SYN-01", "AEO-HOS-03"
FLOWS: dict[str, Flow] = {"import": "import", "export": "export", "transit": "transit"}


class MetDeclaration(NamedTuple):
    """A declaration that was read, or why one was not, and the line where it begins."""

    declaration: Declaration | None
    refusal: ReadError | None = None
    line: int | None = None


# The number of a row with its cells by folded headers, or why it cannot be read.
LineOrRefusal: TypeAlias = tuple[int, dict[str, Cell]] | ReadError


class _Column(NamedTuple):
    """Where an item of a party stands: its folded headers, and what is done to the text."""

    spellings: tuple[str, ...]
    steps: tuple[Step, ...]


class _Line(NamedTuple):
    """A row, read: what it says of its declaration, and its parties."""

    number: int
    about: tuple[str, str, str]
    parties: tuple[DeclaredParty, ...]


def declarations_of_rows(
    rows: Iterable[LineOrRefusal], layout: DeclarationLayout
) -> Iterator[MetDeclaration]:
    """Yield the declarations of rows, and why some rows have none."""
    reader = _LineReader(layout)
    held: list[_Line] = []
    for row in rows:
        if isinstance(row, ReadError):
            yield MetDeclaration(None, row, row.line)
            continue
        try:
            line = reader.read(*row)
        except ReadError as refusal:
            yield MetDeclaration(None, refusal, row[0])
            continue
        if held and (line.about != held[0].about or not line.about[0]):
            yield _met(held)
            held = []
        if len(held) <= MOST_PARTIES:
            held.append(line)
    if held:
        yield _met(held)


def _met(lines: list[_Line]) -> MetDeclaration:
    number, accepted_at, flow = lines[0].about
    line = lines[0].number
    if len(lines) > MOST_PARTIES:
        message = f"the declaration names more than {MOST_PARTIES:,} parties"
        return MetDeclaration(None, LimitExceeded(HOSTILE, message, line=line), line)
    parties = assembled((party for one in lines for party in one.parties), ())
    declaration = Declaration(
        number=number, accepted_at=accepted_at, flow=FLOWS.get(flow), parties=parties
    )
    return MetDeclaration(declaration, None, line)


class _LineReader:
    """Reads rows by one layout."""

    def __init__(self, layout: DeclarationLayout) -> None:
        columns: dict[str, list[_Column]] = {}
        for field in layout.fields:
            column = _Column(tuple(map(folded, field.from_)), field.steps)
            columns.setdefault(field.item, []).append(column)
        self._columns = columns
        self._roles = {folded(word): PARTY_ROLES[role] for word, role in layout.roles.items()}
        self._role = None if layout.role is UNSET else PARTY_ROLES[layout.role]
        self._words = one_of(layout.roles)
        # Roles whose columns have their name in front, in the order of the layout.
        items = (item.partition(".") for item in columns)
        self._prefixed = tuple(dict.fromkeys(role for role, dot, _ in items if dot))
        self._has_own_party = not columns.keys().isdisjoint((*OF_PARTY, "role"))

    def read(self, number: int, cells: dict[str, Cell]) -> _Line:
        """Return what a row says; raises MalformedDocument for what makes it no declaration."""
        try:
            about = (
                self._text("declaration", cells),
                self._accepted(number, cells),
                self._flow(number, cells),
            )
            return _Line(number, about, tuple(self._parties(number, cells)))
        except Unusable as cause:
            raise _refused(number, cause.message) from cause

    def _text(self, item: str, cells: dict[str, Cell]) -> str:
        for column in self._columns.get(item, ()):
            for spelling in column.spellings:
                cell = cells.get(spelling)
                if cell is None or not cell.text.strip():
                    continue
                if not column.steps:
                    return cell.text.strip()
                if texts := stepped(cell.text, column.steps, CellContext(cell.kind)):
                    return " ".join(texts)
        return ""

    def _accepted(self, number: int, cells: dict[str, Cell]) -> str:
        text = self._text("acceptedAt", cells)
        moment = moment_written(text) if text else ""
        if text and not moment:
            raise _refused(number, f"{text[:40]!r} is no instant and no day")
        return moment

    def _flow(self, number: int, cells: dict[str, Cell]) -> str:
        text = self._text("flow", cells).lower()
        if text and text not in FLOWS:
            raise _refused(number, f"{text[:40]!r} is no flow; there is {', '.join(FLOWS)}")
        return text

    def _parties(self, number: int, cells: dict[str, Cell]) -> Iterator[DeclaredParty]:
        if self._has_own_party:
            party = self._party(self._role_of(number, cells), "", cells)
            if party is not None:
                yield party
        for role in self._prefixed:
            party = self._party(PARTY_ROLES[role], f"{role}.", cells)
            if party is not None:
                yield party

    def _role_of(self, number: int, cells: dict[str, Cell]) -> PartyRole:
        word = self._text("role", cells)
        if not word:
            return self._role or PartyRole.OTHER
        role = self._roles.get(folded(word))
        if role is None:
            raise _refused(number, f"{word[:40]!r} is no role that is known; it is {self._words}")
        return role

    def _party(self, role: PartyRole, prefix: str, cells: dict[str, Cell]) -> DeclaredParty | None:
        told = {item: self._text(prefix + item, cells) for item in OF_PARTY}
        party = party_of(
            role, told["id"], told["name"], address=told["address"], country=told["country"]
        )
        quotes = []
        if told["id"]:
            quotes.append(QuotedNumber(value=told["id"], scheme=told["scheme"]))
        if told["aeoNumber"]:
            quotes.append(QuotedNumber(value=told["aeoNumber"], place="aeo-number"))
        if not quotes:
            return party
        return DeclaredParty(
            role=role,
            name=party.name if party else "",
            address=party.address if party else told["address"],
            country=party.country if party else told["country"],
            numbers=tuple(quotes),
        )


def _refused(number: int, message: str) -> MalformedDocument:
    return MalformedDocument(MALFORMED, message, line=number)
