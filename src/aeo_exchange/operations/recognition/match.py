"""Declarations to whom in them is recognised: read, look up, ask, one declaration at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import UNSET

from aeo_exchange.declarations.answer import (
    MatchedDeclaration,
    MatchedParty,
    MatchRefusal,
    MatchSummary,
)
from aeo_exchange.declarations.declaration import PARTY_ROLES, PartyRole
from aeo_exchange.declarations.layout import DeclarationLayout, declaration_layout
from aeo_exchange.declarations.matching import DeclarationMatcher, MatchTerms
from aeo_exchange.declarations.readers.contents import MetDeclaration, declarations_of, unreadable
from aeo_exchange.declarations.readers.limits import LONGEST_REFUSAL, DeclarationLimits
from aeo_exchange.errors import ReadError, WrongChoice
from aeo_exchange.exchange.partner_profile import Flow
from aeo_exchange.exchange.recognition.reasons import RecognitionResult
from aeo_exchange.formats import Content
from aeo_exchange.model.codes import Role
from aeo_exchange.operations.csv_rows import MARK, csv_row, csv_text_behind
from aeo_exchange.report import Verdict
from aeo_exchange.safe_text import excerpt

__all__ = [
    "COLUMNS",
    "DeclarationLayout",
    "DeclarationLimits",
    "DeclarationMatcher",
    "Flow",
    "MatchSummary",
    "MatchTerms",
    "MatchTotals",
    "MatchedDeclaration",
    "MatchedParty",
    "asked_as",
    "declaration_layout",
    "match_cells",
    "match_header",
    "match_rows",
    "matched_declarations",
    "matched_or_refused",
]

TOGETHER = 16  # contents that are begun before the first is read
COLUMNS = (
    *("source", "line", "declaration", "acceptedAt", "at", "flow"),
    *("role", "name", "country", "numbers", "result", "reasons"),
    *("tin", "foundBy", "benefits", "candidates"),
)


def matched_declarations(
    contents: Iterable[Content],
    matcher: DeclarationMatcher,
    terms: MatchTerms,
    layout: DeclarationLayout,
    limits: DeclarationLimits,
) -> Iterator[MatchedDeclaration]:
    """Yield what is said of each declaration of some contents; what cannot be read is told."""
    begun = ((content, _begun(content, layout, limits)) for content in contents)
    # The parser and the interpreter turn each other out of the cache of the processor.
    while some := list(islice(begun, TOGETHER)):
        for content, declarations in some:
            try:
                for met in declarations:
                    yield matched_or_refused(met, matcher, content.name, terms)
            except OSError as cause:
                yield _refused(content.name, unreadable(cause), None, terms)


def _begun(
    content: Content, layout: DeclarationLayout, limits: DeclarationLimits
) -> Iterator[MetDeclaration]:
    try:
        return declarations_of(content, layout, limits)
    except OSError as cause:
        return iter((MetDeclaration(None, unreadable(cause)),))


def matched_or_refused(
    met: MetDeclaration, matcher: DeclarationMatcher, source: str, terms: MatchTerms
) -> MatchedDeclaration:
    """Return what is said of what a reader met of a source."""
    if met.declaration is None:
        assert met.refusal is not None
        return _refused(source, met.refusal, met.line, terms)
    return matcher.matched(met.declaration, source, met.line)


def asked_as(wishes: Iterable[str]) -> dict[PartyRole, Role]:
    """Return as which role of a record roles of parties are asked about; raises WrongChoice."""
    asked: dict[PartyRole, Role] = {}
    roles = {str(role): role for role in Role}
    for wish in wishes:
        party, equals, role = wish.partition("=")
        if not equals or party not in PARTY_ROLES or role not in roles:
            raise WrongChoice(
                f"{wish}: write ROLE=ROLE, as in consignor=exporter; the first is one of "
                f"{', '.join(PARTY_ROLES)}, "
                f"the second one of {', '.join(roles)}"
            )
        other = asked.setdefault(PARTY_ROLES[party], roles[role])
        if other is not roles[role]:
            raise WrongChoice(f"{wish}: {party} is asked about as {other} already; choose one")
    return asked


class MatchTotals:
    """What was answered so far, for the summary and for the verdict on all of it."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._results: Counter[RecognitionResult] = Counter()

    def add(self, matched: MatchedDeclaration) -> None:
        """Count a declaration."""
        if matched.refusal is not UNSET:
            self._counts["refused"] += 1
            return
        self._counts["declarations"] += 1
        if matched.is_notification:
            self._counts["notifications"] += 1
        elif not matched.parties:
            self._counts["without_parties"] += 1
        for party in matched.parties:
            self._results[party.result] += 1
            if party.candidates:
                self._counts["with_candidates"] += 1
            if len(party.reasons) == 1:  # as most have
                self._reasons[party.reasons[0].code] += 1
            else:
                self._reasons.update({why.code for why in party.reasons})

    def join(self, other: MatchTotals) -> None:
        """Count what was answered elsewhere."""
        self._counts.update(other._counts)
        self._reasons.update(other._reasons)
        self._results.update(other._results)

    @property
    def summary(self) -> MatchSummary:
        """Return the counts."""
        return MatchSummary(
            declarations=self._counts["declarations"],
            notifications=self._counts["notifications"],
            without_parties=self._counts["without_parties"],
            refused=self._counts["refused"],
            parties=self._results.total(),
            recognised=self._results[RecognitionResult.RECOGNISED],
            not_recognised=self._results[RecognitionResult.NOT_RECOGNISED],
            undetermined=self._results[RecognitionResult.UNDETERMINED],
            with_candidates=self._counts["with_candidates"],
            reasons=dict(sorted(self._reasons.items())),
        )

    @property
    def is_unread(self) -> bool:
        """Whether something could not be read."""
        return self._counts["refused"] > 0

    @property
    def verdict(self) -> Verdict:
        """Whether somebody is recognised; a no where everybody is known not to be."""
        if self._results[RecognitionResult.RECOGNISED]:
            return Verdict.VALID
        if self._results[RecognitionResult.UNDETERMINED] or not self._results.total():
            return Verdict.UNDETERMINED
        return Verdict.NOT_VALID


