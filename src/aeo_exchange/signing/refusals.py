"""The one way to refuse something signed: by the code of the rule it breaks.

Every check of signing/ and trust/ that can refuse goes through `require`, so that a test can
switch a single check off and see a conformance case turn red. What a message quotes cannot
steer a terminal, nor fill one (CON-10-4).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, TypeAlias

from aeo_exchange.errors import (
    BadSignature,
    MessageRefused,
    SignatureError,
    StaleStatusList,
    StatusError,
    StatusIndexOutOfRange,
    UnsupportedAlgorithm,
    UntrustedKey,
)
from aeo_exchange.reader_codes import NEWER_VERSION
from aeo_exchange.safe_text import MESSAGE_LENGTH, excerpt

__all__ = ["Message", "refuse", "require"]

# By code first, then by area.
_KINDS: dict[str, type[SignatureError]] = {
    NEWER_VERSION: MessageRefused,
    "AEO-SIG-06": UnsupportedAlgorithm,
    "AEO-SIG-17": UnsupportedAlgorithm,
    "AEO-STA-04": StaleStatusList,
    "AEO-STA-05": StaleStatusList,
    "AEO-STA-07": StatusIndexOutOfRange,
    "SIG": BadSignature,
    "STA": StatusError,
    "TRU": UntrustedKey,
    "XCH": MessageRefused,
}


Message: TypeAlias = str | Callable[..., str]


def require(holds: bool, code: str, message: Message, *about: object) -> None:  # noqa: FBT001 it reads as a sentence
    """Raise the error of a rule unless something holds.

    A message that costs something to make is given as what makes it, of what it is about: so
    nothing is made where a check passes, as most do.
    """
    if not holds:
        refuse(code, message if isinstance(message, str) else message(*about))


def refuse(code: str, message: str, cause: Exception | None = None) -> NoReturn:
    """Raise the error of a rule, where nothing could be read that a check might look at."""
    kind = _KINDS.get(code) or _KINDS[code.split("-")[1]]
    raise kind(code, excerpt(message, MESSAGE_LENGTH)) from cause
