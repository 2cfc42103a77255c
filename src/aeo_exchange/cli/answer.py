"""`aeo answer`: what a receiver says of a head, and what its sender takes over from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from aeo_exchange import Instant, ReferenceData
from aeo_exchange.cli.asking_options import own_codes_option
from aeo_exchange.cli.db_option import RegisterPlace, optional_db_options
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceGroup
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.key_source import KeySource, key_options
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import format_option
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.cli.reliance import Reliance, reliance_options
from aeo_exchange.cli.render.listing import print_answer, print_json
from aeo_exchange.cli.render.statements import answer_lines, applied_lines, kept_lines, made_line
from aeo_exchange.cli.state_place import StatePlaceOption, opened_store
from aeo_exchange.cli.terminal import note
from aeo_exchange.cli.verdicts import exit_of
from aeo_exchange.endless import read_file
from aeo_exchange.operations.exchange.answer_apply import (
    AnswerApplied,
    ApplyOrder,
    TakenAnswer,
    take_answer,
)
from aeo_exchange.operations.exchange.answers import Answer, AnswerOrder, answer_head, show_answer
from aeo_exchange.operations.exchange.snapshot_check import HeadQuestion
from aeo_exchange.operations.expected import Kind, expecting
from aeo_exchange.operations.kept_state import StatePlace
from aeo_exchange.operations.recognition.recognise import read_issued_codes

if TYPE_CHECKING:
    from aeo_exchange.exchange.partner_profile import PartnerProfile
    from aeo_exchange.operations.recognition.receipts import TrustNow
    from aeo_exchange.operations.register.register import Register

__all__ = ["command"]


@click.group(cls=OnceGroup, name="answer")
def command() -> None:
    """Answer the head of a partner, or take over what a partner answered."""


@command.command(name="make")
@click.argument("message", type=InputPath(path_type=Path), metavar="DIR|HEAD")
@reliance_options
@key_options
@own_codes_option
@optional_db_options
@click.option(
    "--since",
    type=InputPath(path_type=Path),
    metavar="FILE",
    help="Your last answer of this stream: what it said already is left out.",
)
@output_options
def made_answer(
    message: Path,
    reliance: Reliance,
    key: KeySource,
    own_codes: Path | None,
    place: RegisterPlace,
    since: Path | None,
    target: Target,
) -> Exit:
    """Sign what you make of a head: applied, refused or held, and each of its records.

    A record is named by its key, with the rules that it breaks, whether you recognise the firm,
    and the codes that you issued for it by your own table. A head that is not the sender's, or
    not for you, is owed no answer. With --db the answer says what that register made of the head
    and its records, leaves out what the last one said, and is kept there: it is the same the next
    time, since two answers to one head would be a fork.
    """
    if place.url is not None and since is not None:
        raise click.UsageError("a register keeps the last answer; leave --since out")
    now, reference = reliance.now(), reliance.reference()
    register = None if place.url is None else place.open()
    profile = reliance.agreed(register, reference)
    order = AnswerOrder(
        profile=profile,
        key=key.open(),
        own_codes=read_issued_codes(own_codes) if own_codes else None,
        last=show_answer(read_file(since)).answer if since else None,
    )
    if register is not None:
        answer, token, is_new = _of_register(message, register, order, (now.at, reference))
    else:
        answer, token = answer_head(message, _head_question(now, reference, profile), order)
        is_new = True
    with target.opened() as stream:
        stream.write(token)
    note(made_line(answer) if is_new else f"answered before: {made_line(answer)}")
    return Exit.POSITIVE


def _head_question(
    now: TrustNow, reference: ReferenceData, profile: PartnerProfile
) -> HeadQuestion:
    return HeadQuestion(
        trust=now.trust,
        at=now.at,
        reference=reference,
        profile=profile,
        test_keys=now.test_keys,
    )


def _of_register(
    message: Path, register: Register, order: AnswerOrder, basis: tuple[Instant, ReferenceData]
) -> tuple[Answer, bytes, bool]:
    from aeo_exchange.operations.register.answers import (  # noqa: PLC0415 start-up time is felt
        answer_from,
    )

    return answer_from(register, message, order, basis)


@command.command(name="show")
@click.argument("file", type=InputPath(path_type=Path), metavar="FILE", required=False)
@optional_db_options
@format_option("text", "json")
def shown_answer(file: Path | None, place: RegisterPlace, form: str) -> Exit:
    """Show what an answer says, whoever signed it; `apply` says whether it counts.

    With --db the answers that a register keeps: those that you signed, and those of partners that
    you took over.
    """
    if (file is None) is (place.url is None):
        raise click.UsageError("name the file of an answer, or a register by --db")
    if file is None:
        return _shown_in_register(place, form)
    content = read_file(file)
    with expecting(str(file), content, Kind.SIGNED):
        answer = show_answer(content)
    print_answer(answer, form, answer_lines)
    return Exit.POSITIVE


def _shown_in_register(place: RegisterPlace, form: str) -> Exit:
    from aeo_exchange.operations.register.answers import (  # noqa: PLC0415 start-up time is felt
        answers_in,
    )

    kept = answers_in(place.open())
    if form == "json":
        print_json(list(kept))
    else:
        click.echo("".join(kept_lines(kept)), nl=False)
    return Exit.POSITIVE


class AnswerFiles(Struct, frozen=True, kw_only=True):
    """The answer, the stream that it is about, and what was answered before."""

    answer: Path
    stream: Path
    state: StatePlace | None
    chosen: str


answer_options = group_of(
    "files",
    AnswerFiles,
    click.option(
        "--answer",
        type=InputPath(path_type=Path),
        required=True,
        metavar="FILE",
        help="The answer of the partner.",
    ),
    click.option(
        "--stream",
        type=InputPath(path_type=Path),
        required=True,
        metavar="DIR",
        help="Folder of your stream, as `aeo snapshot create` wrote it.",
    ),
    click.option(
        "--state",
        type=StatePlaceOption(),
        metavar="FILE|URL#ROW",
        help="Where it is kept which answers were applied; made when there is none. With --db it "
        "is the register.",
    ),
    click.option(
        "--choose",
        "chosen",
        default="",
        metavar="DIGEST",
        help="Digest of the answer that counts, where the partner signed two to one head.",
    ),
)


@command.command(name="apply")
@input_options
@optional_db_options
@answer_options
@reliance_options
@format_option("text", "json")
@output_options
def applied(
    inputs: InputOptions,
    place: RegisterPlace,
    files: AnswerFiles,
    reliance: Reliance,
    form: str,
    target: Target,
) -> Exit:
    """Check an answer, and write your register with the codes that the partner issued.

    Give the whole register of full records, or --db with the records that `aeo register add` has
    put there: then the new revisions, the answer, and which answers were taken stand there. A
    record of which the answer says something new gets a revision more, with the recognition of this
    partner under this agreement and nothing else. Exit code 0: it was taken over. 1: refused. 4:
    held, or nobody can tell.
    """
    reference = reliance.reference()
    register = None if place.url is None else place.open()
    order = ApplyOrder(
        now=reliance.now(register),
        profile=reliance.agreed(register, reference),
        reference=reference,
    )
    taken = TakenAnswer(
        content=read_file(files.answer),
        source=str(files.answer),
        stream=files.stream,
        store=None if files.state is None else opened_store(files.state),
        chosen=files.chosen,
    )
    if register is None:
        told = _taken_to_file(inputs, taken, order, target)
    else:
        told = _taken_to_register(inputs, register, taken, order, target)
    print_answer(told, form, applied_lines)
    return exit_of([told.verdict])


def _taken_to_file(
    inputs: InputOptions, taken: TakenAnswer, order: ApplyOrder, target: Target
) -> AnswerApplied:
    if target.target is None:
        raise click.UsageError("name the file of the new register by -o")
    if taken.store is None:
        raise click.UsageError("name the file of the answers that were applied by --state")
    with inputs.contents() as contents, take_answer(taken, contents, order) as (told, lines):
        if lines is not None:
            with target.opened() as stream:
                stream.writelines((*lines.kept, *lines.new))
    return told


def _taken_to_register(
    inputs: InputOptions,
    register: Register,
    taken: TakenAnswer,
    order: ApplyOrder,
    target: Target,
) -> AnswerApplied:
    if inputs.inputs or inputs.files_from or target.target is not None or taken.store is not None:
        raise click.UsageError("with --db records and state are in it; leave REGISTER, --state, -o")
    from aeo_exchange.operations.register.answers import (  # noqa: PLC0415 start-up time is felt
        take_into,
    )

    return take_into(register, taken, order)
