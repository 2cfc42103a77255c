"""Mutants that let an audience see what it may not, or hide what it may see."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.conformance.adapters.own.viewer import (
    Cutting,
    answer_with_views,
    cut_by_our_rules,
)
from aeo_exchange.conformance.adapters.protocol import Plain
from aeo_exchange.conformance.mutants.making import Answering, after, answering
from aeo_exchange.conformance.suite.lists import Operation
from aeo_exchange.exchange.partner_profile import PartnerProfile, ProfileRow
from aeo_exchange.exchange.views import PublicOrder, ViewOrder
from aeo_exchange.formats import Content, Limits
from aeo_exchange.model.codes import ConsentState, HolderKind
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import read
from aeo_exchange.operations.records.view import ViewMade, write_views

__all__ = ["VIEWING"]

ENDLESS = "9999-12-31T23:59:59Z"


def _cutting(cutting: Cutting) -> Answering:
    """Return our own implementation with another way to cut views."""
    return answering(Operation.VIEW, partial(answer_with_views, cutting=cutting))


def _records(content: Content) -> Iterator[AeoRecord]:
    for reading in read(content, Limits()):
        if reading.record is not None:
            yield reading.record


def _reading(change: Callable[[AeoRecord], AeoRecord]) -> Answering:
    """Return an implementation that reads each record as another one, and passes over what is none.

    What is wrong with its views shows the change alone where every document is a record.
    """

    def cutting(content: Content, order: ViewOrder | PublicOrder) -> Iterable[ViewMade]:
        stream = io.BytesIO()
        write_views(map(change, _records(content)), "ndjson", stream)
        return cut_by_our_rules(Content(name="document", held=stream.getvalue()), order)

    return _cutting(cutting)


def _keeping(keep: Callable[[AeoRecord, AeoRecord], AeoRecord]) -> Answering:
    """Return an implementation whose views keep something of the full record."""

    def cutting(content: Content, order: ViewOrder | PublicOrder) -> Iterable[ViewMade]:
        full = {(record.record_id, record.revision): record for record in _records(content)}
        for made in cut_by_our_rules(content, order):
            if made.record is None or made.line.revision is UNSET:
                yield made
                continue
            whole = full[made.record.record_id, made.line.revision]
            yield made._replace(record=keep(made.record, whole))

    return _cutting(cutting)


def _ordered(change: Callable[[ViewOrder | PublicOrder], ViewOrder | PublicOrder]) -> Answering:
    return _cutting(lambda content, order: cut_by_our_rules(content, change(order)))


def _under(change: Callable[[PartnerProfile], PartnerProfile]) -> Answering:
    """Return an implementation that reads the profile as another one."""
    return _ordered(
        lambda order: (
            replace(order, profile=change(order.profile)) if isinstance(order, ViewOrder) else order
        )
    )


def _with_contacts(view: AeoRecord, whole: AeoRecord) -> AeoRecord:
    return replace(view, holder=replace(view.holder, contacts=whole.holder.contacts))


def _with_figures(view: AeoRecord, whole: AeoRecord) -> AeoRecord:
    if view.msme is UNSET or whole.msme is UNSET:
        return view
    return replace(view, msme=replace(view.msme, basis=whole.msme.basis))


def _with_reasons(view: AeoRecord, whole: AeoRecord) -> AeoRecord:
    return replace(view, history=whole.history)


def _with_address(view: AeoRecord, whole: AeoRecord) -> AeoRecord:
    return replace(view, holder=replace(view.holder, address=whole.holder.address))


def _with_own_numbers(view: AeoRecord, whole: AeoRecord) -> AeoRecord:
    return replace(view, revision=whole.revision, issued_at=whole.issued_at)


def _consenting(record: AeoRecord) -> AeoRecord:
    given = [replace(consent, state=ConsentState.GIVEN) for consent in record.consents or ()]
    return replace(record, consents=tuple(given) or UNSET)


def _publishing(record: AeoRecord) -> AeoRecord:
    given = [replace(consent, publish=True) for consent in record.consents or ()]
    return replace(record, consents=tuple(given) or UNSET)


def _of_a_firm(record: AeoRecord) -> AeoRecord:
    return replace(record, holder=replace(record.holder, kind=HolderKind.LEGAL_PERSON))


def _wide(row: ProfileRow) -> ProfileRow:
    return replace(row, tiers=("TIER1", "TIER2"), until=UNSET, tin_prefixes_excluded=UNSET)


def _backwards(content: Content, order: ViewOrder | PublicOrder) -> Iterable[ViewMade]:
    return reversed(list(cut_by_our_rules(content, order)))


def _silent(said: Plain, message: Plain) -> Plain:
    return {**said, "leftOut": {}} if message["operation"] == "view" else said


# What is shown, or hidden, wrongly -> the implementation that does so.
VIEWING: dict[str, Answering] = {
    "cuts-from-views": _reading(lambda record: replace(record, view=UNSET)),
    "cuts-later-revisions": _ordered(lambda order: replace(order, at=ENDLESS)),
    "keeps-consents-of-others": _keeping(
        lambda view, whole: replace(view, consents=whole.consents)
    ),
    "keeps-recognitions-of-others": _keeping(
        lambda view, whole: replace(view, recognitions=whole.recognitions)
    ),
    "keeps-the-numbers-of-the-revision": _keeping(_with_own_numbers),
    "keeps-what-is-withheld": _under(lambda profile: replace(profile, withheld=UNSET)),
    "passes-over-what-it-cannot-read": _reading(lambda record: record),
    "publishes-natural-persons": _reading(_of_a_firm),
    "publishes-without-publish": _reading(_publishing),
    "says-nothing-of-what-is-left-out": after(_silent),
    "shares-out-of-scope": _under(
        lambda profile: replace(profile, rows=tuple(map(_wide, profile.rows)))
    ),
    "shares-what-moved": _reading(lambda record: replace(record, moved_to=UNSET)),
    "shares-without-consent": _reading(_consenting),
    "shows-addresses-to-the-public": _keeping(_with_address),
    "shows-contacts": _keeping(_with_contacts),
    "shows-extensions": _keeping(lambda view, whole: replace(view, extensions=whole.extensions)),
    "shows-figures": _keeping(_with_figures),
    "shows-reasons": _keeping(_with_reasons),
    "turns-the-order-of-views": _cutting(_backwards),
}
