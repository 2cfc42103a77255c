"""Attestations and cards for tests: signed by a published key, about invented firms."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2

from aeo_exchange.model.attestation import StatusListPlace
from aeo_exchange.operations.attestations.sign import sign
from aeo_exchange.operations.cards.card import draw_card
from aeo_exchange.operations.cards.forms import CardForm
from aeo_exchange.operations.cards.qr import make_qr
from aeo_exchange.operations.reading import read_record
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.resources import published
from aeo_exchange.signing.keys import read_private_key

AT = "2026-11-01T00:00:00Z"
PLACE = StatusListPlace(idx=4711, uri="https://status.customs.example/aeo/1.jwt")
SAMPLES = Path(str(published("samples/attestations")))
# Everything that the sample attestation is verified by, as options of the command.
EVIDENCE = (
    f"--trust={SAMPLES / 'trust-list.jwt'}",
    f"--root={SAMPLES / 'root.cert.pem'}",
    "--test-keys",
    "--no-state",
)
STATUS = f"--status-list={SAMPLES / 'status-list.jwt'}"


def sample() -> str:
    """Return the sample attestation without its disclosures, as a code holds it."""
    return make_qr((SAMPLES / "lamp-works.aeo.sdjwt").read_bytes()).text


def attested(at: str = AT, until: str = "", **holder: object) -> str:
    """Return an attestation about a firm of Hong Kong, some of whose items are others."""
    tree = json.loads(published("samples/records/HK-AEO/TIER1.aeo.json").read_bytes())
    tree["holder"].update(holder)
    if until:
        tree["authorisation"]["terms"][-1]["until"] = until
    key = read_private_key(published("conformance/keys/hk.private.pem").read_bytes())
    return sign(read_record(json.dumps(tree).encode()), key=key, status=PLACE, at=at, full=True)


def card(text: str, form: CardForm = CardForm.PDF, *disclosed: str, check_at: str = "") -> bytes:
    """Return the card of an attestation."""
    return draw_card(make_qr(text.encode(), disclosed), form, shipped(), check_at=check_at)


def said_by_pdf(content: bytes) -> str:
    """Return the text of a card in PDF, as another program reads it."""
    text: str = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded()
    return text
