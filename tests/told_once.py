"""What a worker tells of a test that passes: one short message, and not six long ones.

xdist sends that a test begins, three reports of its phases, that it ends, and that the next may
come. A report holds all names and marks of its test, and takes as long to send and to read as many
a test takes to run. The head counts what passed, and needs no more of it. What fails, is skipped
or printed something is sent whole, and so is all where somebody asked for more than dots.
"""

from __future__ import annotations

import pytest

NEEDLESS = ("logstart", "logfinish")
PASSED = "passed in short"


def pytest_configure(config: pytest.Config) -> None:
    for plugin in config.pluginmanager.get_plugins():
        if type(plugin).__name__ == "WorkerInteractor" and not _more_is_asked(config):
            _tell_less(plugin)


def _more_is_asked(config: pytest.Config) -> bool:
    asked = (config.getoption(name, None) for name in ("durations", "xmlpath"))
    return config.getoption("verbose") > 0 or any(asked)


def _tell_less(interactor) -> None:
    """Have a worker say nothing of what the head would not look at."""
    tell = interactor.sendevent

    def tell_what_counts(name: str, **told: object) -> None:
        is_aside = name == "testreport" and told["data"].get(PASSED) in ("setup", "teardown")
        if not is_aside and name not in NEEDLESS:
            tell(name, **told)

    interactor.sendevent = tell_what_counts


def pytest_report_to_serializable(
    config: pytest.Config, report: pytest.TestReport | pytest.CollectReport
) -> dict[str, object] | None:
    """Return in short that a phase of a test passed; None lets pytest tell of it."""
    is_plain = isinstance(report, pytest.TestReport) and report.passed and not report.sections
    if not is_plain or hasattr(report, "wasxfail") or _more_is_asked(config):
        return None
    return {PASSED: report.when, "nodeid": report.nodeid, "location": report.location}


def pytest_report_from_serializable(data: dict[str, object]) -> pytest.TestReport | None:
    """Return the report that was told in short; None lets pytest read it."""
    if PASSED not in data:
        return None
    return pytest.TestReport(
        nodeid=data["nodeid"],
        location=data["location"],
        keywords={},
        outcome="passed",
        longrepr=None,
        when=data[PASSED],
    )
