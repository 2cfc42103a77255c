"""The suite as data to cases: what is asked, and what must be answered."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path

import msgspec

from aeo_exchange.conformance.errors import BadSuite
from aeo_exchange.conformance.suite.case import Case, CaseGiven, Input, RootInput, SuiteRelease
from aeo_exchange.conformance.suite.expectation import (
    Expectation,
    ExpectedAttestation,
    ExpectedFinding,
    ExpectedStatusList,
    SuitePart,
)
from aeo_exchange.conformance.suite.lists import ProductRole, RunLevel
from aeo_exchange.resources import published

__all__ = [
    "Case",
    "CaseGiven",
    "Expectation",
    "ExpectedAttestation",
    "ExpectedFinding",
    "ExpectedStatusList",
    "Input",
    "RootInput",
    "Suite",
    "SuiteRelease",
    "case_set_digest",
    "load_suite",
    "smoke_cases",
]

FOLDER = "conformance"
CASE_SET = ("cases", "keys")


class Suite:
    """The cases of a folder, and their bytes when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Every case, in the order of the ids; raises BadSuite."""
        decoder = msgspec.json.Decoder(Case)
        cases = []
        for name in _case_files(self.folder):
            try:
                cases.append(decoder.decode(_read(self.folder, name)))
            except FileNotFoundError:  # a folder that has other things
                continue
            except msgspec.DecodeError as cause:
                raise BadSuite(f"{name}: {cause}") from cause
        return tuple(sorted(cases, key=lambda case: case.id))

    @cached_property
    def by_id(self) -> dict[str, Case]:
        """Every case by its id."""
        return {case.id: case for case in self.cases}

    @cached_property
    def release(self) -> SuiteRelease:
        """The release that the suite says it is, with the digest of the cases as they are.

        Raises BadSuite where suite.json cannot be read.
        """
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
        home = "" if part.path.startswith("keys/") else f"cases/{case.area}/{case.id}/"
        return _read(self.folder, f"{home}{part.path}")

    def chosen(self, role: ProductRole, level: RunLevel) -> list[Case]:
        """Return the cases that a product of a role must answer at a level."""
        return [
            case
            for case in self.cases
            if role in case.roles and (case.is_core or level is RunLevel.FULL)
        ]


class _CaseSet(SuitePart, frozen=True, kw_only=True):
    sha256: str


class _Manifest(SuitePart, frozen=True, kw_only=True):
    """What is read of suite.json; its schema says the rest."""

    id: str
    version: str
    spec: str
    case_set: _CaseSet


def load_suite(folder: Path | None = None) -> Suite:
    """Return the suite of a folder, or the one that is shipped."""
    return Suite(folder) if folder else _shipped()


@cache
def _shipped() -> Suite:
    """Return the suite that is shipped: its 14,000 files are read once in a process."""
    return Suite(published(FOLDER))


def case_set_digest(folder: Path) -> str:
    """Return the digest of cases and keys: SHA-256 over what `sha256sum` prints of them.

    One line `<sha-256>  <path>` for each file, sorted by path, so that any shell can repeat it.
    """
    lines = hashlib.sha256()
    for name in sorted(name for part in CASE_SET for name in _files_below(folder, part)):
        digest = hashlib.sha256(_read(folder, name)).hexdigest()
        lines.update(f"{digest}  {name}\n".encode())
    return lines.hexdigest()


# Of thousands of files and folders, a Path of each costs more than to read them, in a run too.


def _read(folder: Path, name: str) -> bytes:
    with open(f"{folder}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 as above
        return file.read()


def _files_below(folder: Path, part: str) -> Iterator[str]:
    """Name the files below a folder, at whatever depth."""
    for entry in _entries(folder, part):
        name = f"{part}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(folder, name)
        elif entry.is_file():
            yield name


def _case_files(folder: Path) -> Iterator[str]:
    """Name the file of each case: cases/AREA/ID/case.json."""
    for area in _entries(folder, "cases"):
        if area.is_dir():
            yield from (
                f"cases/{area.name}/{case.name}/case.json"
                for case in _entries(folder, f"cases/{area.name}")
                if case.is_dir()
            )


def _entries(folder: Path, part: str) -> list[os.DirEntry[str]]:
    """Return what lies in a folder, nothing where there is none."""
    with suppress(FileNotFoundError), os.scandir(f"{folder}/{part}") as entries:
        return list(entries)
    return []


def smoke_cases(suite: Suite) -> tuple[str, ...]:
    """Return the first passing and the first failing case of each area and role."""
    first: dict[tuple[ProductRole, str, str], str] = {}
    for case in suite.cases:
        for role in case.roles:
            if case.is_core:
                first.setdefault((role, case.area, case.id.partition(".")[2][:1]), case.id)
    return tuple(sorted(set(first.values())))
