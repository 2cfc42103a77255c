"""Guesses of single columns to one layout: which name, which days, what tells rows apart."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from aeo_exchange.counting import how_many
from aeo_exchange.tabular.folding import cleaned, folded, in_small_letters
from aeo_exchange.tabular.proposing.columns import SampledTable
from aeo_exchange.tabular.proposing.days import FORMS, TWINS, Days, day_in_text
from aeo_exchange.tabular.proposing.guesses import ColumnGuess, LeftColumn
from aeo_exchange.tabular.proposing.values import is_latin
from aeo_exchange.tabular.proposing.vocabulary import LATIN_NAME, all_words, languages

__all__ = [
    "AsOfLine",
    "KeyColumns",
    "as_of_in",
    "by_custom",
    "key_columns",
    "with_days",
    "with_names",
]

NAME, LOCAL = "holder.legalName", "holder.otherNames.1.text"
NUMBER, TIN = "authorisation.number", "holder.tin"
ROLES = "authorisation.terms.1.roles"
HALF = 0.5
WEAK = "a name is a weak key: a firm that changes its name becomes another record"
# Scripts of names, by how Unicode names their letters.
_SCRIPTS = {
    "HANGUL": "Hang",
    "CJK": "Hani",
    "CYRILLIC": "Cyrl",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "GREEK": "Grek",
    "THAI": "Thai",
    "DEVANAGARI": "Deva",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
}


class KeyColumns(Struct, frozen=True):
    """The columns that tell rows apart, what a row holds, and what is in doubt of it."""

    headers: tuple[str, ...]
    holds: str
    reason: str
    doubts: tuple[str, ...] = ()


class AsOfLine(Struct, frozen=True):
    """The cell above the header that tells the day of the list; `twin` reads it as another."""

    row: int
    text: str
    form: str
    twin: str = ""


def with_names(
    guesses: Sequence[ColumnGuess], left: list[LeftColumn]
) -> tuple[list[ColumnGuess], dict[str, str]]:
    """Return the guesses with each name where its script belongs, and the constants it needs."""
    by_item = {guess.item: guess for guess in guesses}
    name, latin = by_item.get(NAME), by_item.get(LATIN_NAME)
    rest = [guess for guess in guesses if guess.item not in {NAME, LATIN_NAME}]
    constants: dict[str, str] = {}
    if name is not None and _foreign(name) > HALF:
        rest.append(replace(name, item=LOCAL))
        constants = _of_local(name)
        if latin is not None:
            rest.append(replace(latin, item=NAME))
            constants["holder.legalNameRomanisation"] = "UNKNOWN"
    elif name is not None:
        share = _foreign(name)
        doubt = (f"{share:.0%} of the names are not in Latin script, and stay candidates",)
        rest.append(replace(name, doubts=(*name.doubts, *(doubt if share else ()))))
        if latin is not None:
            left.append(
                LeftColumn(latin.column, "is a second name; the first is in Latin letters too")
            )
    elif latin is not None:
        rest.append(replace(latin, item=NAME))
    return sorted(rest, key=lambda guess: guess.column.number), constants


def _foreign(guess: ColumnGuess) -> float:
    texts = [cell.text for cell in guess.column.cells.values()]
    return sum(not is_latin(text) for text in texts) / len(texts)


def _of_local(guess: ColumnGuess) -> dict[str, str]:
    """Return the language and the script of names in a script of their own."""
    begins = Counter(
        unicodedata.name(letter, "?").split()[0].partition("-")[0]
        for cell in guess.column.cells.values()
        for letter in cell.text
        if not is_latin(letter)
    )
    script = _SCRIPTS.get(begins.most_common(1)[0][0], "Zyyy")
    if {"HIRAGANA", "KATAKANA"} & set(begins):
        script = "Jpan"
    code = next(language.code for language in languages() if language.language == guess.language)
    return {
        "holder.otherNames.1.language": code,
        "holder.otherNames.1.script": script,
        "holder.otherNames.1.use": "local",
    }


def with_days(guesses: Sequence[ColumnGuess]) -> list[ColumnGuess]:
    """Return the guesses; where a column can be read in two forms, another one may tell which."""
    sure = {
        form: guess
        for guess in guesses
        if guess.days and guess.days.twins is None
        for form in guess.days.forms
    }
    return [_settled(guess, guess.days, sure) if guess.days else guess for guess in guesses]


def by_custom(guesses: Sequence[ColumnGuess], countries: Iterable[str]) -> list[ColumnGuess]:
    """Return the guesses; days that two forms read alike are read as some countries write them.

    That is asked where a person named the programme, of the countries that decide under it and of
    the language of the header: where all that have it for theirs write the day first, or all the
    month. It stays a doubt.
    """
    deciding = frozenset(countries)
    return [_by_custom(guess, guess.days, deciding) if guess.days else guess for guess in guesses]


def _by_custom(guess: ColumnGuess, days: Days, countries: frozenset[str]) -> ColumnGuess:
    if days.twins is None or days.mixed:
        return guess
    own = next(language for language in languages() if language.language == guess.language)
    day = countries.intersection(own.day_first.split())
    month = countries.intersection(own.month_first.split())
    if bool(day) == bool(month):
        return guess
    begins, what = ("%d", "day") if day else ("%m", "month")
    form = next(form for form in days.twins if form.startswith(begins))
    doubt = (
        f"each day could be read as {' or as '.join(days.twins)}; it is taken as {form}, since "
        f"lists in {guess.language} from {' and '.join(sorted(day or month))} have the {what} "
        "first (by Unicode CLDR)"
    )
    return _in_form(guess, days, form, doubt)


def _settled(guess: ColumnGuess, days: Days, sure: dict[str, ColumnGuess]) -> ColumnGuess:
    if days.twins is None or days.mixed:
        return guess
    told = [form for form in days.twins if form in sure]
    if len(told) != 1:
        return guess
    doubt = (
        f"each day could be read as {' or as '.join(days.twins)}; column "
        f"{sure[told[0]].column.letters} can be read as {told[0]} alone, so it is taken here too"
    )
    return _in_form(guess, days, told[0], doubt)


def _in_form(guess: ColumnGuess, days: Days, form: str, doubt: str) -> ColumnGuess:
    """Return a guess whose days are read in one form of two."""
    others = tuple(other for other in days.forms if other not in (days.twins or ()))
    settled = replace(days, forms=(form, *others), twins=None)
    return replace(guess, days=settled, doubts=(*guess.doubts, doubt))


def key_columns(guesses: Sequence[ColumnGuess]) -> KeyColumns | None:
    """Return what tells rows apart; None where no column can."""
    by_item = {guess.item: guess for guess in guesses}
    for item in (NUMBER, TIN, NAME, LOCAL):
        guess = by_item.get(item)
        if guess is None:
            continue
        twice = _twice(guess)
        if not twice:
            return _sole(guess, item)
        roles = by_item.get(ROLES)
        if item == NUMBER and roles is not None and _apart(guess, roles):
            reason = "numbers stand in several rows, each with another role"
            doubt = f"of {twice} of them the roles are joined, of a firm written twice too"
            return KeyColumns((guess.column.header,), "role", reason, (doubt,))
    best = next((by_item[item] for item in (NUMBER, TIN, NAME, LOCAL) if item in by_item), None)
    if best is None:
        return None
    weak = () if best.item in {NUMBER, TIN} else (WEAK,)
    doubt = f"{how_many(_twice(best), 'value')} in several rows, which are then refused"
    headers = (best.column.header,)
    return KeyColumns(headers, "record", "no column has another value in each row", (doubt, *weak))


def _sole(guess: ColumnGuess, item: str) -> KeyColumns:
    reason = "each row has another value in it"
    if item in {NUMBER, TIN}:
        return KeyColumns((guess.column.header,), "record", reason)
    return KeyColumns((guess.column.header,), "record", reason, (WEAK,))


def _twice(guess: ColumnGuess) -> int:
    texts = Counter(folded(cell.text) for cell in guess.column.cells.values())
    return sum(times > 1 for times in texts.values())


def _apart(number: ColumnGuess, roles: ColumnGuess) -> bool:
    """Say whether the rows of one number differ in their role."""
    pairs = [
        (folded(cell.text), folded(other.text))
        for row, cell in number.column.cells.items()
        if (other := roles.column.cells.get(row))
    ]
    return len(pairs) == len(set(pairs)) == len(number.column.cells)


def as_of_in(table: SampledTable, guesses: Sequence[ColumnGuess]) -> AsOfLine | None:
    """Return where the rows above the header tell the day of the list, as the import finds it.

    Of two forms that read it the one that a column of days has is meant; else neither.
    """
    used = {
        form
        for guess in guesses
        if guess.days and not guess.days.twins
        for form in guess.days.forms
    }
    for row in table.above:
        for cell in row.cells:
            for beginning, rest in _parted(cell.text):
                form = next((form for form in FORMS if day_in_text(rest, form)), "")
                if form:
                    return _as_of_line(AsOfLine(row.number, beginning, form), rest, used)
    return None


def _as_of_line(line: AsOfLine, rest: str, used: set[str]) -> AsOfLine:
    twin = TWINS.get(line.form, "")
    if not twin or not day_in_text(rest, twin):
        return line
    told = used & {line.form, twin}
    if len(told) == 1:
        return replace(line, form=told.pop())
    return replace(line, twin=twin)


def _parted(text: str) -> Iterator[tuple[str, str]]:
    lowered = in_small_letters(text)
    for word in all_words("as_of"):
        place = lowered.find(in_small_letters(word))
        if place >= 0:
            end = place + len(word)
            end += len(text[end:]) - len(text[end:].lstrip(" :\uff1a."))
            yield text[place:end].strip(), cleaned(text[end:])
