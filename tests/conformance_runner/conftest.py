"""Runs of the suite, as a vendor makes them, without a command line between."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from aeo_exchange.conformance.adapters.transports import Settings, adapter_of
from aeo_exchange.conformance.report.run_report import RunReport
from aeo_exchange.conformance.run.plan import Choice
from aeo_exchange.conformance.run.runner import run
from aeo_exchange.conformance.suite.cases import Suite, load_suite
from aeo_exchange.conformance.suite.lists import Depth, Level, Role

OURS = "python:aeo_exchange.conformance.adapters.own:answer"
AT = "2026-11-22T00:00:00Z"
Ask = Callable[..., RunReport]


@pytest.fixture(scope="session")
def suite() -> Suite:
    """Return the suite of the checkout."""
    return load_suite()


@pytest.fixture(scope="session")
def ask(suite: Suite) -> Ask:
    """Return a function that runs cases against an adapter, as published unless told."""
    usual = Choice(
        at=AT, seed=1, level=Level.CORE, depth=Depth.D1, variants=False, roles=(Role.VALIDATOR,)
    )

    def asked(adapter: str, settings: Settings | None = None, **more: object) -> RunReport:
        limits = settings or Settings(keep=("PYTHONPATH",))
        return run(suite, adapter_of(adapter, limits), replace(usual, **more), lambda *_: None)

    return asked
