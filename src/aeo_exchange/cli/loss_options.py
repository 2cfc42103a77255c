"""What may be lost where a target has no place for it: the options, the list, what is said."""

from __future__ import annotations

from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from typing import BinaryIO

import click
from msgspec import UNSET, Struct

from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.outputs import Target
from aeo_exchange.cli.terminal import note
from aeo_exchange.counting import how_many
from aeo_exchange.operations.records.losses import Losses
from aeo_exchange.safe_text import excerpt

__all__ = ["LossOptions", "loss_options", "tell_losses"]


class LossOptions(Struct, frozen=True, kw_only=True):
    """What a user says of items that the target has no place for."""

    max_loss: str
    loss_report: str | None

    def losses(self) -> Losses:
        """Return the losses of a run, none met yet."""
        return Losses(taken=self.max_loss == "listed")

    def listed(self, target: Target) -> AbstractContextManager[BinaryIO | None]:
        """Give where losses are listed, if anywhere; what cannot be is refused beforehand."""
        if self.loss_report is None:
            return nullcontext()
        return Target(target=self.loss_report, force=target.force).opened()


loss_options = group_of(
    "loss",
    LossOptions,
    click.option(
        "--max-loss",
        type=click.Choice(["none", "listed"]),
        default="none",
        help="What may be lost that the target has no place for: nothing, or what is listed.",
    ),
    click.option("--loss-report", metavar="FILE", help="Write the items lost to FILE, as JSON."),
)


def tell_losses(losses: Losses, most: int, *, quiet: bool) -> None:
    """Say which items have no place, so many at most, and what becomes of their records."""
    items = [item for item in losses.items if item.path]
    if not items:
        return
    for item in () if quiet else items[: most or None]:
        why = f": {excerpt(item.reason)}" if item.reason is not UNSET else ""
        note(f"{excerpt(str(item.record_id))}: no place for {excerpt(item.path)}{why}")
    if most and len(items) > most and not quiet:
        counted = Counter(_by_name(item.path) for item in items).most_common(most)
        note(f"no place for {', '.join(f'{path} ({count:,})' for path, count in counted)}")
    count = losses.records - (len(losses.items) - len(items))  # without those left out whole
    what = "written without them" if losses.taken else "left out; --max-loss listed writes them"
    note(
        f"no place in the target for {how_many(len(items), 'item')} of "
        f"{how_many(count, 'record')}, {what}"
    )


def _by_name(path: str) -> str:
    """Return a path with a star for each number: the same item of any element of a list."""
    return "/".join("*" if step.isdecimal() else step for step in path.split("/"))
