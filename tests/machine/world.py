"""A sender, what lies between, and a receiver; each step is one thing that happens to them.

What was sent can come late, twice, in another order, cut, or never: a message comes when a step
says so. After each step the receiver must be whole, hold what some head signed, say no yes that
the oracle does not say, and name the reason of whatever it did not take.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from aeo_exchange.register.receive import Reception
from machine.messages import Known, Message, at, message
from machine.oracle import Held
from machine.receiver import Ended, Receiver, new_disk

FIRST = (Known(1), Known(2))


class Sender(NamedTuple):
    """What the sender knows, and the message that it sent last."""

    knows: tuple[Known, ...] = FIRST
    last: Message | None = None


class Kept(NamedTuple):
    """A backup of the register of the receiver, and what the oracle said then."""

    disk: bytes
    held: Held
    confirmed: frozenset[str]
    disputes: tuple[Dispute, ...]
    forks: frozenset[str]
    taken: frozenset[tuple[int, str]]


class Dispute(NamedTuple):
    """Heads of one number between which the operator has to decide, the first seen first."""

    number: int
    digests: tuple[str, ...]


@dataclass
class World:
    """Everything; `copied` gives a world of its own, whose receiver has a disk of its own.

    `forks` are heads seen beside another of their number, `taken` the heads that the operator took,
    by number and digest: what was seen and not taken disputes nothing again (XCH-8-8). `marked` is
    the number of the head applied last when the marks beside the register were noted last.
    """

    disk: bytes
    marks: bytes | None = None
    hour: int = 0
    sender: Sender = field(default_factory=Sender)
    saved: Sender | None = None
    sent: tuple[Message, ...] = ()
    held: Held = field(default_factory=Held)
    seen: dict[int, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    disputes: tuple[Dispute, ...] = ()
    forks: frozenset[str] = frozenset()
    taken: frozenset[tuple[int, str]] = frozenset()
    restored: bool = False
    marked: int = 0
    kept: Kept | None = None
    refused: Message | None = None

    @property
    def disputed(self) -> bool:
        return bool(self.disputes)

    def copied(self) -> World:
        return copy.copy(self)

    def fingerprint(self, receiver: Receiver) -> object:
        """Return what tells two worlds apart."""
        return (
            self.hour,
            self.sender,
            self.saved,
            tuple(one.digest for one in self.sent),
            receiver.fingerprint(),
            self.held,
            self.restored,
            self.marked,
            self.refused and self.refused.digest,
            self.kept and (self.kept.held, self.kept.disputes, self.kept.forks, self.kept.taken),
        )


def begun() -> World:
    return World(new_disk())


# What the sender does.


def _happens(what: str) -> Callable[[World, Receiver], bool]:
    def happen(world: World, _receiver: Receiver) -> bool:
        first, *others = world.sender.knows
        fits = {
            "suspend": not first.is_suspended,
            "reinstate": first.is_suspended,
            "withdraw": not first.is_withdrawn,
            "give": first.is_withdrawn,
            "erase": True,
        }
        if first.is_erased or not fits[what]:
            return False
        world.hour += 1
        changed = first.and_then(what, world.hour)
        world.sender = world.sender._replace(knows=(changed, *others))
        return True

    return happen


def grant(world: World, _receiver: Receiver) -> bool:
    """A further firm is shared."""
    if len(world.sender.knows) > 2:
        return False
    world.sender = world.sender._replace(knows=(*world.sender.knows, Known(3)))
    return True


def rename_all(world: World, _receiver: Receiver) -> bool:
    """Two firms change at once, which is held for a person."""
    if any(known.is_suspended or known.is_erased for known in world.sender.knows[:2]):
        return False
    world.hour += 1
    changed = tuple(known.and_then("suspend", world.hour) for known in world.sender.knows[:2])
    world.sender = world.sender._replace(knows=(*changed, *world.sender.knows[2:]))
    return True


def slip(world: World, _receiver: Receiver) -> bool:
    """The sender forgets the last change of a firm and does not notice."""
    first, *others = world.sender.knows
    if not first.changes or first.is_erased:
        return False
    back = first._replace(changes=first.changes[:-1])
    world.sender = world.sender._replace(knows=(back, *others))
    return True


def _sent(world: World, number: int, *, reset: bool = False) -> bool:
    world.hour += 1
    made = message(world.sender.knows, number, world.hour, world.sender.last, reset=reset)
    world.sender = world.sender._replace(last=made)
    world.sent = (*world.sent, made)
    return True


def send(world: World, _receiver: Receiver) -> bool:
    """The sender publishes the next head; where it was restored, perhaps a number again."""
    last = world.sender.last
    return _sent(world, 1 if last is None else last.head.sequence + 1)


def reset(world: World, _receiver: Receiver) -> bool:
    """The sender begins anew, above all that was ever sent."""
    highest = max((one.head.sequence for one in world.sent), default=0)
    return _sent(world, highest + 10, reset=True)


def twin(world: World, _receiver: Receiver) -> bool:
    """Another machine of the sender signs another state under the number of the last head."""
    last = world.sender.last
    if last is None or len(last.knows) < 2:
        return False
    other = message(last.knows[:1], last.head.sequence, world.hour, None, reset=False)
    world.sent = (*world.sent, other)
    return True


def save(world: World, _receiver: Receiver) -> bool:
    world.saved = world.sender
    return True


def lose(world: World, _receiver: Receiver) -> bool:
    """The sender is restored from its backup."""
    if world.saved is None or world.saved == world.sender:
        return False
    world.sender = world.saved
    return True


# What reaches the receiver.


def _came(place: int, *, cut: bool = False) -> Callable[[World, Receiver], bool]:
    def come(world: World, receiver: Receiver) -> bool:
        if len(world.sent) < place:
            return False
        whole = world.sent[-place]
        given = whole.cut() if cut else whole
        done = receiver.take(given, at(world.hour))
        judge(world, whole, done, is_cut=cut)
        world.marked = _number_of(world.held)
        return True

    return come


def _number_of(held: Held) -> int:
    """Return the number of the head applied last, 0 before the first."""
    return 0 if held.last is None else held.last.head.sequence


def judge(world: World, message: Message, done: Reception, *, is_cut: bool = False) -> None:
    """Compare what became of a message with what may become of it."""
    number, last = message.head.sequence, world.held.last
    is_fork = world.seen.get(number, message.digest) != message.digest
    if done.outcome == "already-applied":
        assert last is not None
        assert last.digest == message.digest
        return
    if done.outcome == "applied":
        assert not world.disputed, "it is disputed"
        assert not is_fork, "a fork was applied"
        assert world.held.may_apply(message, world.confirmed), "it may not be applied"
        needs_file = last is None or last.head.root != message.head.root
        assert not (is_cut and needs_file), "a file that was cut was applied"
        world.held = world.held.after(message)
        world.refused = None
    else:
        assert done.message is not None
        step = done.message.steps[-1]
        assert step.code.startswith("AEO-"), "it was stopped without a named reason"
        may = world.held.may_apply(message, world.confirmed)
        assert not may or is_cut or is_fork or world.disputed, (step.code, "it may be applied")
        if is_fork and not _is_decided(world, message):
            world.disputes = _with_another(world, message)
        world.forks |= {message.digest} if is_fork else set()
        world.refused = message
    if not is_fork:
        world.seen = {**world.seen, number: message.digest}


def _with_another(world: World, message: Message) -> tuple[Dispute, ...]:
    """Return the disputes, in the order of their numbers, with one more head in one of them."""
    heads = {one.number: one.digests for one in world.disputes}
    number = message.head.sequence
    known = heads.get(number, (world.seen[number],))
    heads[number] = tuple(dict.fromkeys((*known, message.digest)))
    return tuple(Dispute(*one) for one in sorted(heads.items()))


def _is_decided(world: World, message: Message) -> bool:
    """Say whether a head was seen, and another of its number taken."""
    others = {digest for number, digest in world.taken if number == message.head.sequence}
    return message.digest in world.forks and bool(others - {message.digest})


def _ended(beginning: str) -> Callable[[World, Receiver], bool]:
    def end(world: World, receiver: Receiver) -> bool:
        """The process of the receiver ends in the middle of the last message."""
        if not world.sent:
            return False
        before = receiver.fingerprint()
        try:
            with receiver.ending_at(beginning):
                done = receiver.take(world.sent[-1], at(world.hour))
        except Ended:
            assert receiver.fingerprint() == before, "something of it stayed"
            receiver.reopen()
            return True
        judge(world, world.sent[-1], done)
        world.marked = _number_of(world.held)
        return True

    return end


def end_behind(world: World, receiver: Receiver) -> bool:
    """The process ends when the message counts, and before the marks tell it."""
    if not world.sent:
        return False
    done = receiver.take(world.sent[-1], at(world.hour), marks=False)
    judge(world, world.sent[-1], done)
    receiver.reopen()
    return True


def keep(world: World, receiver: Receiver) -> bool:
    """The register of the receiver is backed up."""
    world.kept = Kept(
        receiver.disk(), world.held, world.confirmed, world.disputes, world.forks, world.taken
    )
    return True


def restore(world: World, receiver: Receiver) -> bool:
    """The register of the receiver is restored; its marks are not."""
    if world.kept is None:
        return False
    # What counted when the process ended, and no mark told of yet, nobody can miss: it comes again.
    ahead = _number_of(world.kept.held) < world.marked
    receiver.put_back(world.kept.disk, receiver.marks.content)
    receiver.reopen()
    world.held, world.confirmed = world.kept.held, world.kept.confirmed
    world.disputes, world.forks, world.taken = (
        world.kept.disputes,
        world.kept.forks,
        world.kept.taken,
    )
    stream = receiver.stream()
    world.restored = stream is not None and stream.restored is not None
    if ahead:
        marks = receiver.marks.content or b""
        assert world.restored or b'"applied"' not in marks, "nobody sees that it was restored"
    return True


def confirm(world: World, receiver: Receiver) -> bool:
    """The operator takes the head that was held last, or one of the first dispute, which ends it.

    The one seen first is taken, which is that which was applied if any was; where a register that
    was restored has forgotten it, the next one.
    """
    if world.disputes:
        (number, digests), *others = world.disputes
        taken = next((one for one in digests if receiver.confirm(one, at(world.hour))), None)
        if taken is None:
            return False
        world.disputes = tuple(others)
        world.seen = {**world.seen, number: taken}
        world.confirmed |= {taken}
        world.taken = frozenset(one for one in world.taken if one[0] != number)
        world.taken |= {(number, taken)}
        return True
    if world.refused is None or not receiver.confirm(world.refused.digest, at(world.hour)):
        return False
    world.confirmed |= {world.refused.digest}
    world.taken |= {(world.refused.head.sequence, world.refused.digest)}
    return True


def look(world: World, receiver: Receiver) -> bool:
    """The operator has seen what a restored register lost."""
    if not world.restored:
        return False
    receiver.look()
    world.restored, world.marked = False, _number_of(world.held)
    return True


STEPS: dict[str, Callable[[World, Receiver], bool]] = {
    **{what: _happens(what) for what in ("suspend", "reinstate", "withdraw", "give", "erase")},
    "grant": grant,
    "rename all": rename_all,
    "slip": slip,
    "send": send,
    "reset": reset,
    "twin": twin,
    "save": save,
    "lose": lose,
    "the last comes": _came(1),
    "the one before comes": _came(2),
    "the third last comes": _came(3),
    "the last comes cut": _came(1, cut=True),
    "an end at the changes": _ended("INSERT INTO changes"),
    "an end at the state": _ended("UPDATE streams"),
    "an end behind": end_behind,
    "keep": keep,
    "restore": restore,
    "confirm": confirm,
    "look": look,
}


def require_sound(world: World, receiver: Receiver) -> None:
    """Require all that holds at any time."""
    assert receiver.is_whole()
    last = world.held.last
    assert receiver.lines() == (() if last is None else last.lines), "another state than was signed"
    gone = world.held.gone
    erased = {f"HK/HK-2021-{number:04}" for number, why in gone if why.cause == "erased"}
    assert receiver.content_of(erased) == 0
    for number in (1, 2, 3):
        result, reason = receiver.says(number, at(world.hour))
        if result == "RECOGNISED":
            assert world.held.is_good(number), f"firm {number} is recognised"
            assert not world.disputed
            assert not world.restored
        elif world.held.is_good(number):
            # What may be said is said, unless the stream answers nothing, for a named reason.
            assert world.disputed or world.restored, (number, result, reason)


def require_ending(world: World, receiver: Receiver) -> None:
    """Require that both end equal, when the sender begins anew and a person does what is asked."""
    look(world, receiver)
    while world.disputes:
        assert confirm(world, receiver), "a dispute that nobody can end"
    confirm(world, receiver)
    reset(world, receiver)
    for name in ("the last comes", "confirm", "the last comes", "look"):
        STEPS[name](world, receiver)
        require_sound(world, receiver)
    assert world.held.last is not None
    assert world.held.last.digest == world.sent[-1].digest
    assert receiver.lines() == world.sent[-1].lines
    assert not world.disputed
    assert not world.restored
