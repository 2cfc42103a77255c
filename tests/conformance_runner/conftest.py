"""Runs of the suite, as a vendor makes them, without a command line between."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from copy import copy
from itertools import chain
from pathlib import Path

import msgspec
import pytest
from filelock import FileLock
from msgspec.structs import replace

from aeo_exchange.conformance.adapters.own import product as own
from aeo_exchange.conformance.adapters.transports import Settings, adapter_of
from aeo_exchange.conformance.report.run_report import RunReport
from aeo_exchange.conformance.report.stored import read_report, written_report
from aeo_exchange.conformance.run.plan import Choice, plan
from aeo_exchange.conformance.run.runner import run_suite
from aeo_exchange.conformance.suite.cases import Suite, case_set_digest, load_suite
from aeo_exchange.conformance.suite.lists import Depth, ProductRole, RunLevel
from aeo_exchange.resources import published

OURS = "python:aeo_exchange.conformance.adapters.own:answer"
AT = "2026-11-22T00:00:00Z"
Ask = Callable[..., RunReport]
PATIENT = 600.0  # seconds that no answer takes, on however busy a machine
FIRST = ("*.?01",)
# Of every role the first cases of each subject: what is counted again takes as long as a run.
FEW = (
    *(
        f"{area}/*.{kind}"
        for area in ("ISS", "MAT", "PRD", "RCG", "RCV", "SND", "STL", "STS")
        for kind in ("p01", "p02", "p10", "n01")
    ),
    *(
        f"{area}-0{number}.{kind}"
        for area, number in (("CNV/CNV", 1), ("LIF/AEO-LIF", 6), ("TRU/AEO-TRU", 1))
        for kind in ("p01", "n01")
    ),
)


@pytest.fixture(scope="session")
def suite() -> Suite:
    """Return the suite of the checkout."""
    return load_suite()


def released(folder: Path, *patterns: str) -> Suite:
    """Return cases of the suite as if they were released so: a case being written is no release."""
    home = published("conformance")
    shutil.copytree(home / "keys", folder / "keys")
    for pattern in patterns:
        for case in (home / "cases").glob(pattern):
            shutil.copytree(case, folder / case.relative_to(home))
    told = json.loads((home / "suite.json").read_bytes())
    told["caseSet"]["sha256"] = case_set_digest(folder)
    (folder / "suite.json").write_text(json.dumps(told))
    return Suite(folder)


@pytest.fixture(scope="session")
def all_released(suite: Suite) -> Suite:
    """Return all cases as a release: they are as many files as would take seconds to copy."""
    assert suite.cases  # read before it is copied, so that both have them
    released = copy(suite)
    released.is_release = True
    return released


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    """Return a few cases of every role as a release."""
    return released(tmp_path_factory.mktemp("few"), *FEW)


@pytest.fixture(scope="session")
def first_cases(all_released: Suite) -> RunReport:
    """Return the run of our implementation over the first cases of each subject, as published."""
    choice = Choice(at=AT, level=RunLevel.FULL, depth=Depth.D3, variants=False, filters=FIRST)
    return _run(all_released, choice)


@pytest.fixture(scope="session")
def whole(all_released: Suite, shared_folder: Path) -> RunReport:
    """Return the run of our implementation that a claim can rest on.

    It takes longest of all, so of several workers one makes it and the others read it.
    """
    kept = shared_folder / "whole.json"
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            choice = Choice(at=AT, seed=11, level=RunLevel.FULL, depth=Depth.D3)
            kept.write_bytes(written_report(_run(all_released, choice)))
        return read_report(kept.read_bytes())


def _run(suite: Suite, choice: Choice) -> RunReport:
    settings = Settings(deadline=PATIENT, start=PATIENT)
    return run_suite(suite, adapter_of(OURS, settings), choice, lambda *_: None)


@pytest.fixture(scope="session")
def known_answers(suite: Suite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of what our implementation answers about a few cases, by document.

    It is for adapters that are started so often that they cannot be our implementation.
    """
    said = {name: own.answer({"v": 1, "cmd": name}) for name in ("hello", "reset")}
    choice = Choice(at=AT, level=RunLevel.FULL, variants=False, filters=("AEO-STR-0[1-5].n0[12]",))
    for question in chain.from_iterable(plan(suite, (ProductRole.VALIDATOR,), choice)):
        request = question.request(1, suite, PATIENT)
        answer = own.answer(msgspec.json.decode(msgspec.json.encode(request)))
        said[request.inputs.document.content] = answer
    file = tmp_path_factory.mktemp("known") / "answers.json"
    file.write_text(json.dumps(said))
    return file


@pytest.fixture(scope="session")
def ask(suite: Suite) -> Ask:
    """Return a function that runs cases against an adapter, as published unless told."""
    usual = Choice(
        at=AT,
        seed=1,
        level=RunLevel.CORE,
        depth=Depth.D1,
        variants=False,
        roles=(ProductRole.VALIDATOR,),
    )

    def asked(adapter: str, settings: Settings | None = None, **more: object) -> RunReport:
        limits = settings or Settings(keep=("PYTHONPATH",), deadline=PATIENT, start=PATIENT)
        return run_suite(
            suite, adapter_of(adapter, limits), replace(usual, **more), lambda *_: None
        )

    return asked
