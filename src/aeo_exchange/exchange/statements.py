"""Statements that one side signs for the other beside heads, answers and receipts: their form.

A statement is a compact token with a closed payload, like a head (XCH-3-2); who may make it is
asked as of a head (XCH-8-3 to XCH-8-5). What it says is for answers.py and receipts.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Generic, Literal, TypeAlias, TypeVar

import msgspec
from msgspec import Struct

from aeo_exchange.errors import SignatureError
from aeo_exchange.exchange.sender import Speech, speaker_scope
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.version import is_newer
from aeo_exchange.reader_codes import NEWER_VERSION
from aeo_exchange.signing import refusals
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.signing.jws import Codes, Compact, read_compact, read_token_json, sign_compact
from aeo_exchange.signing.keys import SigningKey
from aeo_exchange.trust.answer import UNDETERMINED_CODES
from aeo_exchange.trust.list_form import token_text
from aeo_exchange.trust.listed_keys import Trust
from aeo_exchange.trust.progress import SKEW

__all__ = [
    "FUTURE",
    "SignedStatement",
    "StatementKind",
    "StatementStep",
    "TrustNow",
    "read_statement",
    "require_made_by",
    "require_past",
    "statement_steps",
    "statement_token",
]

Payload = TypeVar("Payload")
StatementOutcome: TypeAlias = Literal["pass", "refused", "held", "undetermined"]
StatementStepName: TypeAlias = Literal["form", "key", "time", "head", "order", "entries"]
FUTURE = "AEO-XCH-14"


class StatementKind(Struct, frozen=True, kw_only=True):
    """A kind of statement: its type, the rule of its form, its longest token, what it is called."""

    typ: str
    form: str
    longest: int
    name: str


class SignedStatement(Struct, Generic[Payload], frozen=True, kw_only=True):
    """A statement that was read, whoever signed it; `says` is None where it is newer than we are.

    `digest` is the SHA-256 of what was signed, in hexadecimal digits, as of a head (XCH-3-7).
    """

    compact: Compact
    says: Payload | None
    digest: str


class StatementStep(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How one step of checking a statement came out; where it did not hold, by which rule."""

    name: StatementStepName
    outcome: StatementOutcome
    code: str = ""
    reason: str = ""


class TrustNow(Struct, frozen=True, kw_only=True):
    """Who is trusted, at which instant of our clock, and whether test keys count."""

    trust: Trust | SignatureError
    at: Instant
    test_keys: bool = False


def statement_token(says: Struct, key: SigningKey, kind: StatementKind) -> str:
    """Return a statement signed by a key, as a compact token."""
    return sign_compact(canonical_item(says), key, kind.typ)


def read_statement(
    content: bytes, kind: StatementKind, shape: type[Payload]
) -> SignedStatement[Payload]:
    """Return a statement by its form; raises MessageRefused with the rule of its kind."""
    refusals.require(
        len(content.strip()) <= kind.longest, kind.form, f"longer than {kind.name} may be"
    )
    compact = read_compact(token_text(content, kind.form), kind.typ, Codes.one(kind.form))
    digest = sha256(compact.payload).hexdigest()
    tree = read_token_json(compact.payload, kind.form)
    if is_newer(tree):
        return SignedStatement(compact=compact, says=None, digest=digest)
    try:
        says = msgspec.convert(tree, shape)
    except msgspec.ValidationError as cause:
        refusals.refuse(kind.form, f"no {kind.name} by its payload: {cause}", cause)
    return SignedStatement(compact=compact, says=says, digest=digest)


def require_made_by(compact: Compact, iss: str, issued_at: str, now: TrustNow) -> None:
    """Refuse a statement whose key may not speak for its maker in the exchange."""
    speech = Speech(compact=compact, iss=iss, issued_at=issued_at)
    speaker_scope(speech, now.trust, at=now.at, test_keys=now.test_keys)


def require_past(issued_at: str, now: TrustNow, name: str) -> None:
    """Refuse a statement that was signed after now (AEO-XCH-14)."""
    refusals.require(
        numeric_date(issued_at) <= numeric_date(now.at) + SKEW,
        FUTURE,
        f"{name} was signed at {issued_at}, and it is {now.at}",
    )


def statement_steps(
    looks: Iterable[tuple[StatementStepName, Callable[[], None]]],
    held: frozenset[str] = frozenset(),
) -> tuple[StatementStep, ...]:
    """Return how each look came out, up to the first that did not hold.

    `held` are the codes about which a person decides.
    """
    steps: list[StatementStep] = []
    for name, look in looks:
        try:
            look()
        except SignatureError as cause:
            outcome = _outcome(cause.rule, held)
            why = {"code": cause.rule, "reason": cause.message}
            return (*steps, StatementStep(name=name, outcome=outcome, **why))
        steps.append(StatementStep(name=name, outcome="pass"))
    return tuple(steps)


def _outcome(code: str, held: frozenset[str]) -> StatementOutcome:
    if code == NEWER_VERSION or code in held:
        return "held"
    return "undetermined" if code in UNDETERMINED_CODES else "refused"
