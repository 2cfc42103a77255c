"""What a receiver has to hold and may say, told by few rules and without the program."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import UNSET

from machine.messages import Known, Message, entry_of


class Highest(NamedTuple):
    """The highest revision that was applied of a key, and its line."""

    revision: int
    line: bytes


class Gone(NamedTuple):
    """A tombstone that stands, and the hour from which it does."""

    cause: str
    hour: int


class Held(NamedTuple):
    """What is held: the message applied last, and of each firm what was made of it."""

    last: Message | None = None
    highest: tuple[tuple[int, Highest], ...] = ()
    gone: tuple[tuple[int, Gone], ...] = ()
    accepted: frozenset[int] = frozenset()

    def may_apply(self, message: Message, confirmed: frozenset[str]) -> bool:
        """Whether a message whose files came whole may be applied; forks are told elsewhere."""
        if self.last is None:
            return message.head.reset is UNSET or message.digest in confirmed
        if message.head.sequence <= self.last.head.sequence:
            return False
        if message.head.reset is not UNSET:
            return message.digest in confirmed
        if message.head.as_of < self.last.head.as_of:
            return False
        before, after = (
            {known.number: entry_of(known).line for known in one.knows}
            for one in (self.last, message)
        )
        others = sum(before.get(firm) != after.get(firm) for firm in before.keys() | after.keys())
        return others <= 1 or message.digest in confirmed  # one alone is under the limit

    def after(self, message: Message) -> Held:
        """Return what is held when a message was applied."""
        highest, gone = dict(self.highest), dict(self.gone)
        is_reset = message.head.reset is not UNSET
        accepted = set()
        for known in message.knows:
            entry = entry_of(known)
            if entry.tombstone is not None:
                change = known.last("erase") or known.last("withdraw", "give")
                assert change is not None
                gone[known.number] = Gone(entry.tombstone.cause, change.hour)
                continue
            came = Highest(known.revision, entry.line)
            before = highest.get(known.number)
            goes_back = before is not None and (
                came.revision < before.revision
                or (came.revision == before.revision and came.line != before.line)
            )
            if (is_reset or not goes_back) and self._may_return(known, gone, before):
                accepted.add(known.number)
                gone.pop(known.number, None)
            if is_reset or before is None or came.revision > before.revision:
                highest[known.number] = came
        return Held(
            message,
            tuple(sorted(highest.items())),
            tuple(sorted(gone.items())),
            frozenset(accepted),
        )

    @staticmethod
    def _may_return(known: Known, gone: dict[int, Gone], before: Highest | None) -> bool:
        tombstone = gone.get(known.number)
        if tombstone is None:
            return True
        given = known.last("give")
        return (
            tombstone.cause == "consent-withdrawn"
            and (before is None or known.revision > before.revision)
            and (given is None or given.hour > tombstone.hour)
        )

    def is_good(self, number: int) -> bool:
        """Whether the firm may be recognised by what is held."""
        if self.last is None or number not in self.accepted:
            return False
        return any(known.number == number and known.is_good for known in self.last.knows)
