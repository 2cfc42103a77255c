"""`aeo register`: what partners sent, kept in a database, and what the operator decided."""

from __future__ import annotations

import os
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from aeo_exchange import ReferenceData
from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.db_option import RegisterPlace, db_option, register_options
from aeo_exchange.cli.evidence import EvidenceFiles, evidence_without_status
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceGroup
from aeo_exchange.cli.model_texts import ADMINISTRATION, TIN
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import (
    InstantAndReference,
    basis_options,
    format_option,
    reference_option,
    test_keys_option,
)
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.cli.receiver import meant_option
from aeo_exchange.cli.register_alarms import noted_alarms
from aeo_exchange.cli.register_care import CARE_COMMANDS
from aeo_exchange.cli.register_export import exported_state
from aeo_exchange.cli.render.listing import print_answer, print_json
from aeo_exchange.cli.render.register import history_lines, reception_lines, register_lines
from aeo_exchange.cli.terminal import note
from aeo_exchange.cli.verdicts import exit_of
from aeo_exchange.counting import how_many
from aeo_exchange.operations.exchange.snapshot_check import HeadQuestion, StreamName
from aeo_exchange.operations.recognition.recognise import sought

__all__ = ["command"]

STATES = ("accepted", "rejected", "newer", "missing", "tombstone")


@click.group(cls=OnceGroup, name="register")
def command() -> None:
    """Keep what partners send in a database: apply it, ask it, check it."""


@command.command(name="init")
@db_option
def initialised(url: str) -> Exit:
    """Make a register of an empty database, or bring one of an older release up to date."""
    from aeo_exchange.operations.register.register import init_register  # noqa: PLC0415 start-up time is felt

    note(f"the register {init_register(url, os.environ)} is ready")
    return Exit.POSITIVE


@command.command(name="adopt")
@register_options
@click.option(
    "--profile",
    "profiles",
    type=InputPath(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="A version of a partner profile, in force here from now on. May be repeated.",
)
@click.option(
    "--head",
    "heads",
    multiple=True,
    metavar="DIGEST",
    help="A head that was held, which you take after you asked the sender. May be repeated.",
)
@click.option(
    "--restored",
    multiple=True,
    metavar="STREAM",
    help="A stream of a restored register, such as HK/JP/HK-JP-2026, when you have seen what it "
    "lost. May be repeated.",
)
@click.option(
    "--own-codes",
    type=InputPath(path_type=Path),
    metavar="FILE",
    help="The codes that you issued, in the place of those kept: scheme,value,tin,from,until.",
)
@reference_option
def adopted_by_person(
    place: RegisterPlace,
    profiles: tuple[Path, ...],
    heads: tuple[str, ...],
    restored: tuple[str, ...],
    own_codes: Path | None,
    reference: Path | None,
) -> Exit:
    """Note what a person decided: a profile to go by, a head to take, what was restored, codes."""
    if not (profiles or heads or restored or own_codes):
        raise click.UsageError("say what you adopt: --profile, --head, --restored or --own-codes")
    register, now, data = place.open(), instant_of(None), ReferenceData(reference)
    for file in profiles:
        note(register.adopt_profile(file, data, now))
    for digest in heads:
        note(register.adopt_head(digest, now))
    for stream in restored:
        note(register.adopt_restored(stream))
    if own_codes is not None:
        note(f"kept {how_many(register.adopt_codes(own_codes), 'code')}")
    return Exit.POSITIVE


@command.command(name="apply")
@click.argument(
    "messages", type=InputPath(path_type=Path), nargs=-1, required=True, metavar="DIR|HEAD"
)
@register_options
@meant_option
@evidence_without_status
@test_keys_option
@basis_options
@format_option("text", "json")
def applied_messages(
    messages: tuple[Path, ...],
    place: RegisterPlace,
    meant: StreamName | None,
    evidence: EvidenceFiles,
    basis: InstantAndReference,
    form: str,
    *,
    test_keys: bool,
) -> Exit:
    """Apply what a partner sent, each message whole or not at all.

    DIR is a folder with a `head.jwt`, HEAD a head with its files beside it; several are applied in
    the order given. Name your stream with --stream: without, a head says itself which it is of.
    A trust list that is older than one used here before does not count.
    Exit code 0: applied, now or before, and every record accepted. 1: refused, or a record is not
    accepted. 4: held for a person, or nobody can tell.
    """
    given, register = evidence.read(test_keys=test_keys), place.open()
    asked = HeadQuestion(
        trust=register.trust(given),
        at=basis.instant(),
        reference=basis.reference_data(),
        meant=meant,
        test_keys=test_keys,
    )
    answers = [register.apply(message, asked) for message in messages]
    if form == "json":
        print_json(answers)
    else:
        for answer in answers:
            click.echo("".join(reception_lines(answer)), nl=False)
    return exit_of(answer.verdict for answer in answers)


class EntryOptions(Struct, frozen=True, kw_only=True):
    """Which entries are asked for."""

    tin: str | None
    identifier: str | None
    sender: str | None
    state: str | None


entry_options = group_of(
    "wanted",
    EntryOptions,
    click.option("--tin", type=TIN, metavar="TIN", help="Entries of this firm."),
    click.option(
        "--identifier", metavar="SCHEME:VALUE", help="Entries of this firm, by another number."
    ),
    click.option("--sender", type=ADMINISTRATION, metavar="CODE", help="Entries of this sender."),
    click.option("--state", type=click.Choice(STATES), help="Entries that are so."),
)


@command.command(name="query")
@register_options
@entry_options
@format_option("text", "json")
def queried(place: RegisterPlace, wanted: EntryOptions, form: str) -> Exit:
    """Say what the register holds: its streams, and the entries of a firm, a sender or a state.

    Whether a firm is recognised is another question: `aeo recognise --db` answers it. Standard
    error, and `alarms` in JSON, tell of which stream it would answer nothing now, and why.
    """
    from aeo_exchange.operations.register.register import EntryFilter  # noqa: PLC0415 start-up time is felt

    by_number = wanted.tin is not None or wanted.identifier is not None
    entries = None
    if by_number or wanted.sender is not None or wanted.state is not None:
        entries = EntryFilter(
            sender=wanted.sender,
            state=wanted.state,
            sought=sought(wanted.tin, wanted.identifier) if by_number else None,
        )
    register = place.open()
    answer = replace(register.query(entries), alarms=noted_alarms(register))
    print_answer(answer, form, register_lines)
    return Exit.NEGATIVE if entries is not None and not answer.entries else Exit.POSITIVE


@command.command(name="history")
@click.argument("key")
@register_options
@format_option("text", "json")
def told_history(key: str, place: RegisterPlace, form: str) -> Exit:
    """Say what each message made of a key, such as HK/HK-2018-0042."""
    register = place.open()
    answer = register.history(key)
    named = {change.stream for change in answer.changes}
    answer = replace(answer, alarms=noted_alarms(register, named))
    print_answer(answer, form, history_lines)
    return Exit.POSITIVE


for care in (*CARE_COMMANDS, exported_state):
    command.add_command(care)
