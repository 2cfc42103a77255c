"""`aeo`: one file per command, loaded when it is called.

Exit codes: 0 positive answer, 1 negative answer, 2 usage, 3 input not readable or nothing
matched, 4 cannot decide or nobody read to the end, 5 internal error, 130 interrupted. Never a
count.
"""

from __future__ import annotations

import os
import signal
import sys

from aeo_exchange.cli.loading import loading

__all__ = ["main"]

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> None:
    """Run a command and exit with its code; who interrupts it while it loads sees no traceback."""
    try:
        # Nothing is begun yet that would have to be ended, so the process ends at once: the
        # modules that are loaded run callbacks in which an exception would be dropped.
        is_usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if is_usual:
            signal.signal(signal.SIGINT, _leave)
        if arguments is None:  # the process is ours alone
            _leave_numpy_out()
            loading.begin()  # whoever loads the command ends it
        from aeo_exchange.cli.commands import run  # noqa: PLC0415 it takes a tenth of a second

        if is_usual:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.exit(int(run(arguments)))
    except KeyboardInterrupt:
        _leave()


def _leave_numpy_out() -> None:
    """Let libraries find no numpy, which pyarrow and fpdf2 load and no command needs.

    Its OpenBLAS ends a process that is short of memory by `exit(1)`, which here means no; fewer
    threads of it make that rarer, and no more. A command with Parquet begins sooner, too
    (docs/decisions/0084).
    """
    sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]  # so it is in Python's manual


def _leave(*_signal: object) -> None:
    try:
        os.write(2, b"\ninterrupted\n")  # the line of the ^C is ended first
    finally:
        os._exit(INTERRUPTED)
