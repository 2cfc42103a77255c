"""What each column is taken for: where its header and its values both say so, and nowhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.proposing.codes import CodeColumn, codes_in, known_codes
from aeo_exchange.tabular.proposing.columns import SampledColumn, SampledTable
from aeo_exchange.tabular.proposing.dated_words import DatedWords, dated_words
from aeo_exchange.tabular.proposing.days import Days, days_of
from aeo_exchange.tabular.proposing.ended_words import IN_FORCE
from aeo_exchange.tabular.proposing.numbers import numbers_of
from aeo_exchange.tabular.proposing.values import PLAIN, Agreement, described
from aeo_exchange.tabular.proposing.vocabulary import IDENTIFIER, Meaning

if TYPE_CHECKING:
    from aeo_exchange.reference.programme_facts import Programme
    from aeo_exchange.reference.schemes import Schemes

__all__ = ["STATUS", "ColumnGuess", "Guesser", "LeftColumn"]

DAYS = ("authorisation.terms.1.from", "authorisation.terms.1.until", "status.from")
STATUS = "status"
CODES = ("authorisation.terms.1.tiers", "authorisation.terms.1.roles", STATUS)
LONGEST = 300  # characters of a header that a layout takes


class ColumnGuess(Struct, frozen=True, kw_only=True):
    """A column taken for an item: why, with what doubts, and how its texts are read.

    `between` stands in a cell between a word and its day, `is_day_first` where the day begins it.
    `may_be_absent` where a row without it is whole.
    """

    column: SampledColumn
    item: str
    rank: int
    language: str
    agreement: Agreement
    scheme: str = ""
    prefix: str = ""
    days: Days | None = None
    codes: CodeColumn | None = None
    between: tuple[str, ...] = ()
    is_day_first: bool = False
    may_be_absent: bool = False
    doubts: tuple[str, ...] = ()


class LeftColumn(Struct, frozen=True):
    """A column that is taken for nothing, and why."""

    column: SampledColumn
    reason: str


class Guesser:
    """Guesses by the vocabulary of all languages and the facts of one programme."""

    def __init__(self, programme: Programme, schemes: Schemes) -> None:
        self._programme = programme
        self._schemes = schemes
        rows = programme.identifier_schemes
        self._wanted = tuple(row.code for row in rows)
        self._tins = tuple(row.code for row in rows if row.makes_tin)

    def guesses(self, table: SampledTable) -> tuple[list[ColumnGuess], list[LeftColumn]]:
        """Return what the columns of a table are taken for, and the columns left over."""
        taken: dict[str, ColumnGuess] = {}
        left: list[LeftColumn] = []
        for guess in self._one_each(table, left):
            item = self._numbered(guess, taken) if guess.item == IDENTIFIER else guess.item
            rival = taken.get(item)
            if rival is None:
                taken[item] = replace(guess, item=item)
                continue
            better, other = _better(rival, replace(guess, item=item))
            reason = f"could be {item} as well; column {better.column.letters} was taken"
            left.append(LeftColumn(other.column, reason))
            doubt = f"column {other.column.letters} {other.column.header!r} could be it as well"
            taken[item] = replace(better, doubts=(*better.doubts, doubt))
        if STATUS in taken and "status.from" not in taken:
            taken |= self._day_of_status(taken[STATUS])
        guesses = sorted(taken.values(), key=lambda guess: guess.column.number)
        return guesses, sorted(left, key=lambda unused: unused.column.number)

    def _day_of_status(self, status: ColumnGuess) -> dict[str, ColumnGuess]:
        """Return the day that stands behind the words of a status, by its item, if one does."""
        dated = self._dated(status.column)
        if dated is None:
            return {}
        days = days_of(dated.days)
        doubts = days.agreement.doubts
        agreed = {"agreement": days.agreement, "doubts": doubts, "codes": None, "days": days}
        return {"status.from": replace(status, item="status.from", **agreed)}

    def _dated(self, column: SampledColumn) -> DatedWords | None:
        known = known_codes(STATUS, self._programme)
        return dated_words(tuple(column.cells.values()), known)

    def _numbered(self, guess: ColumnGuess, taken: dict[str, ColumnGuess]) -> str:
        if guess.scheme in self._tins and "holder.tin" not in taken:
            return "holder.tin"
        count = sum(item.startswith("holder.identifiers.") for item in taken)
        return f"holder.identifiers.{count + 1}.value"

    def _one_each(self, table: SampledTable, left: list[LeftColumn]) -> Iterator[ColumnGuess]:
        headers = Counter(folded(column.header) for column in table.columns)
        languages = Counter(name for column in table.columns for name in _languages(column))
        for column in table.columns:
            reason = _unusable(column, headers)
            guesses = [] if reason else self._tried(column, languages)
            good = _without_names([guess for guess in guesses if guess.agreement.holds])
            items = {guess.item for guess in good}
            if not good:
                left.append(LeftColumn(column, reason or _why(column, guesses)))
            elif len(items) > 1:
                left.append(LeftColumn(column, f"could be {' or '.join(sorted(items))}"))
            else:
                yield good[0]

    def _tried(self, column: SampledColumn, languages: Counter[str]) -> list[ColumnGuess]:
        """Return what the values say of each meaning of the header, whether they agree or not."""
        seen: dict[str, Meaning] = {}
        usual = sorted(column.meanings, key=lambda meaning: -languages[meaning.language])
        for meaning in usual:
            seen.setdefault(meaning.item, meaning)
        return [
            guess
            for item, meaning in seen.items()
            if item and (guess := self._guess(column, meaning)) is not None
        ]

    def _guess(self, column: SampledColumn, meaning: Meaning) -> ColumnGuess | None:
        cells = tuple(column.cells.values())
        item = meaning.item
        days, codes, agreement = None, None, None
        dated = self._dated(column) if item == STATUS else None
        if item == IDENTIFIER:
            return self._identifier(column, meaning)
        if item in DAYS:
            days = days_of(cells)
            agreement = days.agreement
        elif item in CODES:
            codes = codes_in(dated.words if dated else cells, item, self._programme)
            agreement = codes.agreement
            if item == STATUS and codes.words:
                # One word that is known says what the column is. Left out, a suspended firm would
                # be a record in force; taken, a word that is not known refuses its row.
                agreement = replace(agreement, least=0)
        else:
            agreement = PLAIN[item](cells)
        return ColumnGuess(
            column=column,
            item=item,
            rank=meaning.rank,
            language=meaning.language,
            agreement=agreement,
            days=days,
            codes=codes,
            between=dated.between if dated else (),
            is_day_first=bool(dated and dated.is_day_first),
            doubts=agreement.doubts,
        )

    def _identifier(self, column: SampledColumn, meaning: Meaning) -> ColumnGuess | None:
        """Return a column of numbers, by the schemes that its header can name."""
        named = [other.scheme for other in column.meanings if other.scheme]
        general = any(other.item == IDENTIFIER and not other.scheme for other in column.meanings)
        wanted = [code for code in self._wanted if code in named]
        wanted += [code for code in named if code not in wanted]
        wanted += [code for code in self._wanted if general and code not in wanted]
        numbers = numbers_of(tuple(column.cells.values()), wanted, self._schemes)
        if numbers is None:
            return None
        agreement = numbers.agreement
        others = (
            (f"the numbers fit {' and '.join(numbers.others)} as well",) if numbers.others else ()
        )
        return ColumnGuess(
            column=column,
            item=IDENTIFIER,
            rank=meaning.rank,
            language=meaning.language,
            agreement=agreement,
            scheme=numbers.scheme,
            prefix=numbers.prefix,
            doubts=(*agreement.doubts, *others),
        )


def _better(one: ColumnGuess, two: ColumnGuess) -> tuple[ColumnGuess, ColumnGuess]:
    """Return two columns for one item, the one to take first.

    Of two for the status it is the one by which some firm does not stand; where that is so by both,
    no word of it is explained, as one that counts alone would hide what the other says.
    """
    by_rank = sorted((one, two), key=lambda guess: guess.rank)
    better, other = sorted(by_rank, key=_stands)
    if better.item == STATUS and better.codes and not _stands(other):
        hidden = (*better.codes.words, *better.codes.unknown)
        codes = replace(better.codes, words={}, unknown=hidden)
        doubt = "two columns say that some firms do not stand; explain the words of both"
        better = replace(better, codes=codes, doubts=(*better.doubts, doubt))
    return better, other


def _stands(guess: ColumnGuess) -> bool:
    """Say whether by a column for the status every firm is in force."""
    if guess.item != STATUS or guess.codes is None:
        return False
    return not guess.codes.unknown and IN_FORCE.issuperset(guess.codes.words.values())


def _without_names(good: list[ColumnGuess]) -> list[ColumnGuess]:
    """Return what a column can be; values that are all words for codes are no names."""
    words = [guess for guess in good if guess.codes and guess.agreement.fits == guess.agreement.of]
    return words or good


def _languages(column: SampledColumn) -> set[str]:
    """Return the languages in which the header of a column is known."""
    return {meaning.language for meaning in column.meanings}


def _unusable(column: SampledColumn, headers: Mapping[str, int]) -> str:
    if headers[folded(column.header)] > 1:
        return "its header stands twice, and which of them is meant is nobody's to guess"
    if len(column.header) > LONGEST:
        return "its header is too long"
    if not column.cells:
        return "it has no values"
    return ""


def _why(column: SampledColumn, guesses: list[ColumnGuess]) -> str:
    """Return why a column is taken for nothing."""
    values = described(tuple(column.cells.values()))
    if not column.meanings:
        return f"its header is not known; {values}"
    if not any(meaning.item for meaning in column.meanings):
        return f"its header is known to be nothing that a layout proposes; {values}"
    if not guesses:
        return f"its header says a number, and no scheme of it has a known form; {values}"
    told = "; ".join(
        f"its header says {guess.item}, and {guess.agreement.fits} of {guess.agreement.of} "
        f"are {guess.agreement.what}"
        for guess in guesses
    )
    return f"{told}; {values}"
