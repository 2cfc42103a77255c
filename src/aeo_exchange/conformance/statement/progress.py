"""A run on which no claim can rest to an unsigned account of what is covered yet (CNF-8-7)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, Struct

from aeo_exchange.conformance.errors import NotCertifying, UnreadableFile
from aeo_exchange.conformance.report.run_report import RunReport
from aeo_exchange.conformance.statement.statement import Product, misnamed, run_day
from aeo_exchange.conformance.suite.cases import Suite, SuiteRelease
from aeo_exchange.conformance.suite.lists import GRAVITY, Depth, ProductRole, RunLevel, State
from aeo_exchange.conformance.suite.texts import EACH_ONCE, Area, told
from aeo_exchange.conformance.vendor_files import read_vendor_json

__all__ = ["MISTAKEN", "NOTICE", "ProgressReport", "is_progress", "written_progress"]

NOTICE = (
    "This tells how far work on the product is. It is not signed and claims nothing. It is not an "
    "approval by any customs administration, nor by those who publish the standard."
)
MISTAKEN = "it is a progress statement, which is not signed and on which no claim can rest"
# What only a statement may say, in no letters and with no spaces that hide it.
CLAIMS = ("conformant", "conforms", "compliant", "conformance is claimed")
NOT_ASKED = "not_asked"


OpenState = Annotated[
    str,
    told(
        "A state of CNF-5-1 other than pass, or not_asked for a case that the run left out.",
        enum=[*(state for state in State if state is not State.PASS), NOT_ASKED],
    ),
]


class Open(Struct, frozen=True, kw_only=True):
    """An area that is not covered, and the states of its cases that say so."""

    area: Area
    states: Annotated[
        tuple[OpenState, ...],
        Meta(min_length=1, description="What became of them.", extra_json_schema=EACH_ONCE),
    ]


class Covered(Struct, frozen=True, kw_only=True, rename="camel"):
    """Of a role the areas of which every case was passed, and all others."""

    role: ProductRole
    covered: Annotated[tuple[Area, ...], told("Areas that are covered.", **EACH_ONCE)]
    not_covered: Annotated[tuple[Open, ...], told("All other areas that have cases.")]


class ProgressReport(Struct, frozen=True, kw_only=True, rename="camel"):
    """What is covered yet. Nobody signs it; `rolesNotRun` are all that were not asked."""

    format: Literal["1.0"]
    kind: Annotated[Literal["progress"], told("What keeps it from being taken for a statement.")]
    notice: str
    vendor: str
    product: str
    version: str
    contact: str
    standard: str
    suite: SuiteRelease
    day: Annotated[date, told("Day of the run.")]
    seed: int
    level: RunLevel
    depth: Depth
    variants: Annotated[bool, told("Whether variants were asked too.")]
    media: Annotated[
        tuple[str, ...], told("Media types that the product reads; none named means all.")
    ]
    roles: Annotated[tuple[Covered, ...], told("Roles that were run.")]
    roles_not_run: Annotated[
        tuple[ProductRole, ...], told("Every other role that has cases.", **EACH_ONCE)
    ]


class _Kind(Struct, frozen=True, kw_only=True):
    kind: Literal["progress"]


def is_progress(content: bytes) -> bool:
    """Say whether a file is a progress statement, by what it says that it is."""
    try:
        read_vendor_json(content, _Kind)
    except UnreadableFile:
        return False
    return True


def written_progress(report: RunReport, product: Product, suite: Suite) -> bytes:
    """Return a progress statement as JSON; raises NotCertifying where none can be made."""
    if report.product is UNSET:
        raise NotCertifying("the product did not start")
    if reason := misnamed(report, product):
        raise NotCertifying(reason)
    if report.suite != suite.release:
        raise NotCertifying(f"the run was of another suite than {suite.release.version} at hand")
    progress = _progress(report, product, suite)
    _refuse_claims(progress)
    return msgspec.json.format(msgspec.json.encode(progress), indent=2) + b"\n"


def _refuse_claims(progress: ProgressReport) -> None:
    """Raise NotCertifying where the vendor or the product says more than such a text may."""
    words = (progress.vendor, progress.product, progress.version, progress.contact)
    told = [_plain(word) for word in (*words, *progress.media)]
    for claim in CLAIMS:
        if any(claim in word for word in told):
            raise NotCertifying(f"only a statement of a whole run may say {claim!r}")


def _progress(report: RunReport, product: Product, suite: Suite) -> ProgressReport:
    return ProgressReport(
        format="1.0",
        kind="progress",
        notice=NOTICE,
        vendor=product.vendor,
        product=product.product,
        version=product.version,
        contact=product.contact,
        standard=report.suite.spec,
        suite=report.suite,
        day=run_day(report),
        seed=report.seed,
        level=report.level,
        depth=report.depth,
        variants=report.variants,
        media=() if report.product is UNSET else report.product.media,
        roles=tuple(_covered(report, role, suite) for role in report.roles),
        roles_not_run=tuple(
            role
            for role in ProductRole
            if role not in report.roles and suite.chosen(role, report.level)
        ),
    )


def _covered(report: RunReport, role: ProductRole, suite: Suite) -> Covered:
    """Sort the areas of a role; one is covered when something passed and nothing is left over."""
    states = _states(report, role, suite)
    left = {area: tuple(_left(of_area)) for area, of_area in states.items()}
    return Covered(
        role=role,
        covered=tuple(area for area, open_states in left.items() if not open_states),
        not_covered=tuple(
            Open(area=area, states=open_states) for area, open_states in left.items() if open_states
        ),
    )


def _states(report: RunReport, role: ProductRole, suite: Suite) -> dict[str, set[str]]:
    """Return by area the states of the cases that belong to a role, asked or not."""
    told = {case.id: str(case.state) for case in report.cases if case.role is role}
    states: dict[str, set[str]] = {}
    for case in suite.chosen(role, report.level):
        states.setdefault(case.area, set()).add(told.get(case.id, NOT_ASKED))
    return dict(sorted(states.items()))


def _left(states: set[str]) -> Iterator[str]:
    """Yield the states that keep an area from being covered, the gravest first."""
    if states == {State.NOT_APPLICABLE}:
        yield State.NOT_APPLICABLE
    order = (*GRAVITY, State.XPASS, State.XFAIL)
    yield from (
        str(role)
        for role in order
        if role in states and role not in {State.PASS, State.NOT_APPLICABLE}
    )
    if NOT_ASKED in states:
        yield NOT_ASKED


def _plain(text: str) -> str:
    """Return a text in which one word looks one way: no other letters, no hidden characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(character for character in folded if unicodedata.category(character) != "Cf")
    return " ".join(seen.split())
