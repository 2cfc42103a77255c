"""What run and smoke share: a seed, progress, the summary and the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import nullcontext

import click
from msgspec import UNSET

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.outputs import STANDARD, Target
from aeo_exchange.cli.terminal import note
from aeo_exchange.conformance.adapters.transports import Adapter
from aeo_exchange.conformance.report.render.text import brief_lines, summary_lines
from aeo_exchange.conformance.report.run_report import RunReport
from aeo_exchange.conformance.report.stored import written_report
from aeo_exchange.conformance.run.plan import Choice
from aeo_exchange.conformance.run.runner import run_suite
from aeo_exchange.conformance.suite.cases import Suite
from aeo_exchange.conformance.suite.lists import BAD, State
from aeo_exchange.counting import how_many
from aeo_exchange.safe_text import visible

__all__ = ["drawn_seed", "followed_run", "reported"]

EVERY = 50


def drawn_seed(wish: int | None) -> int:
    """Return the seed asked for, or a new one, so that memorised answers do not help."""
    return int.from_bytes(os.urandom(3)) if wish is None else wish


def followed_run(suite: Suite, adapter: Adapter, choice: Choice, *, quiet: bool) -> RunReport:
    """Return the report of a run, with progress on a terminal."""
    if quiet or not sys.stderr.isatty() or os.environ.get("CI"):
        return run_suite(suite, adapter, choice, lambda _done, _all: None)
    from rich.console import Console  # noqa: PLC0415 only a terminal pays for it

    with Console(stderr=True).status("asking") as status:

        def shown(done: int, whole: int) -> None:
            if done % EVERY == 0:
                status.update(f"{done:,} of {how_many(whole, 'question')}")

        return run_suite(suite, adapter, choice, shown)


def reported(ask: Callable[[], RunReport], target: Target, *, quiet: bool) -> Exit:
    """Ask, print what came out, write the report, and return the exit code.

    The output is open before the first question, and the summary stands where it then breaks.
    """
    name = target.target
    with target.opened(quiet=True) if name else nullcontext() as stream:
        report = ask()
        lines = brief_lines if quiet else summary_lines
        _tell(report, lines, aside=name == STANDARD)
        if stream:
            stream.write(written_report(report))
    if name and name != STANDARD:
        note(f"wrote {name}; `aeo conformance render {name} --format html` shows it")
    return _exit(report)


def _tell(report: RunReport, lines: Callable[[RunReport], Iterable[str]], *, aside: bool) -> None:
    """Print a summary, or beside a report on standard output; one line where nothing ran."""
    if report.product is UNSET:
        note(f"error: {visible(' '.join(report.reasons[0].split()))}")
        return
    for line in lines(report):
        click.echo(line, err=aside)


def _exit(report: RunReport) -> Exit:
    states = {case.state for case in report.cases}
    if report.product is UNSET or not states - {State.NOT_APPLICABLE, State.NOT_RUN}:
        return Exit.UNDECIDED
    unmet = [result for result in report.results if "no case was passed" in result.reasons]
    return Exit.NEGATIVE if states & BAD or unmet else Exit.POSITIVE
