"""Which answers were applied: a small file, so that none is taken twice or in the wrong order."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from aeo_exchange.errors import ReadError, StateError
from aeo_exchange.exchange.answer_check import AnswerSeen
from aeo_exchange.formats.json_tree import read_tree
from aeo_exchange.trust.store import Store

__all__ = ["AnswersSeen", "answers_seen", "remember_answer"]


class AnswersSeen(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The last answer that was applied to each stream."""

    spec_version: Literal["1.0"]
    answers: tuple[AnswerSeen, ...] = ()


def answers_seen(store: Store) -> tuple[AnswerSeen, ...]:
    """Return the last answers; none where nothing is kept yet. Raises StateError when broken."""
    content = store.read()
    if content is None:
        return ()
    try:
        return msgspec.convert(read_tree(content), AnswersSeen).answers
    except (ReadError, msgspec.ValidationError) as cause:
        raise StateError(f"{store.name} is not a file of answers: {cause}") from cause


def remember_answer(store: Store, applied: AnswerSeen) -> None:
    """Put an answer in the place of the one before it of the same stream."""
    stream = (applied.iss, applied.aud, applied.agreement)
    others = [
        seen for seen in answers_seen(store) if (seen.iss, seen.aud, seen.agreement) != stream
    ]
    file = AnswersSeen(spec_version="1.0", answers=(*others, applied))
    store.write(msgspec.json.format(msgspec.json.encode(file), indent=1) + b"\n")
