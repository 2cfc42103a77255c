"""Options that say what the next head of a stream is like."""

from __future__ import annotations

import click
from msgspec import Struct

from aeo_exchange import SigningKey
from aeo_exchange.cli.body_options import BodyOptions
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.operations.exchange.snapshots import MOST_HEADS, SnapshotOrder
from aeo_exchange.operations.exchange.stream_secret import StreamSecret
from aeo_exchange.operations.records.view import ViewOrder

__all__ = ["HeadOptions", "head_options"]


class HeadOptions(Struct, frozen=True, kw_only=True):
    """What the next head of a stream is like, and what may stand behind it."""

    hours: int
    reset: str
    at_least: int
    most_changes: int

    def order(
        self,
        views: ViewOrder,
        sender: str,
        key: SigningKey,
        secret: StreamSecret,
        bodies: BodyOptions,
    ) -> SnapshotOrder:
        """Return by what a snapshot is made; raises WrongChoice as `SnapshotOrder` does."""
        return SnapshotOrder(
            views=views,
            sender=sender,
            key=key,
            secret=secret.content,
            keep_secret=secret.keep,
            hours=self.hours,
            reset=self.reset,
            at_least=self.at_least,
            most_changes=self.most_changes,
            gzip=bodies.gzip,
            form=bodies.form,
        )


head_options = group_of(
    "head",
    HeadOptions,
    click.option(
        "--next-update-hours",
        "hours",
        type=click.IntRange(min=1, max=8784),
        default=26,
        show_default=True,
        help="Within how many hours the next head comes.",
    ),
    click.option(
        "--reset",
        default="",
        metavar="REASON",
        help="Begin the stream anew, after a backup was restored: partners take it by hand.",
    ),
    click.option(
        "--at-least",
        type=click.IntRange(1, MOST_HEADS),
        default=1,
        metavar="NUMBER",
        help="Lowest number of the head, above all that partners have seen.",
    ),
    click.option(
        "--confirm-mass-change",
        "most_changes",
        type=click.IntRange(min=0),
        default=0,
        metavar="COUNT",
        help="Publish although so many entries are new, changed or gone at once that a partner "
        "holds it; the refusal tells COUNT. For this run alone: never in a job.",
    ),
)
