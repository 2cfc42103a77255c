"""`aeo codes`: the closed code lists."""

from __future__ import annotations

import click

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceGroup
from aeo_exchange.cli.options import format_option
from aeo_exchange.cli.render.listing import print_json, print_rows
from aeo_exchange.operations.reference.explain import (
    CodeEntry,
    code_lists,
    list_codes,
    near_code_lists,
)

__all__ = ["command"]


@click.group(cls=OnceGroup, name="codes")
def command() -> None:
    """List the code lists, or the codes of one."""


@command.command(name="list")
@format_option("text", "json")
def print_lists(form: str) -> Exit:
    """List the code lists with the number of their codes."""
    if form == "json":
        print_json(list_codes())
    else:
        print_rows(
            [
                (name, str(len(codes)), (codes.__doc__ or "").strip())
                for name, codes in sorted(code_lists().items())
            ]
        )
    return Exit.POSITIVE


@command.command(name="show")
@click.argument("code_list")
@format_option("text", "json")
def print_codes(code_list: str, form: str) -> Exit:
    """Show the codes of one list, such as Role."""
    codes = list_codes(code_list)
    if not codes:
        near = ", ".join(near_code_lists(code_list))
        advice = f"did you mean {near}?" if near else "`aeo codes list` shows them all"
        raise click.UsageError(f"there is no code list {code_list}; {advice}")
    if form == "json":
        print_json(codes)
    else:
        print_rows([(code.code, _definition(code)) for code in codes])
    return Exit.POSITIVE


def _definition(code: CodeEntry) -> str:
    return (
        f"{code.definition} (UN/EDIFACT 3035 {code.equivalent})"
        if code.equivalent
        else code.definition
    )
