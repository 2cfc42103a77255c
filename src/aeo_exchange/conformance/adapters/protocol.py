"""The messages between the runner and an adapter: one JSON object each way (CNF-3).

An adapter is told a number, an operation and bytes; never the case, and never the expectation.
"""

from __future__ import annotations

import json
from typing import TypeAlias, TypeVar

import msgspec
from msgspec import UNSET, Struct

from aeo_exchange.conformance.adapters.replies import (
    NOT_TOLD,
    AnsweredCandidate,
    AnsweredCheck,
    AnsweredParty,
    AnsweredReason,
    AnsweredRecognition,
    AnsweredRecord,
    AnsweredStanding,
    AnsweredState,
    AnsweredViews,
    Done,
    Hello,
    Implementation,
    LeftOutItem,
    LeftOutRecord,
    Named,
    ProductFault,
    Reply,
    StateEntry,
)
from aeo_exchange.conformance.adapters.requests import (
    VERSION,
    AskedRecognition,
    ByeRequest,
    HelloRequest,
    Options,
    Request,
    RequestInputs,
    ResetRequest,
    RootPart,
    SentDocument,
    decoded_base64,
)
from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.json_text import read_json_tree

__all__ = [
    "BYE",
    "HELLO",
    "NOT_TOLD",
    "RESET",
    "VERSION",
    "AnsweredCandidate",
    "AnsweredCheck",
    "AnsweredParty",
    "AnsweredReason",
    "AnsweredRecognition",
    "AnsweredRecord",
    "AnsweredStanding",
    "AnsweredState",
    "AnsweredViews",
    "AskedRecognition",
    "Hello",
    "Implementation",
    "LeftOutItem",
    "LeftOutRecord",
    "Named",
    "Options",
    "Plain",
    "ProductFault",
    "Reply",
    "Request",
    "RequestInputs",
    "RootPart",
    "SentDocument",
    "StateEntry",
    "decoded_base64",
    "read_hello",
    "read_reply",
    "read_reset",
]

HELLO = msgspec.to_builtins(HelloRequest(v=VERSION, cmd="hello"))
RESET = msgspec.to_builtins(ResetRequest(v=VERSION, cmd="reset"))
BYE = msgspec.to_builtins(ByeRequest(v=VERSION, cmd="bye"))
QUOTED = 80  # bytes of an answer that is none
Message = TypeVar("Message", bound=Struct)
Plain: TypeAlias = dict[str, object]


def read_hello(answer: bytes | Plain) -> Hello:
    """Return what an adapter says of itself; raises AdapterFailure."""
    hello = _read(answer, Hello)
    if hello.v != VERSION:
        raise AdapterFailure(f"the adapter speaks version {hello.v} of the protocol, not 1")
    return hello


def read_reply(answer: bytes | Plain, seq: int) -> Reply:
    """Return the answer to the question of a number; raises AdapterFailure."""
    reply = _read(answer, Reply)
    if reply.seq != seq:
        raise AdapterFailure(f"the answer is to question {reply.seq}, asked was {seq}")
    if [reply.verdict is not UNSET, reply.unsupported, reply.error is not UNSET].count(True) != 1:
        raise AdapterFailure("an answer has one of verdict, unsupported and error")
    return reply


def read_reset(answer: bytes | Plain) -> None:
    """Take note that an adapter has forgotten; raises AdapterFailure."""
    _read(answer, Done)


def _read(answer: bytes | Plain, kind: type[Message]) -> Message:
    """Return a message; one that says something twice, or too deeply, is none."""
    content = answer if isinstance(answer, bytes) else _written(answer)
    try:
        return msgspec.convert(read_json_tree(content), kind)
    except (ValueError, RecursionError) as cause:
        text = content[:QUOTED].decode("utf-8", "replace")
        raise AdapterFailure(
            f"no {kind.__name__.lower()} as the protocol has it: {cause}; "
            f"got {json.dumps(text, ensure_ascii=False)}"
        ) from cause


def _written(answer: Plain) -> bytes:
    """Return what a callable answered as a process would have written it."""
    try:
        return msgspec.json.encode(answer)
    except Exception as cause:  # any object may come, and any trouble with it is the adapter's
        raise AdapterFailure(f"the answer is not a JSON object: {type(cause).__name__}") from cause
