"""The steps of a field backwards: texts of which they could make what is wanted.

These are proposals: one counts only where the field, read forward, makes the item of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeAlias

from aeo_exchange.reference.lists import list_rows
from aeo_exchange.tabular.dates import NAMED_FORMS
from aeo_exchange.tabular.layout import LayoutField, Step

__all__ = ["Pieces", "formatted_day", "proposals"]

# What the steps make of one text, before a scheme or a time zone is asked.
Pieces: TypeAlias = tuple[str, ...]
ISO_DAY = 10
_LETTER = re.compile("%[A-Za-z%]")
_AFTER, _AROUND = (",", ";"), ("/", "+", "|")


def proposals(pieces: Pieces, field: LayoutField) -> Iterator[str]:
    """Yield texts of which the steps of a field could make some pieces, the likeliest first."""
    held = [pieces]
    for step in reversed(field.steps):
        back = _BACK.get(step.do, _unchanged)
        held = [before for after in held for before in back(after, step, field)]
    yield from dict.fromkeys(before[0] for before in held if len(before) == 1)


def formatted_day(form: str, day: date) -> str:
    """Return a day in a form of strptime, whose other letters may be of any script."""
    return _LETTER.sub(lambda letter: day.strftime(letter[0]), form)


def _unchanged(pieces: Pieces, _step: Step, _field: LayoutField) -> list[Pieces]:
    return [pieces]


def _with_prefix(pieces: Pieces, step: Step, _field: LayoutField) -> list[Pieces]:
    return [tuple(step.texts[0] + piece for piece in pieces), pieces]


def _joined(pieces: Pieces, step: Step, _field: LayoutField) -> list[Pieces]:
    mark = step.texts[0]
    if mark in _AFTER:
        mark = f"{mark} "
    elif mark in _AROUND:
        mark = f" {mark} "
    return [(mark.join(pieces),)]


def _dates(pieces: Pieces, step: Step, field: LayoutField) -> list[Pieces]:
    forms = (field.written,) if field.written else step.texts
    made = [tuple(_date(piece, form) for piece in pieces) for form in forms]
    return [texts for texts in made if all(texts)]


def _date(text: str, form: str) -> str:
    """Return a day or an instant in a form; nothing where the form does not hold it."""
    if form == "iso":
        return text
    if form == "instant":
        return text if len(text) != ISO_DAY else ""
    if form in NAMED_FORMS or form == "serial" or len(text) != ISO_DAY:
        return ""
    return formatted_day(form, date.fromisoformat(text))


def _countries(pieces: Pieces, _step: Step, field: LayoutField) -> list[Pieces]:
    names = {row["code"]: row["name"] for row in list_rows("countries")}
    named = tuple(names.get(code, code) for code in pieces)
    return [named, pieces] if field.written == "name" else [pieces]


def _unmapped(pieces: Pieces, step: Step, _field: LayoutField) -> list[Pieces]:
    """Return the texts that are mapped to pieces, where each is the only one that is."""
    texts = [_unmapped_text(piece, step) for piece in pieces]
    return [tuple(texts)] if all(texts) else []


def _unmapped_text(wanted: str, step: Step) -> str:
    codes = set(wanted.split())
    texts = [text for text, meant in step.map.items() if set(meant.split()) == codes]
    return texts[0] if len(texts) == 1 else ""


_BACK: dict[str, Callable[[Pieces, Step, LayoutField], list[Pieces]]] = {
    "strip-prefix": _with_prefix,
    "split": _joined,
    "date": _dates,
    "country": _countries,
    "map": _unmapped,
}
