"""Where a value of a JSON text stands: JSON Pointer to line and column.

Run only when there are findings, over the text of one record that the parser accepted.
"""

from __future__ import annotations

import json
import re

from aeo_exchange.model.document import Position
from aeo_exchange.model.tree import unescape

__all__ = ["place"]

# No possessive quantifiers, as in json_split.
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],]|[^\s{}\[\],:"]+')


def place(text: str, path: str, start: Position) -> Position:
    """Return the position of a JSON Pointer, or of its nearest parent that exists.

    `text` is well-formed and starts at `start`; the position is that of its file.
    """
    return _position(text, _offset(text, [unescape(step) for step in path.split("/")[1:]]), start)


def _offset(text: str, steps: list[str]) -> int:
    """Return the offset of the value at a path, as far as the path can be followed.

    `depth` counts open groups and lists; `matched` how many of them lie on the path. Only what
    stands directly in the innermost of those is compared with the next step.
    """
    best, depth, matched, index = 0, 0, 0, 0
    name, is_name, in_list = "", False, False
    for token in _TOKEN.finditer(text):
        first = token[0][0]
        if first in "}]":
            depth -= 1
            if depth < matched:
                break  # the innermost matched value is over
        elif depth > matched:
            depth += first in "{["
        elif first == ",":
            index += 1
            is_name = not in_list
        elif is_name and depth:
            name, is_name = _name(token[0]), False
        elif depth == 0 or steps[matched - 1] == (str(index) if in_list else name):
            best = token.start()
            if first not in "{[" or matched == len(steps):
                break
            in_list, index, is_name = first == "[", 0, first == "{"
            depth, matched = depth + 1, matched + 1
        else:
            depth += first in "{["
    return best


def _name(token: str) -> str:
    name: str = json.loads(token) if "\\" in token else token[1:-1]
    return name


def _position(text: str, offset: int, start: Position) -> Position:
    feeds = text.count("\n", 0, offset)
    if not feeds:
        return Position(start.line, start.column + offset)
    return Position(start.line + feeds, offset - text.rfind("\n", 0, offset))
