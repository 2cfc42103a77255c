"""The cases of verifiers against this implementation, and against themselves."""

from __future__ import annotations

import base64
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

from aeo_exchange.conformance.adapters.own.product import answer
from aeo_exchange.errors import SignatureError
from aeo_exchange.rules import Station, all_rules
from aeo_exchange.signing import jws, refusals
from rows import for_each_row

SUITE = Path(__file__).resolve().parents[2] / "conformance"
ALL = {
    path.parent.name: json.loads(path.read_bytes())
    for area in ("SIG", "STA", "TRU")
    for path in sorted((SUITE / "cases" / area).glob("*/case.json"))
}
CODES = sorted(code for code, rule in all_rules().items() if rule.station is Station.VERIFIER)
INPUTS = [(name, part["path"]) for name, case in ALL.items() for part in case["inputs"]]
# What only one envelope can get wrong.
ONLY_IN_SD_JWT = frozenset(f"AEO-SIG-{number:02}" for number in (*range(2, 8), *range(9, 14)))
ONLY_IN_XML = frozenset(f"AEO-SIG-{number}" for number in range(15, 19))


def _part(name: str, part: dict) -> dict:
    folder = SUITE if part["path"].startswith("keys/") else SUITE / "cases" / name.split("-")[1]
    path = folder / part["path"] if folder == SUITE else folder / name / part["path"]
    content = base64.b64encode(path.read_bytes()).decode()
    pins = {name: value for name, value in part.items() if name == "pinnedFor"}
    return {"media": part["media"], "content": content, **pins}


def _asked(name: str, path: str) -> dict:
    """Return the question of a case as the protocol puts it."""
    case = ALL[name]
    given = case["given"]
    document = next(document for document in case["inputs"] if document["path"] == path)
    lists = {kind: [_part(name, one) for one in given.get(kind, [])] for kind in
             ("trust", "roots", "status")}  # fmt: skip
    record = {"record": _part(name, given["record"])} if "record" in given else {}
    options = {
        kind: value
        for kind, value in given.items()
        if kind not in {"trust", "roots", "status", "record"}
    }
    return {
        "v": 1,
        "cmd": "run",
        "seq": 1,
        "operation": "verify",
        "role": "verifier",
        "at": case["at"],
        "inputs": {"document": _part(name, document), **lists, **record},
        "options": options,
        "deadlineMs": 5000,
    }


def _wrong(name: str, told: dict) -> list[str]:
    """Return how an answer about an input differs from what the case expects."""
    expect = ALL[name]["expect"]
    wanted = Counter(finding["code"] for finding in expect["findings"])
    got = Counter(
        finding.get("code")
        for finding in told.get("findings", ())
        if finding.get("code") not in expect["allow"]
    )
    return [
        *([f"verdict {told.get('verdict')}"] if told.get("verdict") != expect["verdict"] else []),
        *(f"missing {finding}" for finding in wanted - got),
        *(f"unexpected {finding}" for finding in got - wanted),
        *([str(told["error"])] if "error" in told else []),
    ]


@pytest.mark.parametrize("code", CODES)
def test_an_attestation_is_answered_as_its_case_expects(code: str) -> None:
    misses = {
        f"{name} {path}": wrong
        for name, path in INPUTS
        if name.startswith(code) and (wrong := _wrong(name, _answered(name, path)[0]))
    }
    assert misses == {}


def test_every_case_is_about_a_check_that_a_verifier_makes() -> None:
    assert [name for name in ALL if name.partition(".")[0] not in CODES] == []


@for_each_row("code", CODES)
def test_a_check_has_a_case_that_passes_and_two_that_do_not_in_each_envelope(code: str) -> None:
    for path, elsewhere in (("input.sdjwt", ONLY_IN_XML), ("input.xml", ONLY_IN_SD_JWT)):
        kinds = Counter(
            name.split(".")[1][0] for name, way in INPUTS if name.startswith(code) and way == path
        )
        least = (0, 0) if code in elsewhere else (1, 2)
        assert (kinds["p"], kinds["n"]) >= least, path
        assert kinds["n"] >= least[1], path


def test_a_case_says_why_an_envelope_is_missing() -> None:
    unsaid = [
        f"{name}: {word}"
        for name, case in ALL.items()
        if case["operation"] != "verify-picture"
        for path, word in (("input.sdjwt", "SD-JWT"), ("input.xml", "XML"))
        if path not in {document["path"] for document in case["inputs"]} and word not in case["why"]
    ]
    assert unsaid == []


# Of the cases that do not name a check, all in the profiles that ask much, and some otherwise.
EACH = 1 if settings.default.max_examples >= 60 else 16


@pytest.mark.long
@pytest.mark.parametrize("code", CODES)
def test_a_check_switched_off_turns_one_of_its_own_cases_red_and_none_that_does_not_name_it(
    code: str,
) -> None:
    asked = (
        (name, path)
        for place, (name, path) in enumerate(INPUTS)
        if name.startswith(code) or code in _named(name) or place % EACH == 0
    )
    red = {name for name, path in asked if _wrong_without(code, name, path)}
    assert [name for name in red if name.startswith(code)]
    assert [name for name in red if code not in _named(name)] == []


def _named(name: str) -> set[str]:
    expect = ALL[name]["expect"]
    return {finding["code"] for finding in expect["findings"]} | set(expect["allow"])


@cache
def _answered(name: str, path: str) -> tuple[dict, frozenset[str]]:
    """Return the answer about an input, and the checks that said no on the way to it.

    Only those are switched off. It is asked once, since two laws want it.
    """
    refused: set[str] = set()
    usual = refusals.require

    def noting(holds: bool, code: str, *message: object) -> None:  # noqa: FBT001 as the original
        if not holds:
            refused.add(code)
        usual(holds, code, *message)

    def refusing(code: str, message: str, cause: Exception | None = None) -> NoReturn:
        refused.add(code)
        _refuse(code, message, cause)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refusals, "require", noting)
        patch.setattr(refusals, "refuse", refusing)
        told = answer(_asked(name, path))
    return told, frozenset(refused)


def _wrong_without(code: str, name: str, path: str) -> bool:
    """Say whether an answer is wrong when the check of a code is switched off."""
    if code not in _answered(name, path)[1]:
        return False
    usual = refusals.require

    def lenient(holds: bool, asked: str, *message: object) -> None:  # noqa: FBT001 as the original
        usual(holds or asked == code, asked, *message)

    def gone(asked: str, message: str, cause: Exception | None = None) -> NoReturn:
        # Nothing was read that could be gone on with, so the answer loses its reason.
        _refuse("" if asked == code else asked, message, cause)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refusals, "require", lenient)
        patch.setattr(refusals, "refuse", gone)
        jws._header.cache_clear()  # noqa: SLF001 read before the check was off
        try:
            return bool(_wrong(name, answer(_asked(name, path))))
        except Exception:  # noqa: BLE001 whatever goes wrong without the check is what it is for
            return True
        finally:
            jws._header.cache_clear()  # noqa: SLF001 read before the check was off


_REFUSE = refusals.refuse


def _refuse(code: str, message: str, cause: Exception | None) -> NoReturn:
    if not code:
        raise SignatureError("", message) from cause
    _REFUSE(code, message, cause)
