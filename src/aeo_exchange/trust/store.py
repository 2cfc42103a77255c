"""Where state is kept from run to run: the memory of a verifier, the ledger of a status list."""

from __future__ import annotations

import errno
import os
from contextlib import AbstractContextManager
from typing import Protocol

__all__ = ["Store", "content_at"]


class Store(Protocol):
    """A place that keeps one content, and lets one at a time change it.

    A file is one (`aeo_exchange.files.FileStore`); a row of a database can be another. Whatever
    cannot be read or written raises OSError, and then the old content is still there.
    """

    @property
    def name(self) -> str:
        """What messages call the place."""

    def read(self) -> bytes | None:
        """Return what is kept, or None where nothing was kept yet."""

    def locked(self) -> AbstractContextManager[None]:
        """Keep everybody else out, other processes too, until the block is left.

        Who has to wait for longer than `aeo_exchange.waiting` says gets StateError or OSError.
        """

    def write(self, content: bytes) -> None:
        """Replace what is kept, whole or not at all."""


def content_at(store: Store) -> bytes:
    """Return what a place keeps; raises FileNotFoundError where it keeps nothing."""
    content = store.read()
    if content is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), store.name)
    return content
