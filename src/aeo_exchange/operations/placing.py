"""What is wrong with one record to findings with places: the first thousand, in one pass.

A record can have more faults than anybody reads, and a finding takes work: advice, an excerpt, a
place. So faults wait as drafts, and only of those that are told a finding is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import msgspec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.errors import ReadError
from aeo_exchange.model.document import Document, Place
from aeo_exchange.report import (
    MOST_FINDINGS,
    Finding,
    LeftOut,
    Report,
    Severity,
    Verdict,
    verdict_of,
)
from aeo_exchange.rules import Broken, Profile, finding_of, severity_of

__all__ = ["Findings", "UnplacedFinding", "drafts_of_rules", "placed", "refusal_finding"]


class UnplacedFinding(Struct, frozen=True, gc=False):
    """A fault at a place, and how to make the finding about it.

    `more` counts faults of its code and severity that nobody looked the place of up, since a
    thousand like them are read before.
    """

    code: str
    severity: Severity
    path: str
    make: Callable[[], Finding]
    more: int = 0


class Findings(Struct, frozen=True, kw_only=True, gc=False):
    """The findings about one record that are told, and how many are not; the verdict on all."""

    told: tuple[Finding, ...] = ()
    left_out: LeftOut | UnsetType = UNSET

    @property
    def verdict(self) -> Verdict:
        """The verdict: errors are told first, so those told decide."""
        return verdict_of(self.told) if self.told else Verdict.VALID

    def report(self, source: str) -> Report:
        """Return the report on a source that has these findings."""
        return Report(
            source=source, verdict=self.verdict, findings=self.told, left_out=self.left_out
        )


def drafts_of_rules(broken: Iterable[Broken], profile: Profile) -> list[UnplacedFinding]:
    """Return a draft for each breach of a rule."""
    return [
        UnplacedFinding(
            rule.code,
            severity_of(rule, breach, profile),
            breach.path,
            partial(finding_of, rule, breach, profile),
        )
        for rule, breach in broken
    ]


def placed(
    drafts: Sequence[UnplacedFinding], document: Document, *, in_order: bool = False
) -> Findings:
    """Return the findings that drafts stand for, with their places.

    They keep the order they come in, or stand in reading order when told so. Where the parser of
    places refuses the document, which sees more than the first parser, that is the one finding.
    """
    try:
        places = document.locate({draft.path for draft in drafts})
    except ReadError as refusal:
        return Findings(told=(refusal_finding(refusal),))
    kept, left_out = _first(drafts, places)
    if in_order:
        kept = sorted(kept, key=lambda draft: _reading_order(draft, places))
    return Findings(told=tuple(_placed_finding(draft, places) for draft in kept), left_out=left_out)


def _first(
    drafts: Sequence[UnplacedFinding], places: Mapping[str, Place]
) -> tuple[Sequence[UnplacedFinding], LeftOut | UnsetType]:
    """Return the drafts to tell, in their order: errors first, of each the first to be read."""
    if len(drafts) + sum(draft.more for draft in drafts) <= MOST_FINDINGS:
        return drafts, UNSET
    ranked = sorted(
        range(len(drafts)),
        key=lambda i: (
            drafts[i].severity is not Severity.ERROR,
            _reading_order(drafts[i], places),
        ),
    )
    told, untold = ranked[:MOST_FINDINGS], ranked[MOST_FINDINGS:]
    left_out = _counted(
        [
            *((drafts[i], drafts[i].more) for i in told if drafts[i].more),
            *((drafts[i], drafts[i].more + 1) for i in untold),
        ]
    )
    return [drafts[i] for i in sorted(told)], left_out


def _counted(drafts: Iterable[tuple[UnplacedFinding, int]]) -> LeftOut:
    severities: Counter[bool] = Counter()
    codes: Counter[str] = Counter()
    for draft, count in drafts:
        severities[draft.severity is Severity.ERROR] += count
        codes[draft.code] += count
    return LeftOut(
        errors=severities[True], warnings=severities[False], codes=dict(sorted(codes.items()))
    )


def _reading_order(
    draft: UnplacedFinding, places: Mapping[str, Place]
) -> tuple[str, int, int, str]:
    return (*places[draft.path].order, draft.code)


def _placed_finding(draft: UnplacedFinding, places: Mapping[str, Place]) -> Finding:
    return msgspec.structs.replace(draft.make(), **places[draft.path].members)


def refusal_finding(refusal: ReadError) -> Finding:
    """Return what a reader refused as the finding it is."""
    sheet, cell = refusal.cell or (UNSET, UNSET)
    return Finding(
        code=refusal.rule,
        severity=Severity.ERROR,
        path="",
        sheet=sheet,
        cell=cell,
        line=refusal.line or UNSET,
        column=refusal.column or UNSET,
        message=refusal.message,
        hint=refusal.advice,
    )
