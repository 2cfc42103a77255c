"""Options of a receiver of a stream: the profile, and what its operator confirms."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import Struct

from aeo_exchange.cli.evidence import EvidenceFiles
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import InstantAndReference, test_keys_option
from aeo_exchange.cli.partner_profile_option import partner_profile_option
from aeo_exchange.cli.render.listing import print_answer
from aeo_exchange.cli.render.snapshot import snapshot_lines
from aeo_exchange.cli.verdicts import exit_of
from aeo_exchange.errors import WrongChoice
from aeo_exchange.operations.attestations.verify import open_trust_lists
from aeo_exchange.operations.exchange.partner_profiles import open_profile
from aeo_exchange.operations.exchange.snapshot_check import (
    HeadQuestion,
    SnapshotAnswer,
    StreamName,
    read_stream_name,
)

__all__ = ["ReceiverOptions", "meant_option", "receiver_options", "told_answer"]


class StreamText(click.ParamType[StreamName]):
    """The name of a stream, such as HK/JP/HK-JP-2026."""

    name = "stream"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> StreamName:
        """Return the stream, or fail with an example."""
        try:
            return value if isinstance(value, StreamName) else read_stream_name(str(value))
        except WrongChoice as cause:
            self.fail(str(cause), param, ctx)


meant_option = click.option(
    "--stream",
    "meant",
    type=StreamText(),
    metavar="STREAM",
    help="The stream that you mean to read, such as HK/JP/HK-JP-2026: a head of another one is "
    "refused.",
)


class ReceiverOptions(Struct, frozen=True, kw_only=True):
    """What a receiver means to read, and has adopted and confirmed."""

    meant: StreamName | None
    profile: Path | None
    confirmed: str
    test_keys: bool

    def question(self, evidence: EvidenceFiles, basis: InstantAndReference) -> HeadQuestion:
        """Return what a head is judged by; raises OSError for a file that cannot be read."""
        reference = basis.reference_data()
        return HeadQuestion(
            trust=open_trust_lists(evidence.read(test_keys=self.test_keys)),
            at=basis.instant(),
            reference=reference,
            meant=self.meant,
            profile=open_profile(self.profile, reference) if self.profile else None,
            confirmed=self.confirmed,
            test_keys=self.test_keys,
        )


receiver_options = group_of(
    "receiver",
    ReceiverOptions,
    meant_option,
    partner_profile_option(),
    click.option(
        "--confirm",
        "--confirm-reset",
        "confirmed",
        default="",
        metavar="DIGEST",
        help="Digest of the head whose reset or mass change you take, after you asked the sender.",
    ),
    test_keys_option,
)


def told_answer(answer: SnapshotAnswer, form: str) -> Exit:
    """Print what a receiver makes of a message, and return the code that says it."""
    print_answer(answer, form, snapshot_lines)
    return exit_of([answer.verdict])
