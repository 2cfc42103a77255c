"""Reports as JSON and NDJSON, streamed; every finding is in them, whatever the limits of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aeo_exchange.cli.render.json_line import visible_json
from aeo_exchange.cli.render.style import Style
from aeo_exchange.report import Report, Verdict, worst

__all__ = ["as_json", "as_ndjson"]


def as_json(reports: Iterable[Report], style: Style) -> Iterator[str]:
    """Yield one object {results, verdict}; the verdict comes last, when all is known."""
    verdicts: set[Verdict] = set()
    yield '{"results":['
    mark = ""
    for report in reports:
        verdicts.add(report.verdict)
        if not style.quiet:
            yield f"{mark}\n{visible_json(report)}"
            mark = ","
    yield f'\n],"verdict":"{worst(verdicts)}"}}\n'


def as_ndjson(reports: Iterable[Report], style: Style) -> Iterator[str]:
    """Yield one report a line."""
    for report in reports:
        if not style.quiet:
            yield visible_json(report) + "\n"
