"""`aeo rules`: the list of rules."""

from __future__ import annotations

import click

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceGroup
from aeo_exchange.cli.options import area_option, format_option
from aeo_exchange.cli.render.listing import print_json, print_rows
from aeo_exchange.operations.reference.explain import list_rules

__all__ = ["command"]


@click.group(cls=OnceGroup, name="rules")
def command() -> None:
    """List the rules."""


@command.command(name="list")
@area_option
@format_option("text", "json")
def print_rules(area: str | None, form: str) -> Exit:
    """List every rule with its level and sentence."""
    rules = list_rules(area.upper() if area else None)
    if not rules:
        areas = ", ".join(sorted({rule.area for rule in list_rules()}))
        raise click.UsageError(f"there is no area {area}; the areas are {areas}")
    if form == "json":
        print_json(rules)
    else:
        print_rows([(rule.code, rule.level, rule.sentence) for rule in rules])
    return Exit.POSITIVE
