"""An answer about recognition beside the expected one: sets of words, compared as told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import UNSET, UnsetType

from aeo_exchange.conformance.adapters.protocol import AnsweredRecognition, Reply
from aeo_exchange.conformance.suite.lists import Depth

__all__ = ["recognition_differences"]


def recognition_differences(
    wanted: AnsweredRecognition | UnsetType, reply: Reply, depth: Depth
) -> Iterator[str]:
    """Yield how an answer differs: at D2 in what follows and on what it rests, at D3 in reasons."""
    if wanted is UNSET or depth is Depth.D1:
        return
    told = reply.recognition
    if told is UNSET:
        yield "nothing is told about recognition"
        return
    for name in ("benefits", "rows", "records", *(("reasons",) if depth is Depth.D3 else ())):
        got, expected = _words(getattr(told, name)), _words(getattr(wanted, name))
        if got != expected:
            yield f"{name} {_listed(got)}, expected {_listed(expected)}"


def _words(parts: Iterable[object]) -> set[str]:
    return {_word(part) for part in parts}


def _word(part: object) -> str:
    """Return what a part says, its members with spaces between."""
    names = getattr(part, "__struct_fields__", None)
    if names is None:
        return str(part)
    said = [getattr(part, name) for name in names]
    return " ".join(str(value) for value in said if value is not UNSET)


def _listed(words: set[str]) -> str:
    return ", ".join(sorted(words)) or "none"
