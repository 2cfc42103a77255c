"""JSON written in another way: order of members, white space, escapes."""

from __future__ import annotations

import json
import random
import re
from typing import NoReturn

from aeo_exchange.conformance.run.variants.rewritten import Rewritten
from aeo_exchange.model.tree import Tree

__all__ = ["rewritten_json"]

CHANGES = ("key-order", "white-space", "escapes")
GAPS = ("", "", "", " ", "  ", "\t")
BREAKS = ("\n", "\r\n", "\n\n")
SELDOM = 0.04  # of the characters are written as escapes
MUST_ESCAPE = re.compile(r'["\\\x00-\x1f]')


class _Surface(Exception):
    """The text holds what a rewriting would change."""


def rewritten_json(content: bytes, chance: random.Random, *, lines: bool) -> Rewritten | None:
    """Return JSON or NDJSON that says the same, or None where the text itself matters."""
    try:
        pieces = content.split(b"\n") if lines else [content]
        trees = [_tree(piece) for piece in pieces if piece.strip()]
    except (_Surface, ValueError, RecursionError):
        return None
    if lines:
        written = "".join(_value(tree, _JsonWriter(chance, ())) + "\n" for tree in trees)
    else:
        written = _spaced(trees[0], chance)
    return Rewritten(written.encode(), CHANGES)


def _tree(text: bytes) -> Tree:
    """Return the tree of a text; a repeated name or a float cannot be written again."""
    tree: Tree = json.loads(
        text.decode(), object_pairs_hook=_once, parse_float=_refused, parse_constant=_refused
    )
    return tree


def _once(pairs: list[tuple[str, Tree]]) -> dict[str, Tree]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Surface
    return members


def _refused(_text: str) -> NoReturn:
    raise _Surface


class _JsonWriter:
    """How a text is written: from a source of chance, with these line breaks."""

    def __init__(self, chance: random.Random, breaks: tuple[str, ...]) -> None:
        self._chance = chance
        self._breaks = breaks

    def gap(self) -> str:
        """Return white space, often none."""
        # A line break in one gap of four keeps the text readable and seldom two alike.
        if self._breaks and self._chance.random() < 1 / 4:
            return self._chance.choice(self._breaks) + " " * self._chance.randrange(9)
        return self._chance.choice(GAPS)

    def text(self, value: str) -> str:
        """Return a text in quotes, a few of its characters escaped."""
        seldom = self._chance.random
        if MUST_ESCAPE.search(value):
            return '"' + "".join(map(self._character, value)) + '"'
        # The same draws, without a call for each of the millions of characters of a run.
        told = [_escaped(one) if seldom() < SELDOM else one for one in value]
        return '"' + "".join(told) + '"'

    def members(self, value: dict[str, Tree]) -> list[tuple[str, Tree]]:
        """Return the members of an object in another order."""
        members = list(value.items())
        self._chance.shuffle(members)
        return members

    def _character(self, character: str) -> str:
        if MUST_ESCAPE.match(character) or self._chance.random() < SELDOM:
            return json.dumps(character)[1:-1] if character in '"\\' else _escaped(character)
        return character


def _escaped(character: str) -> str:
    """Return a character as one escape, or two where UTF-16 needs them."""
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def _spaced(tree: Tree, chance: random.Random) -> str:
    writer = _JsonWriter(chance, BREAKS)
    value = _value(tree, writer)
    # A second line that begins with { would make the text NDJSON (CON-7-9).
    while value.partition("\n")[2].lstrip().startswith("{"):
        value = value.replace("\n", " ", 1)
    return f"{writer.gap()}{value}{writer.gap()}\n"


def _value(value: Tree, writer: _JsonWriter) -> str:
    match value:
        case dict():
            inside = ",".join(
                f"{writer.gap()}{writer.text(name)}{writer.gap()}:"
                f"{writer.gap()}{_value(inner, writer)}{writer.gap()}"
                for name, inner in writer.members(value)
            )
            return f"{{{inside}}}"
        case list():
            inside = ",".join(
                f"{writer.gap()}{_value(item, writer)}{writer.gap()}" for item in value
            )
            return f"[{inside}]"
        case str():
            return writer.text(value)
        case _:
            return json.dumps(value)
