"""A file that nobody described, to the text of a layout that a person corrects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, UnsetType

from aeo_exchange.counting import how_many
from aeo_exchange.errors import MalformedDocument, ReadError, WrongChoice
from aeo_exchange.formats import Content, Limits
from aeo_exchange.formats.detect import recognised
from aeo_exchange.operations.reading import read
from aeo_exchange.reader_codes import MALFORMED
from aeo_exchange.reference.programme_facts import Programme
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.reference.suggestions import did_you_mean
from aeo_exchange.tabular.proposing.columns import SampledTable, first_rows, table_of
from aeo_exchange.tabular.proposing.guesses import STATUS, ColumnGuess, Guesser, LeftColumn
from aeo_exchange.tabular.proposing.of_package import FileOfPackage, file_of_package
from aeo_exchange.tabular.proposing.proposal import NEEDED, TIERS, UNTIL, Proposal, slug
from aeo_exchange.tabular.proposing.samples import samples_of
from aeo_exchange.tabular.proposing.settling import (
    as_of_in,
    by_custom,
    key_columns,
    with_days,
    with_names,
)
from aeo_exchange.tabular.proposing.standing import (
    remarks_beside,
    titles_that_end,
    with_standing,
)
from aeo_exchange.tabular.proposing.writing import doubts_in, layout_text, records_text
from aeo_exchange.tabular.rows import letters

__all__ = ["Proposed", "propose"]

LOOKED_AT = 200  # values of a column, by which a programme is told
ENOUGH = 2  # of what speaks for a programme that nobody named
SYNTAXES = {"csv": "CSV", "xlsx": "a workbook", "json": "JSON", "xml": "XML"}


class Proposed(Struct, frozen=True, kw_only=True):
    """The text of a layout, how many columns it takes of how many, and how many doubts it names.

    `known_as` is the layout of the package that it is, where it is one; `unreadable` says why there
    is none.
    """

    text: str = ""
    known_as: str = ""
    taken: int = 0
    columns: int = 0
    doubts: int = 0
    unreadable: str = ""


def propose(
    content: Content, programme: str | None = None, *, reference: ReferenceData | None = None
) -> Proposed:
    """Return a layout for a file of which nothing is known.

    A file that cannot be read, or in which no header is known, is told as such. Raises WrongChoice
    for a programme that is unknown or not told, OSError.
    """
    known = reference or ReferenceData()
    named = _named(programme, known)
    try:
        return _proposed(content, named, known)
    except ReadError as refusal:
        return Proposed(unreadable=refusal.message)


def _proposed(content: Content, named: Programme | None, known: ReferenceData) -> Proposed:
    """Return a layout; raises ReadError."""
    if form := _syntax(content):
        text = records_text(content.name, SYNTAXES.get(form, form))
        return Proposed(text=text)
    if known_file := file_of_package(content, named.code if named else None, known):
        return _of_package(known_file, content.name)
    table, doubts = _table(content)
    chosen, reason = (
        (named, "The programme that was named.") if named else _proposed_programme(table, known)
    )
    countries = _deciding(chosen) if named else frozenset()
    proposal = _proposal(content.name, (table, countries), chosen, reason, known, doubts)
    text = layout_text(proposal)
    return Proposed(
        text=text,
        taken=len({guess.column.number for guess in proposal.guesses}),
        columns=len(table.columns) + len(table.unnamed),
        doubts=doubts_in(text),
    )


def _of_package(known_file: FileOfPackage, name: str) -> Proposed:
    text = known_file.text(name)
    return Proposed(
        text=text,
        known_as=known_file.layout.name,
        taken=known_file.columns,
        columns=known_file.columns,
        doubts=sum(line.startswith("# DOUBT") for line in text.splitlines()),
    )


def _named(code: str | None, known: ReferenceData) -> Programme | None:
    if code is None:
        return None
    programme = known.look_up(code)
    if programme is None:
        near = did_you_mean(code, known.codes())
        meant = f"; did you mean {' or '.join(near)}?" if near else ""
        raise WrongChoice(f"{code} is not a programme that is known{meant}")
    return programme


def _syntax(content: Content) -> str:
    """Return the syntax of the standard that a file is in, nothing for any other file."""
    with content.open() as stream:
        try:
            form = recognised(stream)
        except ReadError:
            return ""
    if form == "csv":
        return form  # its header names recordId
    first = next(read(content, Limits()), None)
    if first is None or first.document is None:
        return ""
    return form if form == "xlsx" or first.record is not None else ""


def _table(content: Content) -> tuple[SampledTable, tuple[str, ...]]:
    """Return the sheet with the most headers that are known, and the others as a doubt."""
    tables = [table for sample in samples_of(content) if (table := table_of(sample))]
    if not tables:
        raise MalformedDocument(
            MALFORMED,
            "no row among the first 50 has two headers that are known in a language of this "
            "program; write the layout by hand",
        )
    best = max(tables, key=lambda table: table.known)
    others = [table.sample.sheet for table in tables if table is not best]
    doubts = [f"the sheets {', '.join(others)} look like lists as well"] if others else []
    if not best.sample.whole:
        doubts.append("only the first rows were looked at; words further down are not listed")
    return best, tuple(doubts)


def _proposed_programme(table: SampledTable, known: ReferenceData) -> tuple[Programme, str]:
    """Return the one programme that the values speak for; raises WrongChoice."""
    scores: dict[str, tuple[int, str]] = {}
    few = first_rows(table, LOOKED_AT)
    for programme in known.programmes():
        guesses, _left = Guesser(programme, known.schemes).guesses(few)
        scores[programme.code] = _score(guesses)
    best = max(score for score, _why in scores.values())
    codes = [code for code, (score, _why) in scores.items() if score == best]
    if best < ENOUGH or len(codes) > 1:
        could = f"; it could be {' or '.join(codes)}" if best >= ENOUGH else ""
        raise WrongChoice(f"nothing in the file tells its programme; name it by --programme{could}")
    told = known.look_up(codes[0])
    assert told is not None
    return told, f"DOUBT: nobody named the programme; {scores[codes[0]][1]}."


def _score(guesses: Sequence[ColumnGuess]) -> tuple[int, str]:
    """Return how much speaks for a programme, and what."""
    score, why = 0, []
    for guess in guesses:
        if guess.item == "holder.tin":
            score += 2 if "check digit" in guess.agreement.what else 1
        elif guess.item.endswith("tiers"):
            score += 1
        else:
            continue
        why.append(f"{how_many(guess.agreement.fits, 'value')} taken for {guess.agreement.what}")
    return score, " and ".join(why)


def _proposal(  # noqa: PLR0913, PLR0917 what it is made of
    name: str,
    sheet: tuple[SampledTable, frozenset[str]],
    programme: Programme,
    reason: str,
    known: ReferenceData,
    doubts: tuple[str, ...],
) -> Proposal:
    table, countries = sheet
    first, left = with_standing(*Guesser(programme, known.schemes).guesses(table))
    named, constants = with_names(by_custom(with_days(first), countries), left)
    key = key_columns(named)
    if key is None:
        raise MalformedDocument(
            MALFORMED, "no column tells one row from another; write the layout by hand"
        )
    constants |= _sole_tier(named, programme)
    items = frozenset(guess.item for guess in named) | constants.keys()
    return Proposal(
        file=name,
        name=slug(name),
        table=table,
        programme=programme.code,
        programme_reason=reason,
        administration="" if "administration" in items else _administration(programme),
        guesses=tuple(named),
        left=tuple(sorted(left, key=lambda unused: unused.column.number)),
        key=key,
        constants=constants,
        as_of=as_of_in(table, named),
        doubts=(
            *doubts,
            *_lacks(items, programme),
            *_overclaims(items, left),
            *remarks_beside(named, left),
            *titles_that_end(table),
            *_unnamed(table),
        ),
    )


def _sole_tier(guesses: Sequence[ColumnGuess], programme: Programme) -> dict[str, str]:
    """Return the tier of a programme that has one alone, where no column tells the tier."""
    if len(programme.tiers) != 1 or any(guess.item == TIERS for guess in guesses):
        return {}
    return {TIERS: programme.tiers[0].code}


def _administration(programme: Programme) -> str:
    deciding = _deciding(programme)
    return next(iter(deciding)) if len(deciding) == 1 else ""


def _deciding(programme: Programme) -> frozenset[str]:
    """Return the administrations that decide under a programme."""
    return frozenset(
        str(row.administration)
        for row in programme.administrations
        if row.function == "decides" and not isinstance(row.administration, UnsetType)
    )


def _overclaims(items: frozenset[str], left: Sequence[LeftColumn]) -> Iterator[str]:
    """Yield by what is not taken a record would say that more holds than the sheet says."""
    for unused in left:
        says = {meaning.item for meaning in unused.column.meanings}
        for item in (STATUS, UNTIL):
            if item in says and item not in items:
                yield (
                    f"column {unused.column.letters} {unused.column.header!r} says {item} and is "
                    "not taken; without it a firm that is suspended or over becomes a record"
                )
    if STATUS not in items and not any(
        meaning.item == STATUS for unused in left for meaning in unused.column.meanings
    ):
        yield "no column tells the status; every row is taken to be in force"


def _unnamed(table: SampledTable) -> Iterator[str]:
    for number, count in table.unnamed.items():
        yield (
            f"column {letters(number)} has no header and {how_many(count, 'value')}: a layout "
            "takes what has a header; ask the sender for one, or give it one in the file"
        )


def _lacks(items: frozenset[str], programme: Programme) -> Iterator[str]:
    for item, what in NEEDED.items():
        if item not in items:
            yield f"no column is taken for {what} ({item}); without it no row becomes a record"
    if "administration" not in items and not _administration(programme):
        yield "which administration decided is not told; write `administration` below"
