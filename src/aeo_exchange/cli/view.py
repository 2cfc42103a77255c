"""`aeo view`: full records cut for one audience of a partner profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click
import msgspec
from msgspec import Struct

from aeo_exchange import Format, Limits
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.not_shared import not_shared_words
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import (
    InstantAndReference,
    basis_options,
    limit_options,
    max_errors_option,
)
from aeo_exchange.cli.outputs import STANDARD, Target, Withdrawn, output_options
from aeo_exchange.cli.partner_profile_option import partner_profile_option
from aeo_exchange.cli.refusals import Refusals
from aeo_exchange.cli.terminal import note
from aeo_exchange.counting import how_many
from aeo_exchange.operations.exchange.partner_profiles import open_profile
from aeo_exchange.operations.records.view import (
    PUBLIC_AUDIENCE,
    PublicOrder,
    ViewMade,
    ViewOrder,
    make_views,
    write_views,
)

if TYPE_CHECKING:
    from aeo_exchange import AeoRecord

__all__ = ["command"]


class ViewOptions(Struct, frozen=True, kw_only=True):
    """By which profile, for whom, in which format, and where it is told what was left out."""

    profile: Path | None
    audience: str
    to: str
    report: str | None

    def order(self, basis: InstantAndReference) -> ViewOrder | PublicOrder:
        """Return by what views are cut; raises UsageError where the profile does not fit."""
        reference = basis.reference_data()
        if self.audience == PUBLIC_AUDIENCE:
            if self.profile is not None:
                fault = "a view for the public is under no profile; leave out --profile"
                raise click.UsageError(fault)
            return PublicOrder(at=basis.instant(), reference=reference)
        if self.profile is None:
            fault = "give --profile FILE, what was agreed; only --for public needs none"
            raise click.UsageError(fault)
        return ViewOrder(
            profile=open_profile(self.profile, reference),
            audience=self.audience,
            at=basis.instant(),
            reference=reference,
        )


view_options = group_of(
    "wanted",
    ViewOptions,
    partner_profile_option(". Needed unless for the public."),
    click.option(
        "--for",
        "audience",
        required=True,
        metavar="AUDIENCE",
        help="The other side of the profile, or an agency of it, such as JP; or public.",
    ),
    click.option(
        "--to",
        type=click.Choice([form.value for form in Format]),
        default="ndjson",
        show_default=True,
        help="Format of the views.",
    ),
    click.option(
        "--report",
        is_flag=False,
        flag_value=STANDARD,
        metavar="[FILE]",
        help="Write what was left out and why, a line of JSON for each record; it stays with you. "
        "Without FILE it is printed, and the views go to a file.",
    ),
)


@click.command(cls=OnceCommand, name="view")
@input_options
@view_options
@basis_options
@limit_options
@max_errors_option
@output_options
def command(
    inputs: InputOptions,
    wanted: ViewOptions,
    basis: InstantAndReference,
    limits: Limits,
    max_errors: int,
    target: Target,
) -> Exit:
    """Cut full records for one audience: what profile and consent let it see, and no more.

    Give all revisions of each record: a view carries the number of the last change that can be
    seen in it. A record without consent, or out of the profile, is left out. Exit code 0: each
    record was read. 1: something is no valid record, or nothing was to be shared.
    """
    refusals = Refusals(most=max_errors)
    order = wanted.order(basis)
    told = _Told()
    with (
        inputs.contents() as contents,
        _report_of(wanted.report, target) as listed,
        target.opened() as stream,
    ):
        made = make_views(contents, order, refusals.take, limits)
        write_views(told.passing(made, listed), wanted.to, stream)
        if not told.shared and target.target:
            note(f"{target.target} was not written: there was no record to share")
            raise Withdrawn
    refusals.tell()
    note(told.words(wanted.audience))
    return max(refusals.verdicts.exit, Exit.POSITIVE if told.shared else Exit.NEGATIVE)


def _report_of(report: str | None, target: Target) -> AbstractContextManager[BinaryIO | None]:
    if report is None:
        return nullcontext()
    if report == STANDARD and target.target in (None, STANDARD):
        raise click.UsageError("--report: name a file, or write the views to one: -o FILE")
    return Target(target=report, force=target.force).opened()


class _Told:
    """Counts what was made of records, and writes the report on each."""

    def __init__(self) -> None:
        self.shared = 0
        self._left: Counter[str] = Counter()

    def passing(self, made: Iterable[ViewMade], listed: BinaryIO | None) -> Iterator[AeoRecord]:
        """Yield the views."""
        for record, line, _, _ in made:
            if listed is not None:
                listed.write(msgspec.json.encode(line) + b"\n")
            if record is None:
                self._left[str(line.why)] += 1
            else:
                self.shared += 1
                yield record

    def words(self, audience: str) -> str:
        """Return the summary."""
        count = f"{how_many(self.shared, 'record')}"
        left = not_shared_words(self._left)
        return f"{count} for {audience}; left out: {self._left.total():,}{left}"
