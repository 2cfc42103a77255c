"""The answer about a site, as lines of text: what is wrong where, and what nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aeo_exchange.report import visible

if TYPE_CHECKING:
    from aeo_exchange.operations.site.check import SiteAnswer

__all__ = ["site_lines"]


def site_lines(answer: SiteAnswer) -> Iterator[str]:
    """Yield the verdict, each remark, and what stays open."""
    yield f"{visible(answer.source)}: {answer.verdict} at {answer.at}\n"
    yield f"    streams {answer.streams:,}, heads {answer.heads:,}\n"
    for remark in answer.remarks:
        place = f"{remark.severity} {remark.code} {visible(remark.path)}"
        yield f"    {place}: {visible(remark.message)}\n"
    for thing in answer.open:
        yield f"    nobody can tell here {thing}\n"
