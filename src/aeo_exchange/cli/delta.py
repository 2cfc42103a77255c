"""`aeo delta`: the difference of two states of a stream, made, looked at and applied."""

from __future__ import annotations

from pathlib import Path

import click

from aeo_exchange.cli.body_options import BodyOptions, body_options
from aeo_exchange.cli.evidence import EvidenceFiles, evidence_without_status
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceGroup
from aeo_exchange.cli.options import InstantAndReference, basis_options, format_option
from aeo_exchange.cli.outputs import output_folder
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.cli.receiver import ReceiverOptions, receiver_options, told_answer
from aeo_exchange.cli.terminal import note
from aeo_exchange.counting import how_many
from aeo_exchange.operations.exchange.deltas import DeltaPlace, apply_delta, check_delta, make_delta

__all__ = ["command"]


@click.group(cls=OnceGroup, name="delta")
def command() -> None:
    """Make, check and apply the difference of two states of a stream."""


@command.command(name="make")
@click.argument("old", type=InputPath(path_type=Path), metavar="OLD")
@click.argument("new", type=InputPath(path_type=Path), metavar="NEW")
@click.option(
    "-o",
    "--output",
    "folder",
    type=output_folder,
    required=True,
    metavar="DIR",
    help="Folder for the delta and the head that it leads to.",
)
@body_options
def made_delta(old: Path, new: Path, folder: Path, bodies: BodyOptions) -> None:
    """Write the delta from OLD to NEW, two states of one stream, and the head of NEW, into DIR.

    Each is a folder with a `head.jwt`, or a head with its snapshot beside it. No key is needed: a
    delta is believed by the root in the head.
    """
    made = make_delta(old, new, DeltaPlace(folder=folder, gzip=bodies.gzip, form=bodies.form))
    note(f"wrote {made.file.name} with {how_many(made.changes, 'change')} into {folder}")
    if made.is_mass_change:
        note(
            f"so much at once, beside {how_many(made.entries, 'entry', 'entries')}, is held by a "
            "partner that has set no limit of its own: look whether it is right, and tell the "
            "partner before you send it"
        )


@command.command(name="check")
@click.argument("place", type=InputPath(path_type=Path), metavar="DIR|HEAD")
@click.option(
    "--base",
    type=InputPath(path_type=Path),
    metavar="DIR|HEAD",
    help="State that is held; without it, nobody can tell whether the delta leads to the head.",
)
@evidence_without_status
@receiver_options
@basis_options
@format_option("text", "json")
def checked_delta(
    place: Path,
    base: Path | None,
    evidence: EvidenceFiles,
    receiver: ReceiverOptions,
    basis: InstantAndReference,
    form: str,
) -> Exit:
    """Say whether a receiver would apply a head with its delta, or a heartbeat.

    Exit code 0: it would, and accept every record. 1: refused, or a record is not accepted.
    4: held, or nobody can tell.
    """
    return told_answer(check_delta(place, receiver.question(evidence, basis), base), form)


@command.command(name="apply")
@click.argument("base", type=InputPath(path_type=Path), metavar="BASE")
@click.argument("place", type=InputPath(path_type=Path), metavar="DIR|HEAD")
@click.option(
    "-o",
    "--output",
    "result",
    type=output_folder,
    required=True,
    metavar="RESULT",
    help="Folder for the new state: one without a head in it.",
)
@evidence_without_status
@receiver_options
@basis_options
@format_option("text", "json")
def applied_delta(
    base: Path,
    place: Path,
    result: Path,
    evidence: EvidenceFiles,
    receiver: ReceiverOptions,
    basis: InstantAndReference,
    form: str,
) -> Exit:
    """Write the state that a message leads to from BASE into RESULT, when every check passed.

    The message is a head with a delta, a snapshot, or nothing where nothing changed. BASE is what
    you hold, a folder of this command or of a snapshot; it is only read, and RESULT is the BASE of
    the next message. Exit codes as of `aeo delta check`; with 1 for a record that is not accepted,
    the state is written, as the sender signed it.
    """
    answer = apply_delta(base, place, receiver.question(evidence, basis), result)
    return told_answer(answer, form)
