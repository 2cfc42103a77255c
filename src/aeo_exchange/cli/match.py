"""`aeo match`: who in declarations is recognised under a partner profile."""

from __future__ import annotations

from pathlib import Path

import click

from aeo_exchange import ReferenceData
from aeo_exchange.cli.evidence import EvidenceFiles, evidence_without_status
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.match_options import MatchOptions, MatchTerms, match_options
from aeo_exchange.cli.options import format_option, reference_option, test_keys_option
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.cli.render.matching import FORMS
from aeo_exchange.cli.terminal import note
from aeo_exchange.cli.verdicts import exit_of
from aeo_exchange.operations.recognition.match import declaration_layout

__all__ = ["command"]

OF_DECLARATIONS = (".xml", ".json", ".ndjson", ".csv", ".tsv", ".xlsx", ".parquet")
OF_TABLES = ("text", "csv", "parquet")


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
    from aeo_exchange.cli.match_held import HeldQuestion  # noqa: PLC0415 start-up time is felt

    question = HeldQuestion(
        asked=asked,
        terms=terms,
        layout=declaration_layout(asked.layout),
        reference=data,
        evidence=evidence,
        test_keys=test_keys,
    )
    held = question.held()
    with inputs.contents(OF_DECLARATIONS) as declarations, target.opened() as stream:
        totals = question.answer(held, declarations, form, stream)
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
        tell=note,
    )
    with inputs.contents(OF_DECLARATIONS) as declarations, target.opened() as stream:
        totals = answer_by_tables(declarations, wish, stream)
    return exit_of([totals.verdict], unread=totals.is_unread)
