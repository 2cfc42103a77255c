"""What keeps an output from being what was asked for, with the rule that it breaks."""

from __future__ import annotations

from aeo_exchange.errors import AeoError

__all__ = ["BadOutput", "require"]


class BadOutput(AeoError):
    """What a product made is not in the form of the standard, or not signed by the key."""

    code = "bad-output"
    advice = "`aeo explain CODE` says why."

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(f"{rule}: {message}" if rule else message)


def require(holds: bool, rule: str, message: str) -> None:  # noqa: FBT001 it is all that is asked
    """Raise BadOutput with its rule, unless something holds."""
    if not holds:
        raise BadOutput(rule, message)
