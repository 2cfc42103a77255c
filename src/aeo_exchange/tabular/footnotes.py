"""Rows with a mark of which a footnote says that firms with it may not stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aeo_exchange.tabular.outcome import FindingKind, RowFinding
from aeo_exchange.tabular.row_ends import EndedRow

__all__ = ["leave_marked_rows"]


def leave_marked_rows(ended: Iterable[EndedRow], footnotes: Mapping[str, int]) -> None:
    """Leave a row a candidate of which a text begins or ends with such a mark."""
    if not footnotes:
        return
    quoted = [
        (mark, row, (f'"{mark}'.encode(), f'{mark}"'.encode())) for mark, row in footnotes.items()
    ]
    for end in ended:
        for mark, row, written in quoted:
            if end.record and any(text in end.record for text in written):
                end.leave(_marked(mark, row))


def _marked(mark: str, row: int) -> RowFinding:
    return RowFinding(
        kind=FindingKind.DOUBTFUL,
        item="status",
        got=mark,
        message=f"a text of the row has the mark {mark}, and row {row} says of it that a firm may "
        "not be in force",
        hint="ask for a column that says the status of each row, or write it into a copy",
    )
