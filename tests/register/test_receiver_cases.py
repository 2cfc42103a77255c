"""The register takes the series of messages of the suite as its cases ask, in a real database."""

from __future__ import annotations

from pathlib import Path

import pytest

from aeo_exchange.conformance.suite.cases import Suite, load_suite
from aeo_exchange.operations.register.register import init_register
from aeo_exchange.resources import published
from register.suite_series import expected, played

# What a register does otherwise than a receiver of the suite, and why.
OTHERWISE = {
    "AEO-XCH-19.p01": "the versions of a profile are adopted in their order",
    "AEO-XCH-19.n05": "of two texts of one version that which was adopted first stays",
}
FOLDER = published("conformance/cases")
SERIES = sorted(
    path.name
    for pattern in ("RCV/*", "XCH/AEO-XCH-[12]*")
    for path in FOLDER.glob(pattern)
    if path.name not in OTHERWISE
)
# What rests on all that was ever received of a key, or of a stream.
DROPPED = ("AEO-XCH-20.p07", "AEO-XCH-23.p01", "AEO-XCH-29.p01")
DISPUTES = (
    *("p06", "p07", "p08", "p10", "p12", "p13", "p14", "p15", "p18", "p19", "p20"),
    *("n07", "n08", "n09", "n10", "n11", "n12", "n13", "n14", "n15"),
)
HISTORY = (
    *DROPPED,
    *(
        "AEO-XCH-27.p03",
        "AEO-XCH-27.p04",
        "AEO-XCH-27.p05",
        "AEO-XCH-27.n06",
        "AEO-XCH-27.n08",
        "AEO-XCH-27.n09",
        "AEO-XCH-28.n15",
    ),
    "AEO-XCH-28.n10",
    "AEO-XCH-28.n12",
    "AEO-XCH-28.p05",
    "AEO-XCH-27.n05",
    "AEO-XCH-11.n03",
    *(f"AEO-XCH-15.{half}" for half in DISPUTES),
    "AEO-XCH-26.p06",
    "AEO-XCH-26.n07",
    "AEO-XCH-27.n11",
    "AEO-XCH-27.p07",
)


@pytest.fixture(scope="module")
def suite() -> Suite:
    return load_suite()


@pytest.fixture(scope="module")
def new(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("new")
    init_register(f"sqlite:///{folder / 'register.db'}", {})
    return folder


@pytest.mark.parametrize("name", HISTORY)
def test_a_register_knows_all_that_was_received(name: str, suite, new, tmp_path) -> None:
    case = suite.by_id[name]
    assert played(case, suite, new, tmp_path / "register") == expected(case)


@pytest.mark.long
@pytest.mark.parametrize("name", SERIES)
def test_a_register_takes_messages_as_the_cases_ask(name: str, suite, new, tmp_path) -> None:
    case = suite.by_id[name]
    assert played(case, suite, new, tmp_path / "register") == expected(case)
