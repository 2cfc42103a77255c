"""Texts, arrays and comments of a layout in TOML, whatever a sheet holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from aeo_exchange.safe_text import visible

__all__ = ["as_array", "as_text", "doubt_lines", "said"]


def doubt_lines(doubts: Sequence[str]) -> Iterator[str]:
    """Yield doubts as comments."""
    for doubt in doubts:
        yield f"# DOUBT: {said(doubt)}."


def said(text: str) -> str:
    """Return a text for a comment: one line, with nothing that TOML or a terminal would run."""
    return visible(text)


def as_array(texts: Iterable[str]) -> str:
    """Return texts as an array of TOML."""
    return f"[{', '.join(map(as_text, texts))}]"


def as_text(text: str) -> str:
    """Return a text as a basic string of TOML, of which JSON has all escapes but one."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
