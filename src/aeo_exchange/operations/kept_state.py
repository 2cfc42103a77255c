"""Where state is kept that a command was told: a file, or a row of a register.

A place in a register is its URL, `#`, and the name of the row: `postgresql://HOST/NAME#list-1`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from aeo_exchange.errors import WrongChoice
from aeo_exchange.files import FileStore
from aeo_exchange.trust.store import Store, content_at

__all__ = ["StatePlace", "content_at", "keep_new_state"]


class StatePlace(NamedTuple):
    """A place of state as it was told, not yet opened."""

    text: str

    @property
    def is_database(self) -> bool:
        """Whether it is a row of a register."""
        return "://" in self.text

    @property
    def path(self) -> Path:
        """The path of a file."""
        return Path(self.text)

    def store(
        self,
        environment: Mapping[str, str],
        on_end: Callable[[Callable[[], None]], object],
        mode: int | None = None,
    ) -> Store:
        """Return the place; `on_end` gets what lets a database go.

        Raises WrongChoice for a URL of no register, or with a password, StateError for one that
        cannot be opened.
        """
        if not self.is_database:
            return FileStore(self.path, mode)
        from aeo_exchange.register.database import open_database  # noqa: PLC0415 start-up time
        from aeo_exchange.register.kept_state import RegisterStore  # noqa: PLC0415 as above

        url, _, row = self.text.partition("#")
        database = open_database(url, environment)
        on_end(database.close)
        return RegisterStore(database, row or "state")


def keep_new_state(store: Store, content: bytes) -> None:
    """Keep the first content of a place; raises WrongChoice where it keeps one already."""
    with store.locked():
        if store.read() is not None:
            raise WrongChoice(f"{store.name} keeps something already; name another row")
        store.write(content)
