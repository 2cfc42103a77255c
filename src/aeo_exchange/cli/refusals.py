"""Documents that convert and digest refuse: their first findings, and the totals by rule."""

from __future__ import annotations

from collections import Counter

from msgspec import UNSET

from aeo_exchange.cli.render.text import left_out_words, rule_totals
from aeo_exchange.cli.terminal import note, note_finding
from aeo_exchange.cli.verdicts import Verdicts
from aeo_exchange.counting import how_many
from aeo_exchange.operations.records.rule_totals import RuleTotals
from aeo_exchange.report import Report
from aeo_exchange.safe_text import MESSAGE_LENGTH, excerpt

__all__ = ["Refusals"]


class Refusals:
    """The documents refused so far; of each source at most `most` findings are told, 0 is all."""

    def __init__(self, *, most: int, quiet: bool = False) -> None:
        self.verdicts = Verdicts()
        self._most = most
        self._quiet = quiet
        self._sources: Counter[str] = Counter()
        self._rules = RuleTotals()

    def take(self, report: Report) -> None:
        """Tell what is wrong with a document, and count it."""
        self.verdicts.add(report.verdict, unread=report.is_unread)
        self._rules.take(report)
        for finding in report.findings:
            self._sources[report.source] += 1
            if not self._quiet and (not self._most or self._sources[report.source] <= self._most):
                note_finding(report.source, finding)
        if report.left_out is not UNSET and not self._quiet:
            note(f"{excerpt(report.source, MESSAGE_LENGTH)}: {left_out_words(report.left_out)}")

    def tell(self) -> None:
        """Say how many findings were not told, and how often each rule is broken."""
        if self._quiet:
            return
        for source, count in self._sources.items():
            if self._most and count > self._most:
                findings = how_many(count, "finding")
                note(f"{source}: {self._most} of {findings} shown; --max-errors 0 shows all")
        for line in rule_totals(self._rules):
            note(line.rstrip())
