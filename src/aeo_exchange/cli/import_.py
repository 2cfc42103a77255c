"""`aeo import`: a partner's file, by its layout, to records."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from msgspec.structs import astuple

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.handed_back import list_handed_back, refuse_to_hand_back
from aeo_exchange.cli.import_propose import ProposalOptions, propose_options, write_proposal
from aeo_exchange.cli.inputs import STDIN, contents
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import InstantAndReference, issued_basis_options, max_errors_option
from aeo_exchange.cli.outputs import Target, Withdrawn, output_options
from aeo_exchange.cli.read_files import InputPath, note_read
from aeo_exchange.cli.refusals import Refusals
from aeo_exchange.cli.render.imported import (
    import_summary_lines,
    json_lines,
    question_lines,
    row_finding_lines,
)
from aeo_exchange.cli.render.listing import json_text
from aeo_exchange.cli.terminal import note

if TYPE_CHECKING:
    from aeo_exchange.formats import Content
    from aeo_exchange.operations.sheets.import_file import Imported, Layout

__all__ = ["command"]


class Arranged(Struct, frozen=True, kw_only=True):
    """The layout that is meant, and what is the same in every record beside what it says."""

    layout: str | None
    constants: tuple[str, ...]

    def read(self) -> Layout:
        """Return the layout; raises LayoutError."""
        from aeo_exchange.operations.sheets.import_file import (  # noqa: PLC0415 start-up time is felt
            layout_of,
            with_constants,
        )

        if self.layout is None:
            raise click.UsageError("name a --layout, or have one proposed by --propose")
        note_read(Path(self.layout))
        pairs = [constant.partition("=") for constant in self.constants]
        if any(not (equals and item and text) for item, equals, text in pairs):
            raise click.UsageError("--set takes ITEM=VALUE, such as view.audience=HK")
        return with_constants(
            layout_of(self.layout), {item.strip(): text.strip() for item, _, text in pairs}
        )


layout_options = group_of(
    "arranged",
    Arranged,
    click.option("--layout", metavar="FILE|NAME", help="How the file is arranged, as TOML."),
    click.option(
        "--set",
        "constants",
        multiple=True,
        metavar="ITEM=VALUE",
        help="An item that is the same in every record, such as view.audience=HK.",
    ),
)


class Beside(Struct, frozen=True, kw_only=True):
    """Where report, candidates, and the list to be handed back are written, beside the records."""

    report: str | None
    candidates: str | None
    annotate: str | None


class Before(Struct, frozen=True, kw_only=True):
    """The previous result, and what a person said of records that vanished."""

    base: str | None
    answers: Path | None


before_options = group_of(
    "before",
    Before,
    click.option(
        "--base",
        metavar="FILE",
        help="Enter the file in the previous result: what it does not say stays.",
    ),
    click.option(
        "--answers",
        type=InputPath(path_type=Path),
        metavar="FILE",
        help="What became of records of the base that no row names, as TOML or JSON.",
    ),
)
beside_options = group_of(
    "beside",
    Beside,
    click.option("--report", metavar="FILE", help="Write what became of each row, as JSON."),
    click.option(
        "--candidates",
        metavar="FILE",
        help="Write the rows that a person must complete, as NDJSON.",
    ),
    click.option(
        "--annotate",
        metavar="FILE",
        help="Write a copy of the sheet for its sender, with what is wrong beside the cells.",
    ),
)


@click.command(cls=OnceCommand, name="import")
@click.argument("file")
@layout_options
@propose_options
@before_options
@issued_basis_options
@beside_options
@max_errors_option
@output_options
def command(
    file: str,
    arranged: Arranged,
    wanted: ProposalOptions,
    before: Before,
    basis: InstantAndReference,
    beside: Beside,
    max_errors: int,
    target: Target,
) -> Exit:
    """Make records of a partner's FILE: a sheet, a text, a page, JSON or XML.

    Each row ends as a record, as a candidate that lacks something, or refused; nothing is guessed,
    and a row that is missing ends nothing. With --base the records are those of the previous
    result: one that the file changes has a further revision, and one that no row names any more
    stays, with a question for a person. Exit code 0: all rows are records. 1: some row is no
    record, or a question is open. 3: the file, its end, or the base cannot be read.
    """
    others = (*astuple(arranged), *astuple(before), *astuple(beside))
    wanted.refuse(others=any(others))
    if wanted.propose:
        return write_proposal(file, wanted.programme, basis, target)
    refusals = Refusals(most=max_errors)
    with ExitStack() as held:
        inputs = [_one(held, file, "FILE")]
        if before.base is not None:
            if before.base == file == STDIN:
                raise click.UsageError("standard input is one file; name the other")
            inputs.append(_one(held, before.base, "--base"))
            _claim(held, inputs[1])
        layout = arranged.read()
        refuse_to_hand_back(beside.annotate, inputs[0], layout)
        imported = _imported(inputs, layout, before.answers, basis, refusals)
        if imported is None:
            refusals.tell()
            note("nothing was written: what cannot be read of the base cannot be kept")
            return Exit.UNREADABLE
        with list_handed_back(beside.annotate, (layout, imported), target, inputs):
            _write(imported, beside, target)
    return _report_rows(imported, max_errors)


def _one(held: ExitStack, name: str, what: str) -> Content:
    """Return the one content that a name is; raises UsageError for a folder of several."""
    named = held.enter_context(contents((name,), None))
    if len(named) != 1:
        raise click.UsageError(f"{what} is one file")
    return named[0]


def _claim(held: ExitStack, base: Content) -> None:
    """Refuse a base that another import enters a file in: each would make a revision of its own."""
    from aeo_exchange.operations.writing import claimed  # noqa: PLC0415 start-up time is felt

    if base.path is not None and not held.enter_context(claimed(base.path)):
        raise click.UsageError(
            f"another import enters a file in {base.name}; when it is done, give its result as "
            "--base, or two revisions of one number come out"
        )


def _imported(
    inputs: list[Content],
    layout: Layout,
    answers: Path | None,
    basis: InstantAndReference,
    refusals: Refusals,
) -> Imported | None:
    """Return what the file holds, entered in the base; None where that cannot be read."""
    from aeo_exchange.operations.sheets.import_file import import_file  # noqa: PLC0415 start-up
    from aeo_exchange.operations.sheets.import_ledger import answers_of, ledger_of  # noqa: PLC0415

    said = answers_of(answers)
    if said and len(inputs) == 1:
        raise click.UsageError("--answers are about the records of a --base")
    at, reference = basis.instant(), basis.reference_data()
    ledger = None
    for base in inputs[1:]:
        ledger = ledger_of(base, layout, said, (at, reference), refusals.take)
        if ledger is None:
            return None
    return import_file(inputs[0], layout, at=at, reference=reference, ledger=ledger)


def _report_rows(imported: Imported, max_errors: int) -> Exit:
    """Say what became of the rows, and return the exit code."""
    report = imported.report
    for line in (*row_finding_lines(report, max_errors), *import_summary_lines(report)):
        note(line)
    for line in question_lines(report, max_errors):
        note(line)
    if report.unreadable:
        return Exit.UNREADABLE
    is_done = report.counts.rows == report.counts.records and not report.questions
    return Exit.POSITIVE if is_done else Exit.NEGATIVE


def _write(imported: Imported, beside: Beside, target: Target) -> None:
    """Write all files, or none: each appears when all were written.

    Without a record none is written: what stands there, such as the result of the last month,
    is not replaced by nothing.
    """
    with ExitStack() as held:
        if beside.candidates is not None:
            to = Target(target=beside.candidates, force=target.force)
            held.enter_context(to.opened()).write(json_lines(imported.candidates))
        if beside.report is not None:
            to = Target(target=beside.report, force=target.force)
            held.enter_context(to.opened()).write(json_text(imported.report).encode())
        stream = held.enter_context(target.opened())
        for record in imported.records:
            stream.write(record + b"\n")
        if not imported.records and target.target:
            note(f"{target.target} was not written: there was no record")
            raise Withdrawn
