"""What a record says that is not read back of its row, item by item: the losses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aeo_exchange.formats.row import Loss
from aeo_exchange.model.tree import Tree, escape

__all__ = ["NEVER", "losses_between"]

# The instant at which a row is read back: what has it is made anew by each import.
NEVER = "9999-12-31T23:59:59Z"


def losses_between(own: Tree, back: Tree, reasons: Mapping[str, str]) -> list[Loss]:
    """Return what of a record its row does not give back.

    What the row says and the record does not is listed too, with the value null. `reasons` tells
    by the path of an item why it is not written.
    """
    return [
        Loss(path=path, value=value, reason=_reason(path, reasons))
        for path, value in _compared(own, back, "")
    ]


def _reason(path: str, reasons: Mapping[str, str]) -> str:
    """Return why an item is not written, or an element of the list that it stands in."""
    list_, _, last = path.rpartition("/")
    return reasons.get(path) or (reasons.get(list_, "") if last.isdecimal() else "")


def _compared(own: Tree, back: Tree, path: str) -> Iterator[tuple[str, Tree]]:
    if own == back:
        return
    if isinstance(own, dict) and isinstance(back, dict):
        for name, value in own.items():
            there = back.get(name)
            if there != value or there == NEVER:
                inner = None if there == NEVER else there
                yield from _compared(value, inner, f"{path}/{escape(name)}")
        for name, value in back.items():
            if name not in own:
                yield from ((at, None) for at, _ in _leaves(value, f"{path}/{escape(name)}"))
    elif isinstance(own, list | tuple) and isinstance(back, list | tuple):
        yield from _lists(list(own), list(back), path)
    else:
        yield from _leaves(own, path)


def _lists(own: list[Tree], back: list[Tree], path: str) -> Iterator[tuple[str, Tree]]:
    if not any(isinstance(element, dict) for element in own):
        left = [element for element in own if element not in back]
        if left and len(left) < len(own):
            yield from ((f"{path}/{own.index(element)}", element) for element in left)
        elif own != back:
            yield path, own
        return
    waiting = dict(enumerate(own))
    extra = []
    for element in back:
        place = max(waiting, key=lambda place: _alike(waiting[place], element), default=None)
        if place is None or not _alike(waiting[place], element):
            extra.append(element)
        else:
            yield from _compared(waiting.pop(place), element, f"{path}/{place}")
    for place, element in waiting.items():
        yield from _leaves(element, f"{path}/{place}")
    for place, element in enumerate(extra, len(own)):
        yield from ((at, None) for at, _ in _leaves(element, f"{path}/{place}"))


def _alike(own: Tree, back: Tree) -> int:
    """Return how many items two elements of a list have in common."""
    if not isinstance(own, dict) or not isinstance(back, dict):
        return int(own == back)
    return sum(back.get(name) == value for name, value in own.items())


def _leaves(value: Tree, path: str) -> Iterator[tuple[str, Tree]]:
    """Yield the items below a value, a list of texts or codes as one."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}/{escape(name)}")
    elif isinstance(value, list | tuple) and any(isinstance(inner, dict) for inner in value):
        for place, inner in enumerate(value):
            yield from _leaves(inner, f"{path}/{place}")
    else:
        yield path, value
