"""What a verifier gathers before it answers, and what it keeps when it has."""

from __future__ import annotations

import io

import msgspec
import pytest

from aeo_exchange.errors import SignatureError
from aeo_exchange.formats import Content
from aeo_exchange.operations.attestations.unproved import attestations, numbered_tokens
from aeo_exchange.operations.attestations.verify import gather, verify_contents, verify_tokens
from aeo_exchange.operations.attestations.verify_memory import reconsider, remember
from aeo_exchange.report import Verdict
from aeo_exchange.trust.answer import CheckName, Outcome
from aeo_exchange.trust.handover import make_handover
from aeo_exchange.trust.question import Question
from aeo_exchange.trust.seen import Seen
from aeo_exchange.trust.status_list import EntryStatus
from rows import for_each_row
from signing.tokens import IAT, URI, encoded, sample
from trust.made_lists import made
from trust.made_world import (
    AT,
    NOW,
    REFERENCE,
    answer,
    attestation,
    claiming,
    codes,
    evidence,
    status,
    trust,
)

RECORD_ID = sample().record_id


def gathered(seen: Seen | None = None, **changes):
    return gather(evidence(**changes), seen=seen or Seen.empty(), reference=REFERENCE)


def kept(seen: Seen) -> dict:
    return msgspec.json.decode(msgspec.json.encode(seen.to_file()))


# Evidence.


def test_evidence_that_is_refused_is_kept_as_its_refusal():
    sources = gathered(trust=(b"rubbish",), status=(b"rubbish", status()))
    assert isinstance(sources.trust, SignatureError)
    assert sources.trust.rule == "AEO-TRU-02"
    assert isinstance(sources.status[0], SignatureError)
    assert next(iter(sources.lists(URI))) is sources.status[0]


def test_a_trust_list_that_counts_is_noted_as_used():
    seen = Seen.empty()
    gathered(seen, trust=(trust(sequence=4),))
    assert kept(seen)["trustLists"][0]["sequence"] == 4
    seen = Seen.empty()
    gathered(seen, trust=(trust(sequence=4, by="stranger"),))
    assert kept(seen)["trustLists"] == []


def handover(old: str, new: str) -> bytes:
    return make_handover(made(old).key, made(new).key, made(new).certificate, at=AT).encode()


def test_a_root_hands_over_to_the_next_and_that_to_another():
    chain = (handover("root", "root-2"), handover("root-2", "root-3"))
    for by in ("root", "root-2", "root-3"):
        given = evidence(trust=(trust(by=by),), handovers=chain)
        assert answer(attestation(), given).verdict is Verdict.VALID
    backwards = evidence(trust=(trust(by="root-3"),), handovers=chain[::-1])
    assert codes(answer(attestation(), backwards)) == {"trust-list": "AEO-TRU-14"}


def test_a_handed_over_root_counts_for_whom_the_old_one_was_pinned():
    given = evidence(
        trust=(trust(by="root-2"),),
        roots=(made("root").root("JP"),),
        handovers=(handover("root", "root-2"),),
    )
    assert codes(answer(attestation(), given)) == {"issuer": "AEO-TRU-07"}


def test_a_sequence_that_was_asked_for_is_the_lowest_that_counts():
    for wanted, refused in ((1, {}), (2, {"trust-list": "AEO-TRU-05"})):
        assert codes(answer(attestation(), evidence(min_sequence=wanted))) == refused


# Memory.


def remembered(content: bytes, given=None, **question) -> dict:
    seen = Seen.empty()
    remember(answer(content, given, **question), seen)
    return kept(seen)


def test_a_valid_answer_is_remembered_by_its_status_list_and_its_revision():
    memory = remembered(attestation())
    assert memory["statusLists"] == [{"administration": "HK", "uri": URI, "iat": IAT}]
    (revision,) = memory["revisions"]
    assert (revision["listId"], revision["administration"]) == ("test", "HK")
    assert (revision["recordId"], revision["revision"]) == (RECORD_ID, 1)


