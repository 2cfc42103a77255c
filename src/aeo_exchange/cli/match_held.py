"""What `aeo match` answers by: a register, snapshots, or records that nobody signed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from aeo_exchange import Limits, ReferenceData
from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.evidence import APPLIED_ALREADY, EvidenceFiles
from aeo_exchange.cli.inputs import contents
from aeo_exchange.cli.match_options import MatchOptions, MatchTerms
from aeo_exchange.cli.outputs import say
from aeo_exchange.cli.render.matching import FORMS, MatchForm
from aeo_exchange.cli.terminal import note
from aeo_exchange.operations.attestations.verify import open_trust_lists
from aeo_exchange.operations.recognition.confirmed_links import links_not_asked
from aeo_exchange.operations.recognition.declared_columns import look_at, told_of_table
from aeo_exchange.operations.recognition.held_evidence import (
    HeadQuestion,
    HeldEvidence,
    evidence_of_records,
    evidence_of_snapshots,
    held_matcher,
)
from aeo_exchange.operations.recognition.match import DeclarationLayout, MatchTotals
from aeo_exchange.operations.recognition.match_parallel import (
    MatchWork,
    ShownMatches,
    jobs_for,
    shown_matches,
)
from aeo_exchange.operations.recognition.match_parquet import write_parties
from aeo_exchange.operations.recognition.not_counted import not_counted
from aeo_exchange.safe_text import visible

if TYPE_CHECKING:
    from aeo_exchange.declarations.answer import StreamNotCounted
    from aeo_exchange.formats import Content

__all__ = ["HeldQuestion"]

PIECE = 1 << 15


class HeldQuestion(Struct, frozen=True, kw_only=True):
    """What is asked, how tables are read, and by which evidence."""

    asked: MatchOptions
    terms: MatchTerms
    layout: DeclarationLayout
    reference: ReferenceData
    evidence: EvidenceFiles
    test_keys: bool

    def held(self) -> HeldEvidence:
        """Return what answers rest on: a register, snapshots, or records that nobody signed."""
        asked, terms = self.asked, self.terms
        codes = asked.asking.issued_codes()
        asked.held.require_one(asked.url)
        if asked.url is not None:
            self.evidence.require_none(APPLIED_ALREADY)
            from aeo_exchange.operations.register.match import (  # noqa: PLC0415 start-up time is felt
                evidence_of_register,
            )

            return evidence_of_register(asked.url, os.environ, terms, self.reference, codes)
        if snapshots := asked.held.snapshots():
            question = HeadQuestion(
                trust=open_trust_lists(self.evidence.read(test_keys=self.test_keys)),
                at=instant_of(None),
                reference=self.reference,
                profile=terms.profile,
                test_keys=self.test_keys,
            )
            return evidence_of_snapshots(snapshots, terms, question, codes, asked.held.confirmed)
        with contents(asked.held.places, None) as records:
            held = evidence_of_records(records, terms, self.reference, Limits(), codes)
        if not any(stream.keys for stream in held.streams):
            partner = terms.profile.partner_of(terms.asked_by)
            note(f"--from: no record of {partner} that could be asked about is in these files")
        return held

    def answer(
        self, held: HeldEvidence, declarations: Sequence[Content], form: str, stream: BinaryIO
    ) -> MatchTotals:
        """Write what is said of each declaration; return the counts."""
        if told := links_not_asked(self.terms, held):
            note(f"--links: {told}")
        for content in declarations:
            for told in told_of_table(look_at(content, self.layout), self.layout):
                note(told)
        totals = MatchTotals()
        work = MatchWork(
            matcher=held_matcher(self.terms, held),
            terms=self.terms,
            layout=self.layout,
            limits=self.asked.limits,
            show=FORMS[form].show,
        )
        shown = shown_matches(declarations, work, jobs_for(len(declarations), self.asked.jobs))
        texts = _texts(shown, FORMS[form], totals, self._left_out(held))
        if form == "parquet":
            write_parties(filter(None, texts), stream)
        else:
            for text in _in_pieces(texts):
                say(text, stream)
        return totals

    def _left_out(self, held: HeldEvidence) -> tuple[StreamNotCounted, ...]:
        """Tell which streams and heads do not count, and return them, such as a mass change."""
        left = not_counted(held)
        if self.asked.url is not None:
            from aeo_exchange.operations.register.match import (  # noqa: PLC0415 start-up time is felt
                heads_that_wait,
            )

            left += heads_that_wait(
                self.asked.url, os.environ, self.terms, self.reference, instant_of(None)
            )
        for stream in left:
            note(f"warning: {visible(stream.stream)}: {stream.code}: {visible(stream.because)}")
        return left


def _in_pieces(texts: Iterator[str]) -> Iterator[str]:
    """Yield texts together: each one alone would be sent on its way by itself."""
    held: list[str] = []
    length = 0
    for text in texts:
        held.append(text)
        length += len(text)
        if length >= PIECE:
            yield "".join(held)
            held, length = [], 0
    yield "".join(held)


def _texts(
    shown: Iterator[ShownMatches],
    form: MatchForm,
    totals: MatchTotals,
    left: tuple[StreamNotCounted, ...],
) -> Iterator[str]:
    """Yield all that is printed; the summary comes last, when all is known."""
    yield form.begin
    between = ""
    for some in shown:
        totals.join(some.totals)
        for text in some.texts:
            yield between + text
            between = form.between
    yield form.end(replace(totals.summary, not_counted=left))
