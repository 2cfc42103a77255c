"""Two revisions of one record to what happened between them, and the items under each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.model.codes import Code, Status
from aeo_exchange.model.elements import KEYS
from aeo_exchange.model.record import AeoRecord, Term
from aeo_exchange.model.tree import Tree, escape
from aeo_exchange.reference.programmes import ReferenceData

__all__ = ["Change", "ChangedItem", "Happening", "changes_between", "items_between"]


class Happening(Code):
    """What happened to an authorisation between two lists, the most pressing first."""

    SUSPENDED = "suspended", "It was suspended."
    ENDED = "ended", "It was revoked, withdrawn, or expired."
    ANNULLED = "annulled", "An event of its history was annulled."
    GONE = "gone", "It is not in the new list; this is not a revocation."
    FORKED = "forked", "One revision has two contents; neither is to be trusted."
    UNREAD = "unread", "One of the lists has it in a form that cannot be read."
    OLDER = "older", "The new list has a lower revision of it; nothing happened by that."
    REINSTATED = "reinstated", "It was reinstated."
    NEW = "new", "It is in the new list alone."
    TIER_UP = "tier-up", "Its tier is higher."
    TIER_DOWN = "tier-down", "Its tier is lower."
    TIER = "tier", "Its tiers changed; which is higher is not known."
    RENEWED = "renewed", "Its last term ends later, or a term was added."
    TERMS = "terms", "Its terms or roles changed otherwise."
    TIN = "tin", "The TIN of the holder changed."
    NAME = "name", "The name of the holder changed."
    ADDRESS = "address", "The address of the holder changed."
    SIZE = "size", "The size class of the holder changed."
    OTHER = "other", "Another item changed."
    REISSUED = "reissued", "It was issued again with nothing but a higher revision."


class ChangedItem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One item: its JSON Pointer in the new record, or in the old one where it is gone."""

    path: str
    old: Any | UnsetType = UNSET  # a Tree, which reflection cannot follow
    new: Any | UnsetType = UNSET


class Change(Struct, frozen=True, kw_only=True):
    """One thing that happened, and the items that say so."""

    what: Happening
    items: tuple[ChangedItem, ...] = ()


OF_EVENTS = {
    Status.SUSPENDED: Happening.SUSPENDED,
    Status.REINSTATED: Happening.REINSTATED,
    Status.REVOKED: Happening.ENDED,
    Status.WITHDRAWN: Happening.ENDED,
    Status.EXPIRED: Happening.ENDED,
    Status.ANNULLED: Happening.ANNULLED,
}
# Where an item stands says what happened, unless terms and events say it better.
OF_PATHS = (
    ("/holder/tin", Happening.TIN),
    ("/holder/legalName", Happening.NAME),
    ("/holder/otherNames", Happening.NAME),
    ("/holder/address/", Happening.ADDRESS),
    ("/msme/sizeClass", Happening.SIZE),
    ("/msme/definition", Happening.SIZE),
)
WHOLE = {"/msme": Happening.SIZE, "/holder/address": Happening.ADDRESS}
EACH_TIME = ("/revision", "/issuedAt")  # in every new revision
TERMS, EVENTS = "/authorisation/terms", "/history"


def changes_between(old: AeoRecord, new: AeoRecord, reference: ReferenceData) -> tuple[Change, ...]:
    """Return what happened between two revisions of a record, the most pressing first."""
    items = items_between(msgspec.to_builtins(old), msgspec.to_builtins(new))
    if not items:
        return ()
    if old.revision == new.revision:
        return (Change(what=Happening.FORKED, items=tuple(items)),)
    if new.revision < old.revision:
        return (Change(what=Happening.OLDER, items=tuple(items)),)
    sorts: dict[Happening, list[ChangedItem]] = {}
    for item in items:
        if item.path not in EACH_TIME:
            for what in _happenings(item, old, new, reference):
                sorts.setdefault(what, []).append(item)
    if not sorts:
        return (Change(what=Happening.REISSUED, items=tuple(items)),)
    return tuple(Change(what=what, items=tuple(sorts[what])) for what in Happening if what in sorts)


