"""A full record to what one audience may see of it, by the disclosure classes (XCH-2-3).

Nothing here names an item but consents and recognitions, which are cut by what they hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple, TypeAlias

import msgspec
from msgspec import UNSET, Struct

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
    own = msgspec.structs.replace(record, view=order.view)
    if not order.is_public:
        left += _of_others(record, order)
        own = msgspec.structs.replace(
            own,
            consents=tuple(consent for _, consent in _consents(record, order)) or UNSET,
            recognitions=tuple(kept for _, kept in _recognitions(record, order)) or UNSET,
        )
    tree = msgspec.to_builtins(own)
    _leave_out(tree, record_shape(), "", order, left)
    return CutRecord(msgspec.convert(tree, AeoRecord), tuple(left))


def _consents(record: AeoRecord, order: CutOrder) -> list[tuple[int, Consent]]:
    """Return the consents that can count for the agreement at any instant, with their places."""
    consents = list(enumerate(items_of(record.consents)))
    own = {consent.since for _, consent in consents if consent.scope == order.view.agreement}
    return [
        (place, consent)
        for place, consent in consents
        if consent.scope == order.view.agreement
        or (consent.scope == ALL and all(consent.since < since for since in own))
    ]


def _recognitions(record: AeoRecord, order: CutOrder) -> list[tuple[int, Recognition]]:
    return [
        (place, recognition)
        for place, recognition in enumerate(items_of(record.recognitions))
        if (recognition.partner, recognition.agreement) == (order.partner, order.view.agreement)
    ]


def _of_others(record: AeoRecord, order: CutOrder) -> Iterator[LeftItem]:
    consents = {place for place, _ in _consents(record, order)}
    recognitions = {place for place, _ in _recognitions(record, order)}
    for name, kept, count in (
        ("consents", consents, len(items_of(record.consents))),
        ("recognitions", recognitions, len(items_of(record.recognitions))),
    ):
        for place in range(count):
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
            cuts.append(_Cut(field.name, why, None))
        elif isinstance(field.kind, Group) and _loses_items(field.kind, is_public=is_public):
            cuts.append(_Cut(field.name, None, field.kind))
    return tuple(cuts)


def _leave_out(
    tree: dict[str, object], group: Group, path: str, order: CutOrder, left: list[LeftItem]
) -> None:
    """Take items that may not be seen out of a group, and groups that are empty then."""
    name = f"{path[1:].replace('/', '.')}." if path else ""
    for cut in _cuts(group, name, order.withheld, is_public=order.is_public):
        if cut.name not in tree:
            continue
        place = f"{path}/{cut.name}"
        if cut.why is not None:
            left.append(LeftItem(place, cut.why))
            del tree[cut.name]
            continue
        value = tree[cut.name]
        assert cut.within is not None
        if isinstance(value, dict):
            _leave_out(value, cut.within, place, order, left)
        else:
            assert isinstance(value, tuple | list)
            for index, element in enumerate(value):
                _leave_out(element, cut.within, f"{place}/{index}", order, left)
