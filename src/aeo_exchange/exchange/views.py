"""The revisions of a record to the view that one audience gets, or the reason for none (XCH-2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from aeo_exchange.errors import ProfileError
from aeo_exchange.exchange.consent import lets_share
from aeo_exchange.exchange.cut import PUBLIC_AUDIENCE, CutOrder, CutRecord, LeftItem, cut_record
from aeo_exchange.exchange.partner_profile import PartnerProfile, ProfileRow
from aeo_exchange.exchange.profile_faults import is_of_side
from aeo_exchange.model.canonical import canonical_bytes
from aeo_exchange.model.codes import HolderKind
from aeo_exchange.model.consent import ALL, counting_consent
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.record import AeoRecord, View
from aeo_exchange.model.texts import AudienceCode
from aeo_exchange.reference.programmes import ReferenceData

__all__ = ["NotShared", "PublicOrder", "Revision", "Shared", "ViewOrder", "WhyNotShared", "view_of"]

WhyNotShared: TypeAlias = Literal[
    "unread",
    "not-valid",
    "is-a-view",
    "not-yet-issued",
    "other-administration",
    "moved",
    "out-of-scope",
    "natural-person",
    "no-consent",
]
_NO_INSTANT = "1000-01-01T00:00:00Z"


def is_audience(text: str) -> bool:
    """Say whether a text can be the audience of a view."""
    try:
        msgspec.convert(text, AudienceCode)
    except msgspec.ValidationError:
        return False
    return True


class ViewOrder(Struct, frozen=True, kw_only=True):
    """What views are cut by: the profile, for whom, as of when, and the reference data.

    Raises ProfileError where the audience is not one of the sides, or the side that keeps the file.
    """

    profile: PartnerProfile
    audience: str
    at: Instant
    reference: ReferenceData

    def __post_init__(self) -> None:
        """Refuse an audience that the profile is not about."""
        parties = [side.party for side in self.profile.parties]
        partner = self.audience[:2] if is_audience(self.audience) else self.audience
        if partner not in parties:
            raise ProfileError(
                f"{self.profile.code} is between {' and '.join(parties)}, and not with {partner}"
            )
        if self.profile.settings.side == partner:
            raise ProfileError(
                f"{partner} keeps this profile itself; the audience is the other side"
            )

    @property
    def granting(self) -> str:
        """The side whose records are shared."""
        return self.profile.partner_of(self.audience[:2])

    @property
    def cut_order(self) -> CutOrder:
        """How a record is cut."""
        view = View(audience=self.audience, agreement=self.profile.code)
        return CutOrder(view=view, withheld=frozenset(self.profile.withheld or ()))

    def why_not(self, record: AeoRecord) -> NotShared | None:
        """Return the first reason against sharing a full and valid record."""
        if not is_of_side(record.administration, self.granting, self.reference):
            return NotShared("other-administration")
        if record.moved_to is not UNSET:
            return NotShared("moved", record.issued_at, record.moved_to)
        if not self.in_scope(record, self.at):
            return NotShared("out-of-scope", _ended(record, self))
        consent = counting_consent(record, self.profile.code, self.at)
        if lets_share(consent, self.profile.consent):
            return None
        return NotShared("no-consent", consent.since if consent else self.at)

    def in_scope(self, record: AeoRecord, at: str) -> bool:
        """Say whether a row has a record, or a view of it, in scope at an instant (XCH-2-1)."""
        return any(
            row.from_ <= at
            and (row.until is UNSET or at < row.until)
            and _is_about(row, record, self)
            for row in self.profile.rows
        )


class PublicOrder(Struct, frozen=True, kw_only=True):
    """What views for anybody are cut by: no profile, but a consent that lets publish (XCH-2-7)."""

    at: Instant
    reference: ReferenceData

    @property
    def cut_order(self) -> CutOrder:
        """How a record is cut."""
        return CutOrder(view=View(audience=PUBLIC_AUDIENCE))

    def why_not(self, record: AeoRecord) -> NotShared | None:
        """Return the first reason against showing a full and valid record to anybody."""
        if record.moved_to is not UNSET:
            return NotShared("moved", record.issued_at, record.moved_to)
        if record.holder.kind is HolderKind.NATURAL_PERSON:
            return NotShared("natural-person")
        consent = counting_consent(record, ALL, self.at)
        is_open = consent is not None and consent.publish is True
        if is_open and lets_share(consent, "given-or-not-required"):
            return None
        return NotShared("no-consent", consent.since if consent else self.at)


class Revision(NamedTuple):
    """A revision of a record at hand, and whether it is valid."""

    record: AeoRecord
    is_valid: bool


class Shared(NamedTuple):
    """The view of a record, the revision it was cut from, when that was issued, and what went."""

    record: AeoRecord
    cut_from: int
    issued_at: str
    left: tuple[LeftItem, ...]


class NotShared(NamedTuple):
    """Why there is no view of a record; `since` when, and where it moved `to`, if that is known.

    `revision` is the one that says so, 0 where none does.
    """

    why: WhyNotShared
    since: str = ""
    to: str = ""
    revision: int = 0


def view_of(revisions: Sequence[Revision], order: ViewOrder | PublicOrder) -> Shared | NotShared:
    """Return the view of a record of which these are all revisions at hand, in any order.

    It carries the revision and the instant of the last change that the audience may see (XCH-2-4).
    """
    by_number = _by_number(revisions)
    issued = {
        number: revision
        for number, revision in by_number.items()
        if revision.record.issued_at <= order.at
    }
    if not issued:
        latest = by_number[max(by_number)]
        return NotShared(_at_fault(latest) or "not-yet-issued")
    shared = issued[max(issued)]
    if why := _at_fault(shared):
        return NotShared(why)
    in_order = [issued[number] for number in sorted(issued)]
    if not_shared := order.why_not(shared.record):
        return _dated(not_shared, in_order, order)._replace(revision=shared.record.revision)
    last = cut_record(shared.record, order.cut_order)
    first = _first_of_run(last, in_order, order)
    view = replace(last.record, revision=first.revision, issued_at=first.issued_at)
    return Shared(view, shared.record.revision, shared.record.issued_at, last.left)


def _dated(why: NotShared, issued: Sequence[Revision], order: ViewOrder | PublicOrder) -> NotShared:
    """Return a reason with its instant: out of scope by its own change is so since that change."""
    if why.why != "out-of-scope" or why.since or isinstance(order, PublicOrder):
        return why
    since: str = order.at
    for revision in reversed(issued):
        if revision.is_valid and order.in_scope(revision.record, order.at):
            return why._replace(since=since)
        since = revision.record.issued_at
    return why._replace(since=order.at)  # the profile changed


def _by_number(revisions: Sequence[Revision]) -> dict[int, Revision]:
    """Return the revisions by their numbers; one with two contents, a fork, is not valid."""
    by_number: dict[int, Revision] = {}
    for revision in revisions:
        number = revision.record.revision
        known = by_number.setdefault(number, revision)
        if known.record != revision.record or not revision.is_valid:
            by_number[number] = Revision(known.record, is_valid=False)
    return by_number


def _at_fault(revision: Revision) -> WhyNotShared | None:
    if not revision.is_valid:
        return "not-valid"
    return None if revision.record.view is UNSET else "is-a-view"


def _ended(record: AeoRecord, order: ViewOrder) -> str:
    """Return when the last row ended that had a record in scope; nothing where none had."""
    ends = [
        str(row.until)
        for row in order.profile.rows
        if row.until is not UNSET and row.until <= order.at and _is_about(row, record, order)
    ]
    return max(ends, default="")


def _is_about(row: ProfileRow, record: AeoRecord, order: ViewOrder) -> bool:
    """Say whether a row is about a record, whenever; its terms count whatever their time."""
    tiers = {tier for term in record.authorisation.terms for tier in term.tiers}
    return (
        row.recognised_by == order.audience[:2]
        and row.programme == record.programme
        and not tiers.isdisjoint(row.tiers)
        and is_of_side(record.administration, row.granted_by, order.reference)
        and not record.holder.tin.startswith(tuple(row.tin_prefixes_excluded or ()))
    )


def _first_of_run(
    last: CutRecord, issued: Sequence[Revision], order: ViewOrder | PublicOrder
) -> AeoRecord:
    """Return the first revision of the unbroken run of those that look like the last one.

    What decides whether a record is shared is seen in its view, so equal views need no asking.
    """
    first = issued[-1].record
    if len(issued) == 1:
        return first  # as of most records, and no look is compared
    look = _look(last.record)
    for revision in reversed(issued[:-1]):
        is_full = revision.is_valid and revision.record.view is UNSET
        if not is_full or _look(cut_record(revision.record, order.cut_order).record) != look:
            break
        first = revision.record
    return first


def _look(view: AeoRecord) -> bytes:
    """Return what an audience sees of a view beside its numbers."""
    return canonical_bytes(replace(view, revision=1, issued_at=_NO_INSTANT))
