"""`aeo snapshot`: the state of a stream, signed for a partner, and what a partner makes of it."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from pathlib import Path

import click
from msgspec import Struct

from aeo_exchange import Limits
from aeo_exchange.cli.body_options import BodyOptions, body_options
from aeo_exchange.cli.evidence import EvidenceFiles, evidence_without_status
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceGroup
from aeo_exchange.cli.head_options import HeadOptions, head_options
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.key_source import KeySource, key_options
from aeo_exchange.cli.not_shared import not_shared_words, note_views_given
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import (
    InstantAndReference,
    basis_options,
    format_option,
    issued_basis_options,
    limit_options,
)
from aeo_exchange.cli.outputs import output_folder
from aeo_exchange.cli.partner_profile_option import partner_profile_option
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.cli.receiver import ReceiverOptions, receiver_options, told_answer
from aeo_exchange.cli.refusals import Refusals
from aeo_exchange.cli.stream_secret import note_new_secret
from aeo_exchange.cli.terminal import note
from aeo_exchange.counting import how_many
from aeo_exchange.operations.exchange.partner_profiles import open_profile
from aeo_exchange.operations.exchange.snapshot_check import check_snapshot
from aeo_exchange.operations.exchange.snapshots import SnapshotMade, create_snapshot
from aeo_exchange.operations.exchange.stream_secret import (
    StreamSecret,
    beside_folder,
    stream_secret,
)
from aeo_exchange.operations.records.view import ViewOrder
from aeo_exchange.operations.writing import folder_made

__all__ = ["command"]

MOST_TOLD = 20


@click.group(cls=OnceGroup, name="snapshot")
def command() -> None:
    """Sign the state of a stream for a partner, or check what a partner sent."""


class StreamOptions(Struct, frozen=True, kw_only=True):
    """Which stream is written, and how."""

    profile: Path
    sender: str
    audience: str
    folder: Path
    secret: Path | None
    head: HeadOptions

    def views(self, basis: InstantAndReference) -> ViewOrder:
        """Return what is cut, and for whom; raises as `open_profile` does."""
        reference = basis.reference_data()
        return ViewOrder(
            profile=open_profile(self.profile, reference),
            audience=self.audience,
            at=basis.instant(),
            reference=reference,
        )

    def opened_secret(self) -> AbstractContextManager[StreamSecret]:
        """Give the secret of the stream; its owner is told of a new one."""
        file = self.secret or beside_folder(self.folder)
        going_on = None if self.head.reset else self.folder
        return stream_secret(file, os.urandom, published=going_on, made=note_new_secret)


stream_options = group_of(
    "stream",
    StreamOptions,
    partner_profile_option(required=True),
    click.option(
        "--sender", required=True, metavar="CODE", help="Your administration, such as HK."
    ),
    click.option(
        "--audience", required=True, metavar="CODE", help="For whom, such as JP or an agency of it."
    ),
    click.option(
        "-o",
        "--output",
        "folder",
        type=output_folder,
        required=True,
        metavar="DIR",
        help="Folder of the stream; it is what you publish.",
    ),
    click.option(
        "--secret",
        type=InputPath(path_type=Path),
        metavar="FILE",
        help="Secret of the stream; without it, DIR.secret, which is made when there is none.",
    ),
    head_options,
)


@command.command(name="create")
@input_options
@stream_options
@body_options
@key_options
@issued_basis_options
@limit_options
def created_snapshot(
    inputs: InputOptions,
    stream: StreamOptions,
    bodies: BodyOptions,
    key: KeySource,
    basis: InstantAndReference,
    limits: Limits,
) -> Exit:
    """Cut full records for a partner, and write them into DIR with a signed head.

    Give all revisions of all records each time. What was sent before and is shared no more becomes
    a tombstone; a record that is missing stops the command. Exit code 1: something is no valid
    record, and what else could be shared was written; or it may be a revision of any record, as an
    empty file, or a stream would begin with nobody, and nothing was written.
    """
    refusals = Refusals(most=MOST_TOLD)
    views = stream.views(basis)
    signing = key.open()
    with folder_made(stream.folder), stream.opened_secret() as secret:
        order = stream.head.order(views, stream.sender, signing, secret, bodies)
        with inputs.contents() as contents:
            made = create_snapshot(contents, order, stream.folder, refusals.take, limits)
    refusals.tell()
    _tell_written(made, stream.folder)
    return refusals.verdicts.exit


def _tell_written(made: SnapshotMade, folder: Path) -> None:
    """Say which head was written, and what of the records at hand is not in the stream."""
    entries = how_many(made.head.count, "entry", "entries")
    left = not_shared_words(made.left)
    note(f"wrote head {made.head.sequence} with {entries} into {folder}{left}")
    note_views_given(made.left)


@command.command(name="check")
@click.argument("place", type=InputPath(path_type=Path), metavar="DIR|HEAD")
@evidence_without_status
@receiver_options
@basis_options
@format_option("text", "json")
def checked_snapshot(
    place: Path,
    evidence: EvidenceFiles,
    receiver: ReceiverOptions,
    basis: InstantAndReference,
    form: str,
) -> Exit:
    """Say whether a receiver would apply a snapshot: whose it is, whole, and of this stream.

    DIR is a folder with a `head.jwt`, HEAD a head with its files beside it. With --profile the
    stream and what was agreed are compared too. Exit code 0: it would, and accept every record.
    1: refused, or a record is not accepted. 4: held, or nobody can tell.
    """
    return told_answer(check_snapshot(place, receiver.question(evidence, basis)), form)
