"""Numbers that are nearly those of a holder, to candidates: ranked, with what differs (DEC-5).

Nothing here makes an answer; an officer looks at a candidate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from aeo_exchange.declarations.answer import MatchCandidate, NearMiss
from aeo_exchange.declarations.declaration import QuotedNumber
from aeo_exchange.declarations.holders import IndexedHolders, NumberKind
from aeo_exchange.reference.identifiers import from_tin, is_placeholder
from aeo_exchange.reference.identifiers.compared import bare_number, compared_number
from aeo_exchange.reference.schemes import Schemes

__all__ = ["MOST_CANDIDATES", "NONE_LED", "NearNumbers", "NumbersThatLed", "stands_for_none"]

# Numbers of a party, each with the TINs of the holders to whom a lookup led.
NumbersThatLed: TypeAlias = Mapping[QuotedNumber, frozenset[str]]

MOST_CANDIDATES = 5
SHORTEST = 4  # characters of a number of which a near one means anything
COUNTRY = 2
LONGEST = 70
MOST_COMPARED = 500  # numbers with one part in common; nobody gives more that differ so little
NONE_LED: NumbersThatLed = {}
RANK = {near: place for place, near in enumerate(NearMiss)}


def stands_for_none(compared: str) -> bool:
    """Say whether a number is a placeholder: one character again and again, zeros or nines."""
    inner = compared.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or compared
    is_filled = not inner.strip("0") or (len(inner) > COUNTRY and not inner.strip("9"))
    return is_filled or is_placeholder(compared)


class NearNumbers:
    """Finds the holders whose numbers are near one that leads to nobody, or to another holder."""

    def __init__(
        self, holders: IndexedHolders, schemes: Schemes, *, looked_up: frozenset[str]
    ) -> None:
        self._holders, self._schemes = holders, schemes
        self._looked_up = looked_up
        self._bare: dict[str, set[str]] = defaultdict(set)
        self._without_country: dict[str, set[str]] = defaultdict(set)
        self._lengths = frozenset(map(len, holders.holders_of))
        # Numbers by parts that are whole in a number one character off: see `_parts`.
        self._parts: dict[tuple[int, str, str], list[str]] = defaultdict(list)
        for compared in holders.holders_of:
            self._bare[bare_number(compared)].add(compared)
            for part in _parts(compared, len(compared)):
                self._parts[part].append(compared)
        for compared in holders.tins:
            self._without_country[compared[COUNTRY:]].add(compared)

    def candidates(
        self, numbers: Iterable[QuotedNumber], led: NumbersThatLed = NONE_LED
    ) -> tuple[MatchCandidate, ...]:
        """Return the candidates of the numbers of a party, the best first, each holder once.

        `led`: those that lead to holders, though not all to one; what was confirmed of a name too.
        """
        by_tin: dict[str, MatchCandidate] = {}
        for number in dict.fromkeys((*numbers, *led)):
            tins = led.get(number)
            for candidate in self._led(number, tins) if tins else self._near(number):
                known = by_tin.get(candidate.tin)
                if known is None or _order(candidate) < _order(known):
                    by_tin[candidate.tin] = candidate
        ranked = sorted(
            by_tin.values(), key=lambda one: (RANK[one.near], self._is_other(one), one.tin)
        )
        return tuple(ranked[:MOST_CANDIDATES])

    def _is_other(self, candidate: MatchCandidate) -> bool:
        """Say whether the declared number is right by itself, and so probably another firm's."""
        return candidate.differs.endswith(OTHER_FIRM)

    def _led(self, number: QuotedNumber, tins: Iterable[str]) -> Iterator[MatchCandidate]:
        near = NearMiss.LEADS_HERE
        compared = compared_number(number.value)
        for tin in tins:
            holder = self._holders.by_tin[tin]
            told = compared if compared in holder.numbers else tin
            yield MatchCandidate(
                tin=tin, name=holder.name, number=told, near=near, differs=near.definition
            )

    def _near(self, number: QuotedNumber) -> Iterator[MatchCandidate]:
        compared = compared_number(number.value)
        if len(compared) > LONGEST or stands_for_none(compared):
            return
        yield from self._exact(compared, number.scheme)
        if len(compared) < SHORTEST:
            return
        for near in self._without_country.get(compared, ()):
            yield from self._of(near, NearMiss.WITHOUT_COUNTRY, f"without {near[:COUNTRY]}")
        for near in self._bare.get(bare_number(compared), ()):
            if near != compared:
                yield from self._of(near, NearMiss.WRITTEN_OTHERWISE, "marks or zeros in front")
        # A number that somebody has is no slip of the pen.
        is_held = compared in self._holders.holders_of
        for near, differs in () if is_held else self._one_off(compared):
            yield from self._of(near, NearMiss.ONE_CHARACTER, differs)

    def _exact(self, compared: str, declared: str) -> Iterator[MatchCandidate]:
        for tin in self._holders.holders_of.get(compared, ()):
            holder = self._holders.by_tin[tin]
            near = OF_KIND[holder.numbers[compared]]
            # Of a scheme that is looked up, an identifier that led nowhere is of another time.
            if near is NearMiss.OTHER_FIELD and self._is_looked_up(compared, declared):
                near = NearMiss.FORMER_IDENTIFIER
            yield MatchCandidate(
                tin=tin, name=holder.name, number=compared, near=near, differs=near.definition
            )

    def _is_looked_up(self, compared: str, declared: str) -> bool:
        """Say whether a number was looked up as an identifier that a holder has at some time."""
        known = self._holders.identifiers
        schemes = self._looked_up & {declared} if declared else self._looked_up
        return any((scheme, compared) in known for scheme in schemes)

    def _of(self, compared: str, near: NearMiss, differs: str) -> Iterator[MatchCandidate]:
        for tin in self._holders.holders_of.get(compared, ()):
            name = self._holders.by_tin[tin].name
            yield MatchCandidate(tin=tin, name=name, number=compared, near=near, differs=differs)

    def _one_off(self, compared: str) -> Iterator[tuple[str, str]]:
        """Yield the numbers of holders that are one character off, and what differs."""
        known, length = self._holders.holders_of, len(compared)
        alike: dict[str, None] = {}
        if length in self._lengths:
            alike = dict.fromkeys(filter(known.__contains__, _with_two_exchanged(compared)))
        for other in (length - 1, length, length + 1):
            for part in _parts(compared, other) if other in self._lengths else ():
                if numbers := self._parts.get(part):
                    alike |= dict.fromkeys(numbers[:MOST_COMPARED])
        for near in alike:
            if differs := _difference(compared, near):
                yield near, differs + self._by_check_digit(compared, near)

    def _by_check_digit(self, compared: str, near: str) -> str:
        """Return what the check digits say of a declared number and of a near one."""
        declared, candidate = (_check_digit(text, self._schemes) for text in (compared, near))
        if candidate and not declared:
            return "; its check digit does not fit, that of the candidate does"
        return OTHER_FIRM if declared else ""


