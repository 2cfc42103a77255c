"""A record is signed as it is: valid, by its own administration, and no longer than it holds."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from aeo_exchange.errors import InvalidRecord, NotSigned
from aeo_exchange.model.attestation import DISCLOSABLE, StatusListPlace
from aeo_exchange.model.codes import HolderKind
from aeo_exchange.operations.attestations.sign import Order, attest, claims_of, sign
from aeo_exchange.operations.reading import read_record
from aeo_exchange.resources import published
from aeo_exchange.signing.attestation import Envelope
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.signing.projection import latest_end, project
from aeo_exchange.signing.sd_jwt import read_sd_jwt, with_disclosures
from rows import for_each_row
from signing.tokens import AT, HK, sample, seeded

PLACE = StatusListPlace(idx=7, uri="https://status.example.hk/1")
SAMPLES = sorted(published("samples/records").rglob("*.aeo.json"))


def _signed(record, **wishes) -> str:
    return sign(record, **{"key": HK, "status": PLACE, "at": AT, "full": True, **wishes})


@for_each_row("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_sample_is_signed_and_claims_its_projection(path):
    record = read_record(path.read_bytes())
    at = max(AT, record.issued_at)
    text = _signed(record, at=at)
    proved = read_sd_jwt(text).prove(HK.public)
    projected = project(record, at)
    assert {name: proved.tree[name] for name in projected} == projected
    assert proved.claims.exp == latest_end(record, numeric_date(at))
    shown = read_sd_jwt(with_disclosures(text, [])).tree
    of_a_firm = {"sub", "legalName"} if record.holder.kind is HolderKind.LEGAL_PERSON else set()
    assert shown.keys() & set(DISCLOSABLE) == of_a_firm
    assert shown.get("tinCountry") == (None if of_a_firm else record.holder.tin[:2])


def test_the_same_record_in_either_syntax_is_the_same_statement():
    path = published("samples/records/HK-AEO/TIER1.aeo.xml")
    both = (sample(), read_record(path.read_bytes()))
    first, second = (_signed(record, randomness=seeded()) for record in both)
    assert first.split(".")[1] == second.split(".")[1]


def test_a_record_that_breaks_a_rule_is_not_signed():
    with pytest.raises(InvalidRecord) as refusal:
        _signed(replace(sample(), history=sample().history[:1] * 2))
    assert all(finding.severity == "error" for finding in refusal.value.report.findings)


def test_a_record_that_the_schema_refuses_is_not_signed():
    with pytest.raises(InvalidRecord):
        _signed(replace(sample(), administration="hong kong"))


@pytest.mark.parametrize("other", [{"idx": -1}, {"uri": "no address"}], ids=["place", "address"])
def test_a_place_that_no_verifier_would_read_is_refused(other):
    with pytest.raises(NotSigned):
        _signed(sample(), status=replace(PLACE, **other))


def test_the_xml_envelope_needs_a_certificate():
    order = Order(key=HK, at=AT, full=True, envelope=Envelope.XADES)
    with pytest.raises(NotSigned):
        attest(sample(), claims_of(sample(), order), PLACE, order)


def test_an_attestation_ends_at_the_bound_itself_and_not_a_second_later():
    end = "2027-01-30T00:00:00Z"
    assert read_sd_jwt(_signed(sample(), expires=end)).claims.exp == numeric_date(end)
    with pytest.raises(NotSigned, match="90 days after signing"):
        _signed(sample(), expires="2027-01-30T00:00:01Z")