def _happenings(
    item: ChangedItem, old: AeoRecord, new: AeoRecord, reference: ReferenceData
) -> list[Happening]:
    if item.path.startswith(f"{EVENTS}/"):
        return [_of_event(item)]
    if item.path.startswith(f"{TERMS}/"):
        return _of_terms(old, new, reference)
    happenings = (what for path, what in OF_PATHS if item.path.startswith(path))
    return [WHOLE.get(item.path) or next(happenings, Happening.OTHER)]


def _of_event(item: ChangedItem) -> Happening:
    """Return what a new event does; one that was changed or is gone is another matter."""
    status = item.new.get("status") if isinstance(item.new, dict) and item.old is UNSET else None
    return next((what for code, what in OF_EVENTS.items() if code.value == status), Happening.OTHER)


def _of_terms(old: AeoRecord, new: AeoRecord, reference: ReferenceData) -> list[Happening]:
    before, after = old.authorisation.terms[-1], new.authorisation.terms[-1]
    happenings = [_of_tiers(before, after, new, reference)] if before.tiers != after.tiers else []
    if _ends(after) > _ends(before):
        happenings.append(Happening.RENEWED)
    return happenings or [Happening.TERMS]


def _ends(term: Term) -> str:
    return "~" if term.until is UNSET else term.until  # an open term ends behind all others


def _of_tiers(before: Term, after: Term, new: AeoRecord, reference: ReferenceData) -> Happening:
    programme = reference.look_up(new.programme)
    day = date.fromisoformat(after.from_[:10])
    ranks = {
        tier.code: tier.rank
        for tier in (programme.tiers_at(day) if programme else ())
        if tier.rank is not UNSET
    }
    if not ranks.keys() >= {*before.tiers, *after.tiers}:
        return Happening.TIER
    low, high = _highest(before.tiers, ranks), _highest(after.tiers, ranks)
    if low == high:
        return Happening.TIER
    return Happening.TIER_UP if high > low else Happening.TIER_DOWN


def _highest(tiers: Iterable[str], ranks: Mapping[str, int]) -> int:
    return max(ranks[tier] for tier in tiers)


def items_between(old: Tree, new: Tree) -> list[ChangedItem]:
    """Return the items that differ; an element of a list that is new or gone is one, whole."""
    return list(_items(old, new, "", ""))


def _items(old: Tree, new: Tree, path: str, name: str) -> Iterator[ChangedItem]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for inner in [*new, *(gone for gone in old if gone not in new)]:
            at = f"{path}/{escape(inner)}"
            if inner not in old:
                yield ChangedItem(path=at, new=new[inner])
            elif inner not in new:
                yield ChangedItem(path=at, old=old[inner])
            else:
                yield from _items(old[inner], new[inner], at, inner)
    elif name in KEYS and isinstance(old, list | tuple) and isinstance(new, list | tuple):
        yield from _elements(old, new, path, name)
    else:
        yield ChangedItem(path=path, old=old, new=new)


def _elements(
    old: Iterable[Tree], new: Iterable[Tree], path: str, name: str
) -> Iterator[ChangedItem]:
    """Compare the elements of two lists that are the same by what tells them apart."""
    before, after = _keyed(old, name), _keyed(new, name)
    for key, (place, element) in after.items():
        if key in before:
            yield from _items(before[key][1], element, f"{path}/{place}", "")
        else:
            yield ChangedItem(path=f"{path}/{place}", new=element)
    for key, (place, element) in before.items():
        if key not in after:
            yield ChangedItem(path=f"{path}/{place}", old=element)


def _keyed(elements: Iterable[Tree], name: str) -> dict[tuple[object, ...], tuple[int, Tree]]:
    """Return elements by their keys; of several with one key each has a number of its own."""
    keyed: dict[tuple[object, ...], tuple[int, Tree]] = {}
    for place, element in enumerate(elements):
        members = element if isinstance(element, dict) else {}
        key: tuple[object, ...] = tuple(members.get(member) for member in KEYS[name])
        while key in keyed:
            key = (*key, "again")
        keyed[key] = (place, element)
    return keyed
