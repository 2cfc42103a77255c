"""What this verifier has used before, so that nothing older is ever accepted (ATT-4-5, 5-6, 7-5).

It is kept as one small text of JSON, in a file that only its owner reads or in another store.
Several verifiers may share it: each writes the higher of what it knows and what is there.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

import msgspec
from msgspec import Meta, Struct

from aeo_exchange.counting import how_many
from aeo_exchange.errors import ReadError, StateError
from aeo_exchange.formats.json_tree import read_tree
from aeo_exchange.signing import refusals
from aeo_exchange.trust.store import Store

__all__ = [
    "Seen",
    "SeenFile",
    "SeenList",
]

Number = Annotated[int, Meta(ge=0)]


class _Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A line of the file."""


class SeenList(_Entry, frozen=True, kw_only=True):
    """The newest issue of a trust list that was used; `digest` is the SHA-256 of its payload.

    `pinned_for` names the administrations that its roots were pinned for; absent means all.
    """

    list_id: str
    pinned_for: tuple[str, ...] = ()
    sequence: Number
    digest: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class SeenStatusList(_Entry, frozen=True, kw_only=True):
    """When the newest status list of an administration and URI had been signed, as NumericDate."""

    administration: str
    uri: str
    iat: Number


class SeenRevision(_Entry, frozen=True, kw_only=True):
    """The highest revision of a record that was accepted under a trust list."""

    list_id: str
    administration: str
    record_id: str
    revision: Number


class SeenFile(_Entry, frozen=True, kw_only=True):
    """What a verifier has used before."""

    spec_version: Literal["1.0"]
    trust_lists: tuple[SeenList, ...] = ()
    status_lists: tuple[SeenStatusList, ...] = ()
    revisions: tuple[SeenRevision, ...] = ()