OTHER_FIRM = "; its own check digit fits, so it may be the number of another firm"
OF_KIND: dict[NumberKind, NearMiss] = {
    "tin": NearMiss.OTHER_FIELD,
    "former-tin": NearMiss.FORMER_TIN,
    "identifier": NearMiss.OTHER_FIELD,
    "authorisation-number": NearMiss.AUTHORISATION_NUMBER,
}


def _order(candidate: MatchCandidate) -> tuple[int, str, str]:
    """Return which of the candidates of one holder is told: numbers are met in no order."""
    return RANK[candidate.near], candidate.number, candidate.differs


def _parts(number: str, length: int) -> Iterator[tuple[int, str, str]]:
    """Yield the parts that two numbers of one length share when they differ in one character.

    The second half, where the character is in the first; else the first half and the last two; else
    all but the last two.
    """
    middle = length // 2
    yield length, "", number[len(number) - length + middle :]
    yield length, number[:middle], number[-2:]
    yield length, number[: length - 2], ""


def _with_two_exchanged(number: str) -> list[str]:
    return [
        f"{number[:place]}{number[place + 1]}{number[place]}{number[place + 2 :]}"
        for place in range(len(number) - 1)
    ]


def _difference(number: str, near: str) -> str:
    """Return what one character differs in words; nothing for a text that is not one off."""
    place = 0
    for here, there in zip(number, near, strict=False):
        if here != there:
            break
        place += 1
    behind, other = number[place:], near[place:]
    if len(near) > len(number):
        return f"{other[0]} is missing at {place + 1}" if other[1:] == behind else ""
    if len(near) < len(number):
        return f"{behind[0]} is one too many at {place + 1}" if behind[1:] == other else ""
    if behind[1:] == other[1:]:
        return f"{behind[0]} for {other[0]} at {place + 1}" if behind else ""
    if behind[2:] == other[2:] and behind[:2] == other[1] + other[0]:
        return f"{behind[0]} and {behind[1]} are exchanged at {place + 1}"
    return ""


@lru_cache(maxsize=1024)
def _check_digit(compared: str, schemes: Schemes) -> bool:
    """Say whether a number makes a TIN whose check digit fits."""
    answers = from_tin(compared, schemes=schemes)
    return any(one.checked == "check-digit" for one in answers)
