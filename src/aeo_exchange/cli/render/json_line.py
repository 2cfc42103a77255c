"""JSON for a terminal and a program alike."""

from __future__ import annotations

from msgspec import json, to_builtins

from aeo_exchange.safe_text import writable_in_json

__all__ = ["visible_json"]

DELETE = b"\x7f"


def visible_json(value: object) -> str:
    """Return a value as JSON on one line that steers no terminal, and says the same to a program.

    JSON itself escapes the controls of ASCII alone: not those beside them, such as U+009B, and no
    mark that turns or breaks a line. A byte of a file name that is no UTF-8 becomes an escape,
    as JSON has none for it.
    """
    written = _written(value)
    text = written.decode()
    # Of ASCII one control is left, which takes less to look for than each character to be asked.
    if (written.isascii() and DELETE not in written) or text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else _escaped(character) for character in text
    )


def _written(value: object) -> bytes:
    try:
        return json.encode(value)
    except UnicodeEncodeError:
        return json.encode(_writable(to_builtins(value)))


def _writable(value: object) -> object:
    """Return a tree whose texts can be written."""
    if isinstance(value, str):
        return writable_in_json(value)
    if isinstance(value, dict):
        return {name: _writable(held) for name, held in value.items()}
    return [_writable(held) for held in value] if isinstance(value, list | tuple) else value


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
