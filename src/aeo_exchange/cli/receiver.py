"""Options of whoever receives messages of a stream: the profile, and what the operator confirms."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import Struct

from aeo_exchange.cli.evidence import EvidenceFiles
from aeo_exchange.cli.exits import Exit, exit_of
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import InstantAndReference, test_keys_option
from aeo_exchange.cli.partner_profile_option import partner_profile_option
from aeo_exchange.cli.render.listing import print_json
from aeo_exchange.cli.render.snapshot import snapshot_lines
from aeo_exchange.operations.partner_profiles import open_profile
from aeo_exchange.operations.snapshot_check import HeadQuestion, SnapshotAnswer
from aeo_exchange.operations.verify import open_trust_lists

__all__ = ["ReceiverOptions", "receiver_options", "told_answer"]


class ReceiverOptions(Struct, frozen=True, kw_only=True):
    """What a receiver has adopted and confirmed."""

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
            profile=open_profile(self.profile, reference) if self.profile else None,
            confirmed=self.confirmed,
            test_keys=self.test_keys,
        )


receiver_options = group_of(
    "receiver",
    ReceiverOptions,
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
    if form == "json":
        print_json(answer)
    else:
        click.echo("".join(snapshot_lines(answer)), nl=False)
    return exit_of([answer.verdict])
