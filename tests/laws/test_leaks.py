"""Nothing of another audience, and nothing hidden, is in an answer, a receipt or a sealed file."""

from __future__ import annotations

import gzip
import json
import tempfile
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.exchange.answering import AnswerBasis, AnsweredEntries
from aeo_exchange.exchange.answers import AnsweredEntry
from aeo_exchange.exchange.deltas import EntryChange
from aeo_exchange.exchange.entries import Entry, key_of
from aeo_exchange.exchange.recognition.evidence import HeldHead
from aeo_exchange.exchange.recognition.question import IssuedCode
from aeo_exchange.model.codes import ConsentState, IdentifierMode
from aeo_exchange.model.instants import instant
from aeo_exchange.model.record import AeoRecord, Consent, Extension, Identifier, Recognition
from aeo_exchange.operations.exchange.answers import AnswerOrder, answer_head
from aeo_exchange.operations.recognition.receipts import make_receipt
from aeo_exchange.operations.recognition.recognise import Wish, by_snapshots, sought
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.rules import all_rules
from aeo_exchange.signing import base64url
from aeo_exchange.signing.sealing import seal_pieces
from exchange.made_views import firm
from exchange.profiles import profile
from exchange.streams import content, create, firms, question
from strategies import records, tree_of
from trust.made_lists import authority, made
from trust.made_world import trust

NIGHT, NOON = "2026-11-01T00:00:00Z", "2026-11-01T12:00:00Z"
HIDDEN = "HIDDEN"
JAPANS = profile(('side = "HK"', 'side = "JP"'))
CODES = (IssuedCode(scheme="JP-MRA", value="P000033", tin="HK00000033"),)
KOREAS = Recognition(
    agreement="HK-KR-HIDDEN",
    partner="KR",
    identifier_mode=IdentifierMode.PARTNER_CUSTOMS_CODE,
    identifiers=(Identifier(scheme="KR-HIDDEN", value="HIDDEN-1"),),
    from_="2026-04-01T00:00:00Z",
)
FOR_KOREA = Consent(scope="HK-KR-HIDDEN", state=ConsentState.GIVEN, since="2026-02-01T00:00:00Z")
EXTENSION = Extension(uri="https://hidden.example/HIDDEN", name="HIDDEN", value="HIDDEN")
WITHDRAWN = Consent(scope="HK-JP-2026", state=ConsentState.WITHDRAWN, since="2026-02-02T00:00:00Z")
HIDING = {
    "recognitions": (KOREAS,),
    "consents": (*firm().consents, FOR_KOREA),
    "extensions": (EXTENSION,),
}


@st.composite
def hiding_firms(draw) -> list[AeoRecord]:
    """Return a firm that hides something, and one that is hidden, since it withdrew its consent."""
    names = draw(st.sets(st.sampled_from(("recognitions", "consents", "extensions")), min_size=1))
    (shown,) = firms(33, **{name: HIDING[name] for name in sorted(names)})
    gone = replace(firm().holder, tin="HK99999999", legal_name="HIDDEN LTD", other_names=UNSET)
    hidden = firm(record_id="HIDDEN-2", holder=gone, consents=(*firm().consents, WITHDRAWN))
    return [shown, hidden] if draw(st.booleans()) else [hidden, shown]


def payload(token: bytes) -> bytes:
    return base64url.decode(token.decode().split(".")[1])


def texts_of(folder: Path) -> list[bytes]:
    """Return the name and the content of each file, inflated."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    held = [path.read_bytes() for path in files]
    opened = [gzip.decompress(one) if one[:2] == b"\x1f\x8b" else one for one in held]
    heads = [payload(one) for one in opened if one.count(b".") == 2 and one[:2] == b"ey"]
    return [*(path.name.encode() for path in files), *opened, *heads]


@settings(max_examples=6)
@given(hiding_firms())
def test_what_another_audience_sees_is_in_nothing_that_leaves(records_held) -> None:
    assert HIDDEN.encode() in content(*records_held).held  # or nothing could be seen to leak
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "hk"
        create(folder, *records_held)
        lists = trust(authority("HK"), authority("JP"))
        asked = question(at=NOON, lists=lists, profile=JAPANS)
        order = AnswerOrder(profile=JAPANS, key=made("JP").key, own_codes=CODES)
        _, answer = answer_head(folder, asked, order)
        wish = Wish(
            sought=sought("HK00000033", None),
            profile=JAPANS,
            asked_by="JP",
            at=NIGHT,
            known_at=instant(NOON),
        )
        decision = by_snapshots([folder], wish, asked)
        receipt = make_receipt(decision, made("JP").key, instant(NOON))
        sealed = b"".join(seal_pieces([answer], made("sealing").private.public_key()))
        header = base64url.decode(sealed.split(b".")[0].decode())
        leaves = [*texts_of(folder), payload(answer), payload(receipt), header]
    assert b"HK-2021-0033" in payload(answer)
    assert decision.result == "RECOGNISED"
    assert [text for text in leaves if HIDDEN.encode() in text or b"HK99999999" in text] == []


@settings(max_examples=max(settings.default.max_examples // 4, 3))
@given(records())
def test_an_answer_is_made_of_keys_rules_closed_lists_and_own_codes_alone(record) -> None:
    basis = AnswerBasis(
        head=HeldHead(sequence=1, digest="a" * 64, as_of=NIGHT, applied_at=NIGHT),
        sender="HK",
        asked_by="JP",
        known_at=instant(NOON),
        profile=JAPANS,
        reference=shipped(),
        own_codes=tuple(replace(code, tin=record.holder.tin) for code in CODES),
    )
    key = key_of(record)
    answered = AnsweredEntries(basis)
    answered.take(EntryChange(key, None, Entry(b"", key, tree_of(record), None)))
    (entry,) = answered.all()
    assert entry.key == key
    assert entry.revision == record.revision
    assert set(entry.codes or ()) <= set(all_rules())
    issued = [(number.scheme, number.value) for number in entry.identifiers or ()]
    assert set(issued) <= {("JP-MRA", "P000033")}
    told = json.loads(msgspec.json.encode(entry))
    assert msgspec.convert(told, AnsweredEntry) == entry  # nothing but closed lists is left
