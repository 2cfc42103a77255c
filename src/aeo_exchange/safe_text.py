"""Texts of others, made safe to show: cut, on one line, and without what steers a reader."""

from __future__ import annotations

__all__ = [
    "MESSAGE_LENGTH",
    "excerpt",
    "markup_escaped",
    "visible",
    "writable_in_json",
    "writable_in_xml",
]

EXCERPT_LENGTH = 80
MESSAGE_LENGTH = 400  # of a sentence with excerpts in it


def excerpt(text: str, longest: int = EXCERPT_LENGTH) -> str:
    """Return a text as a reader may see it: cut, at 80 characters, and controls made visible."""
    seen = visible(text[: longest + 1])
    if len(seen) <= longest and len(text) <= longest:
        return seen
    return seen[: longest - 1] + "…"


def visible(text: str) -> str:
    """Return a text as one line that steers no terminal: what cannot be printed, by its number."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}" for character in text
    )


def writable_in_json(text: str) -> str:
    """Return a text with an escape for each byte of a file name that is no UTF-8: JSON has none."""
    return text.encode("utf-8", "backslashreplace").decode()


def writable_in_xml(text: str) -> str:
    """Return a text, of any number of lines, with a mark for what XML 1.0 cannot write."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text  # as nearly all are, and no character that is printable is foreign to XML
    return "".join(
        character
        if character in "\n\t" or (character.isprintable() and character not in "\ufffe\uffff")
        else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )


def markup_escaped(text: str) -> str:
    """Return a text for an element or an attribute of XML and HTML."""
    from html import escape  # noqa: PLC0415 what most commands do without

    return escape(writable_in_xml(text), quote=True)
