"""The closed lists of the suite: roles, levels, depths, operations, states."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "BAD",
    "GOOD",
    "GRAVITY",
    "ONLY_IF_NAMED",
    "OPTIONAL",
    "VERIFYING",
    "Depth",
    "Operation",
    "ProductRole",
    "RunLevel",
    "State",
    "gravest",
]


class ProductRole(StrEnum):
    """What a product claims to be (specification, part 0)."""

    PRODUCER = "producer"
    VALIDATOR = "validator"
    CONVERTER = "converter"
    ISSUER = "issuer"
    VERIFIER = "verifier"
    SENDER = "sender"
    RECEIVER = "receiver"
    RECOGNISER = "recogniser"
    MATCHER = "matcher"
    STATUS_SERVICE = "status-service"


class RunLevel(StrEnum):
    """How much of a role is run: every MUST, or every SHOULD as well."""

    CORE = "core"
    FULL = "full"


class Depth(StrEnum):
    """How closely an answer is compared: verdict, then places, then codes of this standard."""

    D1 = "D1"
    D2 = "D2"
    D3 = "D3"


class Operation(StrEnum):
    """What an adapter is asked to do with a document."""

    VALIDATE = "validate"
    VALIDATE_TOGETHER = "validate-together"
    VALIDATE_AGREED = "validate-agreed"
    CONVERT = "convert"
    DIGEST = "digest"
    VERIFY = "verify"
    VERIFY_PICTURE = "verify-picture"
    SIGN = "sign"
    STATUS_LIST = "status-list"
    STATUS = "status"
    RECEIVE = "receive"
    RECOGNISE = "recognise"
    VIEW = "view"
    SNAPSHOT = "snapshot"
    TAKE_ANSWER = "take-answer"
    MATCH = "match"


# Of a verifier, about content and about a picture of a code: compared in one way.
VERIFYING = frozenset({Operation.VERIFY, Operation.VERIFY_PICTURE})
# A verifier reads pictures (ATT-2-16), a validator partner profiles (XCH-1-9), and a sender answers
# (XCH-10-5), where it says so; silence is no claim of these.
ONLY_IF_NAMED = frozenset(
    {Operation.VERIFY_PICTURE, Operation.VALIDATE_AGREED, Operation.TAKE_ANSWER}
)
# A validator may compare records with each other (CON-9-6), give digests and answer for a status.
OPTIONAL = ONLY_IF_NAMED | {Operation.VALIDATE_TOGETHER, Operation.DIGEST, Operation.STATUS}


class State(StrEnum):
    """The state of a case. Neither `not_run` nor `unsupported` is ever a pass."""

    PASS = "pass"  # noqa: S105 no password
    FAIL = "fail"
    ERROR = "error"
    TIMEOUT = "timeout"
    UNSUPPORTED = "unsupported"
    NOT_APPLICABLE = "not_applicable"
    XFAIL = "xfail"
    XPASS = "xpass"
    NOT_RUN = "not_run"


# What nobody has to look at.
GOOD = frozenset({State.PASS, State.NOT_APPLICABLE})
# What keeps a product from being conformant; an expected failure is one too, but no surprise.
BAD = frozenset(
    {
        State.FAIL,
        State.ERROR,
        State.TIMEOUT,
        State.UNSUPPORTED,
        State.XPASS,
        State.NOT_RUN,
    }
)
GRAVITY = (
    State.ERROR,
    State.TIMEOUT,
    State.FAIL,
    State.NOT_RUN,
    State.UNSUPPORTED,
    State.PASS,
    State.NOT_APPLICABLE,
)


def gravest(states: list[State]) -> State:
    """Return the state of a case of which these are the states of its representations."""
    return min(states, key=GRAVITY.index, default=State.NOT_APPLICABLE)
