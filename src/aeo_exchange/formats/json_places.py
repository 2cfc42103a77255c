"""Where the values of a JSON text stand: JSON Pointers to lines and columns, in one pass.

Run only when there are findings, over the text of one record that the parser accepted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from aeo_exchange.model.document import Place, Position, TextPlace
from aeo_exchange.model.tree import unescape

__all__ = ["places_in"]

# No possessive quantifiers, as in json_split.
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],]|[^\s{}\[\],:"]+')
# The end of a value, at the speed of C; numbers of any length stay texts.
_VALUE = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)


class _Wanted:
    """A value that is asked for, or holds one that is; `offset` is known once it was met.

    There may be as many as faults in a record: one that holds none has no table of its own.
    """

    __slots__ = ("around", "inner", "offset")

    def __init__(self, around: _Wanted | None = None) -> None:
        self.around = around
        self.inner: dict[str, _Wanted] | None = None
        self.offset = -1

    def at(self, path: str) -> _Wanted:
        """Return what a JSON Pointer from here leads to."""
        wanted = self
        for step in path.split("/")[1:]:
            if wanted.inner is None:
                wanted.inner = {}
            name = unescape(step)
            inner = wanted.inner.get(name)
            if inner is None:
                inner = wanted.inner[name] = _Wanted(wanted)
            wanted = inner
        return wanted

    def count(self) -> int:
        """Return how many values are asked for or hold one that is, with this one."""
        waiting, count = [self], 0
        while waiting:
            count += 1
            waiting.extend((waiting.pop().inner or {}).values())
        return count

    def met(self) -> int:
        """Return the offset of the value, or of the nearest around it that was met."""
        nearest = self
        while nearest.offset < 0 and nearest.around is not None:
            nearest = nearest.around
        return nearest.offset


class _Open:
    """A group or list that the scan is in: what is asked of it, and where in it the scan is."""

    __slots__ = ("in_list", "index", "is_name", "name", "wanted")

    def __init__(self, wanted: _Wanted | None, *, in_list: bool) -> None:
        self.wanted = wanted
        self.in_list = in_list
        self.is_name = not in_list
        self.index = 0
        self.name = ""

    def next(self) -> _Wanted | None:
        """Return what is asked of the value that comes next."""
        if self.wanted is None or self.wanted.inner is None:
            return None
        return self.wanted.inner.get(str(self.index) if self.in_list else self.name)


def places_in(text: str, paths: Iterable[str], start: Position) -> dict[str, Place]:
    """Return the place of each JSON Pointer, or of its nearest parent that exists.

    `text` is well-formed and starts at `start`; the positions are those of its file.
    """
    root = _Wanted()
    wanted = {path: root.at(path) for path in paths}
    _scan(text, root, root.count())
    offsets = {path: value.met() for path, value in wanted.items()}
    at = _positions(text, sorted(set(offsets.values())), start)
    return {path: TextPlace(at[offset]) for path, offset in offsets.items()}


def _scan(text: str, root: _Wanted, count: int) -> None:
    """Note the offset of every value that is wanted, until so many are found: none stands twice."""
    around = _Open(None, in_list=True)
    outer: list[_Open] = []
    at = 0
    passes = True  # whether what nothing is wanted of is passed at once
    while token := _TOKEN.search(text, at):
        at = token.end()
        first = token[0][0]
        if first in "}]":
            around = outer.pop()
        elif first == ",":
            around.index += 1
            around.is_name = not around.in_list
        elif around.is_name:
            around.name, around.is_name = _name(token[0]), False
        else:
            wanted = around.next() if outer else root
            if wanted is not None:
                wanted.offset = token.start()
                count -= 1
                if not count:
                    return
            if first in "{[":
                if passes and (wanted is None or wanted.inner is None):
                    end = _end(text, token.start())
                    at, passes = end or at, end is not None
                if at == token.end():
                    outer.append(around)
                    around = _Open(wanted, in_list=first == "[")


def _end(text: str, start: int) -> int | None:
    """Return where a group or list ends, or None where it is nested too deeply to be passed."""
    try:
        return _VALUE.raw_decode(text, start)[1]
    except RecursionError:
        return None


def _name(token: str) -> str:
    name: str = json.loads(token) if "\\" in token else token[1:-1]
    return name


def _positions(text: str, offsets: list[int], start: Position) -> dict[int, Position]:
    """Return the positions of rising offsets, counting every line once."""
    positions: dict[int, Position] = {}
    line, before, counted = start.line, start.column, 0
    for offset in offsets:
        feeds = text.count("\n", counted, offset)
        if feeds:
            line += feeds
            before = 1
            counted = text.rfind("\n", counted, offset) + 1
        positions[offset] = Position(line, before + offset - counted)
        before, counted = before + offset - counted, offset
    return positions
