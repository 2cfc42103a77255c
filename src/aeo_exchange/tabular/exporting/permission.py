"""Whether a record may stand in a file at all, and which of its items (REC-2, REC-8, REC-11)."""

from __future__ import annotations

from functools import cache

from msgspec import UNSET

from aeo_exchange.formats.tables.columns import Step
from aeo_exchange.model.codes import ConsentState, HolderKind
from aeo_exchange.model.consent import counting_consent
from aeo_exchange.model.disclosure import Disclosure
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.shape import Group, record_shape
from aeo_exchange.tabular.layout import Layout

__all__ = ["audience_of", "withheld", "withheld_item"]

PUBLIC = "public"
REFUSALS = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN})
_OPENNESS = (Disclosure.PUBLIC, Disclosure.PARTNER, Disclosure.RESTRICTED)


def audience_of(layout: Layout) -> str:
    """Return for whom the file of a layout is; nothing where the layout does not say it."""
    return layout.constants.get("view.audience", "")


def withheld(record: AeoRecord, layout: Layout) -> str:
    """Return why a record may not stand in a file of a layout; nothing where it may.

    A view that was made for the public, or for the audience of the layout, was asked already.
    """
    audience = audience_of(layout)
    if record.view is not UNSET and record.view.audience in {PUBLIC, audience}:
        return ""
    if audience == PUBLIC and record.holder.kind is HolderKind.NATURAL_PERSON:
        return "its holder is a natural person, and the file is for the public (REC-11-3)"
    consent = counting_consent(record, layout.constants.get("view.agreement", ""))
    if consent is None:
        return "it has no consent that counts for this file (REC-8-3)"
    if consent.state in REFUSALS:
        return f"the consent of its holder is {consent.state} (REC-8-3)"
    if audience == PUBLIC and consent.publish is not True:
        return "its holder did not agree to be named in public (REC-8-4)"
    return ""


def withheld_item(steps: tuple[Step, ...], layout: Layout) -> str:
    """Return why an item may not stand in a file of a layout; nothing where it may."""
    disclosure = _class_of(steps)
    if disclosure is Disclosure.RESTRICTED:
        return "it is restricted, and stays with the administration"
    if disclosure is Disclosure.PARTNER and audience_of(layout) == PUBLIC:
        return "it is for partners, and the file is for the public"
    return ""


@cache
def _class_of(steps: tuple[Step, ...]) -> Disclosure:
    """Return the class of an item: the least open of its own and of the groups around it."""
    group: Group | None = record_shape()
    least = 0
    for name in steps:
        if isinstance(name, int):
            continue
        assert group is not None
        field = group.by_name[name]
        least = max(least, _OPENNESS.index(field.item.disclosure))
        group = field.kind if isinstance(field.kind, Group) else None
    return _OPENNESS[least]
