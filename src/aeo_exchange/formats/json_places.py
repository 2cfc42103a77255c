"""Where each value of a JSON text stands: JSON Pointer to line and column.

Run only when there are findings, over the text of one record that the parser accepted.
"""

from __future__ import annotations

import json
import re

from aeo_exchange.model.document import Position
from aeo_exchange.model.tree import escape

__all__ = ["places"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def places(text: str, start: Position) -> dict[str, Position]:
    """Return the position of every value of a well-formed JSON text, by its JSON Pointer."""
    found: dict[str, Position] = {}
    parents: list[tuple[str, int | None]] = []  # prefix and next index; None in an object
    here, name, is_value = "", "", True
    ruler = _Ruler(text, start)
    for token in _TOKEN.finditer(text):
        match token[0][0]:
            case "}" | "]":
                here, index = parents.pop()
                is_value = False
            case ",":
                here, index = parents[-1]
                is_value = index is not None
            case ":":
                is_value = True
            case '"' if not is_value:
                name = json.loads(token[0])
            case opening:
                here = _enter(parents, name)
                found.setdefault(here, ruler.position(token.start()))
                if opening in "{[":
                    parents.append((here, 0 if opening == "[" else None))
                    is_value = opening == "["
    return found


def _enter(parents: list[tuple[str, int | None]], name: str) -> str:
    """Return the pointer of the value that starts here, counting on in a list."""
    if not parents:
        return ""
    prefix, index = parents[-1]
    if index is None:
        return f"{prefix}/{escape(name)}"
    parents[-1] = (prefix, index + 1)
    return f"{prefix}/{index}"


class _Ruler:
    """Turns growing offsets of a text into lines and columns of its file."""

    def __init__(self, text: str, start: Position) -> None:
        self._text = text
        self._line = start.line
        self._line_start = 1 - start.column
        self._seen = 0

    def position(self, offset: int) -> Position:
        """Return the position of an offset that is not before the last one asked."""
        feeds = self._text.count("\n", self._seen, offset)
        if feeds:
            self._line += feeds
            self._line_start = self._text.rfind("\n", self._seen, offset) + 1
        self._seen = offset
        return Position(self._line, offset - self._line_start + 1)
