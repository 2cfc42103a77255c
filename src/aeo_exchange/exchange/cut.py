"""A full record to what one audience may see of it, by the disclosure classes (XCH-2-3).

Nothing here names an item but consents and recognitions, which are cut by what they hold.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple, TypeAlias

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from aeo_exchange.model.disclosure import Disclosure
from aeo_exchange.model.record import AeoRecord, Consent, Recognition, View
from aeo_exchange.model.shape import Group, ItemShape, record_shape
from aeo_exchange.rules.rule import items_of

__all__ = ["PUBLIC_AUDIENCE", "CutOrder", "CutRecord", "LeftItem", "WhyLeft", "cut_record"]

ALL = "all"
PUBLIC_AUDIENCE = "public"
_RESTRICTED, _PARTNER = Disclosure.RESTRICTED, Disclosure.PARTNER
WhyLeft: TypeAlias = Literal["restricted", "withheld", "other-audience", "not-public"]


class CutOrder(Struct, frozen=True, kw_only=True):
    """For whom a record is cut: the view that it becomes, and the items that are withheld."""

    view: View
    withheld: frozenset[str] = frozenset()

    @property
    def partner(self) -> str:
        """The audience without its agency."""
        return self.view.audience[:2]

    @property
    def is_public(self) -> bool:
        """Whether anybody may see it, so items of class public alone (XCH-2-7)."""
        return self.view.audience == PUBLIC_AUDIENCE


class LeftItem(NamedTuple):
    """An item that went, by its JSON Pointer in the full record, and why."""

    path: str
    why: WhyLeft


class CutRecord(NamedTuple):
    """What is left of a record, and what went."""

    record: AeoRecord
    left: tuple[LeftItem, ...]


def cut_record(record: AeoRecord, order: CutOrder) -> CutRecord:
    """Return what an audience may see of a record; its revision and issuedAt are still its own."""
    left: list[LeftItem] = []
    own = replace(record, view=order.view)
    if not order.is_public:
        consents, recognitions = _consents(record, order), _recognitions(record, order)
        left += _of_others("consents", record.consents, consents)
        left += _of_others("recognitions", record.recognitions, recognitions)
        own = replace(
            own,
            consents=tuple(consents.values()) or UNSET,
            recognitions=tuple(recognitions.values()) or UNSET,
        )
    seen = _seen(own, record_shape(), "", order, left)
    assert isinstance(seen, AeoRecord)
    return CutRecord(seen, tuple(left))


def _consents(record: AeoRecord, order: CutOrder) -> dict[int, Consent]:
    """Return the consents that can count for the agreement at any instant, by their places."""
    consents = items_of(record.consents)
    own = [consent.since for consent in consents if consent.scope == order.view.agreement]
    first = min(own, default=None)
    return {
        place: consent
        for place, consent in enumerate(consents)
        if consent.scope == order.view.agreement
        or (consent.scope == ALL and (first is None or consent.since < first))
    }


def _recognitions(record: AeoRecord, order: CutOrder) -> dict[int, Recognition]:
    return {
        place: recognition
        for place, recognition in enumerate(items_of(record.recognitions))
        if (recognition.partner, recognition.agreement) == (order.partner, order.view.agreement)
    }


def _of_others(
    name: str, every: Sequence[object] | UnsetType, kept: Container[int]
) -> Iterator[LeftItem]:
    """Yield the items of a list that are for another audience."""
    for place in range(0 if isinstance(every, UnsetType) else len(every)):
        if place not in kept:
            yield LeftItem(f"/{name}/{place}", "other-audience")


@cache
def _loses_items(group: Group, *, is_public: bool) -> bool:
    """Say whether something in a group may go; what can be withheld stands in such a one."""
    return any(
        _why_it_goes(field, is_public=is_public)
        or (isinstance(field.kind, Group) and _loses_items(field.kind, is_public=is_public))
        for field in group.fields
    )


def _why_it_goes(field: ItemShape, *, is_public: bool) -> WhyLeft | None:
    """Return why an item goes by its class alone."""
    if field.item.disclosure is _RESTRICTED:
        return "restricted"
    return "not-public" if is_public and field.item.disclosure is _PARTNER else None


class _Cut(NamedTuple):
    """What is done with an item: it goes, and why; or what is within it is looked at."""

    attribute: str
    name: str
    why: WhyLeft | None
    within: Group | None


@lru_cache(maxsize=1024)  # of names, some with the place of an element in a list
def _cuts(
    group: Group, name: str, withheld: frozenset[str], *, is_public: bool
) -> tuple[_Cut, ...]:
    """Return what is done with the items of a group that may go; most are passed over."""
    cuts = []
    for field in group.fields:
        why = _why_it_goes(field, is_public=is_public)
        if why is None and f"{name}{field.name}" in withheld:
            why = "withheld"
        if why is not None:
            cuts.append(_Cut(field.attribute, field.name, why, None))
        elif isinstance(field.kind, Group) and _loses_items(field.kind, is_public=is_public):
            cuts.append(_Cut(field.attribute, field.name, None, field.kind))
    return tuple(cuts)


def _seen(struct: Struct, group: Group, path: str, order: CutOrder, left: list[LeftItem]) -> Struct:
    """Return a group without the items that may not be seen; what goes is noted in `left`.

    Items only go and none is changed, so what is left needs no reading of its forms again.
    """
    name = f"{path[1:].replace('/', '.')}." if path else ""
    changes: dict[str, object] = {}
    for cut in _cuts(group, name, order.withheld, is_public=order.is_public):
        value = getattr(struct, cut.attribute)
        if value is UNSET:
            continue
        place = f"{path}/{cut.name}"
        if cut.why is not None:
            left.append(LeftItem(place, cut.why))
            changes[cut.attribute] = UNSET
            continue
        assert cut.within is not None
        if isinstance(value, tuple):
            seen = [
                _seen(element, cut.within, f"{place}/{index}", order, left)
                for index, element in enumerate(value)
            ]
            changes[cut.attribute] = tuple(seen)
        else:
            changes[cut.attribute] = _seen(value, cut.within, place, order, left)
    return replace(struct, **changes) if changes else struct
