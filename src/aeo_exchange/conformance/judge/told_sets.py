"""What was told beside a verdict, as sets of words: of recognition, and of what views leave out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.conformance.adapters.protocol import AnsweredRecognition, AnsweredViews, Reply
from aeo_exchange.conformance.suite.lists import Depth

__all__ = ["left_out_differences", "recognition_differences"]


def recognition_differences(
    wanted: AnsweredRecognition | UnsetType, reply: Reply, depth: Depth
) -> Iterator[str]:
    """Yield how an answer differs: at D2 in what follows and on what it rests, at D3 in reasons."""
    if wanted is UNSET or depth is Depth.D1:
        return
    told = reply.recognition
    if told is UNSET:
        yield "nothing is told about recognition"
        return
    for name in ("benefits", "rows", "records"):
        yield from _compared(name, getattr(told, name), getattr(wanted, name))
    if depth is Depth.D3:
        yield from _compared("reasons", told.reasons, wanted.reasons)


def left_out_differences(
    wanted: AnsweredViews | UnsetType, reply: Reply, depth: Depth
) -> Iterator[str]:
    """Yield how what was left out differs: at D2 which records and items, at D3 also why."""
    if wanted is UNSET or depth is Depth.D1:
        return
    told = reply.left_out
    if told is UNSET:
        yield "nothing is told about what was left out"
    elif depth is Depth.D3:
        yield from _compared("records", told.records, wanted.records)
        yield from _compared("items", told.items, wanted.items)
    else:
        yield from _compared("records", *_keys(told.records, wanted.records))
        yield from _compared("items", *_places(told.items, wanted.items))


def _keys(*sides: Iterable[Struct]) -> Iterator[list[str]]:
    for side in sides:
        yield [str(getattr(part, "key", "")) for part in side]


def _places(*sides: Iterable[Struct]) -> Iterator[list[str]]:
    for side in sides:
        yield [f"{getattr(part, 'key', '')} {getattr(part, 'path', '')}" for part in side]


def _compared(name: str, told: Iterable[object], wanted: Iterable[object]) -> Iterator[str]:
    got, expected = set(map(_word, told)), set(map(_word, wanted))
    if got != expected:
        yield f"{name} {_comma_list(got)}, expected {_comma_list(expected)}"


def _word(part: object) -> str:
    """Return what a part says, its members with spaces between."""
    if not isinstance(part, Struct):
        return str(part)
    said = [getattr(part, name) for name in part.__struct_fields__]
    return " ".join(str(value) for value in said if value is not UNSET)


def _comma_list(words: set[str]) -> str:
    return ", ".join(sorted(words)) or "none"
