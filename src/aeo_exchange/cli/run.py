"""A command from its arguments to its exit code: the one place where exceptions end."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress

import click

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.lazy import ReaderLeft
from aeo_exchange.cli.streams import STOPPING, silence, stop_watching
from aeo_exchange.conformance.errors import NothingMatched
from aeo_exchange.errors import (
    AeoError,
    InvalidInstant,
    InvalidRecord,
    MessageRefused,
    MissingExtra,
    NewerVersion,
    NothingToShare,
    ReadError,
    SignatureError,
    StateError,
    WorkerLost,
)
from aeo_exchange.safe_text import MESSAGE_LENGTH, excerpt, visible

__all__ = ["run_command"]

# What the system refuses to a process, whatever it was about to do.
OF_PROCESS = {
    errno.EMFILE: "Raise the limit of open files of this process, `ulimit -n`.",
    errno.ENFILE: "Run it again when other programs have ended.",
    errno.ENOMEM: "Raise the limit of memory of this process, or give it less.",
}
# A group that was called without a command shows its help page; older click has no error for it.
NO_ARGUMENTS = getattr(click.exceptions, "NoArgsIsHelpError", ())


def run_command(group: click.Command, arguments: list[str] | None) -> Exit:
    """Run a command; return its exit code, whatever happens inside."""
    try:
        return _run(group, arguments)
    except STOPPING:  # who asked was heard, and had asked again before that
        return Exit.INTERRUPTED
    finally:
        stop_watching()


def _run(group: click.Command, arguments: list[str] | None) -> Exit:
    try:
        done = group.main(arguments, prog_name="aeo", standalone_mode=False)
        sys.stdout.flush()
        return Exit(done) if isinstance(done, int) else Exit.POSITIVE
    except click.ClickException as refusal:
        # The words are ours, the names in them are not; a help page is ours, lines and all.
        if not isinstance(refusal, NO_ARGUMENTS):
            vars(refusal)["message"] = visible(refusal.message)
        with suppress(OSError):
            refusal.show()
        return Exit.USAGE
    except (click.Abort, *STOPPING):
        stop_watching()
        _tell("interrupted")
        return Exit.INTERRUPTED
    except (ReaderLeft, BrokenPipeError):
        # Nothing more can be told. Not all was looked at, and that is never a yes nor a no.
        silence(1)
        return Exit.UNDECIDED
    except OSError as cause:
        return _of_system(cause)
    except AeoError as cause:
        return _told(cause)
    except MemoryError:
        _tell("error: there is no more memory for this process. Raise its limit, or give it less.")
        return Exit.UNREADABLE
    except UnicodeError as cause:
        foreign = _not_text(sys.argv[1:] if arguments is None else arguments)
        return _of_argument(foreign) if foreign else _internal(cause)
    except Exception as cause:  # noqa: BLE001 the last line of defence
        clock = _refusal_of_clock(cause)
        return _told(clock) if clock else _internal(cause)


def _not_text(arguments: list[str]) -> str:
    """Return the first argument with a byte that is no UTF-8, empty where there is none.

    The name of a file may be such a one, a text that is signed, looked up or sent cannot.
    """
    return next((text for text in arguments if any("\ud800" <= at <= "\udfff" for at in text)), "")


def _of_argument(argument: str) -> Exit:
    _tell(f"error: {_terminal_safe(argument)} is no text: it has bytes that are no UTF-8.")
    return Exit.USAGE


def _tell(message: str) -> None:
    """Print a line to standard error, unless it is closed; advice too may name a file."""
    try:
        click.echo(visible(message), err=True)
    except OSError:
        # Python would end with a code of its own if it could not flush what is left.
        with suppress(OSError):
            silence(2)


def _of_system(cause: OSError) -> Exit:
    """Say which file the system refuses, or that an output takes no more."""
    said = _terminal_safe(cause.strerror or cause)
    if cause.errno in OF_PROCESS:  # whatever it was about to open, or to begin
        _tell(f"error: {said}. {OF_PROCESS[cause.errno]}")
    else:
        name = "standard output" if cause.filename is None else os.fsdecode(cause.filename)
        _tell(f"error: {_terminal_safe(name)}: {said}")
    # What is still held for standard output may fail once more when Python ends.
    try:
        sys.stdout.flush()
    except OSError:
        silence(1)
    return Exit.UNREADABLE


def _terminal_safe(said: object) -> str:
    """Return a message made safe for the terminal, since it may quote content."""
    return excerpt(str(said), MESSAGE_LENGTH)


def _advice(cause: AeoError) -> str:
    """Return what to do next, with the rule to look up where there is one."""
    reason = cause.__cause__
    if isinstance(cause, MissingExtra) and not isinstance(reason, ModuleNotFoundError | None):
        return f"It is installed and could not be loaded: {_terminal_safe(reason)}."
    if isinstance(cause, InvalidInstant):
        from aeo_exchange.operations.instants import OTHER_INSTANT  # noqa: PLC0415 start-up time is felt

        return OTHER_INSTANT
    rule = str(getattr(cause, "rule", ""))
    if isinstance(cause, MessageRefused) and "advice" not in vars(cause):
        from aeo_exchange.operations.exchange.snapshot_advice import (  # noqa: PLC0415 start-up time is felt
            advice_on_message,
        )

        advice = advice_on_message(rule)
        return f"{advice[0].upper()}{advice[1:]}; `aeo explain {rule}` says why."
    if not rule or "CODE" in cause.advice:
        return cause.advice.replace("CODE", rule)
    return f"{cause.advice} `aeo explain {rule}` says why."


def _told(cause: AeoError) -> Exit:
    _tell(f"error: {_terminal_safe(cause)} ({cause.code}). {_advice(cause)}")
    return _of_error(cause)


def _refusal_of_clock(cause: Exception) -> StateError | None:
    """Return that the clock cannot be read, where it was a library that asked it."""
    if isinstance(cause, OverflowError):
        from aeo_exchange.cli.clock import require_clock  # noqa: PLC0415 start-up time is felt

        try:
            require_clock()
        except StateError as refusal:
            return refusal
    return None


def _of_error(cause: AeoError) -> Exit:
    """Return 1 for refused content, 4 for a newer version, 3 where the job could not be done."""
    if isinstance(cause, StateError | NothingMatched | WorkerLost):
        return Exit.UNREADABLE
    if isinstance(cause, NewerVersion):
        return Exit.UNDECIDED
    if isinstance(cause, InvalidRecord) and cause.report.is_unread:
        return Exit.UNREADABLE
    # Without a rule it is a key or a wish that does not fit, not content.
    by_rule = isinstance(cause, SignatureError) and cause.rule
    refused = isinstance(cause, ReadError | InvalidRecord | NothingToShare) or by_rule
    return Exit.NEGATIVE if refused else Exit.USAGE


def _internal(cause: Exception) -> Exit:
    kind = type(cause).__name__
    said = _terminal_safe(cause)
    _tell(f"internal error: {kind}: {said}. Please report it; aeo --debug shows more.")
    if "--debug" in sys.argv:
        import traceback  # noqa: PLC0415 start-up time is felt

        traceback.print_exception(cause)
    return Exit.INTERNAL
