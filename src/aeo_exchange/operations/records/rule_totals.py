"""Findings to totals by rule: how many there are, and how many different ones."""

from __future__ import annotations

import re
from collections import Counter

from msgspec import UNSET

from aeo_exchange.report import Report

__all__ = ["RuleTotals", "distinct_words"]

MOST_DISTINCT = 1000  # of a rule; whoever has more mends a pattern and not a list
_INDEX = re.compile(r"/\d+(?=/|$)")


class RuleTotals:
    """How often each rule is broken so far.

    Two findings are the same, as five hundred rows with one unknown code are, where rule, item
    (in whatever element of its list), message and value are. Of a rule a thousand different ones
    are told apart, so that memory is bounded.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._kinds: dict[str, set[int]] = {}
        self._untold: set[str] = set()

    def take(self, report: Report) -> None:
        """Count the findings of a report, and those that it leaves out."""
        for finding in report.findings:
            self.add(finding.code, (finding.path, finding.message, finding.got))
        if report.left_out is not UNSET:
            self.counts.update(report.left_out.codes)
            self._untold.update(report.left_out.codes)

    def add(self, code: str, what: tuple[str, object, object]) -> None:
        """Count a finding of a rule: its path, its message, and the value found."""
        path, message, got = what
        self.counts[code] += 1
        kinds = self._kinds.setdefault(code, set())
        kind = hash((_INDEX.sub("/*", path), message, got))
        if len(kinds) < MOST_DISTINCT:
            kinds.add(kind)
        elif kind not in kinds:
            self._untold.add(code)

    def distinct(self, code: str) -> tuple[int, bool]:
        """Return how many different findings there are of a rule, and whether that is all."""
        return len(self._kinds.get(code, ())), code not in self._untold


def distinct_words(totals: RuleTotals, code: str) -> str:
    """Return the number of different findings as a person reads it: `3`, `1,000 or more`."""
    count, is_all = totals.distinct(code)
    return f"{count:,}" if is_all else f"{count:,} or more"
