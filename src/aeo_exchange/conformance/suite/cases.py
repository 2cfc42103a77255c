"""The suite as data to cases: what is asked, and what must be answered."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.conformance.adapters.protocol import Place, Standing
from aeo_exchange.conformance.errors import BadSuite
from aeo_exchange.conformance.suite.lists import Level, Operation, Role
from aeo_exchange.report import Severity, Verdict
from aeo_exchange.resources import published

__all__ = [
    "Case",
    "Expectation",
    "ExpectedAttestation",
    "ExpectedCheck",
    "ExpectedEntry",
    "ExpectedFinding",
    "ExpectedStatusList",
    "Given",
    "Input",
    "Suite",
    "SuiteRelease",
    "case_set_digest",
    "load_suite",
    "smoke_cases",
]

FOLDER = "conformance"
CASE_SET = ("cases", "keys")


class _Data(Struct, frozen=True, kw_only=True, rename="camel"):
    """A part of a suite file."""


class Input(_Data, frozen=True, kw_only=True):
    """A file of a case with its media type; `path` is beside case.json or begins with keys/."""

    media: str
    path: str


class RootInput(Input, frozen=True, kw_only=True):
    """A root, or a handover; one that names administrations is pinned for these alone."""

    pinned_for: tuple[str, ...] | UnsetType = UNSET


class Given(_Data, frozen=True, kw_only=True):
    """What a verifier is given beside the attestation, or the key of one who signs."""

    record: Input | UnsetType = UNSET
    trust: tuple[Input, ...] = ()
    roots: tuple[RootInput, ...] = ()
    status: tuple[Input, ...] = ()
    expect_tin: str | UnsetType = UNSET
    min_sequence: int | UnsetType = UNSET
    known_revision: int | UnsetType = UNSET
    known_status_at: str | UnsetType = UNSET
    pinned_for: tuple[str, ...] | UnsetType = UNSET
    test_keys: bool | UnsetType = UNSET
    key: Input | UnsetType = UNSET
    certificate: Input | UnsetType = UNSET


class CaseOptions(_Data, frozen=True, kw_only=True):
    """What else is asked: the media type to be written, and what an attestation is to say."""

    target: str | UnsetType = UNSET
    status: Place | UnsetType = UNSET
    expires: str | UnsetType = UNSET
    issuer: str | UnsetType = UNSET
    tier: str | UnsetType = UNSET
    known_at: str | UnsetType = UNSET


class ExpectedFinding(_Data, frozen=True, kw_only=True):
    """A finding that must be there."""

    code: str
    severity: Severity
    path: str
    record: int | UnsetType = UNSET
    xpath: str | UnsetType = UNSET


class ExpectedCheck(_Data, frozen=True, kw_only=True):
    """A check of a verifier that must come out so."""

    name: str
    outcome: str


class ExpectedAttestation(_Data, frozen=True, kw_only=True):
    """What an attestation must say.

    `claims` are all but jti, iat, nbf and exp; `hidden` names those that are disclosures. `exp` is
    at most `until`, or with `exactly` just that.
    """

    # A tree; msgspec takes no type that holds itself.
    claims: dict[str, Any]
    hidden: tuple[str, ...] = ()
    until: str
    exactly: bool = False


class ExpectedEntry(_Data, frozen=True, kw_only=True):
    """An entry of a status list that is not 0."""

    index: int
    value: int


class ExpectedStatusList(_Data, frozen=True, kw_only=True):
    """What a status list must say: its name, its time in seconds, and every entry but those of 0.

    `size` is how many entries it has at least.
    """

    uri: str
    seconds: int
    size: int
    entries: tuple[ExpectedEntry, ...]


class Expectation(_Data, frozen=True, kw_only=True):
    """What must be answered, the same for every input."""

    verdict: Verdict
    findings: tuple[ExpectedFinding, ...] = ()
    checks: tuple[ExpectedCheck, ...] | UnsetType = UNSET
    digests: tuple[str, ...] | UnsetType = UNSET
    attestation: ExpectedAttestation | UnsetType = UNSET
    status_list: ExpectedStatusList | UnsetType = UNSET
    standing: Standing | UnsetType = UNSET
    allow: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()


class Case(_Data, frozen=True, kw_only=True):
    """One case, as its case.json has it."""

    id: str
    title: str
    why: str
    requirement: tuple[str, ...]
    level: str
    roles: tuple[Role, ...]
    since: str
    flags: tuple[str, ...]
    operation: Operation
    at: str
    inputs: tuple[Input, ...]
    given: Given | UnsetType = UNSET
    options: CaseOptions = CaseOptions()
    expect: Expectation

    @property
    def area(self) -> str:
        """The area of the case, such as LIF, which is also its folder."""
        first, second, *_ = self.id.split("-")
        return second if first == "AEO" else first

    @property
    def is_core(self) -> bool:
        """Whether the case tests a MUST."""
        return self.level == "MUST"


class SuiteRelease(_Data, frozen=True, kw_only=True):
    """What names a release of the suite in a report."""

    id: str
    version: str
    spec: str
    case_set: str


class Suite:
    """The cases of a folder, and their bytes when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Every case, in the order of the ids; raises BadSuite."""
        decoder = msgspec.json.Decoder(Case)
        cases = []
        for path in self.folder.glob("cases/*/*/case.json"):
            try:
                cases.append(decoder.decode(path.read_bytes()))
            except msgspec.DecodeError as cause:
                raise BadSuite(f"{path.relative_to(self.folder).as_posix()}: {cause}") from cause
        return tuple(sorted(cases, key=lambda each: each.id))

    @cached_property
    def by_id(self) -> dict[str, Case]:
        """Every case by its id."""
        return {case.id: case for case in self.cases}

    @cached_property
    def release(self) -> SuiteRelease:
        """The release that the suite says it is, with the digest of the cases as they are."""
        try:
            told = msgspec.json.decode((self.folder / "suite.json").read_bytes(), type=_Manifest)
        except (OSError, msgspec.DecodeError) as cause:
            raise BadSuite(f"suite.json: {cause}") from cause
        return SuiteRelease(
            id=told.id, version=told.version, spec=told.spec, case_set=case_set_digest(self.folder)
        )

    @cached_property
    def is_release(self) -> bool:
        """Whether the cases are those that were published under this version."""
        told = msgspec.json.decode((self.folder / "suite.json").read_bytes(), type=_Manifest)
        return told.case_set.sha256 == self.release.case_set

    def content(self, case: Case, part: Input) -> bytes:
        """Return the bytes of a file that a case names."""
        home = self.folder if part.path.startswith("keys/") else self.home(case)
        return (home / part.path).read_bytes()

    def home(self, case: Case) -> Path:
        """Return the folder of a case."""
        return self.folder / "cases" / case.area / case.id

    def chosen(self, role: Role, level: Level) -> list[Case]:
        """Return the cases that a product of a role must answer at a level."""
        return [
            case
            for case in self.cases
            if role in case.roles and (case.is_core or level is Level.FULL)
        ]


class _CaseSet(_Data, frozen=True, kw_only=True):
    sha256: str


class _Manifest(_Data, frozen=True, kw_only=True):
    """What is read of suite.json; its schema says the rest."""

    id: str
    version: str
    spec: str
    case_set: _CaseSet


def load_suite(folder: Path | None = None) -> Suite:
    """Return the suite of a folder, or the one that is shipped."""
    return Suite(folder or published(FOLDER))


def case_set_digest(folder: Path) -> str:
    """Return the digest of cases and keys: SHA-256 over what `sha256sum` prints of them.

    One line `<sha-256>  <path>` for each file, sorted by path, so that any shell can repeat it.
    """
    lines = hashlib.sha256()
    names = sorted(
        path.relative_to(folder).as_posix()
        for part in CASE_SET
        for path in (folder / part).rglob("*")
        if path.is_file()
    )
    for name in names:
        lines.update(
            f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n".encode()
        )
    return lines.hexdigest()


def smoke_cases(suite: Suite) -> tuple[str, ...]:
    """Return the first passing and the first failing case of each area and role."""
    first: dict[tuple[Role, str, str], str] = {}
    for case in suite.cases:
        for role in case.roles:
            if case.is_core:
                first.setdefault((role, case.area, case.id.partition(".")[2][:1]), case.id)
    return tuple(sorted(set(first.values())))
