"""What a database refuses, in words and with advice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from aeo_exchange.errors import StateError

__all__ = ["state_error", "told_in_words"]

# A part of what the database says, what it means, and what to do. The first that fits counts.
MEANINGS: tuple[tuple[str, str, str], ...] = (
    ("locked", "another program writes to it", "Nothing was changed; run the command again."),
    ("lock timeout", "another program writes to it", "Nothing was changed; run it again."),
    ("disk is full", "the disk is full", "Nothing was changed; make room, and run it again."),
    ("no space left", "the disk is full", "Nothing was changed; make room, and run it again."),
    (
        "disk i/o error",
        "the disk could not be read or written",
        "Look at the disk, then run again.",
    ),
    (
        "not a database",
        "it is not a database, or is damaged",
        "Restore it from a backup; the file of marks beside it then says what was lost.",
    ),
    (
        "malformed",
        "the database is damaged",
        "Restore it from a backup; the file of marks beside it then says what was lost.",
    ),
    ("readonly", "it cannot be written to", "Look at the rights of the file and its folder."),
    (
        "no such table",
        "it is not a register",
        "`aeo register init` makes one of an empty database.",
    ),
    (
        "undefinedtable",
        "it is not a register",
        "`aeo register init` makes one of an empty database.",
    ),
    ("permission denied", "this user may not do that", "Ask whoever keeps the database."),
    (
        "password",
        "the database does not take the password",
        "Look at PGPASSFILE, or AEO_DB_PASSWORD.",
    ),
    ("unable to open", "it cannot be opened", "Look at the path, and at the rights of its folder."),
    ("connection", "the database cannot be reached", "Nothing was changed; is the server running?"),
)


def state_error(message: str, advice: str) -> StateError:
    """Return an error about a register with its own advice."""
    error = StateError(message)
    error.advice = advice
    return error


@contextmanager
def told_in_words(name: str) -> Iterator[None]:
    """Turn a database error into a StateError; the transaction is rolled back."""
    try:
        yield
    except DBAPIError as cause:
        said = f"{type(cause.orig).__name__}: {cause.orig}"
        raise _error(name, said) from cause
    except (SQLAlchemyError, sqlite3.Error) as cause:  # settings are made beside SQLAlchemy
        raise _error(name, str(cause)) from cause


def _error(name: str, said: str) -> StateError:
    folded = said.lower()
    for part, meaning, advice in MEANINGS:
        if part in folded:
            return state_error(f"{name}: {meaning}", advice)
    first = said.splitlines()[0]
    return state_error(f"{name}: the database refuses: {first}", "Nothing was changed.")
