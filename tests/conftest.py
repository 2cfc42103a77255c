"""Hypothesis profiles, what `make test` leaves to `make check`, and what `--quick` leaves out."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from forked import forking

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile("glance", max_examples=2, deadline=None, suppress_health_check=SLOW)
settings.register_profile("few", max_examples=5, deadline=None, suppress_health_check=SLOW)
settings.register_profile("more", max_examples=60, deadline=None, suppress_health_check=SLOW)
settings.register_profile(
    "ci", max_examples=400, deadline=None, derandomize=True, suppress_health_check=SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "few"))

TESTS = Path(__file__).parent
# The same again, deeper: `make test` leaves it to `make check`, which runs it by `--deeper`.
# Beside each stands what `make test` asks of the same law. An id may stand without its parameters.
DEEPER = {
    "cli/test_each_command.py::test_a_command_works_in_a_process_that_begins_with_it": (
        "the same in a process that is forked, and some commands in processes that begin"
    ),
    # What make check asks by itself too, of the tools that write the files.
    "conformance/test_cases.py::test_the_cases_on_disk_are_those_of_the_definitions": (
        "the answers to the cases, and their form"
    ),
    "conformance_runner/test_suite_files.py::"
    "test_the_files_about_the_suite_are_those_that_the_tool_prints": (
        "the digest of each file, and its schema"
    ),
    "conformance_runner/test_render.py::"
    "test_a_page_of_every_role_at_level_full_is_under_a_megabyte[True]": (
        "a page of every case as it is published"
    ),
    "conformance_runner/test_run.py::"
    "test_our_implementation_passes_every_role_and_level_at_full_depth[whole]": (
        "the first cases of each subject, as they are published"
    ),
    "conformance_runner/test_statement.py::test_a_package_of_the_whole_suite_holds": (
        "a package of the first cases of every role"
    ),
    "rules/test_parts_of_records.py::"
    "test_every_record_of_the_cases_breaks_the_same_rules_whichever_are_asked[1]": (
        "every fourth record"
    ),
    "website/test_site.py::test_what_was_not_built_is_said": (
        "the page of reports where there are none"
    ),
    "conformance_runner/test_variants.py::"
    "test_a_variant_in_form_alone_says_what_was_published[all]": "every fourth document",
}
# What needs other software, whole runs of the suite, many examples, many processes, time that
# passes, or what breaks the code to see a test fail. All else is quick, the conformance cases and
# each command among it. A single test of a quick file is left out by the mark `long`.
NOT_QUICK = frozenset(
    {
        "bench",
        "cli/test_annotate.py",
        "cli/test_bulk_attestations.py",
        "cli/test_conformance.py",
        "cli/test_forms.py",
        "cli/test_outputs.py",
        "cli/test_qr.py",
        "cli/test_qr_card.py",
        "cli/test_register.py",
        "cli/test_verify_pictures.py",
        "conformance/test_rules_switched_off.py",
        "conformance_runner/test_guide.py",
        "conformance_runner/test_hostile_adapters.py",
        "conformance_runner/test_hostile_answers.py",
        "conformance_runner/test_hostile_reports.py",
        "conformance_runner/test_interrupts.py",
        "conformance_runner/test_judge_apart.py",
        "conformance_runner/test_judged_tables.py",
        "conformance_runner/test_mutants.py",
        "conformance_runner/test_printed_schemas.py",
        "conformance_runner/test_render.py",
        "conformance_runner/test_run.py",
        "conformance_runner/test_signing.py",
        "conformance_runner/test_statement.py",
        "conformance_runner/test_transports.py",
        "conformance_runner/test_variants.py",
        "docs/test_contributing.py",
        "docs/test_guides.py",
        "docs/test_library.py",
        "docs/test_readme.py",
        "docs/test_trust_guides.py",
        "formats/test_hostile_workbooks.py",
        "formats/test_workbook_numbers.py",
        "laws/test_attestations.py",
        "laws/test_hostile_bytes.py",
        "laws/test_no_network.py",
        "laws/test_one_verdict.py",
        "laws/test_places.py",
        "laws/test_rules_are_asked.py",
        "laws/test_tables.py",
        "laws/test_work.py",
        "mutants/test_apart.py",
        "operations/test_many_faults.py",
        "peers",
        "register/test_care.py",
        "register/test_faults.py",
        "rules/test_parts_of_records.py",
        "trust/test_status_work.py",
        "website",
    }
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--quick",
        action="store_true",
        help="run what tells most in a minute: no peers, few examples, few processes",
    )
    parser.addoption(
        "--deeper",
        action="store_true",
        help="run too what asks again, of more, what other tests ask of less",
    )


def pytest_configure(config: pytest.Config) -> None:
    # A shell starts what runs in the background deaf to Ctrl-C, and so would be all that we start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.getoption("--quick"):
        settings.load_profile("glance")


def pytest_collection_finish() -> None:
    """Have the collector of garbage pass over the modules and the tests, which all stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)  # a twentieth of the time went into looking too often


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what is not quick; None lets pytest decide."""
    asked = config.getoption("--quick") and collection_path.is_relative_to(TESTS)
    if asked and collection_path.relative_to(TESTS).as_posix() in NOT_QUICK:
        return True
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what goes deeper, and the long tests of quick files."""
    left = [item for item in items if _is_left(item, config)]
    items[:] = [item for item in items if item not in left]
    config.hook.pytest_deselected(items=left)


def _is_left(item: pytest.Item, config: pytest.Config) -> bool:
    if config.getoption("--quick") and item.get_closest_marker("long"):
        return True
    name = item.nodeid.removeprefix("tests/")
    return not config.getoption("--deeper") and not DEEPER.keys().isdisjoint(
        {name, name.partition("[")[0]}
    )


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run of tests, one for all its workers."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def forked_aeo() -> Iterator[tuple[str, ...]]:
    """Return the words that run `aeo` in a process that is forked and not begun anew."""
    with forking("aeo_exchange.cli") as words:
        yield words
