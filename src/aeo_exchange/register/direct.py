"""A statement that is asked of the driver of a database itself.

To hand a statement through SQLAlchemy takes several times what the database takes to answer it, so
what is asked of each declaration is put into the words of its database once (docs/decisions/0064).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.exc import DBAPIError

__all__ = ["DirectQuery"]


class DirectQuery:
    """A statement in the words of one database; its rows come as the driver gives them."""

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self._text = str(compiled)
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self._order: Sequence[str] | None = getattr(compiled, "positiontup", None)
        self._refused: type[Exception] = dialect.loaded_dbapi.Error

    def rows(self, connection: Connection, given: Mapping[str, object]) -> Sequence[Sequence[Any]]:
        """Return the rows, in the transaction of a connection that has one."""
        values = {**self._fixed, **given}
        cursor = connection.connection.cursor()
        try:
            cursor.execute(
                self._text,
                values if self._order is None else [values[name] for name in self._order],
            )
            return cursor.fetchall()
        except self._refused as cause:
            raise DBAPIError(self._text, None, cause) from cause
        finally:
            cursor.close()
