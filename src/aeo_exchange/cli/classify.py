"""`aeo classify`: the size class of a firm under a legal definition, with its working."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import click
from msgspec import Struct

from aeo_exchange import Amount, Classification, Measure, SizeDefinition
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.option_groups import as_one
from aeo_exchange.cli.options import InstantAndReference, basis_options, format_option
from aeo_exchange.cli.outputs import Target, output_options, say
from aeo_exchange.cli.render.classification import (
    as_chart,
    as_heading,
    as_lines,
    as_list,
    as_notes,
    as_working,
)
from aeo_exchange.cli.render.listing import aligned, json_text
from aeo_exchange.cli.render.size_chart import as_svg
from aeo_exchange.cli.verdicts import exit_of
from aeo_exchange.operations.instants import date_of
from aeo_exchange.operations.reference.classify import Comparison, list_definitions, list_lines
from aeo_exchange.operations.reference.firm import (
    LINES_OF_BUSINESS,
    Firm,
    GivenFigure,
    look_up_definitions,
)
from aeo_exchange.safe_text import visible

__all__ = ["command"]

_FORM = re.compile(
    r"(?P<measure>[a-z-]+)=(?P<value>(0|[1-9][0-9]{0,17})(\.[0-9]{1,6})?)(:(?P<unit>[A-Z]{2,4}))?\Z",
    re.ASCII,
)
_LINE = re.compile(r"[0-9]{2,4}\Z", re.ASCII)
MEASURES = {measure.value: measure for measure in Measure}


class MeasureOption(click.ParamType[GivenFigure]):
    """A figure as NAME=VALUE or, for money, NAME=VALUE:CURRENCY."""

    name = "measure"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> GivenFigure:
        """Return the measure and its amount, exact."""
        form = _FORM.match(str(value))
        if form is None:
            self.fail("give it as headcount=42 or turnover=9500000:EUR", param, ctx)
        measure = MEASURES.get(form["measure"])
        if measure is None:
            self.fail(f"{form['measure']} is none of {', '.join(MEASURES)}", param, ctx)
        if measure is Measure.HEADCOUNT and form["unit"]:
            self.fail("persons have no currency", param, ctx)
        return measure, Amount(Decimal(form["value"]), form["unit"])


class SectorOption(click.ParamType[str]):
    """A sector of a definition, or a line of business as ISIC:4711."""

    name = "sector"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the code of a sector as it is, a line of business as ISIC4:CODE."""
        scheme, colon, code = str(value).partition(":")
        if not colon:
            return str(value)
        if scheme.upper() not in {"ISIC", LINES_OF_BUSINESS}:
            self.fail(f"{scheme} is not a classification known here; give ISIC:4711", param, ctx)
        if not _LINE.match(code):
            self.fail("a code of ISIC has two to four digits, such as ISIC:47", param, ctx)
        return f"{LINES_OF_BUSINESS}:{code}"


class FirmOptions(Struct, frozen=True, kw_only=True):
    """What options tell of a firm: its figures, and its sectors or line of business."""

    given: tuple[GivenFigure, ...]
    sectors: tuple[str, ...]

    def firm(self, day: date) -> Firm:
        """Return the firm on a day; raises WrongChoice where options contradict each other."""
        return Firm.of(self.given, self.sectors, day)


@click.command(cls=OnceCommand, name="classify")
@click.option("--definition", "codes", multiple=True, help="Code, such as EU-2003-361.")
@click.option(
    "--measure",
    "given",
    multiple=True,
    type=MeasureOption(),
    help="headcount=42 or turnover=9500000:EUR; may be repeated.",
)
@click.option(
    "--sector",
    "sectors",
    multiple=True,
    type=SectorOption(),
    help="Sector of the definition, or ISIC:4711; may be repeated for --compare.",
)
@click.option("--compare", is_flag=True, help="Put the definitions side by side; all if none.")
@click.option("--list", "listed", is_flag=True, help="List the definitions known.")
@click.option("--lines", is_flag=True, help="List which codes of ISIC lead to which sectors.")
@basis_options
@format_option("text", "json", "svg")
@output_options
@as_one("told", FirmOptions)
def command(
    codes: tuple[str, ...],
    told: FirmOptions,
    basis: InstantAndReference,
    form: str,
    target: Target,
    *,
    compare: bool,
    listed: bool,
    lines: bool,
) -> Exit:
    """Say which size class a firm has under a legal definition, and show the working.

    With --compare and --format svg, or -o chart.svg, one firm under many definitions is drawn.
    """
    form = _form(form, target.target, drawn=compare)
    known = basis.reference_data().sizes
    chosen = look_up_definitions(known, codes)
    if listed or lines:
        shown = list_lines(codes) if lines else list_definitions(known)
        rows = as_lines(list_lines(codes)) if lines else as_list(list_definitions(known))
        _put(json_text(shown) if form == "json" else aligned(list(rows)), target)
        return Exit.POSITIVE
    firm = told.firm(date_of(basis.instant()))
    if not compare:
        answer = firm.under(_only(chosen))
        _put(_one(answer, form), target)
        return exit_of([answer.verdict])
    comparison = firm.under_all(chosen or look_up_definitions(known, known.codes()))
    _put(_all(comparison, form, firm), target)
    return exit_of([comparison.verdict])


def _form(form: str, target: str | None, *, drawn: bool) -> str:
    """Return the form of the output; the name of a file may ask for a picture."""
    if form == "text" and target and target.lower().endswith(".svg"):
        form = "svg"
    if form == "svg" and not drawn:
        raise click.UsageError("a picture is drawn of many definitions: add --compare")
    return form


def _put(text: str, target: Target) -> None:
    """Write an answer to standard output, or whole or not at all to a file."""
    with target.opened() as stream:
        say(text, stream)


def _only(definitions: Sequence[SizeDefinition]) -> SizeDefinition:
    """Return the one definition; raises UsageError for none or several."""
    if len(definitions) != 1:
        raise click.UsageError("give one --definition, or --compare for several, or --list")
    return definitions[0]


def _one(answer: Classification, form: str) -> str:
    """Return a classification with its working."""
    if form == "json":
        return json_text(answer)
    working = aligned(list(as_working(answer))) if answer.criteria else ""
    heading, notes = (
        "".join(f"{visible(line)}\n" for line in lines)
        for lines in (as_heading(answer), as_notes(answer))
    )
    return heading + working + notes


def _all(comparison: Comparison, form: str, firm: Firm) -> str:
    """Return classifications side by side."""
    if form == "json":
        return json_text(comparison)
    if form == "svg":
        return as_svg(comparison, firm.figures())
    return aligned(list(as_chart(comparison.results)))
