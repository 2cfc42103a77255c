"""The numbers of a party to the holders that they lead to, in the order of DEC-3-2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from aeo_exchange.declarations.answer import LookupName
from aeo_exchange.declarations.declaration import NumberPlace, QuotedNumber
from aeo_exchange.declarations.holders import IndexedHolders
from aeo_exchange.declarations.near import stands_for_none
from aeo_exchange.exchange.partner_profile import ProfileSide
from aeo_exchange.exchange.recognition.evidence_index import IndexedEvidence
from aeo_exchange.exchange.recognition.question import OWN_CODES, Sought
from aeo_exchange.model.codes import IdentifierMode
from aeo_exchange.reference.identifiers.compared import compared_number, compared_of_scheme
from aeo_exchange.reference.schemes import Schemes

__all__ = ["KnownLead", "NumberLead", "NumbersOfParty", "PartyLookups", "TakenNumber"]

AS_TIN: tuple[NumberPlace, ...] = ("authorisation-holder", "mutual-recognition")
OF_TIN = frozenset({"", "TIN"})  # what a declaration may call the scheme of a TIN
AEO_SCHEME = "-AEO"  # schemes in which administrations number their AEOs, such as CN-AEO
AS_AEO_NUMBER = {*AS_TIN, "aeo-number"}


class NumberLead(NamedTuple):
    """A number, the lookup that took it, what recognition is asked about, and whose it is.

    `tins` are of the holders that have it now; of a former or dated number recognition tells.
    `course` is that of its answers, where tables are asked.
    """

    number: QuotedNumber
    lookup: LookupName
    sought: Sought
    tins: frozenset[str]
    course: int = -1


# A number, also in its compared form, to its leads, and whether some lookup takes it at all.
LookUp: TypeAlias = Callable[[QuotedNumber, str], tuple[Sequence[NumberLead], bool]]


class NumbersOfParty(Struct):
    """What became of the numbers of a party: leads, numbers without one, and placeholders."""

    leads: list[NumberLead]
    looked_up: int = 0
    placeholders: int = 0

    @classmethod
    def of(cls, quoted: Iterable[QuotedNumber], look_up: LookUp) -> NumbersOfParty:
        """Look each number up but placeholders, by whoever knows what it leads to."""
        of_party = cls(leads=[])
        for number in quoted:
            compared = compared_number(number.value)
            if stands_for_none(compared):
                of_party.placeholders += 1
                continue
            leads, is_taken = look_up(number, compared)
            of_party.leads += leads
            of_party.looked_up += is_taken
        return of_party


class KnownLead(NamedTuple):
    """A number in the compared form of its scheme, with what it leads to by one lookup."""

    scheme: str
    number: str
    lead: NumberLead


class TakenNumber(NamedTuple):
    """Which lookup takes numbers of a place that have a scheme; theirs, or the one they may be of.

    Of several the one with the lower `order` goes first.
    """

    place: NumberPlace
    declared: str
    lookup: LookupName
    scheme: str
    order: int


class PartyLookups:
    """Looks up the numbers of parties for one side of a profile."""

    def __init__(
        self,
        side: ProfileSide,
        evidence: IndexedEvidence,
        holders: IndexedHolders,
        schemes: Schemes,
    ) -> None:
        self._holders, self._schemes = holders, schemes
        self._has_own_codes = side.identifier_mode in OWN_CODES
        self._goes_by_aeo_number = side.identifier_mode is IdentifierMode.AEO_NUMBER
        self._of_side = tuple(side.identifier_schemes or ())
        schemes_held = {scheme for scheme, _ in holders.identifiers}
        self._of_aeo_numbers = sorted(one for one in schemes_held if one.endswith(AEO_SCHEME))
        self._codes: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        self.has_table = evidence.evidence.issued_codes is not None
        self._taken_whole = self.taken_whole
        for code in evidence.evidence.issued_codes or ():
            compared = compared_of_scheme(code.scheme, code.value, schemes)
            self._codes[code.scheme, compared][code.value] = None

    @property
    def looked_up_schemes(self) -> frozenset[str]:
        """The schemes whose numbers are looked up among the identifiers of holders."""
        return frozenset(() if self._has_own_codes else self._of_side)

    def taken(self) -> Iterator[TakenNumber]:
        """Yield which lookups take the numbers of each place, whatever scheme stands by them."""
        if self._has_own_codes:
            yield from self._taken_by("id", "own-code", self._of_side, 1)
        else:
            yield from self._taken_as_tin("id")
        if self._goes_by_aeo_number:
            yield from self._taken_as_aeo_number("aeo-number", 0)
        for place in AS_TIN:
            yield from self._taken_as_tin(place)
            if self._goes_by_aeo_number:
                yield from self._taken_as_aeo_number(place, 1 + len(self._of_side))

    def _taken_as_tin(self, place: NumberPlace) -> Iterator[TakenNumber]:
        for declared in sorted(OF_TIN):
            yield TakenNumber(place, declared, "tin", "", 0)
        if not self._has_own_codes:
            yield from self._taken_by(place, "identifier", self._of_side, 1)

    def _taken_as_aeo_number(self, place: NumberPlace, first: int) -> Iterator[TakenNumber]:
        yield TakenNumber(place, "", "aeo-number", "", first)
        yield from self._taken_by(place, "aeo-number", self._of_aeo_numbers, first + 1)

    def _taken_by(
        self, place: NumberPlace, lookup: LookupName, schemes: Sequence[str], first: int
    ) -> Iterator[TakenNumber]:
        for order, scheme in enumerate(schemes, first):
            for declared in ("", scheme):
                yield TakenNumber(place, declared, lookup, scheme, order)

    @property
    def taken_whole(self) -> tuple[NumberPlace, ...]:
        """The places of which each number counts as looked up, whatever scheme stands by it."""
        ids: tuple[NumberPlace, ...] = () if self._has_own_codes else ("id",)
        aeo_numbers: tuple[NumberPlace, ...] = ("aeo-number",) if self._goes_by_aeo_number else ()
        return (*ids, *aeo_numbers, *AS_TIN)

    def known(self) -> Iterator[KnownLead]:
        """Yield every number that leads to somebody in a table, sorted, as `of` looks it up."""
        holders, schemes = self._holders, set(self._of_side)
        if self._has_own_codes:
            for scheme, compared in sorted(self._codes):
                if scheme in schemes:
                    for value in self._codes[scheme, compared]:
                        yield _known_lead(scheme, compared, "own-code", value)
        else:
            yield from self._known_identifiers("identifier", schemes)
        for compared in sorted(holders.tins.keys() | holders.formers.keys()):
            quoted = QuotedNumber(value=compared)
            for lead in self._tins(quoted, compared):
                yield KnownLead("", compared, lead)
        if self._goes_by_aeo_number:
            for compared in sorted(holders.authorisations):
                tins = frozenset(holders.authorisations[compared])
                quoted = QuotedNumber(value=compared, place="aeo-number")
                for tin in sorted(tins):
                    yield KnownLead(
                        "", compared, NumberLead(quoted, "aeo-number", Sought(value=tin), tins)
                    )
            yield from self._known_identifiers("aeo-number", set(self._of_aeo_numbers))

    def _known_identifiers(self, lookup: LookupName, schemes: set[str]) -> Iterator[KnownLead]:
        for scheme, compared in sorted(self._holders.identifiers):
            if scheme in schemes:
                for value in self._holders.identifiers[scheme, compared]:
                    yield _known_lead(scheme, compared, lookup, value)

    def of(self, quoted: Iterable[QuotedNumber]) -> NumbersOfParty:
        """Return what the numbers of a party lead to."""
        return NumbersOfParty.of(quoted, self._looked_up)

    def _looked_up(self, number: QuotedNumber, compared: str) -> tuple[Sequence[NumberLead], bool]:
        leads = list(self._leads(number, compared))
        return leads, bool(leads) or self._is_taken(number)

    def _is_taken(self, number: QuotedNumber) -> bool:
        """Say whether some lookup takes a number, found or not."""
        if number.place in self._taken_whole:
            return True
        return number.place == "id" and bool(self._schemes_of(number))

    def _leads(self, number: QuotedNumber, compared: str) -> Iterator[NumberLead]:
        if number.place == "id" and self._has_own_codes:
            yield from self._own_codes(number)
        elif number.place != "aeo-number":
            if number.scheme in OF_TIN:
                yield from self._tins(number, compared)
            if not self._has_own_codes:
                yield from self._identifiers(number)
        if self._goes_by_aeo_number and number.place in AS_AEO_NUMBER:
            yield from self._authorisations(number, compared)

    def _schemes_of(self, number: QuotedNumber) -> tuple[str, ...]:
        """Return the schemes of the side of which a number can be one."""
        if not number.scheme:
            return self._of_side
        return tuple(scheme for scheme in self._of_side if scheme == number.scheme)

    def _own_codes(self, number: QuotedNumber) -> Iterator[NumberLead]:
        for scheme in self._schemes_of(number):
            compared = compared_of_scheme(scheme, number.value, self._schemes)
            known = self._codes.get((scheme, compared), {})
            if not self.has_table:
                known = {number.value: None}  # recognition says that it is missing
            for value in known:
                sought = Sought(scheme=scheme, value=value)
                yield NumberLead(number, "own-code", sought, frozenset())

    def _tins(self, number: QuotedNumber, compared: str) -> Iterator[NumberLead]:
        tins = self._holders.tins.get(compared, set())
        formers = self._holders.formers.get(compared, {})
        for value in dict.fromkeys((*sorted(tins), *formers)):
            yield NumberLead(number, "tin", Sought(value=value), frozenset(tins))

    def _identifiers(self, number: QuotedNumber) -> Iterator[NumberLead]:
        for scheme in self._schemes_of(number):
            compared = compared_of_scheme(scheme, number.value, self._schemes)
            for value in self._holders.identifiers.get((scheme, compared), {}):
                sought = Sought(scheme=scheme, value=value)
                yield NumberLead(number, "identifier", sought, frozenset())

    def _authorisations(self, number: QuotedNumber, compared: str) -> Iterator[NumberLead]:
        # The number of an authorisation is of no scheme: under one it is another number.
        tins = set() if number.scheme else self._holders.authorisations.get(compared, set())
        for tin in sorted(tins):
            yield NumberLead(number, "aeo-number", Sought(value=tin), frozenset(tins))
        for scheme in self._of_aeo_numbers:
            if number.scheme not in {"", scheme}:
                continue
            alike = compared_of_scheme(scheme, number.value, self._schemes)
            for value in self._holders.identifiers.get((scheme, alike), {}):
                sought = Sought(scheme=scheme, value=value)
                yield NumberLead(number, "aeo-number", sought, frozenset())


def _known_lead(scheme: str, compared: str, lookup: LookupName, value: str) -> KnownLead:
    sought = Sought(scheme=scheme, value=value)
    quoted = QuotedNumber(value=compared)
    return KnownLead(scheme, compared, NumberLead(quoted, lookup, sought, frozenset()))
