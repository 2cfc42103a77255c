"""Records, profiles and orders of views for tests."""

from __future__ import annotations

from msgspec.structs import replace

from aeo_exchange.exchange.partner_profile import PartnerProfile, ProfileRow
from aeo_exchange.exchange.views import Revision, ViewOrder
from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.instants import instant
from aeo_exchange.model.record import AeoRecord, Consent
from aeo_exchange.operations.reading import read_record
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.resources import published
from exchange.profiles import profile

AT = "2026-11-01T00:00:00Z"
AGREEMENT = "HK-JP-2026"
FIRM = read_record(published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes())
GIVEN = Consent(scope=AGREEMENT, state=ConsentState.GIVEN, since="2026-02-01T00:00:00Z")


def firm(**changes: object) -> AeoRecord:
    """Return a full record of Hong Kong that may be shared with Japan, with other items."""
    return replace(FIRM, **{"consents": (*FIRM.consents, GIVEN), **changes})


def withdrawn(record: AeoRecord, since: str = "2026-11-01T12:00:00Z") -> AeoRecord:
    """Return the next revision of a record, whose holder takes the consent back."""
    consent = Consent(scope=AGREEMENT, state=ConsentState.WITHDRAWN, since=since)
    consents = (*record.consents, consent)
    return replace(record, revision=6, issued_at=since, consents=consents)


def consenting(*consents: Consent) -> AeoRecord:
    return firm(consents=consents)


def order(of: PartnerProfile | None = None, at: str = AT, audience: str = "JP") -> ViewOrder:
    return ViewOrder(
        profile=of or profile(), audience=audience, at=instant(at), reference=shipped()
    )


def revisions(*records: AeoRecord) -> list[Revision]:
    return [Revision(record, is_valid=True) for record in records]


def between(granting: str, programme: str, tiers: tuple[str, ...], partner: str) -> PartnerProfile:
    """Return a profile under which a partner recognises tiers of a programme."""
    base = profile()
    row = ProfileRow(
        granted_by=granting,
        recognised_by=partner,
        programme=programme,
        tiers=tiers,
        from_="2000-01-01T00:00:00Z",
    )
    first, second = base.parties
    parties = (replace(first, party=granting), replace(second, party=partner))
    own = replace(base.settings, side=granting)
    return replace(base, code=f"{granting}-{partner}-2026", parties=parties, rows=(row,), own=own)
