"""Which version the tables of a register are of, and how they are brought up to date.

Alembic is imported only where tables are made: what asks a register reads one row instead.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from aeo_exchange.errors import StateError
from aeo_exchange.register.refusals import state_error

__all__ = ["VERSIONS", "bring_up_to_date", "require_version"]

# The last one is that of this program; a test holds them to the migrations.
VERSIONS = ("0001", "0002", "0003", "0004")
MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION = table("alembic_version", column("version_num"))


def bring_up_to_date(connection: Connection, name: str) -> None:
    """Make the tables, or change those of an older register; raises StateError for a newer one."""
    from alembic import command  # noqa: PLC0415 start-up time is felt
    from alembic.config import Config  # noqa: PLC0415 as above

    tables = inspect(connection).get_table_names()
    if _VERSION.name in tables:
        _require_known(_version_of(connection), name)
    elif tables:
        raise state_error(
            f"{name}: it holds the tables of something else, {', '.join(sorted(tables)[:3])}",
            "Give a database of its own to the register.",
        )
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def require_version(connection: Connection, name: str) -> None:
    """Refuse a database that is no register, or one of another version than this program.

    Raises StateError, with what to do.
    """
    version = _version_of(connection)
    _require_known(version, name)
    if version != VERSIONS[-1]:
        raise state_error(
            f"{name}: the register is of version {version}, and this program of {VERSIONS[-1]}",
            "Make a backup, then `aeo register init` brings it up to date.",
        )


def _version_of(connection: Connection) -> str:
    version = connection.execute(select(_VERSION.c.version_num)).scalar()
    return str(version)


def _require_known(version: str, name: str) -> None:
    if version not in VERSIONS:
        raise _newer(version, name)


def _newer(version: str, name: str) -> StateError:
    return state_error(
        f"{name}: the register is of version {version}, and this program knows {VERSIONS[-1]}",
        "It was made by a newer release; use that one. Nothing was changed.",
    )
