"""Options that say how the bodies of a stream are written."""

from __future__ import annotations

import click
from msgspec import Struct

from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.operations.exchange.body_files import BODY_FORMS, BodyForm

__all__ = [
    "BodyOptions",
    "body_options",
]


class BodyOptions(Struct, frozen=True, kw_only=True):
    """In which syntax a body is written, and whether it is compressed."""

    body: str
    gzip: bool

    @property
    def form(self) -> BodyForm:
        """The syntax."""
        return BODY_FORMS[self.body]


body_options = group_of(
    "bodies",
    BodyOptions,
    click.option(
        "--body",
        type=click.Choice(list(BODY_FORMS)),
        default="ndjson",
        show_default=True,
        help="Syntax of the bodies; the root is the same.",
    ),
    click.option("--gzip/--no-gzip", default=True, show_default=True, help="Compress the bodies."),
)
