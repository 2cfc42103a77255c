"""Options that say how the bodies of a stream are written."""

from __future__ import annotations

import click
from msgspec import Struct

from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.operations.exchange.body_files import BODY_FORMS, BodyForm
from aeo_exchange.operations.exchange.snapshots import MOST_HEADS

__all__ = [
    "BodyOptions",
    "at_least_option",
    "body_option",
    "body_options",
    "gzip_option",
    "mass_change_option",
    "next_update_option",
    "reset_option",
]


class BodyOptions(Struct, frozen=True, kw_only=True):
    """In which syntax a body is written, and whether it is compressed."""

    body: str
    gzip: bool

    @property
    def form(self) -> BodyForm:
        """The syntax."""
        return BODY_FORMS[self.body]


body_option = click.option(
    "--body",
    type=click.Choice(list(BODY_FORMS)),
    default="ndjson",
    show_default=True,
    help="Syntax of the bodies; the root is the same.",
)
gzip_option = click.option(
    "--gzip/--no-gzip", default=True, show_default=True, help="Compress the bodies."
)
next_update_option = click.option(
    "--next-update-hours",
    "hours",
    type=click.IntRange(min=1, max=8784),
    default=26,
    show_default=True,
    help="Within how many hours the next head comes.",
)
reset_option = click.option(
    "--reset",
    default="",
    metavar="REASON",
    help="Begin the stream anew, after a backup was restored: partners take it by hand.",
)
at_least_option = click.option(
    "--at-least",
    type=click.IntRange(1, MOST_HEADS),
    default=1,
    metavar="NUMBER",
    help="Lowest number of the head, above all that partners have seen.",
)
mass_change_option = click.option(
    "--confirm-mass-change",
    "most_changes",
    type=click.IntRange(min=0),
    default=0,
    metavar="COUNT",
    help="Publish although so many entries are new, changed or gone at once that a partner holds "
    "it; the refusal tells COUNT. For this run alone: never in a job.",
)
body_options = group_of(
    "bodies",
    BodyOptions,
    body_option,
    gzip_option,
)
