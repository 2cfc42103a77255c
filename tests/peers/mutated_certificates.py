"""Questions to a verifier whose root has a byte changed, dropped or added in its certificate."""

from __future__ import annotations

import base64
import copy
import random
from collections.abc import Iterator
from typing import Any

BEGIN, END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


def with_mutated_roots(
    questions: list[dict[str, Any]], seed: int, count: int
) -> Iterator[dict[str, Any]]:
    """Yield so many questions, numbered from 1."""
    chance = random.Random(seed)  # noqa: S311 no secret
    asked = [question for question in questions if question["inputs"]["roots"]]
    for number in range(1, count + 1):
        question = copy.deepcopy(chance.choice(asked))
        root = chance.choice(question["inputs"]["roots"])
        content = base64.b64decode(root["content"])
        root["content"] = base64.b64encode(_changed(content, chance)).decode()
        yield {**question, "seq": number}


def _changed(content: bytes, chance: random.Random) -> bytes:
    if not content.startswith(BEGIN.encode()) or chance.random() < 0.2:
        return _with_another_byte(content, chance, b"\n \tA=-~\xff")
    lines = content.decode().partition(END)[0].removeprefix(BEGIN)
    changed = _with_another_byte(base64.b64decode(lines), chance, bytes(range(256)))
    return f"{BEGIN}\n{base64.b64encode(changed).decode()}\n{END}\n".encode()


def _with_another_byte(content: bytes, chance: random.Random, others: bytes) -> bytes:
    at, other = chance.randrange(len(content)), bytes([chance.choice(others)])
    match chance.randrange(3):
        case 0:
            return content[:at] + other + content[at + 1 :]
        case 1:
            return content[:at] + content[at + chance.choice((1, 2, 9)) :]
        case _:
            return content[:at] + other + content[at:]
