"""The text of a record that was validated before, to the record: patterns are not checked again.

Who has many records to keep for a while keeps their texts, which need less memory. Of reading such
a text three quarters would go to the patterns of its items, which it is known to have.
"""

from __future__ import annotations

from functools import cache
from types import UnionType
from typing import Annotated, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct, defstruct, field

from aeo_exchange.model.record import AeoRecord

__all__ = ["known_record"]

Known = TypeVar("Known", bound=Struct)


def known_record(text: bytes) -> AeoRecord:
    """Return the record of a text in JSON that was read as one before, and is as it was.

    It says the same, and is written as the same bytes. Never for a text from elsewhere: what is no
    record passes. The class is one below AeoRecord, so to `==` it is like others from here alone.
    """
    return _decoder().decode(text)


@cache
def _decoder() -> msgspec.json.Decoder[AeoRecord]:
    return msgspec.json.Decoder(_without_forms(AeoRecord))


@cache
def _without_forms(struct: type[Known]) -> type[Known]:
    """Return a class below a struct of the model, whose items are texts and numbers of any form."""
    kinds = get_type_hints(struct, include_extras=True)
    items = [
        (item.name, _plain(kinds[item.name]), field(name=item.encode_name, default=item.default))
        for item in msgspec.structs.fields(struct)
    ]
    made = defstruct(struct.__name__, items, bases=(struct,), module=__name__, kw_only=True)
    return cast("type[Known]", made)


def _plain(kind: object) -> object:
    """Return the type of an item without what its definition asks of a text or a number."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _plain(inner[0])
    if origin in {Union, UnionType}:
        return Union[tuple(map(_plain, inner))]  # noqa: UP007 made, and not written
    if origin is tuple:
        return tuple[tuple(part if part is ... else _plain(part) for part in inner)]  # type: ignore[misc]
    is_struct = isinstance(kind, type) and issubclass(kind, Struct)
    return _without_forms(cast("type[Struct]", kind)) if is_struct else kind
