"""`aeo status`: tier by tier, whether an authorisation is held, and what decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from msgspec import UNSET

from aeo_exchange import Limits, ReferenceData
from aeo_exchange.cli.clock import DayOption, instant_of
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.options import day_option, format_option, limit_options, reference_option
from aeo_exchange.cli.outputs import Target, output_options, say
from aeo_exchange.cli.render.json_line import visible_json
from aeo_exchange.cli.terminal import note_finding
from aeo_exchange.cli.verdicts import Verdicts
from aeo_exchange.operations.records.status import (
    RecordStatus,
    StatusAnswers,
    StatusQuestion,
    TierStatus,
    statuses,
)
from aeo_exchange.report import Report, Severity, Verdict
from aeo_exchange.safe_text import MESSAGE_LENGTH, excerpt

__all__ = ["command"]


@click.command(cls=OnceCommand, name="status")
@input_options
@day_option
@click.option(
    "--known-at", type=DayOption(), help="By when the revision was issued; now by default."
)
@click.option("--tier", help="One tier; without it, the authorisation and each of its tiers.")
@format_option("text", "json", "ndjson")
@reference_option
@limit_options
@output_options
def command(
    inputs: InputOptions,
    at: str | None,
    known_at: str | None,
    tier: str | None,
    form: str,
    reference: Path | None,
    limits: Limits,
    target: Target,
) -> Exit:
    """Say of each record whether the authorisation is held, tier by tier, and what decides.

    Revisions of one record may stand in several files: the highest that had been issued by
    --known-at answers. A day is decided only if the answer is the same all day, in the time zone
    of the programme where one is known. Exit code 0: all are granted. 1: one is not. 4: one
    cannot be told.
    """
    now = instant_of(None)
    question = StatusQuestion(at=at or now, known_at=known_at or now, tier=tier)
    verdicts = Verdicts()
    with inputs.contents() as contents, target.opened() as stream:
        told = statuses(contents, question, ReferenceData(reference), limits)
        for line in FORMS[form](_answers(told, verdicts)):
            say(line, stream)
    return verdicts.exit


def _answers(told: Iterable[RecordStatus | Report], verdicts: Verdicts) -> Iterator[RecordStatus]:
    """Yield the answers; what cannot be read is said beside them."""
    for answer in told:
        if isinstance(answer, RecordStatus):
            verdicts.add(answer.verdict)
            yield answer
            continue
        verdicts.add(Verdict.UNDETERMINED, unread=answer.is_unread)
        for finding in answer.findings:
            if finding.severity is Severity.ERROR:
                note_finding(answer.source, finding)


def _as_text(answers: Iterable[RecordStatus]) -> Iterator[str]:
    for answer in answers:
        yield f"{_name(answer)}: {_words(answer.whole)}\n"
        for tier in answer.tiers:
            yield f"    {_words(tier)}\n"
        rests = "no revision answers"
        if answer.revision:
            rests = f"by revision {answer.revision}, issued at {answer.issued_at}"
        yield f"    {rests}; asked about {answer.at}, as known at {answer.known_at}\n"


def _name(told: RecordStatus) -> str:
    """Return what tells a record from others: its key and view, or where it stands if unread."""
    if told.administration is UNSET:
        return excerpt(told.source, MESSAGE_LENGTH)
    view = f", view for {told.view.audience}" if told.view else ""
    return f"{told.administration} {told.record_id}{view}"


def _words(told: TierStatus) -> str:
    tier = f"{excerpt(told.tier)} " if told.tier else ""
    return f"{tier}{told.status} ({told.reason}). {told.because}"


def _as_json(answers: Iterable[RecordStatus]) -> Iterator[str]:
    yield visible_json(StatusAnswers.of(list(answers))) + "\n"


def _as_ndjson(answers: Iterable[RecordStatus]) -> Iterator[str]:
    for answer in answers:
        yield visible_json(answer) + "\n"


FORMS = {"text": _as_text, "json": _as_json, "ndjson": _as_ndjson}
