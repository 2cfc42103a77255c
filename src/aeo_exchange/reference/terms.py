"""Words of arrangements that reference data and partner profiles share: flows and benefits."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

__all__ = ["BenefitCode", "Flow"]

Flow: TypeAlias = Literal["import", "export", "transit"]
BenefitCode = Annotated[
    str, Meta(pattern=r"^(?:[A-Z0-9]+(-[A-Z0-9]+)*)\Z", min_length=1, max_length=32)
]
