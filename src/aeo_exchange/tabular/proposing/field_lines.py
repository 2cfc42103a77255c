"""The fields and words of a proposed layout, each with its reason, and the columns left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aeo_exchange.counting import how_many
from aeo_exchange.tabular.proposing.codes import CodeColumn
from aeo_exchange.tabular.proposing.guesses import ColumnGuess, LeftColumn
from aeo_exchange.tabular.proposing.proposal import TIERS, UNTIL, Proposal
from aeo_exchange.tabular.proposing.toml_lines import as_array, as_text, doubt_lines, said

__all__ = ["ADDRESS", "field_lines", "left_lines", "word_lines"]

OPTIONAL = (UNTIL, "holder.address", "holder.identifiers", "status.from")
ADDRESS = "holder.address."
PERSONAL = "holder.contacts."
TABLES = {
    TIERS: "tiers",
    "authorisation.terms.1.roles": "roles",
    "status": "statuses",
}
MOST_WORDS = 40


def field_lines(guess: ColumnGuess, *, has_address: bool) -> Iterator[str]:
    """Yield a field; as a comment where a person has to decide before it can be read."""
    column = guess.column
    agreed = guess.agreement
    yield (
        f"# Column {column.letters} {said(column.header)!r}: {guess.language} for "
        f"{guess.item}; {agreed.fits:,} of {how_many(agreed.of, 'value')}: {said(agreed.what)}."
    )
    yield from doubt_lines(guess.doubts)
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
    yield f"item = {as_text(guess.item)}"
    yield f"from = {as_array([guess.column.header])}"
    if steps := list(_steps(guess)):
        yield f"steps = [{', '.join(steps)}]"
    if guess.scheme:
        yield f"scheme = {as_text(guess.scheme)}"
    if guess.item == UNTIL:
        yield "last_day = true"
    if guess.may_be_absent or guess.item.startswith(OPTIONAL):
        yield 'absent = "leave-out"'


def _steps(guess: ColumnGuess) -> Iterator[str]:
    if guess.prefix:
        yield f'{{ do = "strip-prefix", texts = {as_array([guess.prefix])} }}'
    if guess.between:
        number = 1 if guess.days is None else 2  # the word, and the day behind it
        if guess.is_day_first:
            number = -number  # a cell without a day is the word alone
        yield f'{{ do = "part", texts = {as_array(guess.between)}, number = {number} }}'
    if guess.days is not None:
        yield f'{{ do = "date", texts = {as_array(guess.days.twins or guess.days.forms)} }}'
    if guess.codes is not None and guess.codes.marks:
        yield f'{{ do = "split", texts = {as_array(guess.codes.marks)} }}'
    if guess.item in {"holder.address.country", "administration"}:
        yield '{ do = "country" }'


def word_lines(proposal: Proposal) -> Iterator[str]:
    """Yield the words of the layout, a table for each kind of code, and those to be explained."""
    for table in dict.fromkeys(TABLES.values()):
        columns = [
            (guess.column.letters, guess.codes)
            for guess in proposal.guesses
            if guess.codes is not None and TABLES.get(guess.item) == table
        ]
        if not columns:
            continue
        yield ""
        for letters, codes in columns:
            yield f"# Words of column {letters}; another word refuses its row."
            yield from _to_explain(codes)
        yield f"[words.{table}]"
        known = {word: code for _letters, codes in columns for word, code in codes.words.items()}
        yield from (f"{as_text(word)} = {as_text(code)}" for word, code in known.items())


def _to_explain(codes: CodeColumn) -> Iterator[str]:
    for word in codes.unknown[:MOST_WORDS]:
        yield f"# DOUBT: not known, so that its rows are refused: {as_text(said(word))} = ?"
    if (more := len(codes.unknown) - MOST_WORDS) > 0:
        yield f"# DOUBT: and {how_many(more, 'more word')} not known."


def left_lines(left: Iterable[LeftColumn]) -> Iterator[str]:
    """Yield the columns that are taken for nothing, each with the reason."""
    for place, unused in enumerate(left):
        if not place:
            yield from ("", "# Columns that are not taken, and why:")
        named = f"{unused.column.letters} {said(unused.column.header)!r}"
        yield f"# Column {named}: {said(unused.reason)}."
