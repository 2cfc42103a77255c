"""A file with the header of a layout of the package: that layout itself is what is proposed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct, UnsetType

from aeo_exchange.counting import how_many
from aeo_exchange.errors import ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.model.instants import instant
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.tabular.drafting import Drafter
from aeo_exchange.tabular.exporting.written_layout import written_layout
from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.layout import Layout, LayoutField
from aeo_exchange.tabular.loading import built_in_text
from aeo_exchange.tabular.outcome import RowEnd
from aeo_exchange.tabular.proposing.days import days_of
from aeo_exchange.tabular.proposing.toml_lines import said
from aeo_exchange.tabular.proposing.values import MOST
from aeo_exchange.tabular.proposing.vocabulary import meanings_of
from aeo_exchange.tabular.readers import opened_rows
from aeo_exchange.tabular.readers.kinds import GRIDS
from aeo_exchange.tabular.recognising import known_layout
from aeo_exchange.tabular.rows import Opened, SourceRow

__all__ = ["FileOfPackage", "file_of_package"]

LOOKED_AT = 2_000  # rows
NOW = instant("2000-01-01T00:00:00Z")  # of what is drafted here nothing is kept


class FileOfPackage(Struct, frozen=True, kw_only=True):
    """A file that a layout of the package reads: how many rows it takes, and what is in doubt."""

    layout: Layout
    rows: int
    fits: int
    columns: int
    doubts: tuple[str, ...]

    def text(self, name: str) -> str:
        """Return the layout as it stands in the package, with why it is proposed above it."""
        layout = self.layout
        head = [
            f"# {said(name)} has the columns of {layout.name}, a layout of the package.",
            f"# Looked at {how_many(self.rows, 'row')}: {self.fits:,} not refused by it.",
            f"# It follows as it stands; `aeo import FILE --layout {layout.name}` does the same.",
            f"# DOUBT: nobody said that the file is one of these ({said(layout.origin)}).",
            *(f"# DOUBT: {said(doubt)}." for doubt in self.doubts),
        ]
        return "\n".join(head) + "\n\n" + built_in_text(layout.name)


def file_of_package(
    content: Content, programme: str | None, reference: ReferenceData
) -> FileOfPackage | None:
    """Return by which layout of the package a file is read; None where any column is not its own.

    A layout for another programme than the one named is none; nor is one by which more
    than one row of five would be refused, as header and values have to agree. Raises OSError.
    """
    layout = known_layout(content)
    if layout is None or (programme and layout.programme and programme != layout.programme):
        return None
    try:
        with opened_rows(content, layout) as (kind, opened):
            read = islice(opened.rows, LOOKED_AT)
            rows = [row for row in read if isinstance(row, SourceRow)]
            if kind in GRIDS and layout.file.kind in GRIDS and not _has_its_header(opened, layout):
                return None
    except ReadError:
        return None
    return _judged(rows, opened, layout, reference)


def _has_its_header(opened: Opened, layout: Layout) -> bool:
    """Say whether a sheet has each column that the layout needs, and none that it does not know.

    A column whose header is known to say nothing of a record, such as the number of a row, may be
    there.
    """
    headers = frozenset() if isinstance(opened.headers, UnsetType) else opened.headers - {""}
    known = {folded(text) for field in layout.fields for text in field.from_}
    known |= {folded(text) for spellings in layout.row.key for text in spellings}
    strange = headers - known - {folded(layout.export.count)}
    texts = (text for key, (_letters, text) in opened.columns.items() if key in strange)
    if len(strange) > sum(map(_says_nothing, texts)):
        return False
    return all(
        any(headers.intersection(map(folded, field.from_)) for field in fields)
        or all(field.absent == "leave-out" for field in fields)
        for _name, fields in written_layout(layout, None).columns
    )


def _says_nothing(header: str) -> bool:
    meanings = meanings_of(header)
    return bool(meanings) and not any(meaning.item for meaning in meanings)


def _judged(
    rows: Sequence[SourceRow], opened: Opened, layout: Layout, reference: ReferenceData
) -> FileOfPackage | None:
    drafter = Drafter(layout, reference, NOW)
    drafter.count_days(since_1904=opened.since_1904)
    fits = sum(drafter.draft(row).outcome is not RowEnd.REFUSED for row in rows)
    if not rows or fits < MOST * len(rows):
        return None
    return FileOfPackage(
        layout=layout,
        rows=len(rows),
        fits=fits,
        columns=len(opened.columns),
        doubts=tuple(_doubts(rows, layout)),
    )


def _doubts(rows: Sequence[SourceRow], layout: Layout) -> Iterator[str]:
    """Yield what a person has to know: days that read two ways."""
    for field in layout.fields:
        places = [cell for row in rows if (cell := row.first(tuple(map(folded, field.from_))))]
        form = _form_of_days(field)
        twins = days_of([place.cell for place in places]).twins if places and form else None
        if twins:
            yield (
                f"each day of column {places[0].column} could be read as {' or as '.join(twins)}; "
                f"the layout reads them as {form}"
            )


def _form_of_days(field: LayoutField) -> str:
    return next((step.texts[0] for step in field.steps if step.do == "date"), "")
