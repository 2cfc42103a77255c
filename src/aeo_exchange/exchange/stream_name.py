"""The name of a stream (XCH-3-1), and how it is written on a command line."""

from __future__ import annotations

import re
from typing import NamedTuple

from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.heads import Head

__all__ = ["StreamName", "read_stream_name"]

CODE = "[A-Z0-9]+(?:-[A-Z0-9]+)*"
FORM = re.compile(rf"([A-Z]{{2}})/(public|[A-Z]{{2}}(?:-[A-Z0-9]+)*)(?:/({CODE}))?")


class StreamName(NamedTuple):
    """A stream (XCH-3-1); without agreement the text is empty."""

    sender: str
    audience: str
    agreement: str

    @classmethod
    def of(cls, head: Head) -> StreamName:
        """Return the stream that a head is of."""
        return cls(head.iss, head.aud, head.agreement or "")

    def __str__(self) -> str:
        """Return it as it is written on a command line."""
        return "/".join(part for part in self if part)


def read_stream_name(text: str) -> StreamName:
    """Return the stream that a text names; raises WrongChoice for a text of another form."""
    form = FORM.fullmatch(text)
    if form is None:
        raise WrongChoice(
            f"{text}: a stream is SENDER/AUDIENCE/AGREEMENT, such as HK/JP/HK-JP-2026, "
            "without the last part where it has no agreement"
        )
    sender, audience, agreement = form.groups()
    return StreamName(sender, audience, agreement or "")
