"""Which items a partner profile can withhold (XCH-1-5), derived from the definition of the record.

Whole items alone: what stands within one of them, or is public, would say another thing without.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from aeo_exchange.model.disclosure import Disclosure
from aeo_exchange.model.shape import Group, ItemShape, record_shape

__all__ = ["withholdable"]

# Without them nobody could tell a time without consent.
_ALWAYS = frozenset({"consents"})
_WITHIN = ("holder", "authorisation")


@cache
def withholdable() -> tuple[str, ...]:
    """Return the names of the items that can be withheld, members joined by points, sorted."""
    return tuple(sorted(_names()))


def _names() -> Iterator[str]:
    shape = record_shape()
    yield from (field.name for field in shape.fields if _can_go(field))
    for name in _WITHIN:
        group = shape.by_name[name].kind
        assert isinstance(group, Group)
        yield from (f"{name}.{field.name}" for field in group.fields if _can_go(field))


def _can_go(field: ItemShape) -> bool:
    may = not field.required and field.item.disclosure is Disclosure.PARTNER
    return may and field.name not in _ALWAYS
