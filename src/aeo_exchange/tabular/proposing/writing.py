"""A proposal as TOML: each guess with its reason as a comment above it, each doubt named."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from aeo_exchange.counting import how_many
from aeo_exchange.report import visible
from aeo_exchange.tabular.proposing.columns import SampledTable
from aeo_exchange.tabular.proposing.guesses import CODES, ColumnGuess, LeftColumn
from aeo_exchange.tabular.proposing.settling import AsOfLine, KeyColumns

__all__ = ["NEEDED", "TIERS", "UNTIL", "Proposal", "layout_text", "records_text", "said", "slug"]

UNTIL = "authorisation.terms.1.until"
TIERS = "authorisation.terms.1.tiers"
NEEDED = {
    "holder.tin": "the TIN of the operator",
    "holder.legalName": "its name in Latin letters",
    "authorisation.number": "the number of the authorisation",
    TIERS: "the tier",
    "authorisation.terms.1.roles": "the role",
    "authorisation.terms.1.from": "the day from which the authorisation holds",
}
OPTIONAL = (UNTIL, "holder.address", "holder.identifiers", "status.from")
ADDRESS = "holder.address."
PERSONAL = "holder.contacts."
TABLES = {
    TIERS: "tiers",
    "authorisation.terms.1.roles": "roles",
    "status": "statuses",
}
LONGEST, MOST_WORDS = 300, 40


class Proposal(Struct, frozen=True, kw_only=True):
    """All that a layout is proposed of."""

    file: str
    name: str
    table: SampledTable
    programme: str
    programme_reason: str
    administration: str
    guesses: tuple[ColumnGuess, ...]
    left: tuple[LeftColumn, ...]
    key: KeyColumns
    constants: dict[str, str]
    as_of: AsOfLine | None
    doubts: tuple[str, ...]

    @property
    def base(self) -> str:
        """The name of the file without its folders, as long as a title can be."""
        return self.file.rpartition("/")[2][: LONGEST // 2]

    @property
    def items(self) -> frozenset[str]:
        """What columns are taken for."""
        return frozenset(guess.item for guess in self.guesses)

    @property
    def all_doubts(self) -> int:
        """How many lines of the layout begin with DOUBT."""
        return sum(line.lstrip("# ").startswith("DOUBT") for line in _lines(self))


def slug(name: str) -> str:
    """Return the name of a layout for a file of some name."""
    stem = unicodedata.normalize("NFKD", name.rpartition("/")[2].partition(".")[0])
    made = re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-")[:64].strip("-")
    return made or "proposed"


def records_text(file: str, what: str) -> str:
    """Return the layout of a file that is in a syntax of the standard."""
    lines = [
        f"# {said(file)} is in a syntax of the standard ({what}), so it needs no layout:",
        "# each row, or element, is a record already, and is read as it is.",
        f"name = {_text(slug(file))}",
        f"title = {_text(f'Records in {what}')}",
        'origin = "A syntax of the standard"',
        "",
        "[file]",
        'kind = "records"',
    ]
    return "\n".join(lines) + "\n"


def layout_text(proposal: Proposal) -> str:
    """Return the layout, to be corrected by a person."""
    return "\n".join(_lines(proposal)) + "\n"


def _lines(proposal: Proposal) -> Iterator[str]:
    yield from _head(proposal)
    yield from _file(proposal)
    yield from _row(proposal)
    yield from _constants(proposal)
    has_address = {f"{ADDRESS}city", f"{ADDRESS}country"} <= proposal.items
    for guess in proposal.guesses:
        yield ""
        yield from _field(guess, has_address=has_address)
    yield from _words(proposal)
    yield from _left(proposal.left)


def _head(proposal: Proposal) -> Iterator[str]:
    table = proposal.table
    yield f"# Proposed from {said(proposal.file)}, by a look at {how_many(table.rows, 'row')}."
    yield "# A person corrects it: each guess has its reason above it, and what is not sure begins"
    yield "# with DOUBT. A column was taken where its header and its values both agree."
    yield from _doubts(proposal.doubts)
    yield f"name = {_text(proposal.name)}"
    yield f"title = {_text(f'Proposed from {proposal.base}')}"
    yield 'origin = "Proposed from the headers and values of a sheet; corrected by nobody yet"'
    yield f"# {proposal.programme_reason}"
    yield f"programme = {_text(proposal.programme)}"
    if proposal.administration:
        yield "# The one administration that decides under the programme."
        yield f"administration = {_text(proposal.administration)}"
    elif "administration" not in proposal.items:
        yield '# administration = ""'
    yield "# DOUBT: a sheet is taken to list every record; if it has only what changed, say"
    yield '# "changes". Either way a row that is missing ends nothing.'
    yield 'missing_rows = "snapshot"'


def _file(proposal: Proposal) -> Iterator[str]:
    table, sample = proposal.table, proposal.table.sample
    yield ""
    where = f"row {table.header_row}" + (f" and {table.header_row + 1}" * table.is_double)
    yield f"# The header was found in {where}, by {how_many(table.known, 'header')} known."
    if sample.other_encodings:
        others = " or ".join(sample.other_encodings)
        yield f"# DOUBT: as many headers are known in {others}, where other letters differ."
    yield "[file]"
    yield f"kind = {_text(sample.kind)}"
    if sample.encoding:
        yield f"encodings = {_array([sample.encoding])}"
    if sample.delimiter:
        yield f"delimiter = {_text(sample.delimiter)}"
    if sample.sheet:
        yield f"sheet = {_text(sample.sheet)}"
    yield from _no_data(proposal)


def _no_data(proposal: Proposal) -> Iterator[str]:
    """Yield which rows and cells hold nothing, and where the list tells its day."""
    table = proposal.table
    if table.footers:
        yield "# Rows that begin so are no data."
        yield f"pass_over = {_array(table.footers)}"
    if table.blanks:
        yield "# Cells that hold one of these hold nothing."
        yield f"blanks = {_array(table.blanks)}"
    if proposal.as_of:
        yield ""
        yield from _as_of(proposal.as_of)


def _as_of(line: AsOfLine) -> Iterator[str]:
    yield f"# Row {line.row} tells the day of the list."
    if line.twin:
        yield f"# DOUBT: it could be read as {line.form} or as {line.twin}; choose one of them."
    mark = "# " if line.twin else ""
    yield f"{mark}[file.as_of]"
    yield f"{mark}texts = {_array([line.text])}"
    yield f"{mark}formats = {_array([line.form, line.twin] if line.twin else [line.form])}"


def _row(proposal: Proposal) -> Iterator[str]:
    yield ""
    yield f"# What tells one record from another: {proposal.key.reason}."
    yield from _doubts(proposal.key.doubts)
    yield "[row]"
    if proposal.key.holds != "record":
        yield f"holds = {_text(proposal.key.holds)}"
    yield f"key = [{', '.join(_array([header]) for header in proposal.key.headers)}]"


def _constants(proposal: Proposal) -> Iterator[str]:
    yield ""
    yield "# DOUBT: every holder is taken to be an organisation; the sheet does not say it."
    yield "# DOUBT: the records are taken to be for everybody; if for one partner, its country."
    if proposal.constants.keys() - {TIERS}:
        yield "# DOUBT: language and script of the names are told from their letters and headers."
    if TIERS in proposal.constants:
        yield "# DOUBT: no column is taken for the tier; the programme has one alone."
    yield "[constants]"
    for item, text in ({"holder.kind": "legal-person"} | proposal.constants).items():
        yield f"{_text(item)} = {_text(text)}"
    yield '"view.audience" = "public"'


def _field(guess: ColumnGuess, *, has_address: bool) -> Iterator[str]:
    """Yield a field; as a comment where a person has to decide before it can be read."""
    column = guess.column
    agreed = guess.agreement
    yield (
        f"# Column {column.letters} {said(column.header)!r}: {guess.language} for "
        f"{guess.item}; {agreed.fits:,} of {how_many(agreed.of, 'value')}: {said(agreed.what)}."
    )
    yield from _doubts(guess.doubts)
    mark = ""
    if guess.item.startswith(ADDRESS):
        yield "# DOUBT: a record for the public has no address, and a row with one is refused; name"
        yield "# for whom it is under view.audience, or leave the address out."
        if not has_address:
            yield "# It has a city and a country: give as a constant what no column tells."
        mark = "# "
    if guess.item.startswith(PERSONAL):
        yield "# DOUBT: it tells of a person; take it in where the agreement allows it."
        mark = "# "
    if guess.days is not None and guess.days.twins:
        first, second = guess.days.twins
        if guess.days.mixed:
            yield f"# DOUBT: some days are {first} alone, others {second} alone, and the order of"
            yield "# the rest cannot be told; ask the sender, and choose one of them."
        else:
            yield f"# DOUBT: each day could be read as {first} or as {second}; choose one of them."
        mark = "# "
    if guess.item == UNTIL:
        yield "# DOUBT: the day is taken as the last on which the authorisation holds."
    for line in _members(guess):
        yield mark + line


def _members(guess: ColumnGuess) -> Iterator[str]:
    yield "[[fields]]"
    yield f"item = {_text(guess.item)}"
    yield f"from = {_array([guess.column.header])}"
    if steps := list(_steps(guess)):
        yield f"steps = [{', '.join(steps)}]"
    if guess.scheme:
        yield f"scheme = {_text(guess.scheme)}"
    if guess.item == UNTIL:
        yield "last_day = true"
    if guess.may_be_absent or guess.item.startswith(OPTIONAL):
        yield 'absent = "leave-out"'


def _steps(guess: ColumnGuess) -> Iterator[str]:
    if guess.prefix:
        yield f'{{ do = "strip-prefix", texts = {_array([guess.prefix])} }}'
    if guess.between:
        number = 1 if guess.days is None else 2  # the word, and the day behind it
        yield f'{{ do = "part", texts = {_array(guess.between)}, number = {number} }}'
    if guess.days is not None:
        yield f'{{ do = "date", texts = {_array(guess.days.twins or guess.days.forms)} }}'
    if guess.codes is not None and guess.codes.marks:
        yield f'{{ do = "split", texts = {_array(guess.codes.marks)} }}'
    if guess.item in {"holder.address.country", "administration"}:
        yield '{ do = "country" }'


def _words(proposal: Proposal) -> Iterator[str]:
    for guess in proposal.guesses:
        if guess.codes is None or guess.item not in CODES:
            continue
        yield ""
        yield f"# Words of column {guess.column.letters}; another word refuses its row."
        for word in guess.codes.unknown[:MOST_WORDS]:
            yield f"# DOUBT: not known, so that its rows are refused: {_text(said(word))} = ?"
        if (more := len(guess.codes.unknown) - MOST_WORDS) > 0:
            yield f"# DOUBT: and {how_many(more, 'more word')} not known."
        yield f"[words.{TABLES[guess.item]}]"
        yield from (f"{_text(word)} = {_text(code)}" for word, code in guess.codes.words.items())


def _left(left: Iterable[LeftColumn]) -> Iterator[str]:
    for place, unused in enumerate(left):
        if not place:
            yield from ("", "# Columns that are not taken, and why:")
        named = f"{unused.column.letters} {said(unused.column.header)!r}"
        yield f"# Column {named}: {said(unused.reason)}."


def _doubts(doubts: Sequence[str]) -> Iterator[str]:
    for doubt in doubts:
        yield f"# DOUBT: {said(doubt)}."


def said(text: str) -> str:
    """Return a text for a comment: one line, with nothing that TOML or a terminal would run."""
    return visible(text)


def _array(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _text(text: str) -> str:
    """Return a text as a basic string of TOML, of which JSON has all escapes but one."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
