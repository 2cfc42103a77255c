"""Commands that refuse an option given twice; click would silently take the last one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

__all__ = ["OnceCommand", "OnceGroup"]


class OnceCommand(click.Command):
    """A command that takes each option once, unless the option says that it may be repeated."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; raises UsageError for an option given twice."""
        written = list(args)  # what is read is taken out of `args`
        rest = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            _refuse_repeated(ctx, self.make_parser(ctx).parse_args(written)[2])
        return rest


class OnceGroup(OnceCommand, click.Group):
    """A group that takes each of its options once, and so do its commands."""

    command_class = OnceCommand


def _refuse_repeated(context: click.Context, given: Sequence[click.Parameter]) -> None:
    """Refuse an option that would lose a value; a switch loses none."""
    times = Counter(
        option
        for option in given
        if isinstance(option, click.Option)
        and not (option.multiple or option.is_flag or option.count)
    )
    for option, how_often in times.items():
        if how_often > 1:
            name = max(option.opts, key=len)
            context.fail(f"{name} was given {_times(how_often)}; it takes one value")


def _times(how_often: int) -> str:
    return "twice" if how_often == 2 else f"{how_often} times"  # noqa: PLR2004 as people say it
