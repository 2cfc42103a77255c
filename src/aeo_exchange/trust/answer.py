"""What a verifier answers: each check by name, and a verdict of three values (ATT-7)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import force_setattr

from aeo_exchange.errors import NoAttestation, SignatureError, UnreadPicture
from aeo_exchange.report import Verdict
from aeo_exchange.trust.words import REFUSALS, UNDECIDED, UNREAD

__all__ = [
    "UNDETERMINED_CODES",
    "CheckName",
    "CheckResult",
    "Outcome",
    "Verification",
    "VerificationAnswer",
    "is_objection",
    "refused",
    "verdict_of_checks",
]


class CheckName(StrEnum):
    """The checks of a verifier, in the order in which an answer names them (ATT-7-1)."""

    # That of Enum is written in Python, and each check looks several up.
    __hash__ = str.__hash__

    FORMAT = "format"
    TRUST_LIST = "trust-list"
    ISSUER = "issuer"
    SIGNATURE = "signature"
    SCOPE = "scope"
    WINDOW = "window"
    STATUS = "status"
    REVISION = "revision"
    RECORD_DIGEST = "record-digest"
    CLAIMS_MATCH_RECORD = "claims-match-record"
    SCHEMA = "schema"
    RULES = "rules"
    TIN = "tin"


class Outcome(StrEnum):
    """How a check came out."""

    PASS = "pass"  # noqa: S105 the word of the contract, not a secret
    FAIL = "fail"
    UNDETERMINED = "undetermined"
    SKIPPED = "skipped"


class CheckResult(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One check: how it came out, why, and by which rule where it did not pass.

    `reason` tells of this attestation; `words` what this outcome by the rule means, and `hint`
    what to do next, the same for every attestation and in every implementation.
    """

    name: CheckName
    outcome: Outcome
    reason: str | UnsetType = UNSET
    code: str | UnsetType = UNSET
    words: str | UnsetType = UNSET
    hint: str | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Say what the code means."""
        if self.code is UNSET:
            return
        refusal = REFUSALS.get(self.code)
        if self.outcome is Outcome.UNDETERMINED:
            refusal = UNDECIDED.get(self.code, refusal)
        if refusal is not None:
            force_setattr(self, "words", refusal.words)
            force_setattr(self, "hint", refusal.hint)


class Verification(Struct, frozen=True, kw_only=True, rename="camel", gc=False):
    """The answer about one attestation.

    `as_of` is the instant of the status list that was used, `trust_lists` the names of the trust
    lists that have the key. `claims` is empty unless the signature was found to be right.
    """

    source: str
    verdict: Verdict
    as_of: str | UnsetType = UNSET
    trust_lists: tuple[str, ...] = ()
    checks: tuple[CheckResult, ...]
    # A tree; msgspec takes no type that holds itself.
    claims: dict[str, Any]

    def check(self, name: CheckName | str) -> CheckResult:
        """Return the result of a check; raises ValueError for a name that no check has."""
        asked = CheckName(name)
        return next(check for check in self.checks if check.name is asked)


class VerificationAnswer(Struct, frozen=True, kw_only=True):
    """What `aeo verify --format json` prints."""

    verdict: Verdict
    at: str
    results: tuple[Verification, ...]


# The source that should decide is missing, stale or not to be believed; the attestation itself
# is not disproved (ATT-7-9). Every other refusal is one of the attestation.
UNDETERMINED_CODES = frozenset(
    {
        *(f"AEO-TRU-{number:02}" for number in (*range(1, 7), 10, 14)),
        *(f"AEO-STA-{number:02}" for number in (*range(1, 7), 10)),
    }
)


def refused(name: CheckName, cause: SignatureError) -> CheckResult:
    """Return a refusal as the outcome of a check."""
    undetermined = cause.rule in UNDETERMINED_CODES or isinstance(cause, NoAttestation)
    # Of a picture the next step is its own: it depends on what kept it from being read.
    is_unread = isinstance(cause, UnreadPicture)
    return CheckResult(
        name=name,
        outcome=Outcome.UNDETERMINED if undetermined else Outcome.FAIL,
        reason=cause.message,
        code=cause.rule or UNSET,
        words=UNREAD if is_unread else UNSET,
        hint=cause.advice if is_unread else UNSET,
    )


# Looked up once: in Python 3.11 each member costs as much as a call.
_OBJECTIONS = (Outcome.FAIL, Outcome.UNDETERMINED)


def is_objection(outcome: Outcome) -> bool:
    """Say whether a check that came out so keeps an answer from being VALID."""
    return outcome in _OBJECTIONS


def verdict_of_checks(checks: tuple[CheckResult, ...]) -> Verdict:
    """Return NOT_VALID when a check failed, else UNDETERMINED when one is, else VALID."""
    outcomes = [check.outcome for check in checks]
    if Outcome.FAIL in outcomes:
        return Verdict.NOT_VALID
    return Verdict.UNDETERMINED if Outcome.UNDETERMINED in outcomes else Verdict.VALID
