"""Each command once as the system starts it: a process, its arguments, its streams, its code."""

from __future__ import annotations

import pytest

from aeo_exchange.cli import COMMANDS

# What each is asked about a valid record on standard input, its exit code, and some of its words.
ASKED: dict[str, tuple[tuple[str, ...], int, str]] = {
    "validate": (("-", "--at=2026-11-01"), 0, "checked 1 record of 1 source: 1 valid"),
    "convert": (("-", "--to=xml"), 0, "<AeoRecord"),
    "digest": (("-",), 0, "HK-"),
    "status": (("-", "--at=2026-11-01", "--known-at=2026-11-01T00:00:00Z"), 0, "granted"),
    "explain": (("AEO-SYN-01",), 0, "AEO-SYN-01"),
    "rules": (("list",), 0, "AEO-LIF-06"),
    "codes": (("list",), 0, "StatusReason"),
    "schema": (("list",), 0, "aeo-record.xsd"),
    "programmes": (("list",), 0, "HK-AEO"),
    "identifier": (("check", "LEI", "5493001KJTIIGC8Y1R12"), 0, "LEI"),
    "classify": (("--help",), 0, "Usage: aeo classify"),
    "key": (("show", "-"), 2, ""),
    "sign": (("-", "--key=absent.pem", "--issuer=HK"), 2, ""),
    "present": (("-",), 1, ""),
    "verify": (("-", "--no-state", "--at=2026-11-01"), 3, "UNDETERMINED"),
    "qr": (("-",), 1, ""),
    "trust": (("show", "absent.json"), 3, ""),
    "status-list": (("show", "absent.json"), 3, ""),
    "conformance": (("list", "--area=lif"), 0, "AEO-LIF-01.n01"),
    "demo": ((), 0, "error AEO-LIF-06"),
    "completion": (("bash",), 0, "_AEO_COMPLETE"),
}


def test_each_command_is_asked_here() -> None:
    assert list(ASKED) == list(COMMANDS)


@pytest.mark.parametrize("name", ASKED)
def test_a_command_works_in_a_process_of_its_own_and_says_the_same_within_ours(
    name: str, aeo, aeo_process, sample: str
) -> None:
    arguments, code, printed = ASKED[name]
    done = aeo_process(name, *arguments, stdin=sample)
    assert done.returncode == code, done.stdout + done.stderr
    assert printed in done.stdout
    assert bool(done.stderr) == (code != 0 and not done.stdout), done.stderr
    within = aeo(name, *arguments, stdin=sample)
    assert (within.returncode, within.stdout, within.stderr) == (code, done.stdout, done.stderr)
