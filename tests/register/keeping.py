"""A register of Japan, and the stream of Hong Kong that is applied to it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.profile_file import read_partner_profile
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.exchange.recognition.question import Sought
from aeo_exchange.model.codes import Role
from aeo_exchange.model.instants import instant
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.register.recognise import HeldWish, RegisterReader
from aeo_exchange.operations.register.register import AppliedMessage, Register, init_register
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.register import profiles
from aeo_exchange.register.connecting import database_place
from exchange.profiles import changed
from exchange.streams import create, question

BEGIN = "2026-10-01T00:00:00Z"
NIGHT = tuple(f"2026-11-{day:02}T00:00:00Z" for day in range(1, 29))
JAPANS = ('side = "HK"', 'side = "JP"')


def adopted(folder: Path, register: Register, *changes: tuple[str, str], at: str = BEGIN) -> str:
    file = folder / "adopted.toml"
    file.write_bytes(changed(JAPANS, *changes))
    return register.adopt_profile(file, shipped(), instant(at))


@cache
def _profile_once(content: bytes) -> PartnerProfile:
    return read_partner_profile(content, shipped())


@contextmanager
def profiles_read_once() -> Iterator[None]:
    """Have a text of a profile judged once, which takes longer than all else of a message."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profiles, "read_partner_profile", lambda content, _: _profile_once(content))
        yield


@cache
def _new_file() -> bytes:
    """Return a register in a file as it is made, which takes longer than most tests of one."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "new.db"
        init_register(str(file), {})
        return file.read_bytes()


def begun(folder: Path, url: str) -> Register:
    """Return a new register in which the profile of the sample is adopted."""
    file = database_place(url, {}).file
    if file is None:
        init_register(url, {})
    else:
        file.write_bytes(_new_file())
    register = Register(url, {})
    adopted(folder, register)
    return register


def apply(
    register: Register, place: Path, at: str, lists: bytes | None = None, **given: object
) -> AppliedMessage:
    return register.apply(place, question(at=at, lists=lists, profile=None, **given))


def night(
    register: Register, folder: Path, number: int, *records: AeoRecord, **given: object
) -> AppliedMessage:
    """Publish the records as of a night, and apply them."""
    create(folder, *records, at=NIGHT[number], **given)
    return apply(register, folder, NIGHT[number])


def ask(
    register: Register,
    tin: str,
    at: str,
    known_at: str | None = None,
    profile: PartnerProfile | None = None,
) -> RecognitionAnswer:
    wish = HeldWish(
        sought=Sought(value=tin),
        at=at,
        known_at=instant(known_at or at),
        profile=profile,
        party_role=Role.EXPORTER,
        flow="import",
    )
    return RegisterReader(register, shipped()).recognise(wish)


def said(answer: RecognitionAnswer) -> tuple[str, list[str]]:
    return str(answer.result), [str(why.code) for why in answer.reasons]


def last_step(answer: AppliedMessage) -> tuple[str, str, str]:
    """Return how a message ended: its outcome, the last step, and the code of it."""
    step = answer.check.steps[-1]
    return answer.outcome, str(step.name), step.code
