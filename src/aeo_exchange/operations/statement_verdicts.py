"""How far a statement held, as a verdict and so as an exit code."""

from __future__ import annotations

from collections.abc import Sequence

from aeo_exchange.exchange.statements import StatementStep
from aeo_exchange.report import Verdict

__all__ = ["verdict_of_steps"]


def verdict_of_steps(steps: Sequence[StatementStep]) -> Verdict:
    """Return VALID where every step passed; what a person must look at is no refusal."""
    match steps[-1].outcome:
        case "pass":
            return Verdict.VALID
        case "refused":
            return Verdict.NOT_VALID
        case "held" | "undetermined":
            return Verdict.UNDETERMINED
