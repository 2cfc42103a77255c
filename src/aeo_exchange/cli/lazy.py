"""A group of commands that are imported one at a time, since start-up time is felt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING

import click

from aeo_exchange.cli.given_once import OnceGroup
from aeo_exchange.cli.loading import loading

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["LazyGroup", "ReaderLeft"]


class ReaderLeft(Exception):
    """The reader of our output closed it; click would exit with 1, which here means no."""


class LazyGroup(OnceGroup):
    """A group whose command `some-name` is `command` of the module `some_name` of a package.

    A word that Python keeps for itself, such as `import`, has the module `import_`.
    `rows` holds what the help page says of each, in its order.
    """

    def __init__(
        self, *args: object, package: str, rows: Mapping[str, str], **more: object
    ) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # what click itself hands over
        self._package = package
        self._rows = rows

    def make_context(self, *args: object, **more: object) -> click.Context:
        """Read the options, and show the help page where it is asked for."""
        with _reader_may_leave():
            return super().make_context(*args, **more)  # type: ignore[arg-type]  # as above

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        with _reader_may_leave():
            return super().invoke(ctx)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of the help page."""
        return list(self._rows)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in self._rows:
            return None
        name = cmd_name.replace("-", "_") + ("_" if iskeyword(cmd_name) else "")
        module = import_module(f"{self._package}.{name}")
        loading.end()
        command: click.Command = module.command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands and options that begin so, without importing any command."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 start-up time is felt

        names = [name for name in self._rows if name.startswith(incomplete)]
        items = [CompletionItem(name, help=self._rows[name]) for name in names]
        return [*items, *click.Command.shell_complete(self, ctx, incomplete)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command named first, or say which may have been meant."""
        if args[0] not in self._rows and not args[0].startswith("-"):
            from aeo_exchange.operations.suggestions import (  # noqa: PLC0415 start-up time is felt
                did_you_mean,
            )

            near = " or ".join(did_you_mean(args[0], self._rows))
            if near:
                ctx.fail(f"there is no command {args[0]!r}; did you mean {near}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._rows.items()))


@contextmanager
def _reader_may_leave() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as cause:
        raise ReaderLeft from cause