@pytest.mark.parametrize(
    ("given", "question"),
    [
        (evidence(status=(status(EntryStatus.REVOKED),)), {}),
        (evidence(), {"expect_tin": "HK00000108"}),
    ],
    ids=["revoked", "another TIN"],
)
def test_of_an_answer_that_is_not_valid_only_the_status_list_is_remembered(given, question):
    memory = remembered(attestation(), given, **question)
    assert memory["statusLists"] == [{"administration": "HK", "uri": URI, "iat": IAT}]
    assert memory["revisions"] == []


@for_each_row(
    ("content", "given"),
    [
        (attestation()[:-9] + b"~", evidence()),
        (attestation(), evidence(trust=())),
        (attestation(), evidence(status=())),
        (attestation(by="JP"), evidence()),
        (b"rubbish", evidence()),
    ],
    ids=["damaged", "no trust list", "no status list", "another key", "rubbish"],
)
def test_of_what_no_key_or_list_has_proved_nothing_is_remembered(content, given):
    memory = remembered(content, given)
    assert (memory["statusLists"], memory["revisions"]) == ([], [])


def test_an_answer_worked_out_elsewhere_is_looked_at_again():
    seen, told = Seen.empty(), answer(attestation())
    assert reconsider(told, seen) is told
    seen.note_revision("test", "HK", RECORD_ID, 1)
    assert reconsider(told, seen) is told
    seen.note_revision("test", "HK", RECORD_ID, 2)
    again = reconsider(told, seen)
    assert (again.verdict, codes(again)) == (Verdict.NOT_VALID, {"revision": "AEO-SIG-22"})
    assert [check.name for check in again.checks] == list(CheckName)
    nothing = answer(b"rubbish")
    assert reconsider(nothing, seen) is nothing


# Content.


def names(content: bytes, first_line: int = 1) -> list[str]:
    held = Content(name="a", held=content, first_line=first_line)
    return [name for name, _ in attestations(held)]


@for_each_row(
    ("content", "told"),
    [
        (b"", ["a"]),
        (b"\n\n", ["a"]),
        (b"x", ["a"]),
        (b"\n\n x \r\n\n", ["a"]),
        (b"eyJx~\neyJy", ["a:1", "a:2"]),
        (b"\neyJx\n\n\ny\n", ["a:2", "a:5"]),
        (b" \n<a>\n<b>", ["a"]),
        (b"{}\n{}", ["a"]),
        (b"[\n]", ["a"]),
        (b"eyJx\n<a>\n{}", ["a:1", "a:2", "a:3"]),
        (b"x\ry", ["a"]),
    ],
)
def test_an_attestation_is_named_by_its_line_where_there_are_several(content, told):
    assert names(content) == told


@for_each_row("salt", ["0", "9", "-", "A", "_", "", "é"])
def test_a_token_that_was_broken_before_a_disclosure_is_one_whatever_its_salt(salt):
    disclosure = encoded(f'["{salt}","name","value"]'.encode())
    assert names(f"eyJa.b.c~\n{disclosure}~\n".encode()) == ["a"]


def test_lines_of_a_longer_content_keep_their_numbers():
    tokens = list(numbered_tokens(io.BytesIO(b"\neyJx\n"), 40))
    assert tokens == [(41, b"eyJx")]
    (told,) = verify_tokens("a", tokens, Question(at=NOW), gathered())
    assert (told.source, told.verdict) == ("a:41", Verdict.NOT_VALID)


def test_content_that_cannot_be_opened_does_not_stop_the_rest(tmp_path):
    contents = (
        Content(name="gone", path=tmp_path / "gone"),
        Content(name="folder", path=tmp_path),
        Content(name="here", held=attestation()),
    )
    told = list(verify_contents(contents, Question(at=NOW), gathered()))
    assert [answered.source for answered in told] == ["gone", "folder", "here"]
    assert [answered.verdict for answered in told[:2]] == [Verdict.UNDETERMINED] * 2
    assert told[2].verdict is Verdict.VALID
    (first, *others) = told[0].checks
    assert (first.outcome, first.code) == (Outcome.UNDETERMINED, "AEO-SYN-00")
    assert {check.outcome for check in others} == {Outcome.SKIPPED}


