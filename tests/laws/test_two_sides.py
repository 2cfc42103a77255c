"""Whatever happens between a sender and a receiver, they end equal or stopped for a named reason.

The steps are those of `machine.world`: a sender to whom things happen, who is restored, begins anew
or signs twice; messages that come late, twice, in another order, cut, or never; a receiver that is
ended in the middle, restored, and whose operator decides. After each step the receiver is whole,
holds what some head signed, byte for byte, and says no yes that an oracle of few rules does not say
(`machine.oracle`): that of the sender's full history, as far as heads of it reached the receiver.

The same steps are explored exhaustively, each world once: `make test` walks every series of 3 of
seven steps behind a first night, `make check` every series of 3 of all 24 steps, and of 5 of the
seven; from the last worlds of each the ending is required too.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from machine.receiver import Receiver
from machine.world import STEPS, World, begun, require_ending, require_sound
from register.keeping import profiles_read_once

FIRST_NIGHT = ("send", "the last comes")
TWO_FORKS = ("twin", "the last comes", "send", "twin", "the last comes", "the one before comes")
SEVEN = ("suspend", "send", "reset", "the last comes", "keep", "restore", "confirm")
IS_DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "ci"


@pytest.fixture(autouse=True, scope="module")
def _quick() -> Iterator[None]:
    with profiles_read_once():
        yield


class Explorer:
    """Walks every series of some steps, up to a depth, and each world that it comes to once."""

    def __init__(self, names: Sequence[str]) -> None:
        self.receiver = Receiver()
        self.made: Counter[str] = Counter()
        self._names = names
        self._known: set[object] = set()

    def explore(
        self, depth: int, beginning: Sequence[str] = (), *, with_endings: bool = False
    ) -> int:
        """Return how many worlds there are behind a first night and a beginning."""
        waiting = [self._begun((*FIRST_NIGHT, *beginning))]
        for _ in range(depth):
            waiting = [after for world in waiting for after in self._behind(world)]
        for world in waiting if with_endings else ():
            require_ending(self._entered(world), self.receiver)
        self.receiver.engine.dispose()
        return len(self._known)

    def _begun(self, names: Sequence[str]) -> World:
        world = self._entered(begun())
        for name in names:
            assert STEPS[name](world, self.receiver)
        return self._left(world)

    def _entered(self, world: World) -> World:
        self.receiver.put_back(world.disk, world.marks)
        return world.copied()

    def _left(self, world: World) -> World:
        world.disk, world.marks = self.receiver.disk(), self.receiver.marks.content
        return world

    def _behind(self, world: World) -> Iterator[World]:
        """Yield each new world that one step leads to."""
        for name in self._names:
            reached = self._entered(world)
            if not STEPS[name](reached, self.receiver):
                continue
            self.made[name] += 1
            fingerprint = reached.fingerprint(self.receiver)
            if fingerprint not in self._known:
                self._known.add(fingerprint)
                require_sound(reached, self.receiver)
                yield self._left(reached)


def test_every_series_of_three_of_seven_steps_is_sound() -> None:
    explorer = Explorer(SEVEN)
    assert explorer.explore(3) > 40
    assert explorer.made.keys() == set(SEVEN)


@pytest.mark.parametrize(
    "beginning",
    [
        ("keep", "suspend", "send", "the last comes"),  # a restore forgets
        ("erase", "send"),
        ("suspend", "send", "the last comes", "slip", "send"),  # a revision goes back
        ("withdraw", "send", "the last comes", "slip", "send"),  # a firm comes back without consent
        ("rename all", "send", "the last comes", "twin"),  # a fork of a head that was held
        ("twin", "the last comes", "confirm"),  # a fork that was decided comes again
        TWO_FORKS,
        (*TWO_FORKS, "confirm"),  # one of two disputes has ended
    ],
)
def test_every_step_behind_a_beginning_is_sound(beginning) -> None:
    assert Explorer(tuple(STEPS)).explore(1, beginning) > 8


@pytest.mark.skipif(not IS_DEEP, reason="the ci profile goes deeper")
@pytest.mark.parametrize(("names", "depth"), [(tuple(STEPS), 3), (SEVEN, 5)])
def test_every_series_of_steps_is_sound_and_ends_equal(names, depth) -> None:
    explorer = Explorer(names)
    explorer.explore(depth, with_endings=True)
    assert len(explorer.made) >= len(names) - 2


class Exchange(RuleBasedStateMachine):
    """Any steps in any order, many more of them."""

    def __init__(self) -> None:
        super().__init__()
        self.receiver = Receiver()
        self.world = begun()
        self.receiver.put_back(self.world.disk, None)

    @initialize()
    def first_night(self) -> None:
        for name in FIRST_NIGHT:
            assert STEPS[name](self.world, self.receiver)

    @rule(name=st.sampled_from(tuple(STEPS)))
    def step(self, name: str) -> None:
        if STEPS[name](self.world, self.receiver):
            require_sound(self.world, self.receiver)

    @rule()
    def night(self) -> None:
        """The sender sends, and it comes, as on most nights."""
        for name in ("send", "the last comes"):
            STEPS[name](self.world, self.receiver)
            require_sound(self.world, self.receiver)

    def teardown(self) -> None:
        require_ending(self.world, self.receiver)
        self.receiver.engine.dispose()


def test_any_series_of_steps_is_sound_and_ends_equal() -> None:
    given = {"max_examples": 60, "stateful_step_count": 30} if IS_DEEP else {}
    quick = {"max_examples": 3, "stateful_step_count": 12}
    run_state_machine_as_test(Exchange, settings=settings(settings(), **(given or quick)))
