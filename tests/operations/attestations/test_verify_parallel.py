"""Content cut into parts for several workers gets the answers that it gets in one piece."""

from __future__ import annotations

import io

import pytest

from aeo_exchange.formats import Content
from aeo_exchange.operations.attestations import verify_parallel
from aeo_exchange.operations.attestations.verify import gather, verify_contents
from aeo_exchange.operations.attestations.verify_parallel import answers_to, parts_of_tokens
from aeo_exchange.trust.question import Question
from aeo_exchange.trust.seen import Seen
from trust.made_world import NOW, REFERENCE, attestation, evidence

TOKEN = attestation().strip()
WRAPPED = b"\n".join(TOKEN[start : start + 76] for start in range(0, len(TOKEN), 76))
BY_DISCLOSURE = TOKEN.replace(b"~WyJ", b"~\nWyJ")


def told(answers) -> list[tuple]:
    return [
        (answer.source, answer.verdict, *((check.code, check.reason) for check in answer.checks))
        for answer in answers
    ]


@pytest.fixture
def both(monkeypatch):
    monkeypatch.setattr(verify_parallel, "PART", 64)
    question = Question(at=NOW)

    def answered(held: bytes) -> tuple[int, list, list]:
        content = Content(name="in", held=held)
        sources = gather(evidence(), seen=Seen.empty(), reference=REFERENCE)
        parts = list(parts_of_tokens([content]))
        apart = [answer for part in parts for answer in answers_to(part, question, sources)]
        return len(parts), told(verify_contents([content], question, sources)), told(apart)

    return answered


@pytest.mark.parametrize(
    ("held", "parts", "answers"),
    [
        (b"\n".join([TOKEN] * 3), 3, 3),
        (b"\xef\xbb\xbf" + b"\r\n\r\n".join([TOKEN] * 3), 3, 3),
        (b"\n".join([TOKEN, b"Dear colleague, ", TOKEN]), 2, 3),
        (b"\n".join([b"\xef\xbb\xbf" + TOKEN, b"\xef\xbb\xbf" + TOKEN]), 2, 2),
        (b"\xef\xbb\xbf\xef\xbb\xbf" + b"\n".join([TOKEN] * 2), 2, 2),
        (b"\n".join([WRAPPED] * 3), 3, 3),
        (b"\n\n".join([WRAPPED] * 3), 3, 3),
        (b"\n".join([BY_DISCLOSURE] * 3), 3, 3),
        (b"\n".join([TOKEN, TOKEN[:500], TOKEN[500:]]), 2, 2),
        (b"\n".join([TOKEN, TOKEN, b"A" * 76, b"B" * 76]), 4, 4),
        (b"\n".join([TOKEN, *[TOKEN[:-1]] + [b"A" * 70] * 5000, TOKEN]), 3, 3),
    ],
)
def test_tokens_are_cut_apart_and_never_their_lines(both, held, parts, answers):
    number, whole, apart = both(held)
    assert number == parts
    assert apart == whole
    assert len(whole) == answers


@pytest.mark.parametrize(
    "held",
    [
        b"Dear colleague,\n" * 40,
        b"tin;name;number\n" * 40,
        b"{\n" * 40,
        b"<a>\n" * 40 + TOKEN,
        b"\n" * 500,
        TOKEN,
        WRAPPED,
    ],
)
def test_what_is_one_answer_is_one_part(both, held):
    number, whole, apart = both(held)
    assert number == 1
    assert apart == whole
    assert len(whole) == 1


@pytest.mark.parametrize(
    ("held", "verifying"),
    [
        (TOKEN, 1),
        (WRAPPED, 1),
        (TOKEN + b"\n" + TOKEN, 1),
        (b"<AeoAttestation/>", 1),
        (b"no attestation", 2),  # once more to say which command reads it
        (b"", 2),
    ],
    ids=["one", "wrapped", "several", "xml", "none", "empty"],
)
def test_content_is_opened_once_to_be_verified_and_once_to_be_cut(held, verifying, monkeypatch):
    opened: list[str] = []
    open_content = Content.open
    content = Content(name="in", held=held)

    def counting(asked):
        if asked is content:
            opened.append(asked.name)
        return open_content(asked)

    monkeypatch.setattr(Content, "open", counting)
    sources = gather(evidence(), seen=Seen.empty(), reference=REFERENCE)
    list(verify_contents([content], Question(at=NOW), sources))
    assert len(opened) == verifying
    list(parts_of_tokens([content]))
    assert len(opened) == verifying + 1


class Breaking(io.BytesIO):
    """A file on a disk that fails behind some bytes."""

    def readline(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 3 * len(TOKEN):
            raise OSError(5, "Input/output error")
        return super().readline(size)


def test_what_was_read_before_a_disk_failed_is_answered_by_workers_too(both, monkeypatch):
    open_content = Content.open

    def opened(content):
        return open_content(content) if content.opened else Breaking(content.held)

    monkeypatch.setattr(Content, "open", opened)
    number, whole, apart = both(b"\n".join([TOKEN] * 9))
    assert number > 1
    assert apart == whole
    assert [code for code, _ in whole[-1][2:3]] == ["AEO-SYN-00"]
