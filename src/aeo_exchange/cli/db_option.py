"""The options that name a register, and the file of marks that stands outside of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.read_files import InputPath, note_read

if TYPE_CHECKING:
    from aeo_exchange.operations.register.register import Register

__all__ = [
    "RegisterPlace",
    "db_option",
    "note_database",
    "optional_db_option",
    "optional_db_options",
    "register_options",
]


class RegisterPlace(Struct, frozen=True, kw_only=True):
    """Where a register is, not yet opened; without URL none was named."""

    url: str | None
    marks: Path | None

    def open(self) -> Register:
        """Return the register, which is closed with the command; raises WrongChoice, StateError."""
        from aeo_exchange.operations.register.register import Register  # noqa: PLC0415 start-up time is felt

        assert self.url is not None
        register = Register(self.url, os.environ, self.marks)
        click.get_current_context().call_on_close(register.close)
        return register


def _noted(_context: click.Context, _option: click.Parameter, url: str | None) -> str | None:
    note_database(url)
    return url


def note_database(url: str | None) -> None:
    """Remember the files of a register in SQLite, which no output may replace."""
    kind, mark, rest = (url or "").partition("://")
    is_file = kind.partition("+")[0] == "sqlite" if mark else bool(kind)
    if is_file:
        file = rest.removeprefix("/") if mark else kind
        for name in (file, f"{file}-wal", f"{file}-shm", f"{file}.marks.json"):
            note_read(Path(name))


_MARKS = click.option(
    "--marks",
    type=InputPath(path_type=Path),
    metavar="FILE",
    help="What the register must not forget when it is restored; by default beside its file, or in "
    "the user's state folder. Keep it on another disk.",
)
db_option = click.option(
    "--db",
    "url",
    required=True,
    callback=_noted,
    metavar="URL",
    help="The register: a file, sqlite:///FILE, or postgresql://USER@HOST/NAME without a password, "
    "which stands in AEO_DB_PASSWORD, AEO_DB_PASSWORD_FILE or PGPASSFILE.",
)
optional_db_option = click.option(
    "--db",
    "url",
    callback=_noted,
    metavar="URL",
    help="The register to go by, as `aeo register` has it.",
)
register_options = group_of("place", RegisterPlace, db_option, _MARKS)
optional_db_options = group_of("place", RegisterPlace, optional_db_option, _MARKS)
