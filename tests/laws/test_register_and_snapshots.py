"""A register answers what the same messages answer that lie in folders (XCH-13-9).

Two programs tell what is known of a firm: the register, which takes messages as they come and reads
its tables, and `--from`, which reads all snapshots again for one question. The steps are those of
`machine.world`, of which the messages that the register applied are laid into folders.

Resets are in it, confirmed or not, forks, decided or not, and mass changes, confirmed or not: what
the register held lies in folders too, and is no yes there either. They differ by what was erased: a
register has forgotten whose that was (XCH-9-5), so it cannot tell other firms from it for instants
before, while a snapshot that was kept still has it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.exchange.recognition.question import Sought
from aeo_exchange.model.codes import Role
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.recognition.recognise import Wish, by_snapshots
from aeo_exchange.operations.register.recognise import HeldWish
from exchange.profiles import profile
from machine.messages import SMALL, Message, at
from machine.receiver import Receiver, asked_once
from machine.world import STEPS, World, begun
from register.keeping import JAPANS, profiles_read_once

HAPPENS = ("suspend", "reinstate", "withdraw", "give", "erase", "grant", "slip", "rename all")
NIGHT = "night"
# What is sent, what of it comes, and what the operator then says.
COMES = {
    NIGHT: ("send", "the last comes"),
    "anew": ("reset", "the last comes", "confirm", "the last comes"),
    "anew, and nobody confirms it": ("reset", "the last comes"),
    "fork": ("twin", "the last comes"),
    "two forks": (
        "twin",
        "the last comes",
        "send",
        "twin",
        "the last comes",
        "the one before comes",
    ),
    "many": ("rename all", "send", "the last comes"),
    "many, and that is right": (
        "rename all",
        "send",
        "the last comes",
        "confirm",
        "the last comes",
    ),
    "decide": ("confirm", "the last comes", "the one before comes"),
}
IS_DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "ci"
# What is asked about: firms that are shared, or may be, one that is not, and numbers of others.
SOUGHT = (
    *(Sought(value=f"HK{number:08}") for number in (1, 2, 3, 9)),
    Sought(scheme="LEI", value="5493001KJTIIGC8Y1R12"),
    Sought(scheme="NOPE", value="1"),
)
FAR = "2026-12-24T00:00:00Z"
series = st.lists(st.sampled_from((*HAPPENS, NIGHT, NIGHT, *COMES)), max_size=12)


@pytest.fixture(autouse=True, scope="module")
def _quick() -> Iterator[None]:
    with profiles_read_once():
        yield


class Played(NamedTuple):
    """The world behind some steps, what was applied on the way, and what was held as too much."""

    world: World
    applied: list[Message]
    many: list[Message]


def is_mass_change(message: Message | None, world: World) -> bool:
    """Say whether a message was stopped for its size alone, by what the oracle knows."""
    last = world.held.last
    return (
        message is not None
        and last is not None
        and not world.disputed
        and message.digest not in world.forks
        and message.head.reset is UNSET
        and message.head.sequence > last.head.sequence
        and message.head.as_of >= last.head.as_of
        and not world.held.may_apply(message, world.confirmed)
    )


def played(steps: list[str], receiver: Receiver) -> Played:
    world, applied, many = begun(), [], []
    receiver.put_back(world.disk, None)
    for name in (NIGHT, *steps, NIGHT):
        for step in COMES.get(name, (name,)):
            before = world.held.last
            STEPS[step](world, receiver)
            if world.held.last is not None and world.held.last is not before:
                applied.append(world.held.last)
            if is_mass_change(world.refused, world):
                many.append(world.refused)
    taken = {one.digest for one in applied}
    # What an operator confirmed waits to come again, and would be applied where it lies in files.
    waiting = [one for one in many if one.digest not in taken | world.confirmed]
    return Played(world, applied, waiting)


def at_hand(world: World, applied: list[Message], many: list[Message]) -> list[Message]:
    """Return what lies in folders: what was applied or held as too much, both heads of a dispute.

    Who has decided takes the other one away: files say nothing of an operator.
    """
    between = {digest for dispute in world.disputes for digest in dispute.digests}
    disputed = [one for one in world.sent if one.digest in between]
    return list({one.digest: one for one in (*applied, *many, *disputed)}.values())


def laid_out(messages: list[Message], folder: Path) -> list[Path]:
    places = []
    for message in messages:
        place = folder / f"{message.head.sequence:04}-{message.digest[:8]}"
        place.mkdir()
        (place / "head.jwt").write_bytes(message.token)
        for file, body in message.bodies:
            (place / file.name).write_bytes(body)
        places.append(place)
    return places


def told(answer: RecognitionAnswer) -> object:
    """Return what an answer says, but for its words."""
    rests = answer.rests_on
    return (
        answer.result,
        answer.since,
        sorted((str(why.code), str(why.key), str(why.status)) for why in answer.reasons),
        answer.benefits,
        rests.profile,
        rests.records,
        [(head.sequence, head.digest, head.as_of) for head in rests.heads],
    )


def from_register(receiver: Receiver, sought: Sought, t: str, known: str) -> RecognitionAnswer:
    return receiver.reader.recognise(
        HeldWish(
            sought=sought,
            at=t,
            known_at=instant(known),
            party_role=Role.EXPORTER,
            flow="import",
        )
    )


def from_folders(
    places: list[Path], sought: Sought, t: str, known: str, confirmed: frozenset[str]
) -> RecognitionAnswer:
    adopted = profile(JAPANS, SMALL)
    wish = Wish(
        sought=sought,
        profile=adopted,
        asked_by="JP",
        at=t,
        known_at=instant(known),
        party_role=Role.EXPORTER,
        flow="import",
    )
    asked = replace(asked_once(), at=instant(FAR), profile=adopted)
    return by_snapshots(places, wish, asked, confirmed)


def is_disputed(answer: RecognitionAnswer) -> bool:
    """Say whether a dispute is a reason; of files that were refused snapshots give one more."""
    return any(why.code == "disputed" for why in answer.reasons)


def is_yes(answer: RecognitionAnswer) -> bool:
    return answer.result == "RECOGNISED"


def erased_by(world: World) -> set[str]:
    """Return the numbers of firms that were erased, of which a register has forgotten whose."""
    gone = world.held.gone
    return {f"HK{number:08}" for number, why in gone if why.cause == "erased"}


@settings(deadline=None, max_examples=200 if IS_DEEP else 6)
@given(series, st.data())
def test_a_register_answers_what_its_messages_in_folders_answer(
    steps: list[str], data: st.DataObject
) -> None:
    receiver = Receiver()
    with tempfile.TemporaryDirectory() as folder:
        world, applied, many = played(steps, receiver)
        places = laid_out(at_hand(world, applied, many), Path(folder))
        hours = st.integers(0, world.hour + 1).map(at)
        now = at(world.hour)
        asks = st.tuples(st.sampled_from(SOUGHT), hours, st.just(now) | hours)
        for sought, t, known in ((SOUGHT[0], now, now), *(data.draw(asks) for _ in range(4))):
            one = from_register(receiver, sought, t, known)
            other = from_folders(places, sought, t, known, world.confirmed)
            event(str(one.result))
            if world.disputed:
                assert one.result == other.result, (sought, t, known)
                assert is_disputed(one) == is_disputed(other), (sought, t, known)
            elif many and sought.value not in erased_by(world):
                event("a mass change is held")
                assert is_yes(one) == is_yes(other), (sought, t, known)
            elif not erased_by(world):
                assert told(one) == told(other), (sought, t, known)
            elif sought.value not in erased_by(world):
                assert is_yes(one) == is_yes(other), (sought, t, known)
            else:
                assert not is_yes(one)
                assert known != now or not is_yes(other)
    receiver.engine.dispose()
