"""Is a firm recognised under a partner profile: by what a register holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.partner_profile import Flow, PartnerProfile
from aeo_exchange.exchange.profile_file import profile_digest
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.exchange.recognition.question import IssuedCode, RecognitionQuestion, Sought
from aeo_exchange.exchange.recognition.recognise import recognise
from aeo_exchange.model.codes import Role
from aeo_exchange.model.instants import Instant
from aeo_exchange.operations.recognition.asking_side import asking_side
from aeo_exchange.operations.register.register import Register
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.register.evidence import EvidenceReader, RegisterQuestion
from aeo_exchange.register.profiles import AdoptedVersion
from aeo_exchange.register.shared_evidence import AskedSides

__all__ = [
    "HeldWish",
    "RegisterReader",
    "adopted_profile",
    "check_adopted",
    "check_adopted_in",
    "check_not_against",
]


class HeldWish(Struct, frozen=True, kw_only=True):
    """What is asked of a register; without profile or agreement the only one adopted is meant.

    `issued_codes` stand in the place of those that the register keeps.
    """

    sought: Sought
    at: str
    known_at: Instant
    profile: PartnerProfile | None = None
    agreement: str | None = None
    asked_by: str | None = None
    party_role: Role | None = None
    flow: Flow | None = None
    issued_codes: Sequence[IssuedCode] | None = None


class RegisterReader:
    """Answers questions from a register; kept open it reads once what all of them share."""

    def __init__(self, register: Register, reference: ReferenceData) -> None:
        self._evidence = EvidenceReader(register.database, reference)
        self._sides: dict[tuple[str | None, str | None], AskedSides] = {}

    def recognise(self, wish: HeldWish) -> RecognitionAnswer:
        """Return the answer; raises WrongChoice where nothing says which agreement is meant."""
        sides = self._sides_of(wish)
        asked = RegisterQuestion(wish.sought, sides, wish.known_at)
        question = RecognitionQuestion(
            sought=wish.sought,
            asked_by=sides.asked_by,
            at=wish.at,
            known_at=wish.known_at,
            party_role=wish.party_role,
            flow=wish.flow,
        )
        return recognise(question, self._evidence.evidence(asked, wish.issued_codes))

    def _sides_of(self, wish: HeldWish) -> AskedSides:
        code = wish.agreement if wish.profile is None else wish.profile.code
        known = self._sides.get((code, wish.asked_by))
        if known is None or wish.profile is not None:
            profile = adopted_profile(self._evidence, code, wish.profile)
            known = AskedSides.under(profile, asking_side(profile, wish.asked_by))
            self._sides[code, wish.asked_by] = known
        return known


def adopted_profile(
    evidence: EvidenceReader, code: str | None = None, given: PartnerProfile | None = None
) -> PartnerProfile:
    """Return the profile that is asked under; what it says at K the register knows.

    Without a code the only one that was adopted is meant. Raises WrongChoice where there is none,
    where there are several, and where the one given was not adopted.
    """
    adopted = evidence.profiles(code)
    if given is not None:
        check_adopted(given, adopted)
    latest = {one.profile.code: one.profile for one in adopted}
    if not latest:
        raise WrongChoice(
            "no profile was adopted in this register; `aeo register adopt --profile FILE` does"
        )
    if len(latest) > 1:
        names = ", ".join(sorted(latest))
        raise WrongChoice(f"there are several agreements, {names}: say which by --profile")
    return given or latest.popitem()[1]


def check_adopted(profile: PartnerProfile, adopted: Iterable[AdoptedVersion]) -> None:
    """Raise WrongChoice unless a profile, as it is, is one of those that a register adopted."""
    texts = {one.digest: (one.profile.code, one.profile.version) for one in adopted}
    if profile_digest(profile) in texts:
        return
    version = f"{profile.code} version {profile.version}"
    for digest, named in texts.items():
        if named == (profile.code, profile.version):
            raise WrongChoice(
                f"{version} was adopted in this register with another text, that of {digest}; "
                "compare `aeo profile digest`, and give a changed text a higher version"
            )
    raise WrongChoice(
        f"{version} was not adopted in this register; `aeo register adopt --profile FILE` does"
    )


def check_adopted_in(register: Register, profile: PartnerProfile, reference: ReferenceData) -> None:
    """Raise WrongChoice unless a profile, as it is, is one that an open register adopted."""
    check_adopted(profile, EvidenceReader(register.database, reference).profiles(profile.code))


def check_not_against(
    register: Register, profile: PartnerProfile, reference: ReferenceData
) -> None:
    """Raise WrongChoice where a register adopted versions of an agreement, and not this one.

    A register of own records alone need not have adopted any.
    """
    adopted = EvidenceReader(register.database, reference).profiles(profile.code)
    if adopted:
        check_adopted(profile, adopted)
