"""Exit codes, and the one place where exceptions end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from enum import IntEnum

import click

from aeo_exchange.errors import AeoError, InvalidRecord, ReadError, SignatureError, StateError

__all__ = ["Exit", "highest", "run"]


class Exit(IntEnum):
    """What the exit code of a command says."""

    POSITIVE = 0
    NEGATIVE = 1
    USAGE = 2
    UNREADABLE = 3
    UNDECIDED = 4
    INTERNAL = 5
    INTERRUPTED = 130


# Over many inputs the gravest decides.
GRAVITY = (Exit.INTERNAL, Exit.UNREADABLE, Exit.UNDECIDED, Exit.NEGATIVE, Exit.POSITIVE)


def highest(exits: Iterable[Exit]) -> Exit:
    """Return the exit code of many inputs: 5 > 3 > 4 > 1 > 0."""
    return min(exits, key=GRAVITY.index, default=Exit.POSITIVE)


def run(group: click.Command, arguments: list[str] | None) -> Exit:
    """Run a command; return its exit code, whatever happens inside."""
    try:
        done = group.main(arguments, prog_name="aeo", standalone_mode=False)
        return Exit(done) if isinstance(done, int) else Exit.POSITIVE
    except click.ClickException as refusal:
        refusal.show()
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has left; nothing more can be told to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.POSITIVE
    except OSError as cause:
        click.echo(f"error: {cause.filename or ''}: {cause.strerror or cause}", err=True)
        return Exit.UNREADABLE
    except AeoError as cause:
        click.echo(f"error: {cause} ({cause.code}). {cause.advice}", err=True)
        return _of_error(cause)
    except Exception as cause:  # noqa: BLE001 the last line of defence
        return _internal(cause)


def _of_error(cause: AeoError) -> Exit:
    """Return 1 for content that was refused, 3 for a file of our own that cannot be used."""
    if isinstance(cause, StateError):
        return Exit.UNREADABLE
    # Without a rule it is a key or a wish that does not fit, not content.
    by_rule = isinstance(cause, SignatureError) and cause.rule
    refused = isinstance(cause, ReadError | InvalidRecord) or by_rule
    return Exit.NEGATIVE if refused else Exit.USAGE


def _internal(cause: Exception) -> Exit:
    kind = type(cause).__name__
    click.echo(
        f"internal error: {kind}: {cause}. Please report it; aeo --debug shows more.", err=True
    )
    if "--debug" in sys.argv:
        import traceback  # noqa: PLC0415 start-up time is felt

        traceback.print_exception(cause)
    return Exit.INTERNAL
