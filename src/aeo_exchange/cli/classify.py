"""`aeo classify`: the size class of a firm under a legal definition, with its working."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import click

from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.options import at_option, format_option, reference_option
from aeo_exchange.cli.render.listing import print_json, print_rows
from aeo_exchange.model.codes import Measure
from aeo_exchange.model.instants import date_of
from aeo_exchange.msme import Amount, Classification, Measures, Missing
from aeo_exchange.operations.classify import (
    Comparison,
    DefinitionSummary,
    classify_firm,
    compare_definitions,
    list_definitions,
)
from aeo_exchange.reference.size_facts import SizeDefinition
from aeo_exchange.reference.sizes import SizeDefinitions
from aeo_exchange.report import Verdict, visible

__all__ = ["command"]

_FORM = re.compile(
    r"(?P<measure>[a-z-]+)=(?P<value>(0|[1-9][0-9]{0,17})(\.[0-9]{1,6})?)(:(?P<unit>[A-Z]{2,4}))?\Z",
    re.ASCII,
)
MEASURES = {measure.value: measure for measure in Measure}
Given = tuple[Measure, Amount]


class MeasureOption(click.ParamType[Given]):
    """A figure as NAME=VALUE or, for money, NAME=VALUE:CURRENCY."""

    name = "measure"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Given:
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


@click.command(name="classify")
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
    help="Sector, for a definition that goes by sector; may be repeated for --compare.",
)
@click.option("--compare", is_flag=True, help="Put the definitions side by side; all if none.")
@click.option("--list", "listed", is_flag=True, help="List the definitions known.")
@at_option
@reference_option
@format_option("text", "json")
def command(
    codes: tuple[str, ...],
    given: tuple[Given, ...],
    sectors: tuple[str, ...],
    at: str | None,
    reference: Path | None,
    form: str,
    *,
    compare: bool,
    listed: bool,
) -> Exit:
    """Say which size class a firm has under a legal definition, and show the working."""
    known = SizeDefinitions(reference)
    if listed:
        return _print_list(list_definitions(known), form)
    day = date_of(instant_of(at))
    measures = _measures(given)
    if not compare:
        definition = _only(_look_up(known, codes))
        return _print_one(classify_firm(definition, measures, sectors=sectors, at=day), form)
    chosen = _look_up(known, codes or known.codes())
    return _print_all(compare_definitions(chosen, measures, sectors=sectors, at=day), form)


def _measures(given: Sequence[Given]) -> Measures:
    """Return the figures by measure; raises UsageError for one given twice in one currency."""
    measures: dict[Measure, tuple[Amount, ...]] = {}
    for measure, amount in given:
        if amount.unit in {each.unit for each in measures.get(measure, ())}:
            raise click.UsageError(f"{measure} is given twice in the same unit")
        measures[measure] = (*measures.get(measure, ()), amount)
    return measures


def _look_up(known: SizeDefinitions, codes: Sequence[str]) -> list[SizeDefinition]:
    """Return the definitions of the codes; raises UsageError for an unknown one."""
    definitions = []
    for code in dict.fromkeys(codes):
        definition = known.look_up(code)
        if definition is None:
            near = ", ".join(known.did_you_mean(code) or known.codes())
            raise click.UsageError(f"{code} is not in the reference data; did you mean {near}?")
        definitions.append(definition)
    return definitions


def _only(definitions: Sequence[SizeDefinition]) -> SizeDefinition:
    """Return the one definition; raises UsageError for none or several."""
    if len(definitions) != 1:
        raise click.UsageError("give one --definition, or --compare for several, or --list")
    return definitions[0]


def _print_list(definitions: Sequence[DefinitionSummary], form: str) -> Exit:
    """Print the definitions known."""
    if form == "json":
        print_json(definitions)
    else:
        print_rows(
            [
                (
                    each.code,
                    each.economy or "-",
                    ", ".join(version.version for version in each.versions),
                    ", ".join(each.versions[-1].measures),
                    each.name,
                )
                for each in definitions
            ]
        )
    return Exit.POSITIVE


def _print_one(answer: Classification, form: str) -> Exit:
    """Print a classification with its working."""
    if form == "json":
        print_json(answer)
        return _exit_of(answer.verdict)
    for line in _heading(answer):
        click.echo(visible(line))
    if answer.criteria:
        print_rows(list(_working(answer)))
    for line in _notes(answer):
        click.echo(visible(line))
    return _exit_of(answer.verdict)


def _print_all(comparison: Comparison, form: str) -> Exit:
    """Print classifications side by side."""
    if form == "json":
        print_json(comparison)
    else:
        print_rows(list(_table(comparison.results)))
    return _exit_of(comparison.verdict)


def _exit_of(verdict: Verdict) -> Exit:
    return Exit.POSITIVE if verdict is Verdict.VALID else Exit.UNDECIDED


def _heading(answer: Classification) -> Iterator[str]:
    """Yield the answer and the definition it rests on."""
    used = answer.definition
    version = f" version {used.version}" if used.version else ""
    yield f"{_said(answer)} under {used.code}{version} on {answer.at}"
    yield f"  {used.name}"
    if used.legal_source:
        yield f"  {used.legal_source}"
        yield f"  [{used.source}, {used.as_of}, confidence {used.confidence}]"


def _said(answer: Classification) -> str:
    """Return the class, or the classes that are still open."""
    if answer.size_class:
        return answer.size_class.value
    return f"not decided ({' or '.join(answer.possible)})" if answer.possible else "not decided"


def _working(answer: Classification) -> Iterator[tuple[str, ...]]:
    """Yield the criteria as rows."""
    yield ("  class", "measure", "figure", "ceiling", "unit", "outcome", "confidence")
    for each in answer.criteria:
        yield (
            f"  {each.class_}",
            each.measure,
            each.value or "-",
            f"{each.operator} {each.threshold}",
            each.unit,
            each.outcome.value,
            each.confidence,
        )


def _notes(answer: Classification) -> Iterator[str]:
    """Yield what is missing, what was assumed, and what the ceilings do not say."""
    for each in answer.missing:
        yield f"Missing: {_lack(each)}"
    for assumption in answer.assumptions:
        yield f"Assumed: {assumption}"
    for row in answer.cautions:
        yield f"Caution: {row.text} [{row.source}, {row.as_of}, confidence {row.confidence}]"


def _lack(missing: Missing) -> str:
    """Return one missing thing as text, with the codes to choose from."""
    choices = f" (one of {', '.join(missing.choices)})" if missing.choices else ""
    return f"{missing.what} {missing.reason}{choices}"


def _table(results: Sequence[Classification]) -> Iterator[tuple[str, ...]]:
    """Yield the answers side by side, each with what decided or what is missing."""
    yield ("definition", "version", "class", "confidence", "missing")
    for each in results:
        yield (
            each.definition.code,
            each.definition.version or "-",
            _said(each),
            each.definition.confidence or "-",
            "; ".join(_lack(row) for row in each.missing),
        )
