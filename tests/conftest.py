"""Hypothesis profiles, and which tests a run leaves out (which_tests.py says which)."""

from __future__ import annotations

import gc
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import told_once
from forked import forking
from which_tests import ALL_ROWS, DEEPER, FEWER, NOT_QUICK, quick_row

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile("glance", max_examples=2, deadline=None, suppress_health_check=SLOW)
settings.register_profile("few", max_examples=3, deadline=None, suppress_health_check=SLOW)
settings.register_profile("more", max_examples=60, deadline=None, suppress_health_check=SLOW)
settings.register_profile(
    "ci", max_examples=400, deadline=None, derandomize=True, suppress_health_check=SLOW
)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "few")
settings.load_profile(PROFILE)

TESTS = Path(__file__).parent
FOLDERS = count()
# A run takes 0.4 GB, and what one leaves behind that was killed goes after three days.
MEMORY, ROOM = Path("/dev/shm"), 2 << 30  # noqa: S108 pytest has its folder for one user alone


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
    config.pluginmanager.register(told_once)
    if _is_roomy_memory(MEMORY):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    _know_what_utf_8_writes()
    if config.getoption("--quick"):
        settings.load_profile("glance")
    if config.getoption("--quick") or PROFILE == "few":
        _draw_no_constants_of_ours()


def _is_roomy_memory(folder: Path) -> bool:
    """Say whether a folder is memory with room for all folders of tests, where programs may run.

    A disk must keep each of their many small files before the next step; memory is asked nothing.
    A container often has 64 MB of it, and macOS none: there the folders stand where pytest puts
    them, as they do where `PYTEST_DEBUG_TEMPROOT` or `--basetemp` names a place.
    """
    if sys.platform != "linux" or not os.access(folder, os.W_OK):
        return False
    about = os.statvfs(folder)
    # What the folder may take is half of the memory, whoever else has taken the memory by now.
    free = min(about.f_bavail * about.f_frsize, _free_memory() // 2)
    return free >= ROOM and not about.f_flag & os.ST_NOEXEC


def _free_memory() -> int:
    """Return the bytes of memory that may be had without swapping (man 5 proc_meminfo)."""
    told = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    return int(told.get("MemAvailable", "0 kB").split()[0]) << 10


def _draw_no_constants_of_ours() -> None:
    """Have no source of ours parsed for constants, which Hypothesis draws among other values.

    It takes each worker more than a second on a fresh clone. Few examples of a law hardly meet one;
    the many of `make check` do. A later Hypothesis may know no such place.
    """
    with suppress(ImportError):
        from hypothesis.internal.conjecture import providers

        providers._get_local_constants = lambda: providers._local_constants  # noqa: SLF001


def _know_what_utf_8_writes() -> None:
    """Have Hypothesis not try each of a million characters, which it keeps in a folder of a clone.

    It takes 1.8 s of a fresh clone, of each worker that begins before another has kept the answer.
    """
    with suppress(ImportError):
        from hypothesis.internal import charmap
        from hypothesis.internal.intervalsets import IntervalSet

        # RFC 3629 3: all but the surrogates; and each comes back as it was.
        written = IntervalSet(((0, 0xD7FF), (0xE000, sys.maxunicode)))
        intervals_of = charmap.intervals_from_codec
        charmap.intervals_from_codec = lambda codec: (
            (written, IntervalSet(())) if codec == "utf-8" else intervals_of(codec)
        )


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Have no garbage looked for among modules and tests, which all stay."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
        gc.set_threshold(5_000, 20, 20)  # a twentieth of the time went into looking too often


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Have each worker begin a folder elsewhere, so that it reads what others have compiled.

    On a fresh clone every test file has its assertions rewritten, which takes a worker longer than
    all else while tests are collected. All begin together, and would do the same three times.
    """
    report = yield
    number, of = _worker(collector.config)
    if isinstance(collector, pytest.Directory) and report.passed:
        start = len(report.result) * number // of
        report.result = [*report.result[start:], *report.result[:start]]
    return report


def _worker(config: pytest.Config) -> tuple[int, int]:
    """Return the number of a worker and how many there are, (0, 1) where there are none."""
    told = getattr(config, "workerinput", None)
    return (int(told["workerid"].removeprefix("gw")), told["workercount"]) if told else (0, 1)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what is not quick; None lets pytest decide."""
    asked = config.getoption("--quick") and collection_path.is_relative_to(TESTS)
    if asked and collection_path.relative_to(TESTS).as_posix() in NOT_QUICK:
        return True
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what goes deeper, and the long tests of quick files; all workers have one order."""
    if _worker(config) != (0, 1):
        items.sort(key=lambda item: (item.path.parent.parts, item.path.name))
    gone: set[pytest.Item] = set()
    if not config.getoption("--deeper"):
        gone |= {*_deeper(items), *_again(items)}
    if config.getoption("--quick"):
        gone |= {*_long(items), *_late_rows(items)}
    items[:] = [item for item in items if item not in gone]
    config.hook.pytest_deselected(items=list(gone))


def _name(item: pytest.Item) -> tuple[str, str]:
    """Return the name of a test as the lists write it, and that of its row of parameters."""
    name, _, row = item.nodeid.removeprefix("tests/").partition("[")
    return name, row.removesuffix("]")


def _deeper(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Yield the tests that are left to `make check`."""
    for item in items:
        name, row = _name(item)
        file, _, _ = name.partition("::")
        if not DEEPER.keys().isdisjoint((file, name, f"{name}[{row}]")):
            yield item


def _again(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Yield the rows of parameters behind the first of their kind."""
    kinds, places = set(), Counter[str]()
    for item in items:
        name, row = _name(item)
        if name in FEWER:
            kind = name, FEWER[name](places[name], row)
            places[name] += 1
            if kind in kinds:
                yield item
            kinds.add(kind)


def _long(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Yield the long tests of quick files."""
    yield from (item for item in items if item.get_closest_marker("long"))


def _late_rows(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Yield the rows of parameters that are not quick."""
    places = Counter[str]()
    for item in items:
        name, row = _name(item)
        if row and name.partition("::")[0] not in ALL_ROWS:
            if not quick_row(places[name]):
                yield item
            places[name] += 1


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run of tests, one for all its workers."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of a test; pytest itself looks through all that there are for the next."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    return tmp_path_factory.mktemp(f"{name}-{next(FOLDERS)}", numbered=False)


@pytest.fixture(scope="session")
def forked_aeo() -> Iterator[tuple[str, ...]]:
    """Return the words that run `aeo` in a process that is forked and not begun anew."""
    with forking("aeo_exchange.cli") as words:
        yield words
