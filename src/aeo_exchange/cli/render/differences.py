"""Differences of two lists: text by what happened, JSON, CSV, a page, rows of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

import msgspec
from msgspec import UNSET

from aeo_exchange.cli.render.json_line import visible_json
from aeo_exchange.counting import how_many
from aeo_exchange.operations.records.changes import Change, ChangedItem, Happening
from aeo_exchange.operations.records.diff import DiffAnswer, Difference, Differences
from aeo_exchange.operations.records.diff_rows import HEADER, csv_lines, item_rows, quoted_value
from aeo_exchange.safe_text import excerpt, visible

__all__ = ["FORMS", "totals_line"]

MOST_ITEMS = 8  # of one record in text; the machine formats have all
Told = Iterable[Difference | Differences]


def as_text(told: Told) -> Iterator[str]:
    """Yield the differences grouped by what happened, the most pressing first, and the totals."""
    differences, totals = _split(told)
    for what in Happening:
        rows = [
            (difference, change)
            for difference in differences
            for change in difference.changes
            if change.what is what
        ]
        if rows:
            yield f"{what.value} ({len(rows):,}): {what.definition}\n"
            for difference, change in rows:
                yield from _text_of(difference, change)
    yield totals_line(totals)


def _text_of(difference: Difference, change: Change) -> Iterator[str]:
    yield f"  {_name(difference)}\n"
    for item in change.items[:MOST_ITEMS]:
        yield f"      {excerpt(item.path)}  {_change(item)}\n"
    if len(change.items) > MOST_ITEMS:
        yield f"      and {how_many(len(change.items) - MOST_ITEMS, 'more item')}\n"


def _name(difference: Difference) -> str:
    parts = [f"{difference.administration} {difference.record_id}"]
    parts += [str(part) for part in (difference.tin, difference.legal_name) if part is not UNSET]
    return "  ".join(map(visible, parts))


def _change(item: ChangedItem) -> str:
    if item.old is UNSET:
        return f"now {excerpt(quoted_value(item.new))}"
    if item.new is UNSET:
        return f"was {excerpt(quoted_value(item.old))}, now absent"
    return f"was {excerpt(quoted_value(item.old))}, now {excerpt(quoted_value(item.new))}"


def totals_line(totals: Differences) -> str:
    """Return the last line of what people read."""
    counts = ", ".join(f"{count:,} {what}" for what, count in totals.counts.items())
    return (
        f"{how_many(totals.old_records, 'record')} before, "
        f"{totals.new_records:,} now: "
        f"{totals.same:,} the same{f', {counts}' if counts else ''}\n"
    )


def as_json(told: Told) -> Iterator[str]:
    """Yield one object: the totals, and all differences as `records`."""
    differences, totals = _split(told)
    whole = DiffAnswer(**msgspec.structs.asdict(totals), records=tuple(differences))
    yield msgspec.json.format(visible_json(whole), indent=2) + "\n"


def as_ndjson(told: Told) -> Iterator[str]:
    """Yield a difference a line as they are met, and the totals last."""
    for line in told:
        yield visible_json(line) + "\n"


PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Differences</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem;
  color: #1b1f24; background: #fff }
table { border-collapse: collapse; width: 100%; margin: 0 0 2rem }
th, td { border-bottom: 1px solid #d0d7de; padding: .4rem; text-align: start; vertical-align: top;
  overflow-wrap: anywhere }
@media (prefers-color-scheme: dark) { body { color: #e6edf3; background: #0d1117 }
  th, td { border-color: #30363d } }
</style></head><body>
"""


def as_html(told: Told) -> Iterator[str]:
    """Yield a page that stands alone: a table for each thing that happened."""
    differences, totals = _split(told)
    yield PAGE
    yield f"<h1>{escape(visible(totals.old))} and {escape(visible(totals.new))}</h1>\n"
    yield f"<p>{escape(totals_line(totals))}</p>\n"
    for what in Happening:
        rows = [
            row for difference in differences for row in item_rows(difference) if row[0] == what
        ]
        if rows:
            yield f"<h2>{what.value}</h2>\n<p>{escape(what.definition)}</p>\n<table>\n"
            yield _html_row("th", HEADER[1:])
            yield from (_html_row("td", row[1:]) for row in rows)
            yield "</table>\n"
    yield "</body></html>\n"


def _html_row(tag: str, cells: Sequence[str]) -> str:
    inside = "".join(f'<{tag} dir="auto">{escape(visible(cell))}</{tag}>' for cell in cells)
    return f"<tr>{inside}</tr>\n"


def _split(told: Told) -> tuple[list[Difference], Differences]:
    differences: list[Difference] = []
    for part in told:
        if isinstance(part, Differences):
            return differences, part
        differences.append(part)
    raise AssertionError("the totals come last")


FORMS = {
    "text": as_text,
    "json": as_json,
    "ndjson": as_ndjson,
    "csv": csv_lines,
    "html": as_html,
}
