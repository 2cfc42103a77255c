"""A report that was stored, read again; and two of them compared."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec import UNSET, Struct

from aeo_exchange.conformance.errors import UnreadableFile
from aeo_exchange.conformance.legible import shortened
from aeo_exchange.conformance.report.run_report import RunReport
from aeo_exchange.conformance.suite.lists import GOOD, ProductRole, State
from aeo_exchange.conformance.vendor_files import read_vendor_json

__all__ = ["CaseChange", "Compared", "compare_reports", "is_worse", "read_report", "written_report"]


class CaseChange(Struct, frozen=True):
    """A case whose state differs between two reports; None where one of them lacks it."""

    id: str
    role: ProductRole
    before: State | None
    after: State | None


class Compared(Struct, frozen=True, kw_only=True):
    """Two reports beside each other: in what the runs were not alike, and what became of cases."""

    unlike: tuple[str, ...]
    changes: tuple[CaseChange, ...]


def read_report(content: bytes) -> RunReport:
    """Return the report of a JSON text; raises UnreadableFile."""
    try:
        return read_vendor_json(content, RunReport)
    except UnreadableFile as cause:
        raise UnreadableFile(f"this is not a report of a run: {cause}", "report") from cause


def written_report(report: RunReport) -> bytes:
    """Return a report as report.json."""
    return msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n"


def compare_reports(old: RunReport, new: RunReport) -> Compared:
    """Return what became of each case in another way, and whether like was compared with like."""
    return Compared(unlike=tuple(_unlike(old, new)), changes=tuple(_changes(old, new)))


def _unlike(old: RunReport, new: RunReport) -> list[str]:
    """Return what was not the same in two runs, with both."""
    return [
        f"{name} {shortened(before)} and {shortened(after)}"
        for name, told in ALIKE.items()
        if (before := told(old)) != (after := told(new))
    ]


def _product(report: RunReport) -> str:
    if report.product is UNSET:
        return "that did not start"
    return report.product.implementation.full_title


# What has to be the same in two runs for their cases to be compared.
ALIKE: dict[str, Callable[[RunReport], str]] = {
    "product": _product,
    "suite": lambda report: f"{report.suite.version} ({report.suite.case_set[:16]})",
    "level": lambda report: report.level,
    "depth": lambda report: report.depth,
    "seed": lambda report: str(report.seed),
    "variants": lambda report: "asked" if report.variants else "not asked",
    "filter": lambda report: " ".join(report.filters) or "none",
}


def _changes(old: RunReport, new: RunReport) -> list[CaseChange]:
    """Return what became of each case in another way, by role and id."""
    before = {(case.role, case.id): case.state for case in old.cases}
    after = {(case.role, case.id): case.state for case in new.cases}
    return [
        CaseChange(key[1], key[0], before.get(key), after.get(key))
        for key in sorted({*before, *after})
        if before.get(key) is not after.get(key)
    ]


def is_worse(change: CaseChange) -> bool:
    """Say whether a case was good before and is not any more, or is new and not good."""
    was_good = change.before is None or change.before in GOOD
    return was_good and change.after is not None and change.after not in GOOD
