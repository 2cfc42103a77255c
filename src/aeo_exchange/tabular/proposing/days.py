"""In which form a column writes its days; where two forms read all of them, neither is chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from aeo_exchange.counting import how_many
from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.tabular.dates import day_of
from aeo_exchange.tabular.folding import cleaned
from aeo_exchange.tabular.proposing.values import Agreement

__all__ = ["FORMS", "TWINS", "Days", "day_in_text", "days_of"]

FORMS = (
    "iso", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y.%m.%d",
    "%Y. %m. %d", "%Y. %m. %d.", "%Y.%m.%d.", "%Y年%m月%d日", "%Y년 %m월 %d일", "%Y년%m월%d일",
    "%Y%m%d", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d de %B de %Y", "%d de %B del %Y",
    "%d %B %Y г.",  # noqa: RUF001 the word for a year in Russian
    "%B %d, %Y", "%b %d, %Y", "rfc-1123",
    "era-japan", "era-republic-of-china", "era-buddhist",
)  # fmt: skip
# Forms of which the texts of one can be days of the other.
TWINS = {"%d/%m/%Y": "%m/%d/%Y", "%d-%m-%Y": "%m-%d-%Y"}
TWINS |= {other: form for form, other in TWINS.items()}
SERIAL = "serial"
FIRST, LAST = "1990-01-01", "2099-12-31"  # days that an authorisation can plausibly have
HALF = 0.5  # of the values; the others are a doubt
_DIGITS = re.compile(r"\d{5}")


class Days(Struct, frozen=True, kw_only=True):
    """The forms of a column, most used first; `twins` where two forms read the same values.

    They are so too where some values are days in one of them alone and others in the other alone:
    then those that both read are told by nothing.
    """

    agreement: Agreement
    forms: tuple[str, ...]
    twins: tuple[str, str] | None = None
    mixed: bool = False


def days_of(cells: Sequence[Cell]) -> Days:
    """Return the forms in which the cells of a column write days, those that are days at all."""
    texts = [cleaned(cell.text) for cell in cells if cell.kind is not CellKind.DATE]
    fits = len(cells) - len(texts)
    forms: list[str] = []
    twins: tuple[str, str] | None = None
    left = texts
    while left:
        counts = {
            form: sum(map(bool, (day_in_text(t, form) for t in left))) for form in _forms(left)
        }
        best = max(counts, key=lambda form: (counts[form], -list(counts).index(form)))
        if not counts[best]:
            break
        twin = TWINS.get(best)
        if twin and counts[twin] == counts[best]:
            twins = (best, twin)
        forms.append(best)
        unread = [text for text in left if not day_in_text(text, best)]
        fits += len(left) - len(unread)
        left = unread
    mixed = mixed_forms(texts, forms)
    told = f"no day is read in {len(left)} of {how_many(len(cells), 'value')}"
    doubts = [f"{told}, such as {text[:20]!r}" for text in left[:1]]
    agreement = Agreement(fits=fits, of=len(cells), what="days", doubts=tuple(doubts), least=HALF)
    return Days(
        agreement=agreement,
        forms=tuple(forms) or ("iso",),
        twins=mixed or twins,
        mixed=mixed is not None,
    )


def mixed_forms(texts: Sequence[str], forms: Sequence[str]) -> tuple[str, str] | None:
    """Return two forms of a column that are each other's twins, where some text is in both."""
    for form in forms:
        twin = TWINS.get(form, "")
        if twin in forms and any(day_in_text(t, form) and day_in_text(t, twin) for t in texts):
            return form, twin
    return None


def _forms(texts: Sequence[str]) -> tuple[str, ...]:
    is_serial = all(_DIGITS.fullmatch(text) for text in texts)
    return (SERIAL,) if is_serial else FORMS


def day_in_text(text: str, form: str) -> str:
    """Return the day of a text in a form, where it is one that an authorisation can have."""
    day = day_of(text, (form,))
    return day if FIRST <= day[:10] <= LAST else ""
