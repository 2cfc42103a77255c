"""Reports as text for people: findings with place and advice, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import click
from msgspec import UNSET

from aeo_exchange.cli.render.style import Style
from aeo_exchange.counting import how_many
from aeo_exchange.operations.records.rule_totals import RuleTotals, distinct_words
from aeo_exchange.report import Finding, LeftOut, Report, Severity, Verdict
from aeo_exchange.safe_text import MESSAGE_LENGTH, excerpt

__all__ = ["as_text", "finding_lines", "left_out_words", "rule_totals"]

MANY = 20  # findings

COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
WORDS = {
    Verdict.VALID: "valid",
    Verdict.NOT_VALID: "not valid",
    Verdict.UNDETERMINED: "not decided",
}


class _ReportTally:
    """What was seen so far, per source and in all."""

    def __init__(self) -> None:
        self.verdicts: Counter[Verdict] = Counter()
        self.severities: Counter[Severity] = Counter()
        self.sources: Counter[str] = Counter()
        self.findings: Counter[str] = Counter()
        self.rules = RuleTotals()
        self.profile = ""

    def add(self, report: Report) -> None:
        """Count a report."""
        self.verdicts[report.verdict] += 1
        self.sources[report.source] += 1
        self.profile = self.profile if report.profile is UNSET else report.profile
        self.rules.take(report)
        self.severities.update(finding.severity for finding in report.findings)
        if report.left_out is not UNSET:
            self.severities[Severity.ERROR] += report.left_out.errors
            self.severities[Severity.WARNING] += report.left_out.warnings


def as_text(reports: Iterable[Report], style: Style) -> Iterator[str]:
    """Yield the findings, at most `max_errors` per source, and a summary."""
    tally = _ReportTally()
    for report in reports:
        tally.add(report)
        for finding in report.findings:
            tally.findings[report.source] += 1
            shown = not style.max_errors or tally.findings[report.source] <= style.max_errors
            if shown and not style.quiet:
                yield from finding_lines(report.source, finding)
        if report.left_out is not UNSET and not style.quiet:
            yield f"{excerpt(report.source, MESSAGE_LENGTH)}: {left_out_words(report.left_out)}\n"
    if not style.quiet:
        for source, count in tally.findings.items():
            if style.max_errors and count > style.max_errors:
                name = excerpt(source, MESSAGE_LENGTH)
                yield (
                    f"{name}: {style.max_errors} of {how_many(count, 'finding')} shown; "
                    "--max-errors 0 shows all\n"
                )
        yield from rule_totals(tally.rules)
    yield _summary(tally)


def left_out_words(left_out: LeftOut) -> str:
    """Return what is said of the findings of a record that nobody told."""
    return f"{left_out.words}; they show when some are mended"


def finding_lines(source: str, finding: Finding) -> Iterator[str]:
    """Yield a finding as `file:place  severity CODE  message` and what helps with it."""
    # A file must be found again by its name, so that is cut later than what a record says.
    name = excerpt(source, MESSAGE_LENGTH)
    place = f"{name}:{finding.place}" if finding.place else name
    severity = click.style(finding.severity, fg=COLORS[finding.severity], bold=True)
    yield f"{place}  {severity} {finding.code}  {excerpt(finding.message, MESSAGE_LENGTH)}\n"
    parts = [f"at {excerpt(finding.path or '/')}"]
    if finding.got is not UNSET:
        parts.append(f"got {excerpt(finding.got)!r}")
    if finding.expected is not UNSET:
        parts.append(f"expected {excerpt(finding.expected, MESSAGE_LENGTH)}")
    yield "    " + "   ".join(parts) + "\n"
    advice = "" if finding.hint is UNSET else f"hint: {excerpt(finding.hint, MESSAGE_LENGTH)}   "
    yield f"    {advice}aeo explain {finding.code}\n"


def rule_totals(rules: RuleTotals) -> Iterator[str]:
    """Yield how often each rule is broken, where the findings are too many to count by eye."""
    if rules.counts.total() > MANY:
        counts = ", ".join(
            f"{code} {number:,} ({distinct_words(rules, code)} distinct)"
            for code, number in rules.counts.most_common()
        )
        yield f"by rule: {counts}\n"


def _summary(tally: _ReportTally) -> str:
    records, sources = tally.verdicts.total(), len(tally.sources)
    verdicts = ", ".join(
        f"{tally.verdicts[verdict]:,} {words}"
        for verdict, words in WORDS.items()
        if tally.verdicts[verdict] or verdict is Verdict.VALID
    )
    errors, warnings = (
        tally.severities[severity] for severity in (Severity.ERROR, Severity.WARNING)
    )
    return (
        f"checked {how_many(records, 'record')} of {how_many(sources, 'source')}: {verdicts}; "
        f"{how_many(errors, 'error')}, {how_many(warnings, 'warning')}"
        f"{f'; profile {excerpt(tally.profile)}' if tally.profile else ''}\n"
    )
