"""The option --annotate: what is wrong with a sheet or a list, written into a copy of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

import click

from aeo_exchange import Content
from aeo_exchange.cli.outputs import STANDARD, Target, Withdrawn
from aeo_exchange.cli.terminal import note
from aeo_exchange.counting import how_many
from aeo_exchange.errors import ReadError, WrongChoice
from aeo_exchange.report import Report

if TYPE_CHECKING:
    from aeo_exchange.operations.sheets.import_file import Imported, Layout

__all__ = ["Passing", "handed_back", "list_handed_back", "refuse_to_hand_back"]

Passing: TypeAlias = Callable[[Iterable[Report]], Iterable[Report]]


@contextmanager
def handed_back(
    name: str | None, contents: Sequence[Content], target: Target, *, quiet: bool
) -> Iterator[Passing]:
    """Give what remembers the reports that pass through it; the copy is written when all have.

    Without a name nothing is remembered. A sheet that cannot be read leaves the file as it was.
    """
    if name is None:
        yield lambda reports: reports
        return
    _refuse_misuse(name, contents, target)
    from aeo_exchange.operations.sheets.annotate import (  # noqa: PLC0415 start-up time is felt
        Remarks,
        annotate,
        refuse_no_sheet,
    )

    try:
        refuse_no_sheet(contents[0])
    except WrongChoice as cause:
        raise click.UsageError(str(cause)) from cause
    copy = Target(target=name, force=target.force)
    with Remarks() as remarks, copy.opened(quiet=quiet) as stream:
        yield remarks.passing
        if remarks.is_unread:
            note(f"{name} was not written: {contents[0].name} cannot be read")
            raise Withdrawn
        try:
            annotate(contents[0], remarks, stream)
        except ReadError as cause:
            note(f"{name} was not written: {cause.message}")
            raise Withdrawn from cause


def _refuse_misuse(name: str, contents: Sequence[Content], target: Target) -> None:
    if len(contents) != 1:
        raise click.UsageError(
            f"--annotate hands one sheet back, and {how_many(len(contents), 'input')} were given"
        )
    _refuse_standard_output(name)
    if target.target == name:
        raise click.UsageError(f"{name} is named for two outputs; choose another")


def _refuse_standard_output(name: str) -> None:
    if name == STANDARD:
        raise click.UsageError("--annotate writes a workbook; name a file for it")


def refuse_to_hand_back(name: str | None, content: Content, layout: Layout) -> None:
    """Raise UsageError, before anything is read, for a list that cannot be handed back."""
    if name is None:
        return
    _refuse_standard_output(name)
    from aeo_exchange.operations.sheets.annotate_import import (  # noqa: PLC0415 start-up time is felt
        refuse_no_table,
    )

    try:
        refuse_no_table(content, layout)
    except WrongChoice as cause:
        raise click.UsageError(str(cause)) from cause


@contextmanager
def list_handed_back(
    name: str | None, read: tuple[Layout, Imported], target: Target, inputs: Sequence[Content]
) -> Iterator[None]:
    """Write the copy of a partner's list, which appears when the block ends well.

    Without a name nothing is written; a list that cannot be read leaves the file as it was.
    """
    if name is None:
        yield
        return
    from aeo_exchange.operations.sheets.annotate_import import (  # noqa: PLC0415 start-up time is felt
        annotate_import,
    )

    unread = ""
    with Target(target=name, force=target.force).opened() as stream:
        try:
            annotate_import(inputs[0], *read, stream)
        except ReadError as cause:
            unread = cause.message
        yield
        if unread:
            note(f"{name} was not written: {unread}")
            raise Withdrawn
