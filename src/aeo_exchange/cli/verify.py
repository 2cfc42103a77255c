"""`aeo verify`: attestations to answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.evidence import RecordFile, evidence_of, evidence_options
from aeo_exchange.cli.exits import EXITS, Exit, highest
from aeo_exchange.cli.inputs import OF_ATTESTATIONS, contents, input_options
from aeo_exchange.cli.options import at_option, format_option, quiet_option, reference_option
from aeo_exchange.cli.outputs import output, output_options, say
from aeo_exchange.cli.render.verification import FORMS, print_answers, shown
from aeo_exchange.cli.seen_file import keep_seen, read_seen, seen_file, seen_options, status_cache
from aeo_exchange.cli.terminal import followed, note
from aeo_exchange.cli.trust_options import TIN
from aeo_exchange.formats import Content
from aeo_exchange.operations.verify import Evidence, gather, verify
from aeo_exchange.operations.verify_memory import Show, Told, remember_told, told
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.trust.question import Question
from aeo_exchange.trust.seen import Seen

if TYPE_CHECKING:
    from aeo_exchange.trust.online import StatusLists

__all__ = ["command"]


@click.command(name="verify")
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
@click.option("--test-keys", is_flag=True, help="Let the published test keys count.")
@click.option("--online", is_flag=True, help="Fetch status lists; without it nothing is fetched.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1, max=64),
    default=1,
    show_default=True,
    help="Worker processes.",
)
@format_option(*FORMS)
@at_option
@reference_option
@seen_options
@quiet_option
@output_options
def command(
    inputs: tuple[str, ...],
    files_from: str | None,
    trust_files: tuple[Path, ...],
    roots: tuple[str, ...],
    handovers: tuple[Path, ...],
    status_files: tuple[Path, ...],
    min_sequence: int,
    record_file: Path | None,
    expect_tin: str | None,
    jobs: int,
    form: str,
    at: str | None,
    reference: Path | None,
    state: Path | None,
    target: str | None,
    *,
    test_keys: bool,
    online: bool,
    no_state: bool,
    quiet: bool,
    force: bool,
) -> Exit:
    """Say of attestations whether they hold: yes, no, or cannot tell, and why.

    Reads SD-JWT attestations, one a line, and XML attestations, told apart by content. Without
    a trust list, or without a status list that answers, the answer is UNDETERMINED.
    """
    if online and jobs > 1:
        raise click.UsageError("--online needs one process; leave out --jobs")
    question = Question(
        at=instant_of(at),
        record=record_file.read_bytes() if record_file else None,
        expect_tin=expect_tin,
        test_keys=test_keys,
    )
    evidence = evidence_of(
        trust_files, roots, handovers, status_files, min_sequence, test_keys=test_keys
    )
    file = seen_file(state, no_state=no_state)
    seen = read_seen(file)
    exits: set[Exit] = set()
    try:
        with (
            contents(inputs, files_from, OF_ATTESTATIONS) as found,
            output(target, found, force=force, quiet=quiet) as stream,
        ):
            cache = status_cache(no_state=no_state)
            rests_on = _Settings(question, evidence, ReferenceData(reference), seen, cache)
            show = partial(shown, form=form, at=question.at)
            answers = followed(
                rests_on.answers(found, show, jobs, online=online), "attestations", quiet=quiet
            )
            for text in print_answers(_noted(answers, exits, seen), form, question.at, quiet=quiet):
                say(text, stream)
        if test_keys:
            note("published test keys were let count: this proves nothing about a real firm")
    finally:
        keep_seen(seen, file)  # also where nobody reads to the end
    return highest(exits)


class _Settings:
    """What every answer of a run rests on."""

    def __init__(
        self,
        question: Question,
        evidence: Evidence,
        reference: ReferenceData,
        seen: Seen,
        cache: Path | None,
    ) -> None:
        self.cache = cache
        self.question = question
        self.evidence = evidence
        self.reference = reference
        self.seen = seen

    def answers(
        self, found: list[Content], show: Show, jobs: int, *, online: bool
    ) -> Iterator[Told]:
        """Yield the answers as they are shown, by one process or several."""
        if jobs > 1:
            from aeo_exchange.operations.verify_parallel import (  # noqa: PLC0415 start-up
                Setup,
                verify_with_workers,
            )

            setup = Setup(
                question=self.question,
                evidence=self.evidence,
                reference=self.reference,
                seen=self.seen,
                show=show,
            )
            return verify_with_workers(found, setup, jobs)
        lists = _status_lists(self.question.at, self.cache) if online else None
        sources = gather(
            self.evidence,
            seen=self.seen,
            reference=self.reference,
            fetch=lists.fetch if lists else None,
            confirm=lists.confirm if lists else None,
        )
        return told(verify(found, self.question, sources), show)


def _status_lists(at: str, cache: Path | None) -> StatusLists:
    from aeo_exchange.trust.online import StatusLists  # noqa: PLC0415 only --online pays for it

    return StatusLists(at=at, cache_dir=cache)


def _noted(answers: Iterable[Told], exits: set[Exit], seen: Seen) -> Iterator[Told]:
    """Pass answers on, note what each says about the exit code, and keep what it rests on."""
    for answer in answers:
        exits.add(Exit.UNREADABLE if answer.unread else EXITS[answer.verdict])
        remember_told(answer, seen)
        yield answer
