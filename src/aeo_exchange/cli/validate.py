"""`aeo validate`: content to findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from msgspec import Struct

from aeo_exchange import Content, Context, Limits, Profile
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.handed_back import handed_back
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.option_groups import as_one, group_of
from aeo_exchange.cli.options import (
    InstantAndReference,
    basis_options,
    format_option,
    jobs_option,
    limit_options,
    max_errors_option,
    quiet_option,
)
from aeo_exchange.cli.outputs import Target, output_options, say
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.cli.render import RENDERERS, Style, renderer
from aeo_exchange.cli.terminal import followed
from aeo_exchange.cli.verdicts import Verdicts
from aeo_exchange.endless import read_file
from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.operations.records.severity_profiles import profile_of
from aeo_exchange.operations.records.validate import validate, validate_agreed
from aeo_exchange.report import Report

__all__ = ["command"]


class ReportOptions(Struct, frozen=True, kw_only=True):
    """In which form reports are shown, how much of them, and in which copy of the sheet."""

    form: str
    max_errors: int
    quiet: bool
    annotate: str | None


class ProfileOptions(Struct, frozen=True, kw_only=True):
    """Files of a partner: its severities, and what was agreed with it."""

    severities: Path | None
    agreed: Path | None


@click.command(cls=OnceCommand, name="validate")
@input_options
@format_option(*RENDERERS)
@basis_options
@limit_options
@max_errors_option
@click.option(
    "--together",
    is_flag=True,
    help="Compare the records with each other too; keeps about a kilobyte of each.",
)
@group_of(
    "profiles",
    ProfileOptions,
    click.option(
        "--profile",
        "severities",
        type=InputPath(path_type=Path),
        metavar="FILE",
        help="A partner's severities; the report names the profile.",
    ),
    click.option(
        "--partner-profile",
        "agreed",
        type=InputPath(path_type=Path),
        metavar="FILE",
        help="What was agreed with a partner: recognitions under it are compared with it.",
    ),
)
@jobs_option
@quiet_option
@click.option(
    "--annotate",
    metavar="FILE",
    help="Write a copy of the sheet, workbook or CSV, with what is wrong beside the cells.",
)
@output_options
@as_one("shown", ReportOptions)
def command(
    inputs: InputOptions,
    shown: ReportOptions,
    basis: InstantAndReference,
    limits: Limits,
    jobs: int,
    target: Target,
    profiles: ProfileOptions,
    *,
    together: bool,
) -> Exit:
    """Check records and say what is wrong, where, and what to do.

    Reads every format that `aeo convert` writes, told apart by content; one report for each record.
    """
    if together and jobs > 1:
        raise click.UsageError("--together needs one process; leave out --jobs")
    if profiles.agreed and jobs > 1:
        raise click.UsageError("--partner-profile needs one process; leave out --jobs")
    context = Context(
        at=basis.instant(),
        reference=basis.reference_data(),
        profile=_profile(profiles.severities),
    )
    verdicts = Verdicts()
    with (
        inputs.contents() as contents,
        handed_back(shown.annotate, contents, target, quiet=shown.quiet) as remembered,
        target.opened(quiet=shown.quiet) as stream,
    ):
        if jobs > 1:
            reports = _by_workers(contents, context, limits, jobs)
        elif profiles.agreed:
            reports = _agreed(contents, context, limits, profiles.agreed, together=together)
        else:
            reports = validate(contents, context, limits, together=together)
        reports = followed(reports, "records", quiet=shown.quiet)
        style = Style(max_errors=shown.max_errors, quiet=shown.quiet)
        for text in renderer(shown.form)(remembered(_noted(reports, verdicts)), style):
            say(text, stream)
    return verdicts.exit


def _profile(file: Path | None) -> Profile:
    try:
        return profile_of(read_file(file) if file else None)
    except ReferenceDataError as cause:
        raise click.UsageError(str(cause)) from cause


def _agreed(
    contents: list[Content], context: Context, limits: Limits, file: Path, *, together: bool
) -> Iterator[Report]:
    from aeo_exchange.operations.exchange.partner_profiles import open_profile  # noqa: PLC0415 start-up

    profile = open_profile(file, context.reference)
    return validate_agreed(contents, context, limits, profile, together=together)


def _by_workers(
    contents: list[Content], context: Context, limits: Limits, jobs: int
) -> Iterator[Report]:
    from aeo_exchange.operations.records.validate_parallel import (  # noqa: PLC0415 start-up time is felt
        validate_with_workers,
    )

    return validate_with_workers(contents, context, limits, jobs)


def _noted(reports: Iterable[Report], verdicts: Verdicts) -> Iterator[Report]:
    """Pass reports on and note what each says about the exit code."""
    for report in reports:
        verdicts.add(report.verdict, unread=report.is_unread)
        yield report
