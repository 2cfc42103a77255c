"""An attestation to its card: what it says, its code, and both drawn on a sheet of A6."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from aeo_exchange.operations.cards.facts import card_facts
from aeo_exchange.operations.cards.forms import CardForm
from aeo_exchange.operations.cards.layout import CardLine, card_lines
from aeo_exchange.operations.cards.modules import Run, dark_runs
from aeo_exchange.operations.cards.pdf import card_pdf
from aeo_exchange.operations.cards.svg import card_svg
from aeo_exchange.operations.qr import MARGIN, QrCode
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.signing.sd_jwt import read_sd_jwt

__all__ = ["draw_card"]


_Draw: TypeAlias = Callable[[str, Iterable[CardLine], Sequence[Run], int], bytes]
_FORMS: dict[CardForm, _Draw] = {CardForm.SVG: card_svg, CardForm.PDF: card_pdf}


def draw_card(
    code: QrCode, form: CardForm, reference: ReferenceData, *, check_at: str = ""
) -> bytes:
    """Return the card of the attestation that a code holds.

    Raises SignatureError for an attestation that is not written as the standard says, WrongChoice
    for letters that the form cannot show. No signature is checked.
    """
    facts = card_facts(read_sd_jwt(code.text).claims, reference, check_at)
    runs = list(dark_runs(code.symbol, MARGIN))
    return _FORMS[form](f"{facts.title}: {facts.name}", card_lines(facts), runs, code.side)
