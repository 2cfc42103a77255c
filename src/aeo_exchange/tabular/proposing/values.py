"""Whether the values of a column are what its header says, and how many of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct

from aeo_exchange.counting import how_many
from aeo_exchange.formats.tables.columns import csv_columns
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.model.texts import TextType
from aeo_exchange.reference.code_points import is_other_letter
from aeo_exchange.tabular.countries import country_of
from aeo_exchange.tabular.folding import cleaned, folded
from aeo_exchange.tabular.proposing.vocabulary import LATIN_NAME, all_words, bare

__all__ = [
    "MOST",
    "PLAIN",
    "Agreement",
    "described",
    "is_counting",
    "is_latin",
    "share",
]

MOST = 0.8  # of the values that have to be what the header says
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"\+?[\d\s().\-/]{6,}")
POSTCODE = re.compile(r"(?=.*\d)[A-Za-z0-9 -]{3,10}")
SUBDIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
DATE_LIKE = re.compile(r"\d{1,4}[./\-年년 ]+\d{1,2}[./\-月월 ]+\d{1,4}.*")
LONGEST_COUNT = 5  # digits of the number of a row
LONGEST = {"holder.address.city": 60}


class Agreement(Struct, frozen=True, kw_only=True):
    """How many values of a column are what was asked, of how many, and why not."""

    fits: int
    of: int
    what: str
    doubts: tuple[str, ...] = ()
    least: float = MOST

    @property
    def holds(self) -> bool:
        """Whether enough of them are."""
        return self.of > 0 and self.fits >= self.least * self.of


def share(cells: Sequence[Cell], fits: Callable[[str], bool], what: str) -> Agreement:
    """Return how many cells hold a text of one kind."""
    good = sum(fits(cleaned(cell.text)) for cell in cells)
    return Agreement(fits=good, of=len(cells), what=what)


def is_counting(cells: Sequence[Cell]) -> bool:
    """Say whether a column counts its rows: 1, 2, 3."""
    texts = [cleaned(cell.text) for cell in cells]
    if max(map(len, texts), default=0) > LONGEST_COUNT:
        return False
    if len(texts) < 2 or not all(text.isdecimal() for text in texts):  # noqa: PLR2004 one is no row of numbers
        return False
    numbers = list(map(int, texts))
    return all(later - earlier == 1 for earlier, later in pairwise(numbers))


def _number(cells: Sequence[Cell]) -> Agreement:
    if is_counting(cells):
        return Agreement(fits=0, of=len(cells), what="numbers of certificates; they count rows")
    if any(cell.kind is CellKind.DATE for cell in cells):
        return Agreement(fits=0, of=len(cells), what="numbers of certificates; they are days")
    return share(cells, _is_number, "short texts with a digit, as numbers of certificates are")


def _is_number(text: str) -> bool:
    has_digit = any(letter.isdigit() for letter in text)
    form = _form_of("authorisation.number")
    fits = len(text) <= (form.longest or 0) and bool(re.fullmatch(form.pattern or "", text))
    return has_digit and fits and not DATE_LIKE.fullmatch(text) and "@" not in text


@cache
def _form_of(item: str) -> TextType:
    kind = next(column.field.kind for column in csv_columns() if column.name == item)
    assert isinstance(kind, TextType)
    return kind


def _name(cells: Sequence[Cell]) -> Agreement:
    named = share(cells, _is_name, "names")
    different = len({folded(cell.text) for cell in cells})
    if named.holds and different < len(cells) / 2:
        what = f"names: {how_many(different, 'different one')} in {how_many(len(cells), 'row')}"
        return Agreement(fits=different, of=len(cells), what=what)
    return named


def _latin_name(cells: Sequence[Cell]) -> Agreement:
    return share(cells, lambda text: _is_name(text) and is_latin(text), "names in Latin letters")


def is_latin(text: str) -> bool:
    """Say whether a name can be a legal name: none of its letters is of another script."""
    return not any(map(is_other_letter, text))


def _is_name(text: str) -> bool:
    letters = sum(letter.isalpha() for letter in text)
    is_word = bare(text) in _YES_NO or "@" in text or bool(country_of(text))
    return letters >= 2 and 5 * letters >= 2 * len(text.replace(" ", "")) and not is_word  # noqa: PLR2004


def _address(cells: Sequence[Cell]) -> Agreement:
    return share(cells, _is_address, "addresses")


def _is_address(text: str) -> bool:
    has_letters = sum(letter.isalpha() for letter in text) >= 3  # noqa: PLR2004
    apart = any(letter.isdigit() or letter in " ,\uff0c" for letter in text)
    return has_letters and apart and len(text) >= 5 and "@" not in text  # noqa: PLR2004


def _is_city(text: str) -> bool:
    has_letters = any(letter.isalpha() for letter in text)
    is_other = any(letter.isdigit() for letter in text) or "@" in text or bare(text) in _YES_NO
    return has_letters and not is_other and len(text) <= LONGEST["holder.address.city"]


def _of(what: str, fits: Callable[[str], bool]) -> Callable[[Sequence[Cell]], Agreement]:
    return lambda cells: share(cells, fits, what)


_YES_NO = frozenset(map(bare, all_words("yes_no")))
# What the values of an item look like, for items that are no code, day or identifier.
PLAIN: dict[str, Callable[[Sequence[Cell]], Agreement]] = {
    "authorisation.number": _number,
    "holder.legalName": _name,
    LATIN_NAME: _latin_name,
    "holder.address.lines.1": _address,
    "holder.address.city": _of("names of places", _is_city),
    "holder.address.postcode": _of("postcodes", lambda text: bool(POSTCODE.fullmatch(text))),
    "holder.address.subdivision": _of(
        "codes of ISO 3166-2", lambda text: bool(SUBDIVISION.fullmatch(text))
    ),
    "holder.address.country": _of(
        "countries by code or English name", lambda text: bool(country_of(text))
    ),
    "administration": _of("countries by code or English name", lambda text: bool(country_of(text))),
    "holder.contacts.1.email": _of("addresses of e-mail", lambda t: bool(EMAIL.fullmatch(t))),
    "holder.contacts.1.phone": _of("telephone numbers", lambda t: bool(PHONE.fullmatch(t))),
}
FEW = 6


def described(cells: Sequence[Cell]) -> str:
    """Return what the values of a column are like; a few codes are named, others not."""
    texts = Counter(cleaned(cell.text) for cell in cells)
    if not texts:
        return "no values"
    if len(texts) <= FEW and len(texts) < len(cells):
        return "values " + ", ".join(f'"{text[:30]}"' for text, _times in texts.most_common())
    lengths = sorted(map(len, texts))
    kinds = ", ".join(_kinds(texts))
    values = how_many(len(texts), "different value")
    return f"{values} of {lengths[0]} to {how_many(lengths[-1], 'character')}{kinds}"


def _kinds(texts: Counter[str]) -> Iterator[str]:
    if all(text.isdecimal() for text in texts):
        yield ", all digits"
