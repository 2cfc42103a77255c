"""What reached the receiver, night by night, in folders of its own: a stream to practise with."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import NamedTuple

from aeo_exchange.endless import read_file
from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.heads import read_head
from aeo_exchange.files import named_in_errors
from aeo_exchange.model.instants import Instant
from aeo_exchange.operations.exchange.message_files import LATEST

__all__ = ["PracticeFolder", "PractisedMessage", "practice_folder"]

COLUMNS = ("folder", "at", "trust_list", "outcome", "code")


class PractisedMessage(NamedTuple):
    """A message by its head, when it came, and what the receiver of the simulation made of it."""

    head: Path
    at: Instant
    outcome: str
    code: str


class PracticeFolder:
    """A folder with the messages, the trust lists, and a table that says what each comes to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lists = 0
        self._rows: list[tuple[str, ...]] = []

    def keep_file(self, name: str, content: bytes) -> None:
        """Keep a file beside the messages: the profile, the root."""
        _write(self._folder / name, content)

    def keep_trust_list(self, content: bytes) -> None:
        """Keep the next issue of the trust list; messages from now on are judged by it."""
        self._lists += 1
        self.keep_file(self._list_name, content)

    def keep_message(self, message: PractisedMessage) -> None:
        """Keep a head with the files that it names."""
        content = read_file(message.head)
        signed = read_head(content)
        assert signed.head is not None
        name = f"{len(self._rows) + 1:02}-{message.at[:10]}"
        to = self._folder / name
        to.mkdir()
        _write(to / LATEST, content)
        for file in signed.head.files or ():
            _write(to / file.name, read_file(message.head.parent / file.name))
        self._rows.append((name, message.at, self._list_name, message.outcome, message.code))

    def finish(self) -> None:
        """Write the table."""
        table = io.StringIO()
        csv.writer(table, lineterminator="\n").writerows([COLUMNS, *self._rows])
        self.keep_file("messages.csv", table.getvalue().encode())

    @property
    def _list_name(self) -> str:
        return f"trust-list-{self._lists}.jwt"


def _write(path: Path, content: bytes) -> None:
    with named_in_errors(path):
        path.write_bytes(content)


def practice_folder(folder: Path) -> PracticeFolder:
    """Return a new folder for messages; raises WrongChoice for one that holds something."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise WrongChoice(f"{folder} is not empty; name a new folder")
    return PracticeFolder(folder)
