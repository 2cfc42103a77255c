"""`aeo match`: who in declarations is recognised under a partner profile."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from aeo_exchange import Limits, ReferenceData
from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.evidence import (
    APPLIED_ALREADY,
    EvidenceFiles,
    evidence_without_status,
)
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import InputOptions, contents, input_options
from aeo_exchange.cli.match_options import MatchOptions, match_options
from aeo_exchange.cli.options import format_option, reference_option, test_keys_option
from aeo_exchange.cli.outputs import Target, output_options, say
from aeo_exchange.cli.render.matching import FORMS, MatchForm
from aeo_exchange.cli.terminal import note
from aeo_exchange.cli.verdicts import exit_of
from aeo_exchange.operations.attestations.verify import open_trust_lists
from aeo_exchange.operations.recognition.declared_columns import columns_not_read
from aeo_exchange.operations.recognition.match import (
    MatchTerms,
    MatchTotals,
    declaration_layout,
    evidence_of_records,
    evidence_of_snapshots,
    held_matcher,
)
from aeo_exchange.operations.recognition.match_parallel import (
    MatchWork,
    ShownMatches,
    jobs_for,
    shown_matches,
)
from aeo_exchange.operations.recognition.match_parquet import write_parties
from aeo_exchange.operations.recognition.not_counted import not_counted
from aeo_exchange.operations.recognition.recognise import HeadQuestion
from aeo_exchange.safe_text import visible

if TYPE_CHECKING:
    from aeo_exchange.declarations.answer import StreamNotCounted
    from aeo_exchange.formats import Content
    from aeo_exchange.operations.recognition.match import DeclarationLayout, HeldEvidence

__all__ = ["command"]

OF_DECLARATIONS = (".xml", ".json", ".ndjson", ".csv", ".tsv", ".xlsx", ".parquet")
OF_TABLES = ("text", "csv", "parquet")
PIECE = 1 << 15


@click.command(cls=OnceCommand, name="match")
@input_options
@match_options
@evidence_without_status
@test_keys_option
@reference_option
@format_option("text", "json", "ndjson", "csv", "parquet")
@output_options
def command(
    inputs: InputOptions,
    asked: MatchOptions,
    evidence: EvidenceFiles,
    reference: Path | None,
    form: str,
    target: Target,
    *,
    test_keys: bool,
) -> Exit:
    """Say for each party of declarations whether it is recognised, why, and what follows.

    Reads the WCO Data Model, messages of the European Union, ASYCUDA, tables of declared parties,
    and NDJSON. A number that is nearly right makes a candidate for an officer, and never a yes.
    Exit code 0: somebody is recognised. 1: nobody is, and that is sure. 4: nobody is, and of some
    nobody can tell. 3: something could not be read; the rest is answered.
    """
    data = ReferenceData(reference)
    terms = asked.terms(data)
    if asked.tables is not None:
        evidence.require_none("tables answer by the register of which they were made")
        return _by_tables(inputs, asked, terms, data, form, target)
    layout = declaration_layout(asked.layout)
    held = _held(asked, terms, data, evidence, test_keys=test_keys)
    matcher = held_matcher(terms, held)
    totals = MatchTotals()
    work = MatchWork(
        matcher=matcher, terms=terms, layout=layout, limits=asked.limits, show=FORMS[form].show
    )
    with inputs.contents(OF_DECLARATIONS) as declarations, target.opened(declarations) as stream:
        _note_columns(declarations, layout)
        shown = shown_matches(declarations, work, jobs_for(len(declarations), asked.jobs))
        texts = _texts(shown, FORMS[form], totals, _left_out(held, asked, terms, data))
        if form == "parquet":
            write_parties(filter(None, texts), stream)
        else:
            for text in _in_pieces(texts):
                say(text, stream)
    return exit_of([totals.verdict], unread=totals.is_unread)


def _by_tables(
    inputs: InputOptions,
    asked: MatchOptions,
    terms: MatchTerms,
    reference: ReferenceData,
    form: str,
    target: Target,
) -> Exit:
    """Answer by a folder of tables; what needs more than numbers is refused."""
    from aeo_exchange.operations.recognition.match_by_tables import (  # noqa: PLC0415 start-up time is felt
        TableWish,
        answer_by_tables,
    )

    others = (asked.held.places, asked.held.confirmed, asked.url, asked.layout)
    if any(others) or asked.asking.own_codes or asked.asking.known_at:
        raise click.UsageError(
            "--tables stands alone: --from, --confirm, --db, --layout, --own-codes and --known-at "
            "do not go with it"
        )
    if form not in OF_TABLES:
        raise click.UsageError(f"--tables writes {', '.join(OF_TABLES)}")
    wish = TableWish(
        folder=asked.tables or Path(),
        terms=terms,
        reference=reference,
        form=form,
        show=FORMS[form].show,
        limits=asked.limits,
        jobs=asked.jobs,
    )
    with inputs.contents(OF_DECLARATIONS) as declarations, target.opened(declarations) as stream:
        _note_columns(declarations, declaration_layout(None))
        totals = answer_by_tables(declarations, wish, stream)
    return exit_of([totals.verdict], unread=totals.is_unread)


def _note_columns(declarations: Iterable[Content], layout: DeclarationLayout) -> None:
    """Tell of each table the columns that nobody asks: a number may stand in one of them."""
    for content in declarations:
        if told := columns_not_read(content, layout):
            note(f"{content.name}: {told}")


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


def _left_out(
    held: HeldEvidence, asked: MatchOptions, terms: MatchTerms, reference: ReferenceData
) -> tuple[StreamNotCounted, ...]:
    """Tell which streams and heads do not count, and return them, such as a mass change."""
    left = not_counted(held)
    if asked.url is not None:
        from aeo_exchange.operations.register.match import (  # noqa: PLC0415 start-up time is felt
            heads_that_wait,
        )

        left += heads_that_wait(asked.url, os.environ, terms, reference, instant_of(None))
    for stream in left:
        note(f"warning: {visible(stream.stream)}: {stream.code}: {visible(stream.because)}")
    return left


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


def _held(
    asked: MatchOptions,
    terms: MatchTerms,
    reference: ReferenceData,
    evidence: EvidenceFiles,
    *,
    test_keys: bool,
) -> HeldEvidence:
    """Return what answers rest on: a register, snapshots, or records that nobody signed."""
    codes = asked.asking.issued_codes()
    asked.held.require_one(asked.url)
    if asked.url is not None:
        evidence.require_none(APPLIED_ALREADY)
        from aeo_exchange.operations.register.match import (  # noqa: PLC0415 start-up time is felt
            evidence_of_register,
        )

        return evidence_of_register(asked.url, os.environ, terms, reference, codes)
    if snapshots := asked.held.snapshots():
        question = HeadQuestion(
            trust=open_trust_lists(evidence.read(test_keys=test_keys)),
            at=instant_of(None),
            reference=reference,
            profile=terms.profile,
            test_keys=test_keys,
        )
        return evidence_of_snapshots(snapshots, terms, question, codes, asked.held.confirmed)
    with contents(asked.held.places, None) as records:
        held = evidence_of_records(records, terms, reference, Limits(), codes)
    if not any(stream.keys for stream in held.streams):
        partner = terms.profile.partner_of(terms.asked_by)
        note(f"--from: no record of {partner} that could be asked about is in these files")
    return held
