"""One picture of each state that keeps an officer from a yes, for the command and for the page."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import segno
from msgspec import Struct
from PIL import Image

from aeo_exchange.operations.cards.qr import make_qr
from cards import attested, sample

NOW, LATER = "2026-11-01", "2026-11-05"


class State(Struct, frozen=True, kw_only=True):
    """A picture, what is asked about it with which status list, and what must be answered.

    `exit_code` and `verdict` are of the command, `kind` is how the page shows the same; check, code
    and the beginning of the next step are of both.
    """

    picture: Callable[[], Image.Image]
    at: str = NOW
    status: str | None = "status-list.jwt"
    exit_code: int
    verdict: str
    kind: str
    check: str
    code: str
    hint: str


def code(text: str) -> Image.Image:
    file = io.BytesIO()
    segno.make_qr(text, error="L").save(file, kind="png", scale=3)
    return Image.open(file).convert("L")


def forged() -> str:
    """Return the sample with another number of the certificate, under the old signature."""
    header, payload, signature = sample().split(".")
    claims = base64.urlsafe_b64decode(payload + "==").replace(b"-EX-0033", b"-EX-0034")
    return f"{header}.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.{signature}"


STATES = {
    "unreadable": State(
        picture=lambda: Image.new("L", (300, 300), 255),
        exit_code=3,
        verdict="UNDETERMINED",
        kind="unread",
        check="format",
        code="AEO-SYN-00",
        hint="Take the picture again",
    ),
    "foreign": State(
        picture=lambda: code("https://verify.example/firm"),
        exit_code=3,
        verdict="UNDETERMINED",
        kind="unread",
        check="format",
        code="AEO-SIG-01",
        hint="Ask the holder",
    ),
    "expired": State(
        picture=lambda: code(make_qr(attested("2026-08-01T00:00:00Z").encode()).text),
        exit_code=1,
        verdict="NOT_VALID",
        kind="no",
        check="window",
        code="AEO-SIG-21",
        hint="Ask the holder for a newer",
    ),
    "suspended": State(
        picture=lambda: code(sample()),
        at=LATER,
        status="status-list.later.jwt",
        exit_code=1,
        verdict="NOT_VALID",
        kind="no",
        check="status",
        code="AEO-STA-08",
        hint="Do not rely on it.",
    ),
    "forged": State(
        picture=lambda: code(forged()),
        exit_code=1,
        verdict="NOT_VALID",
        kind="no",
        check="signature",
        code="AEO-SIG-19",
        hint="Do not rely on it.",
    ),
    "not checkable": State(
        picture=lambda: code(sample()),
        status=None,
        exit_code=4,
        verdict="UNDETERMINED",
        kind="unsure",
        check="status",
        code="AEO-STA-10",
        hint="Get the newest status list",
    ),
}
