"""A stream of Hong Kong as Japan holds it, and questions of Japan about its firms."""

from __future__ import annotations

from msgspec.structs import replace

from aeo_exchange.exchange.partner_profile import PartnerProfile, ProfileRow
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.exchange.recognition.evidence import (
    AdoptedProfile,
    HeldChange,
    HeldEvidence,
    HeldHead,
    HeldKey,
    HeldStream,
    HeldTombstone,
)
from aeo_exchange.exchange.recognition.question import RecognitionQuestion, Sought
from aeo_exchange.exchange.recognition.recognise import recognise
from aeo_exchange.model.codes import Role, Status
from aeo_exchange.model.instants import instant
from aeo_exchange.model.record import AeoRecord, Holder, StatusEvent, Term
from aeo_exchange.reference.programmes import shipped
from exchange.made_views import FIRM, firm
from exchange.profiles import profile

T = "2026-11-01T00:00:00Z"
K = "2026-11-01T12:00:00Z"
APPLIED = "2026-10-31T22:00:00Z"
TIN = FIRM.holder.tin
KEY = "HK/HK-2021-0033"
HEAD = HeldHead(
    sequence=41,
    digest="a" * 64,
    as_of="2026-10-31T21:00:00Z",
    applied_at=APPLIED,
    trust_lists=(("urn:example:list", 7),),
)


def japans(**changes: object) -> PartnerProfile:
    """Return the sample profile as Japan keeps it."""
    return replace(profile(('side = "HK"', 'side = "JP"')), **changes)


def row(number: int = 1, **changes: object) -> ProfileRow:
    return replace(japans().rows[number - 1], **changes)


def with_rows(*rows: ProfileRow) -> PartnerProfile:
    return japans(rows=rows)


def accepted(record: AeoRecord | None = None, at: str = APPLIED) -> HeldChange:
    return HeldChange(state="accepted", applied_at=at, record=record or firm())


def gone(cause: str, effective_from: str, at: str = APPLIED, to: str | None = None) -> HeldChange:
    tombstone = HeldTombstone(cause=cause, effective_from=effective_from, to=to)
    return HeldChange(state="tombstone", applied_at=at, tombstone=tombstone)


def key(*changes: HeldChange, name: str = KEY) -> HeldKey:
    return HeldKey(key=name, changes=changes)


def stream(*keys: HeldKey, **changes: object) -> HeldStream:
    return HeldStream(**{"sender": "HK", "heads": (HEAD,), "keys": keys, **changes})


def evidence(*streams: HeldStream, **changes: object) -> HeldEvidence:
    given = {
        "profiles": (AdoptedProfile(japans()),),
        "streams": streams or (stream(key(accepted())),),
        "reference": shipped(),
    }
    return HeldEvidence(**{**given, **changes})


def ask(held: HeldEvidence | None = None, tin: str = TIN, **changes: object) -> RecognitionAnswer:
    """Ask as Japan about goods that it imports from an exporter, unless changes say otherwise."""
    given = {
        "sought": Sought(value=tin),
        "asked_by": "JP",
        "at": T,
        "known_at": instant(K),
        "party_role": Role.EXPORTER,
        "flow": "import",
    }
    return recognise(RecognitionQuestion(**{**given, **changes}), held or evidence())


def of(*records: AeoRecord, **changes: object) -> HeldEvidence:
    """Return a stream of some records, each accepted, with keys of their own."""
    keys = [key(accepted(one), name=f"HK/{one.record_id}") for one in records]
    return evidence(stream(*keys), **changes)


def codes(answer: RecognitionAnswer) -> list[str]:
    return [str(why.code) for why in answer.reasons]


def said(answer: RecognitionAnswer) -> tuple[str, list[str]]:
    return str(answer.result), codes(answer)


def held_by(tin: str, record_id: str = "HK-2021-0034", **holder: object) -> AeoRecord:
    changed: Holder = replace(FIRM.holder, tin=tin, **holder)
    return firm(record_id=record_id, holder=changed)


def events(*rest: StatusEvent) -> AeoRecord:
    return firm(history=(*FIRM.history, *rest))


def event(seq: int, status: Status, effective_from: str, **more: object) -> StatusEvent:
    return StatusEvent(
        **{
            "seq": seq,
            "status": status,
            "effective_from": effective_from,
            "recorded_at": "2026-03-02T02:00:00Z",
            **more,
        }
    )


def terms(*spans: tuple[str, str | None], **changes: object) -> AeoRecord:
    """Return the firm with a term for each span, from and until."""
    last = FIRM.authorisation.terms[-1]
    made: list[Term] = []
    for begin, end in spans:
        changed = {"from_": begin, **({"until": end} if end else {}), **changes}
        made.append(replace(last, **changed))
    return firm(authorisation=replace(FIRM.authorisation, terms=tuple(made)))
