"""A report in the forms that people and programs read; each is made from report.json alone.

Where the suite that was run is at hand, its inputs are shown too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from aeo_exchange.conformance.report.render.badge import as_badge
from aeo_exchange.conformance.report.render.html import as_html
from aeo_exchange.conformance.report.render.junit import as_junit
from aeo_exchange.conformance.report.render.markdown import as_markdown
from aeo_exchange.conformance.report.render.text import as_text
from aeo_exchange.conformance.report.run_report import RunReport
from aeo_exchange.conformance.suite.cases import Suite

__all__ = ["RENDERERS", "Renderer"]

Renderer: TypeAlias = Callable[[RunReport, Suite | None], Iterator[str]]

# Adding a form is adding a row.
RENDERERS: dict[str, Renderer] = {
    "text": as_text,
    "html": as_html,
    "junit": as_junit,
    "markdown": as_markdown,
    "badge": as_badge,
}