def match_header() -> str:
    """Return the first row of CSV."""
    return MARK + csv_row(COLUMNS)


def match_rows(matched: MatchedDeclaration) -> str:
    """Return a row of CSV for each party."""
    return csv_text_behind(_about(matched), _behind(matched))


def match_cells(matched: MatchedDeclaration) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each party, and of what was not read, as COLUMNS has them."""
    about = _about(matched)
    for cells in _behind(matched):
        yield (*about, *cells)


def _about(matched: MatchedDeclaration) -> tuple[str, ...]:
    return (
        matched.source,
        "" if matched.line is UNSET else str(matched.line),
        matched.number,
        matched.accepted_at,
        matched.at or "",
        matched.flow or "",
    )


def _behind(matched: MatchedDeclaration) -> list[tuple[str, ...]]:
    """Return the cells that follow those about the declaration, of each of its rows."""
    rows = [_cells(party) for party in matched.parties]
    if matched.refusal is UNSET:
        return rows
    told = f"{matched.refusal.code} {matched.refusal.message}"
    return [("", "", "", "", "", told, "", "", "", ""), *rows]


def _cells(party: MatchedParty) -> tuple[str, ...]:
    return (
        party.role,
        party.name,
        party.country,
        " ".join([number.value for number in party.numbers]),
        party.result,
        " ".join([why.code for why in party.reasons]),
        party.tin or "",
        "" if party.found_by is UNSET else party.found_by.lookup,
        " ".join(party.benefits),
        "; ".join([f"{one.tin} {one.near}: {one.differs}" for one in party.candidates]),
    )


def _refused(
    source: str, refusal: ReadError, line: int | None, terms: MatchTerms
) -> MatchedDeclaration:
    message = excerpt(refusal.message, LONGEST_REFUSAL)
    side = terms.profile.side(terms.asked_by)
    assert side is not None
    return MatchedDeclaration(
        source=source,
        line=UNSET if line is None else line,
        asked_by=terms.asked_by,
        profile=terms.profile.code,
        partner=terms.profile.partner_of(terms.asked_by),
        time_zone=side.time_zone,
        known_at=terms.known_at,
        refusal=MatchRefusal(code=refusal.rule, message=message),
    )
