"""What a run found, in the shape of report.json; every other form is made from it."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.conformance.adapters.protocol import (
    AnsweredCheck,
    AnsweredState,
    Hello,
    Named,
)
from aeo_exchange.conformance.suite.cases import Expectation, SuiteRelease
from aeo_exchange.conformance.suite.lists import Depth, Operation, ProductRole, RunLevel, State
from aeo_exchange.report import Verdict

__all__ = [
    "Adapted",
    "CaseCounts",
    "CaseResult",
    "Got",
    "InputResult",
    "Parity",
    "RoleResult",
    "RunReport",
    "Timings",
]


class _Shape(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A part of the report; what is absent is not written."""


class Adapted(_Shape, frozen=True, kw_only=True):
    """How the product was reached; `digest` is that of the files its command names."""

    name: str
    digest: str | UnsetType = UNSET


class Got(_Shape, frozen=True, kw_only=True):
    """What was answered; of a converter the digests of what it wrote."""

    verdict: Verdict | UnsetType = UNSET
    findings: tuple[Named, ...] = ()
    checks: tuple[AnsweredCheck, ...] = ()
    digests: tuple[str, ...] | UnsetType = UNSET
    state: AnsweredState | UnsetType = UNSET
    message: str | UnsetType = UNSET


class InputResult(_Shape, frozen=True, kw_only=True):
    """What became of one document: as published, or with `changes` a variant of it.

    `asked` is the variant as it was sent, in base64, where the answer was not the expected one;
    what was published is in the suite.
    """

    path: str
    media: str
    changes: tuple[str, ...] = ()
    state: State
    got: Got | UnsetType = UNSET
    differences: tuple[str, ...] = ()
    asked: str | UnsetType = UNSET


class CaseResult(_Shape, frozen=True, kw_only=True):
    """What became of a case in a role, and why it matters."""

    id: str
    role: ProductRole
    area: str
    level: str
    title: str
    why: str
    requirement: tuple[str, ...]
    operation: Operation
    at: str
    state: State
    reason: str | UnsetType = UNSET
    parity: bool | UnsetType = UNSET
    expect: Expectation
    inputs: tuple[InputResult, ...]


class RoleResult(_Shape, frozen=True, kw_only=True):
    """Whether a role is met at the level that was run, and what speaks against it."""

    role: ProductRole
    level: RunLevel
    conformant: bool
    reasons: tuple[str, ...]


class CaseCounts(_Shape, frozen=True, kw_only=True, omit_defaults=False):
    """How many cases of a role and level came out how; never a percentage."""

    role: ProductRole
    level: str
    states: dict[State, int]


class Parity(_Shape, frozen=True, kw_only=True, omit_defaults=False):
    """In how many cases several syntaxes were asked, and in how many the verdicts differed."""

    cases: int
    mismatches: int


class Timings(_Shape, frozen=True, kw_only=True, omit_defaults=False):
    """What differs between two runs that are otherwise one."""

    started: str
    seconds: float
    questions: int
    platform: str
    slowest: tuple[tuple[str, float], ...]


class RunReport(_Shape, frozen=True, kw_only=True, omit_defaults=False):
    """The report of a run. `certifies` says whether a claim of conformance can rest on it."""

    format: Literal["1.0"]
    suite: SuiteRelease
    runner: str
    adapter: Adapted
    product: Hello | UnsetType = UNSET
    at: str
    seed: int
    roles: tuple[ProductRole, ...]
    level: RunLevel
    depth: Depth
    variants: bool
    filters: tuple[str, ...]
    certifies: bool
    reasons: tuple[str, ...]
    results: tuple[RoleResult, ...]
    counts: tuple[CaseCounts, ...]
    parity: Parity
    cases: tuple[CaseResult, ...]
    timings: Timings
