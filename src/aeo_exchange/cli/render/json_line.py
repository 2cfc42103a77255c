"""JSON for a terminal and a program alike."""

from __future__ import annotations

from msgspec import json

__all__ = ["visible_json"]

DELETE = b"\x7f"


def visible_json(value: object) -> str:
    """Return a value as JSON on one line that steers no terminal, and says the same to a program.

    JSON itself escapes the controls of ASCII alone: not those beside them, such as U+009B, and no
    mark that turns or breaks a line.
    """
    written = json.encode(value)
    text = written.decode()
    # Of ASCII one control is left, which takes less to look for than each character to be asked.
    if (written.isascii() and DELETE not in written) or text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else _escaped(character) for character in text
    )


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
