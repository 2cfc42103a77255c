"""`aeo verify`: attestations to answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from aeo_exchange import Content
from aeo_exchange.cli.evidence import EvidenceFiles, RecordFile, evidence_options
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import OF_ATTESTATIONS, InputOptions, input_options
from aeo_exchange.cli.model_texts import TIN
from aeo_exchange.cli.option_groups import as_one
from aeo_exchange.cli.options import (
    InstantAndReference,
    basis_options,
    format_option,
    jobs_option,
    quiet_option,
    test_keys_option,
)
from aeo_exchange.cli.outputs import Target, output_options, say
from aeo_exchange.cli.render.verification import FORMS, print_answers
from aeo_exchange.cli.render.verification import answer_in_form as answer_text
from aeo_exchange.cli.seen_file import MemoryOptions, seen_options
from aeo_exchange.cli.terminal import followed, note
from aeo_exchange.cli.verdicts import Verdicts
from aeo_exchange.endless import read_file
from aeo_exchange.operations.attestations.record_at_hand import is_unclear
from aeo_exchange.operations.attestations.verify_memory import ShownAnswer, remember_told
from aeo_exchange.operations.attestations.verify_run import Question, VerifyRun
from aeo_exchange.report import Verdict

if TYPE_CHECKING:
    from aeo_exchange.trust.seen import Seen

__all__ = ["command"]


class Asked(Struct, frozen=True, kw_only=True):
    """What is asked of each attestation, beside the instant."""

    record_file: Path | None
    expect_tin: str | None
    test_keys: bool

    def question(self, at: str) -> Question:
        """Return the question; raises OSError for a record that cannot be read."""
        return Question(
            at=at,
            record=read_file(self.record_file) if self.record_file else None,
            expect_tin=self.expect_tin,
            test_keys=self.test_keys,
        )


class Means(Struct, frozen=True, kw_only=True):
    """By what means answers are worked out: processes of this machine, or the network."""

    jobs: int
    online: bool

    def __post_init__(self) -> None:
        """Refuse both at once."""
        if self.online and self.jobs > 1:
            raise click.UsageError("--online needs one process; leave out --jobs")


class AnswerOptions(Struct, frozen=True, kw_only=True):
    """In which form answers are shown, and whether they are or only how many there were."""

    form: str
    quiet: bool


@click.command(cls=OnceCommand, name="verify")
@input_options
@evidence_options
@click.option(
    "--record",
    "record_file",
    type=RecordFile(path_type=Path),
    metavar="FILE",
    help="The record, in any format, that the attestation is said to be about.",
)
@click.option(
    "--expect-tin", type=TIN, metavar="TIN", help="The TIN that the attestation must be about."
)
@test_keys_option
@click.option("--online", is_flag=True, help="Fetch status lists; without it nothing is fetched.")
@jobs_option
@format_option(*FORMS)
@basis_options
@seen_options
@quiet_option
@output_options
@as_one("asked", Asked)
@as_one("shown", AnswerOptions)
@as_one("means", Means)
def command(
    means: Means,
    inputs: InputOptions,
    evidence: EvidenceFiles,
    asked: Asked,
    basis: InstantAndReference,
    memory: MemoryOptions,
    shown: AnswerOptions,
    target: Target,
) -> Exit:
    """Say of attestations whether they hold: yes, no, or cannot tell, and why.

    Reads SD-JWT attestations, one a line, and XML attestations, told apart by content. Without
    a trust list, or without a status list that answers, the answer is UNDETERMINED.
    """
    question = asked.question(basis.instant())
    opened = evidence.read(test_keys=asked.test_keys)
    seen = memory.read()
    verdicts = Verdicts()
    try:
        with (
            inputs.contents(OF_ATTESTATIONS) as contents,
            target.opened(quiet=shown.quiet) as stream,
        ):
            run = VerifyRun(
                question=question,
                evidence=opened,
                reference=basis.reference_data(),
                seen=seen,
                cache=memory.status_cache(),
            )
            answers = _noted(_answers(run, contents, means, shown), verdicts, seen, question)
            for text in print_answers(answers, shown.form, question.at, quiet=shown.quiet):
                say(text, stream)
        if asked.test_keys:
            note("published test keys were let count: this proves nothing about a real firm")
    finally:
        memory.keep(seen)  # also where nobody reads to the end
    return verdicts.exit


def _answers(
    run: VerifyRun, contents: list[Content], means: Means, shown: AnswerOptions
) -> Iterator[ShownAnswer]:
    """Yield the answers as they are found, with what a terminal sees meanwhile."""
    show = partial(answer_text, form=shown.form, at=run.question.at)
    told = run.answers(contents, show, jobs=means.jobs, online=means.online)
    return followed(told, "attestations", quiet=shown.quiet)


def _noted(
    answers: Iterable[ShownAnswer], verdicts: Verdicts, seen: Seen, question: Question
) -> Iterator[ShownAnswer]:
    """Pass answers on, note what each says about the exit code, and keep what it rests on."""
    unclear = question.record is not None and is_unclear(question.record)
    for answer in answers:
        # A no stands whatever was given beside it.
        no_record = unclear and answer.verdict is Verdict.UNDETERMINED
        verdicts.add(answer.verdict, unread=answer.unread or no_record)
        remember_told(answer, seen)
        yield answer
