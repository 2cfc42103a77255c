"""The answer about a site, as lines of text: what is wrong where, and what nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aeo_exchange.cli.render.first_lines import first_lines
from aeo_exchange.safe_text import visible

if TYPE_CHECKING:
    from aeo_exchange.operations.site.check import SiteAnswer
    from aeo_exchange.operations.site.remarks import SiteRemark

__all__ = ["site_lines"]


def site_lines(answer: SiteAnswer) -> Iterator[str]:
    """Yield the verdict, each remark, and what stays open."""
    yield f"{visible(answer.source)}: {answer.verdict} at {answer.at}\n"
    yield f"    streams {answer.streams:,}, heads {answer.heads:,}\n"
    yield from first_lines(answer.remarks, _remark)
    for thing in answer.open:
        yield f"    nobody can tell here {thing}\n"


def _remark(remark: SiteRemark) -> str:
    place = f"{remark.severity} {remark.code} {visible(remark.path)}"
    return f"{place}: {visible(remark.message)}"
