"""The register of an invented administration: firms, their revisions, and what happens to them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.formats import Content
from aeo_exchange.model.codes import ConsentState, Status
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.record import AeoRecord, Consent, StatusEvent
from aeo_exchange.operations.reading import read_record
from aeo_exchange.resources import published

__all__ = ["AGREEMENT", "Firms", "tin"]

AGREEMENT = "HK-JP-2026"
SAMPLE = "records/HK-AEO/TIER2.aeo.json"
TERM_END = "2029-04-01T02:00:00Z"


def tin(number: int) -> str:
    """Return the TIN of an invented firm."""
    return f"HK{number:08}"


def _record_id(number: int) -> str:
    return f"HK-2026-{number:04}"


class Firms:
    """All revisions of the records of some firms, by the number of the firm."""

    def __init__(self) -> None:
        self._sample = read_record((published("samples") / SAMPLE).read_bytes())
        self._revisions: dict[int, list[AeoRecord]] = {}

    def __len__(self) -> int:
        return len(self._revisions)

    def content(self) -> Content:
        """Return all revisions of all records, as a register hands them over."""
        lines = (msgspec.json.encode(record) for record in self._all())
        return Content(name="register of HK", held=b"\n".join(lines))

    def _all(self) -> Iterator[AeoRecord]:
        for revisions in self._revisions.values():
            yield from revisions

    def grant(self, number: int, at: Instant, tier: str = "TIER2") -> None:
        """Grant a firm the status; it lets Japan see its record."""
        holder = replace(
            self._sample.holder,
            tin=tin(number),
            legal_name=f"Example Firm {number} Limited",
            other_names=UNSET,
            identifiers=UNSET,
            sites=UNSET,
        )
        term = replace(self._sample.authorisation.terms[0], from_=at, until=TERM_END, tiers=(tier,))
        authorisation = replace(
            self._sample.authorisation,
            number=f"HKAEO-EX-{number:04}",
            terms=(term,),
            granted_on=at[:10],
            validated_on=at[:10],
        )
        granted = StatusEvent(seq=1, status=Status.GRANTED, effective_from=at, recorded_at=at)
        given = Consent(scope=AGREEMENT, state=ConsentState.GIVEN, since=at)
        record = replace(
            self._sample,
            record_id=_record_id(number),
            revision=1,
            issued_at=at,
            holder=holder,
            authorisation=authorisation,
            history=(granted,),
            consents=(given,),
            msme=UNSET,
            recognitions=UNSET,
            extensions=UNSET,
        )
        self._revisions[number] = [record]

    def revise(self, number: int, at: Instant, **items: object) -> None:
        """Issue the next revision of a record, with other items."""
        last = self._revisions[number][-1]
        self._revisions[number].append(
            replace(last, revision=last.revision + 1, issued_at=at, **items)
        )

    def record_event(
        self,
        number: int,
        status: Status,
        at: Instant,
        *,
        effective: Instant | None = None,
        annuls: int = 0,
    ) -> None:
        """Record an event of a firm, which takes effect at once unless told."""
        history = self._revisions[number][-1].history
        event = StatusEvent(
            seq=len(history) + 1,
            status=status,
            effective_from=effective or at,
            recorded_at=at,
            annuls=annuls or UNSET,
        )
        self.revise(number, at, history=(*history, event))

    def say(self, number: int, state: ConsentState, at: Instant) -> None:
        """Note what a firm says of its being shared."""
        consents = self._revisions[number][-1].consents
        assert consents is not UNSET
        said = Consent(scope=AGREEMENT, state=state, since=at)
        self.revise(number, at, consents=(*consents, said))

    def raise_tier(self, number: int, tier: str, at: Instant) -> None:
        """End the term of a firm, and begin one of another tier."""
        authorisation = self._revisions[number][-1].authorisation
        *earlier, last = authorisation.terms
        terms = (*earlier, replace(last, until=at), replace(last, from_=at, tiers=(tier,)))
        self.revise(number, at, authorisation=replace(authorisation, terms=terms))

    def rename(self, number: int, name: str, at: Instant) -> None:
        """Give a firm another name."""
        holder = self._revisions[number][-1].holder
        self.revise(number, at, holder=replace(holder, legal_name=name))

    def move(self, number: int, to: str, at: Instant) -> None:
        """Say that a record stands with another administration from now on."""
        self.revise(number, at, moved_to=to)
