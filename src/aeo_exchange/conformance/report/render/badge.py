"""A report as the JSON that shields.io draws a badge from; never a percentage."""

from __future__ import annotations

import json
from collections.abc import Iterator

from aeo_exchange.conformance.report.run_report import RunReport
from aeo_exchange.conformance.suite.cases import Suite

__all__ = ["as_badge"]


def as_badge(report: RunReport, _suite: Suite | None) -> Iterator[str]:
    """Yield the object: roles, level and month, or that a role is not met."""
    roles = " ".join(report.roles) or "no role"
    claim = f"{roles} {report.level}"
    if report.certifies:
        message, color = f"{claim}, {report.at[:7]}, self-declared", "blue"
    elif report.results and all(result.conformant for result in report.results):
        message, color = f"{claim}, run not whole", "lightgrey"
    else:
        message, color = f"{claim}, not conformant", "red"
    badge = {
        "schemaVersion": 1,
        "label": f"AEO Status Exchange {report.suite.spec}",
        "message": message,
        "color": color,
    }
    yield json.dumps(badge, indent=2) + "\n"
