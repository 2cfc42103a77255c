"""A delta without the state that it starts from: what can be said of it, which is never yes."""

from __future__ import annotations

from aeo_exchange.exchange.bodies import require_file
from aeo_exchange.exchange.heads import HeadFile
from aeo_exchange.exchange.message_steps import MessageStep
from aeo_exchange.exchange.receiving import (
    STEPS,
    HeadQuestion,
    ReceivedMessage,
    Step,
    steps_of,
)
from aeo_exchange.exchange.ways import DELTAS, MessageFiles, require_named_base
from aeo_exchange.signing import refusals

__all__ = ["check_lone_delta"]


def check_lone_delta(content: bytes, asked: HeadQuestion, files: MessageFiles) -> ReceivedMessage:
    """Return a message with the steps that need no state held, and its deltas line by line.

    Where nothing stands in the way, the last step says that nobody can tell. Raises OSError for a
    file that cannot be read.
    """
    message = ReceivedMessage(content, asked, files)
    message.steps.extend(steps_of(message, LONE_STEPS))
    if message.steps[-1].outcome == "pass":
        bases = ", ".join(str(_base(file)) for file in _deltas(message))
        why = f"the root can be compared only with the base at hand, that of head {bases}"
        message.steps.append(MessageStep(name="changes", outcome="undetermined", reason=why))
    return message


def _deltas(message: ReceivedMessage) -> list[HeadFile]:
    head, files = message.head, message.files
    return [file for file in (*files.offered(head), *files.beside(head)) if file.media in DELTAS]


def _base(file: HeadFile) -> int:
    return file.base.sequence if file.base else 0


def _look_at_files(message: ReceivedMessage) -> str:
    deltas = _deltas(message)
    refusals.require(bool(deltas), "AEO-XCH-20", "there is no delta to this head")
    for file in deltas:
        with message.files.opened(file) as stream:
            require_file(stream, file)
    return ""


def _look_at_lines(message: ReceivedMessage) -> str:
    for file in _deltas(message):
        with message.files.opened(file) as stream:
            delta = DELTAS[file.media](stream, file)
            require_named_base(delta, file)
            for _ in delta.changes:
                pass
    return ""


_NEEDS_STATE = {"files": _look_at_files, "entries": _look_at_lines}
LONE_STEPS: tuple[Step, ...] = tuple(
    (name, _NEEDS_STATE.get(name, look)) for name, look in STEPS if name != "changes"
)
