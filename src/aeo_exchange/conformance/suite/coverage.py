"""Requirements to the cases that test them, and the gaps."""

from __future__ import annotations

from functools import cache

import msgspec
from msgspec import UNSET, Struct

from aeo_exchange.conformance.errors import BadSuite
from aeo_exchange.conformance.suite.cases import Suite
from aeo_exchange.conformance.suite.files import Requirement, RequirementList

__all__ = ["Coverage", "Requirement", "clauses_of", "gaps", "requirements_of"]


class Coverage(Struct, frozen=True, kw_only=True):
    """Every requirement, and what is missing, in words."""

    requirements: tuple[Requirement, ...]
    gaps: tuple[str, ...]


def requirements_of(suite: Suite) -> tuple[Requirement, ...]:
    """Return every requirement, in the order of the text; raises BadSuite."""
    try:
        content = (suite.folder / "requirements.json").read_bytes()
        return msgspec.json.decode(content, type=RequirementList).requirements
    except (OSError, msgspec.DecodeError) as cause:
        raise BadSuite(f"requirements.json: {cause}") from cause


@cache
def clauses_of(suite: Suite) -> dict[str, Requirement]:
    """Return every requirement by its number."""
    return {requirement.id: requirement for requirement in requirements_of(suite)}


def gaps(suite: Suite) -> list[str]:
    """Return what is missing: requirements that nothing tests and nobody excused, stray names."""
    requirements = requirements_of(suite)
    known = {requirement.id for requirement in requirements}
    return [
        *(
            f"{requirement.id}: no case and no reason"
            for requirement in requirements
            if _is_open(requirement)
        ),
        *(
            f"{requirement.id} names {case}, which is not a case"
            for requirement in requirements
            for case in requirement.cases
            if case not in suite.by_id
        ),
        *(
            f"{case.id} names {clause}, which is not a requirement"
            for case in suite.cases
            for clause in case.requirement
            if clause not in known
        ),
    ]


def _is_open(requirement: Requirement) -> bool:
    if requirement.kind == "testable":
        return not requirement.cases
    return requirement.reason in {UNSET, "No case yet."}
