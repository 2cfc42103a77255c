"""A progress statement names what is not covered, claims nothing, and is taken for no statement."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

from aeo_exchange import __version__
from aeo_exchange.conformance.errors import NotCertifying, UnreadableFile
from aeo_exchange.conformance.statement.package import NAMES, read_package
from aeo_exchange.conformance.statement.progress import is_progress, written_progress
from aeo_exchange.conformance.statement.recheck import recheck
from aeo_exchange.conformance.statement.statement import NOTICE, read_product
from aeo_exchange.conformance.suite.lists import ProductRole, RunLevel, State
from aeo_exchange.report import Verdict
from aeo_exchange.resources import published
from conformance_runner.conftest import AT, OURS
from rows import for_each_row

PRODUCT = read_product(
    f'vendor = "Example Ltd"\nproduct = "aeo-exchange"\nversion = "{__version__}"\n'
    f'contact = "conformance@example.org"\nadapter = "{OURS}"\n'.encode()
)
SOME = ("AEO-LIF-01*", "STS-*", "AEO-STR-0[1-9].*")


@pytest.fixture(scope="module")
def report(ask):
    """A run that was filtered: all of STS, some of LIF and STR, nothing else."""
    return ask(OURS, filters=SOME)


def written(report, suite, **changes) -> dict:
    return json.loads(written_progress(report, replace(PRODUCT, **changes), suite))


def with_state(report, area: str, state: State, *, whole: bool = False):
    """Return the report with one case of an area, or every one, in another state."""
    chosen = [case.id for case in report.cases if case.area == area]
    named = set(chosen if whole else chosen[:1])
    cases = tuple(replace(case, state=state) if case.id in named else case for case in report.cases)
    return replace(report, cases=cases)


def left(told: dict) -> dict[str, list[str]]:
    return {row["area"]: row["states"] for row in told["roles"][0]["notCovered"]}


def test_areas_are_covered_when_every_case_was_passed_and_named_when_not(report, suite) -> None:
    told = written(report, suite)
    (role,) = told["roles"]
    assert role["covered"] == ["STS"]
    assert left(told)["LIF"] == ["not_asked"]
    areas = {case.area for case in suite.chosen(ProductRole.VALIDATOR, RunLevel.CORE)}
    assert {*role["covered"], *left(told)} == areas
    assert ProductRole.VALIDATOR not in told["rolesNotRun"]
    assert {ProductRole.VERIFIER, ProductRole.ISSUER, ProductRole.CONVERTER} <= set(
        told["rolesNotRun"]
    )


@pytest.mark.parametrize("state", [state for state in State if state is not State.PASS])
def test_a_single_case_that_was_not_passed_leaves_its_area_open(state, report, suite) -> None:
    told = written(with_state(report, "STS", state), suite)
    if state is State.NOT_APPLICABLE:
        assert told["roles"][0]["covered"] == ["STS"]
    else:
        assert told["roles"][0]["covered"] == []
        assert left(told)["STS"] == [state]


def test_an_area_of_which_nothing_applies_is_not_covered(report, suite) -> None:
    told = written(with_state(report, "STS", State.NOT_APPLICABLE, whole=True), suite)
    assert left(told)["STS"] == ["not_applicable"]


def test_of_a_filtered_area_both_what_failed_and_what_was_not_asked_are_told(report, suite) -> None:
    told = written(with_state(report, "LIF", State.FAIL), suite)
    assert left(told)["LIF"] == ["fail", "not_asked"]


def test_a_progress_statement_keeps_to_its_schema_and_says_that_it_claims_nothing(
    report, suite
) -> None:
    path = published("conformance/schema/progress.schema.json")
    told = written(report, suite)
    jsonschema.Draft202012Validator(json.loads(path.read_bytes())).validate(told)
    assert "not signed and claims nothing" in told["notice"]
    assert "not an approval by any customs administration" in told["notice"]
    assert told["notice"] != NOTICE
    assert not {"publicKey", "expires", "permission", "files"} & set(told)
    text = json.dumps(told).lower()
    assert "conformant" not in text
    assert not re.search(r"\d\s?%", text)


@pytest.mark.parametrize("name", ["vendor", "contact"])
@pytest.mark.parametrize(
    "words",
    [
        "conformant",
        "CONFORMANT",
        "Non-Conformant",
        "conf\N{SOFT HYPHEN}ormant",
        "\N{FULLWIDTH LATIN SMALL LETTER C}onformant",
        "It conforms",
        "fully compliant",
        "Conformance \n is  claimed",
    ],
)
def test_what_only_a_statement_may_say_is_refused(name, words, report, suite) -> None:
    with pytest.raises(NotCertifying, match="only a statement of a whole run may say"):
        written(report, suite, **{name: words})


@pytest.mark.parametrize("words", ["Global Compliance Ltd", "Conformance Tools", "Certified Ltd"])
def test_names_that_are_no_claim_are_kept(words: str, report, suite) -> None:
    assert written(report, suite, vendor=words)["vendor"] == words


def test_a_product_that_did_not_start_or_is_another_one_has_no_progress(report, ask, suite) -> None:
    with pytest.raises(NotCertifying, match="did not start"):
        written(ask("exec:there-is-no-such-program", filters=SOME), suite)
    with pytest.raises(NotCertifying, match="the run was of aeo-exchange"):
        written(report, suite, version="4.2.1")


def test_of_another_suite_nobody_can_say_what_is_covered(report, suite) -> None:
    other = replace(report, suite=replace(report.suite, version="0.9.0"))
    with pytest.raises(NotCertifying, match="another suite"):
        written(other, suite)


def test_a_progress_statement_is_no_package(report, suite, tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    path.write_bytes(written_progress(report, PRODUCT, suite))
    with pytest.raises(UnreadableFile, match="progress statement, which is not signed"):
        read_package(path)
    path.write_bytes(b'{"kind":"another"}')
    with pytest.raises(UnreadableFile, match="not a zip file"):
        read_package(path)


def test_a_package_with_a_progress_statement_in_it_is_refused(report, suite) -> None:
    content = written_progress(report, PRODUCT, suite)
    files = dict.fromkeys(NAMES, b"{}") | {"statement.json": content}
    answer = recheck(files, suite, at=AT)
    assert answer.verdict is Verdict.NOT_VALID
    assert "progress statement" in answer.checks[0].reason


@for_each_row(
    ("content", "says"),
    [
        (b'{"kind":"progress"}', True),
        (b'{"kind":"progress","format":"2.0"}', True),
        (b'{"kind":"Progress"}', False),
        (b'{"format":"1.0"}', False),
        (b"kind", False),
        (b"\xff", False),
        (b"[" * 100_000, False),
    ],
)
def test_what_a_progress_statement_is_goes_by_its_kind(content: bytes, says) -> None:
    assert is_progress(content) is says
