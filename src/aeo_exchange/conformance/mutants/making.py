"""How a fault is put before the question or behind the answer of our own implementation."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from typing import NoReturn, TypeAlias, cast

import msgspec

from aeo_exchange.conformance.adapters.own import product as own
from aeo_exchange.conformance.adapters.protocol import Plain, Reply, Request
from aeo_exchange.conformance.suite.lists import Operation
from aeo_exchange.model.tree import Tree

__all__ = [
    "Answering",
    "Findings",
    "after",
    "answering",
    "asked",
    "before",
    "document_of",
    "findings_of",
    "in_trees",
    "with_content",
    "with_findings",
]

Answering: TypeAlias = Callable[[Plain], Plain]
Findings: TypeAlias = list[Plain]


def answering(operation: Operation, reply: Callable[[Request], Reply]) -> Answering:
    """Return an implementation that answers one operation in its own way, the others as we do."""

    def answer(message: Plain) -> Plain:
        if message.get("operation") != operation:
            return own.answer(message)
        told: Plain = msgspec.to_builtins(reply(msgspec.convert(message, Request)))
        return told

    return answer


def asked(change: Callable[[Plain], Plain]) -> Answering:
    """Return an implementation that is told another question."""

    def answer(message: Plain) -> Plain:
        return own.answer(change(message) if message.get("cmd") == "run" else message)

    return answer


def before(change: Callable[[bytes], bytes]) -> Answering:
    """Return an implementation that reads another document than it was given."""
    return asked(lambda message: with_content(message, change(document_of(message))))


def in_trees(change: Callable[[Tree], Tree]) -> Answering:
    """Return an implementation that reads another tree, where the document is JSON."""
    return before(lambda content: _rewritten(content, change))


def after(change: Callable[[Plain, Plain], Plain]) -> Answering:
    """Return an implementation that says something else: from its answer and the question."""

    def answer(message: Plain) -> Plain:
        said = own.answer(message)
        return change(said, message) if "verdict" in said else said

    return answer


def with_findings(keep: Callable[[Plain], bool]) -> Answering:
    """Return an implementation that is silent about some findings, and judges by the others."""

    def change(said: Plain, _message: Plain) -> Plain:
        kept = [finding for finding in findings_of(said) if keep(finding)]
        is_bad = any(finding.get("severity", "error") == "error" for finding in kept)
        return {**said, "findings": kept, "verdict": "NOT_VALID" if is_bad else "VALID"}

    return after(change)


def findings_of(said: Plain) -> Findings:
    """Return the findings of an answer."""
    return list(cast("Findings", said.get("findings", ())))


def document_of(message: Plain) -> bytes:
    """Return the document of a question."""
    document = cast("dict[str, dict[str, str]]", message["inputs"])["document"]
    return base64.b64decode(document["content"])


def with_content(message: Plain, content: bytes) -> Plain:
    """Return a question about another document."""
    inputs = cast("dict[str, dict[str, str]]", message["inputs"])
    document = {**inputs["document"], "content": base64.b64encode(content).decode()}
    return {**message, "inputs": {**inputs, "document": document}}


def _rewritten(content: bytes, change: Callable[[Tree], Tree]) -> bytes:
    """Return JSON or NDJSON with every record changed; anything else as it is."""
    try:
        return _dumped(change(_loaded(content)))
    except (ValueError, RecursionError):
        pass
    try:
        lines = [_loaded(line) for line in content.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return content
    return b"\n".join(_dumped(change(line)) for line in lines) + b"\n" if lines else content


def _loaded(text: bytes) -> Tree:
    """Return a tree; raises ValueError for text that would not be written again as it was."""
    tree = json.loads(
        text.decode(),
        object_pairs_hook=_kept_whole,
        parse_float=_refused,
        parse_constant=_refused,
    )
    return cast("Tree", tree)


def _kept_whole(pairs: Iterable[tuple[str, Tree]]) -> dict[str, Tree]:
    members = list(pairs)
    if len({name for name, _ in members}) != len(members):
        raise ValueError(members)
    return dict(members)


def _refused(text: str) -> NoReturn:
    raise ValueError(text)


def _dumped(tree: Tree) -> bytes:
    return json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass")