# More than are read at a time, of every kind, and answered kind first, last and in the middle.
KINDS = {
    "good": attestation(),
    "damaged": attestation()[:-9] + b"~",
    "nobody's key": claiming(by="stranger"),
    "rubbish": b"rubbish",
    "over": claiming(iat=IAT - 7_000_000, nbf=IAT - 7_000_000, exp=IAT - 100),
    "another programme": claiming(programme="JP-AEO"),
    "another list": claiming(status={"status_list": {"idx": 7, "uri": "https://e.example/9"}}),
    "revoked": claiming(authorisation_status="revoked"),
}
ORDER = [*KINDS, *reversed(KINDS), *(["good"] * 20), *KINDS, *(["revoked", "good"] * 20), *KINDS]


def test_each_of_many_attestations_is_answered_as_it_is_alone():
    assert len(ORDER) > 64
    sources = gathered()
    alone = {
        kind: next(verify_contents([Content(name="a", held=token)], Question(at=NOW), sources))
        for kind, token in KINDS.items()
    }
    assert len({str(codes(told)) for told in alone.values()}) == len(KINDS)
    held = Content(name="a", held=b"\n".join(KINDS[kind] for kind in ORDER))
    told = list(verify_contents([held], Question(at=NOW), sources))
    assert [answered.source for answered in told] == [
        f"a:{number + 1}" for number in range(len(ORDER))
    ]
    for kind, answered in zip(ORDER, told, strict=True):
        assert msgspec.structs.replace(answered, source="a") == alone[kind]


def test_what_was_accepted_a_line_before_counts_for_the_next():
    content = Content(name="a", held=b"\n".join(claiming(revision=number) for number in (2, 1, 2)))
    seen = Seen.empty()
    told = []
    for answered in verify_contents([content], Question(at=NOW), gathered(seen)):
        remember(answered, seen)
        told.append(codes(answered))
    assert told == [{}, {"revision": "AEO-SIG-22"}, {}]
    assert [
        codes(answered) for answered in verify_contents([content], Question(at=NOW), gathered())
    ] == [{}] * 3


class Breaking(io.BytesIO):
    """A file on a disk that fails after some lines."""

    def __init__(self, content: bytes, lines: int) -> None:
        super().__init__(content)
        self._left = lines

    def readline(self, size: int | None = -1, /) -> bytes:
        self._left -= 1
        if self._left < 0:
            raise OSError(5, "Input/output error")
        return super().readline(size)


@pytest.mark.parametrize("lines", [2, 63, 64, 65])
def test_what_was_read_before_a_disk_failed_is_answered(lines, monkeypatch):
    content = Content(name="a", held=b"\n".join([KINDS["good"]] * 70))
    monkeypatch.setattr(Content, "open", lambda held: Breaking(held.held or b"", lines + 1))
    told = list(verify_contents([content], Question(at=NOW), gathered()))
    # Of a line it is known that it is whole when the next has been read.
    assert [answered.verdict for answered in told] == [
        *[Verdict.VALID] * lines,
        Verdict.UNDETERMINED,
    ]
    assert told[-1].checks[0].code == "AEO-SYN-00"


LONGEST = 262_144


@pytest.mark.parametrize(("length", "code"), [(LONGEST, "AEO-SIG-02"), (LONGEST + 1, "AEO-SIG-01")])
@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_a_token_is_as_long_as_it_may_be(length, code, end):
    token = b"eyJa.b.c~" + b"A" * (length - 9)
    assert codes(answer(token + end)) == {"format": code}


@pytest.mark.parametrize(("more", "code"), [(0, "AEO-SIG-15"), (1, "AEO-SIG-01")])
def test_a_document_is_as_long_as_it_may_be(more, code):
    start, end = b'<AeoAttestation xmlns="urn:aeo-exchange:1.0">', b"</AeoAttestation>"
    document = start + b" " * ((1 << 21) - len(start) - len(end)) + end
    assert codes(answer(document + b"\n" * more)) == {"format": code}


def test_a_claim_that_is_none_is_told_by_its_rule():
    assert codes(answer(claiming(jti="no name"))) == {"format": "AEO-SIG-08"}
