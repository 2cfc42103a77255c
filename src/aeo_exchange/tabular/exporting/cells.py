"""The items of a record to the cells of its row, by the fields of a layout read backwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from aeo_exchange.reference.identifiers import number_in_tin
from aeo_exchange.reference.schemes import Schemes
from aeo_exchange.tabular.drafting import Drafter
from aeo_exchange.tabular.exporting.backwards import Pieces, proposals
from aeo_exchange.tabular.exporting.presented import Presented
from aeo_exchange.tabular.exporting.wording import Wording
from aeo_exchange.tabular.layout import LayoutField

__all__ = ["CellWriter"]

PREFIX = 2  # letters of a TIN before what is often a number of its own
WHOLE, PART, WRONG = 2, 1, -1
MOST_KNOWN = 10_000  # texts of a column that are remembered


class CellWriter(Struct, frozen=True):
    """Writes one column, which one field or several read.

    `wordings` is in the order of the fields, None for one that holds no code of a list; `items` are
    what the fields read, and `worded` those of them that are said by words. `known` holds what was
    written of items that were met: of codes and days a list has few.
    """

    fields: tuple[LayoutField, ...]
    wordings: tuple[Wording | None, ...]
    drafter: Drafter
    schemes: Schemes
    items: tuple[str, ...]
    worded: tuple[str, ...]
    known: dict[tuple[str, ...], str]

    @classmethod
    def of(
        cls,
        fields: tuple[LayoutField, ...],
        wordings: tuple[Wording | None, ...],
        drafter: Drafter,
        schemes: Schemes,
    ) -> CellWriter:
        """Return what writes a column."""
        items = tuple(dict.fromkeys(field.item for field in fields))
        first = {
            field.item: said for field, said in reversed([*zip(fields, wordings, strict=True)])
        }
        worded = tuple(item for item in items if first[item] is not None)
        return cls(fields, wordings, drafter, schemes, items, worded, {})

    def text(self, shown: Presented) -> str:
        """Return the text that gives most items of the column, and none that is wrong; or none."""
        key = (
            shown.record.programme,
            shown.record.administration,
            *(shown.items.get(item, "") for item in self.items),
        )
        text = self.known.get(key)
        if text is None:
            text = self._text(shown)
            if len(self.known) < MOST_KNOWN:
                self.known[key] = text
        return text

    def _text(self, shown: Presented) -> str:
        best, most = "", 0
        wanted = WHOLE * sum(bool(shown.items.get(item)) for item in self.items)
        for text in self._proposals(shown):
            score = self._score(text, shown)
            if score > most:
                best, most = text, score
            if most == wanted:
                break
        return best

    def wordless(self, shown: Presented, texts: Sequence[str]) -> Iterator[str]:
        """Yield the items of which some code is in none of the texts of the column."""
        for item in self.worded:
            wanted = shown.items.get(item, "")
            made = (self._made(item, text, shown.owner) for text in texts)
            if not wanted or any(text == wanted for text in made):
                continue
            said = {code for text in texts for code in self._made(item, text, shown.owner).split()}
            if not said.issuperset(wanted.split()):
                yield item

    def _proposals(self, shown: Presented) -> Iterator[str]:
        tried: set[str] = set()
        for field, wording in zip(self.fields, self.wordings, strict=True):
            for pieces in self._pieces(field, wording, shown):
                for text in proposals(pieces, field):
                    if text not in tried:
                        tried.add(text)
                        yield text

    def _pieces(
        self, field: LayoutField, wording: Wording | None, shown: Presented
    ) -> Iterator[Pieces]:
        value = shown.items.get(field.item, "")
        if not value:
            return
        if wording is not None:
            yield from wording.pieces(tuple(value.split()))
            return
        match self.drafter.plan_of(field).made:
            case "number":
                yield from ((number,) for number in self._numbers(field, value))
            case "instant":
                yield from ((day,) for day in self._days(field, value, shown))
            case _:
                yield (value,)

    def _numbers(self, field: LayoutField, value: str) -> Iterator[str]:
        """Yield the number of which a scheme makes a TIN, and what it may be where that is odd."""
        if field.item.endswith(("tin", "Tin")):
            if number := number_in_tin(value, str(field.scheme), schemes=self.schemes):
                yield number
            yield value[PREFIX:]
        yield value

    def _days(self, field: LayoutField, value: str, shown: Presented) -> Iterator[str]:
        """Yield the day whose first instant, or whose end, is meant; the instant; else its day."""
        zone = self.drafter.zones.of(shown.record.programme, shown.record.administration)
        local = datetime.fromisoformat(value)
        if zone:
            with suppress(OverflowError):  # the zone is in the year 10000, of no calendar
                local = local.astimezone(ZoneInfo(zone))
        is_midnight = not (local.hour or local.minute or local.second)
        day = local.date()
        if field.last_day and is_midnight:
            with suppress(OverflowError):
                day -= timedelta(days=1)
        if is_midnight and zone:
            yield day.isoformat()
        yield value
        yield day.isoformat()

    def _score(self, text: str, shown: Presented) -> int:
        """Return how much a text says of what is meant; below 0 where it says something else."""
        marks = [self._mark(item, text, shown) for item in self.items]
        return WRONG if WRONG in marks else sum(marks)

    def _mark(self, item: str, text: str, shown: Presented) -> int:
        wanted = shown.items.get(item, "")
        made = self._made(item, text, shown.owner)
        if made == wanted:
            return WHOLE if wanted else 0
        if not made:
            return 0
        if not wanted:
            return WRONG
        field, wording = self._first(item)
        if wording is not None:
            missing = set(made.split()) - set(wanted.split())
            return WRONG if missing else PART if set(made.split()) < set(wanted.split()) else WHOLE
        return PART if self.drafter.plan_of(field).made == "instant" else WRONG

    def _made(self, item: str, text: str, owner: Mapping[str, str]) -> str:
        """Return what the fields of an item make of a text: the first that makes something."""
        made = (
            self.drafter.made_of(field, text, owner) for field in self.fields if field.item == item
        )
        return next(filter(None, made), "")

    def _first(self, item: str) -> tuple[LayoutField, Wording | None]:
        rows = zip(self.fields, self.wordings, strict=True)
        return next((field, wording) for field, wording in rows if field.item == item)