class Seen:
    """What was used before: issues of trust lists, status lists, revisions of records.

    `changes` counts how often something new was noted.
    """

    def __init__(self, file: SeenFile) -> None:
        """Begin with what a file says."""
        self.changes = 0
        self._lists: dict[tuple[str, tuple[str, ...]], tuple[int, str]] = {}
        self._status: dict[tuple[str, str], int] = {}
        self._revisions: dict[tuple[str, str, str], int] = {}
        self._learn(file)

    @classmethod
    def empty(cls) -> Self:
        """Return the memory of a verifier that has used nothing yet."""
        return cls(SeenFile(spec_version="1.0"))

    @classmethod
    def read(cls, store: Store) -> Self:
        """Return what a store keeps, or nothing where nothing was kept yet.

        Raises StateError for what is broken: to go on without it would be to forget.
        """
        return cls._kept(store.read(), store.name)

    @classmethod
    def _kept(cls, content: bytes | None, name: str) -> Self:
        if content is None:
            return cls.empty()
        try:
            return cls(msgspec.convert(read_tree(content), SeenFile))
        except (ReadError, msgspec.ValidationError) as cause:
            fault = f"{name} does not say what was used before: {cause}"
            raise StateError(fault) from cause

    def write(self, store: Store) -> None:
        """Keep what is known in a store, with what another process has kept there meanwhile.

        It tells who was asked about, so only its owner may read it. Raises OSError.
        """
        if self._news(store) is None:
            return  # so that a folder nobody may write to is good enough
        with store.locked():
            news = self._news(store)
            if news is not None:
                store.write(msgspec.json.format(msgspec.json.encode(news), indent=1) + b"\n")

    def _news(self, store: Store) -> SeenFile | None:
        """Return what a store is to keep from now on, or None where it keeps that already."""
        content = store.read()
        kept = self._kept(content, store.name)
        before = kept.changes
        kept.learn_from(self)
        return None if kept.changes == before else kept.to_file()

    def learn_from(self, other: Seen) -> None:
        """Take over what another memory knows; of two numbers for one thing the higher counts."""
        for name, (sequence, digest) in tuple(other._lists.items()):
            self._note_list(name, sequence, digest)
        for (administration, uri), iat in tuple(other._status.items()):
            self.note_status(administration, uri, iat)
        for (list_id, administration, record_id), revision in tuple(other._revisions.items()):
            self.note_revision(list_id, administration, record_id, revision)

    def _learn(self, file: SeenFile) -> None:
        """Take over what a file says; of two numbers for one thing the higher counts."""
        for issue in file.trust_lists:
            self._note_list((issue.list_id, issue.pinned_for), issue.sequence, issue.digest)
        for status in file.status_lists:
            self.note_status(status.administration, status.uri, status.iat)
        for record in file.revisions:
            self.note_revision(
                record.list_id, record.administration, record.record_id, record.revision
            )

    def to_file(self) -> SeenFile:
        """Return what is known, in an order that does not depend on when it was learnt."""
        return SeenFile(
            spec_version="1.0",
            trust_lists=tuple(
                SeenList(list_id=list_id, pinned_for=pinned, sequence=sequence, digest=digest)
                for (list_id, pinned), (sequence, digest) in sorted(self._lists.items())
            ),
            status_lists=tuple(
                SeenStatusList(administration=administration, uri=uri, iat=iat)
                for (administration, uri), iat in sorted(self._status.items())
            ),
            revisions=tuple(
                SeenRevision(
                    list_id=list_id,
                    administration=administration,
                    record_id=record_id,
                    revision=revision,
                )
                for (list_id, administration, record_id), revision in sorted(
                    self._revisions.items()
                )
            ),
        )

    def check_list(
        self, list_id: str, sequence: int, digest: bytes, pinned_for: tuple[str, ...] = ()
    ) -> None:
        """Refuse an older issue of a trust list, and another content of the same issue.

        Lists by roots that were pinned for other administrations are other lists.
        """
        known = self._lists.get((list_id, pinned_for))
        if known is None:
            return
        refusals.require(
            sequence >= known[0],
            "AEO-TRU-05",
            f"the trust list {list_id} has sequence {sequence}, {known[0]} was used before",
        )
        refusals.require(
            sequence != known[0] or digest.hex() == known[1],
            "AEO-TRU-06",
            f"another trust list {list_id} of sequence {sequence} was used before",
        )

    def note_list(
        self, list_id: str, sequence: int, digest: bytes, pinned_for: tuple[str, ...] = ()
    ) -> None:
        """Keep that an issue of a trust list was used; `digest` is that of its payload."""
        self._note_list((list_id, pinned_for), sequence, digest.hex())

    def check_status(self, administration: str, uri: str, iat: int) -> None:
        """Refuse a status list older than one of the same administration and URI."""
        known = self._status.get((administration, uri), iat)
        refusals.require(
            iat >= known,
            "AEO-STA-05",
            f"the status list {uri} is {how_many(known - iat, 'second')} older than the one used "
            "before",
        )

    def note_status(self, administration: str, uri: str, iat: int) -> None:
        """Keep that a status list was used."""
        place = (administration, uri)
        if iat > self._status.get(place, -1):
            self._status[place] = iat
            self.changes += 1

    def check_revision(
        self, list_id: str, administration: str, record_id: str, revision: int
    ) -> None:
        """Refuse a revision lower than one that was accepted of the same record."""
        known = self._revisions.get((list_id, administration, record_id), revision)
        refusals.require(revision >= known, "AEO-SIG-22", _older, revision, known)

    def note_revision(
        self, list_id: str, administration: str, record_id: str, revision: int
    ) -> None:
        """Keep that a revision of a record was accepted."""
        key = (list_id, administration, record_id)
        if revision > self._revisions.get(key, -1):
            self._revisions[key] = revision
            self.changes += 1

    def _note_list(self, name: tuple[str, tuple[str, ...]], sequence: int, digest: str) -> None:
        """Keep the higher issue; of two contents of one issue the first that was used."""
        known = self._lists.get(name)
        if known is None or sequence > known[0]:
            self._lists[name] = (sequence, digest)
            self.changes += 1


def _older(revision: int, known: int) -> str:
    return f"it has revision {revision}, {known} was accepted before"
