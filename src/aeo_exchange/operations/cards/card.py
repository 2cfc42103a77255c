"""An attestation to its card: what it says, its code, and both drawn on a sheet of A6."""

from __future__ import annotations

from datetime import UTC, datetime

from aeo_exchange.operations.cards.facts import card_facts
from aeo_exchange.operations.cards.fonts import Fonts, is_western
from aeo_exchange.operations.cards.forms import CardForm
from aeo_exchange.operations.cards.layout import Drawing, card_lines
from aeo_exchange.operations.cards.modules import dark_runs
from aeo_exchange.operations.cards.pdf import card_pdf
from aeo_exchange.operations.cards.qr import MARGIN, QrCode
from aeo_exchange.operations.cards.shaped_pdf import shaped_card_pdf
from aeo_exchange.operations.cards.svg import card_svg
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.signing.sd_jwt import read_sd_jwt

__all__ = ["draw_card"]


def draw_card(
    code: QrCode,
    form: CardForm,
    reference: ReferenceData,
    *,
    check_at: str = "",
    fonts: Fonts | None = None,
) -> bytes:
    """Return the card of the attestation that a code holds.

    A PDF takes its fonts for letters that are not of Western Europe from `fonts`; who looks at an
    SVG has fonts. Raises SignatureError for an attestation that is not written as the standard
    says, WrongChoice for letters that no font shows, MissingExtra without what embeds fonts. No
    signature is checked.
    """
    claims = read_sd_jwt(code.text).claims
    facts = card_facts(claims, reference, check_at)
    drawing = Drawing(
        title=f"{facts.title}: {facts.name}",
        lines=tuple(card_lines(facts)),
        runs=tuple(dark_runs(code.symbol, MARGIN)),
        side=code.side,
        signed_at=datetime.fromtimestamp(claims.iat, UTC),
    )
    if form is CardForm.SVG:
        return card_svg(drawing)
    if all(map(is_western, (drawing.title, *(line.text for line in drawing.lines)))):
        return card_pdf(drawing)
    return shaped_card_pdf(drawing, fonts or Fonts())
