"""Mutants that verify attestations wrongly: a check is made and its answer not heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from aeo_exchange.conformance.adapters.protocol import Plain
from aeo_exchange.conformance.mutants.making import Answering, after, asked, findings_of

__all__ = ["VERIFYING"]


def _deaf(is_overheard: Callable[[Plain], bool]) -> Answering:
    """Return a verifier that does not hear some findings; without others it says VALID."""

    def change(said: Plain, _message: Plain) -> Plain:
        heard = [finding for finding in findings_of(said) if not is_overheard(finding)]
        verdict = said["verdict"] if heard else "VALID"
        return {**said, "findings": heard, "verdict": verdict, "checks": []}

    return after(change)


def _deaf_to(*codes: str) -> Answering:
    return _deaf(lambda finding: str(finding.get("code", "")) in codes)


def _is_suspension(finding: Plain) -> bool:
    is_about_status = str(finding.get("code", "")) in {"AEO-STA-08", "AEO-STA-09"}
    return is_about_status and "suspended" in str(finding.get("message", ""))


def _trusting(said: Plain, _message: Plain) -> Plain:
    if said["verdict"] != "UNDETERMINED":
        return said
    return {**said, "verdict": "VALID", "findings": [], "checks": []}


def _doubting(said: Plain, _message: Plain) -> Plain:
    is_doubtful = said["verdict"] == "UNDETERMINED"
    return {**said, "verdict": "NOT_VALID"} if is_doubtful else said


def _first_list(message: Plain) -> Plain:
    """Look at the first status list alone, whichever is the newest."""
    inputs = cast("Plain", message.get("inputs", {}))
    status = cast("list[Plain]", inputs.get("status", []))
    return {**message, "inputs": {**inputs, "status": status[:1]}}


# What is verified wrongly -> the implementation that does so.
VERIFYING: dict[str, Answering] = {
    "accepts-alg-none": _deaf_to("AEO-SIG-06"),
    "accepts-any-authority": _deaf_to("AEO-TRU-07", "AEO-TRU-11", "AEO-TRU-12"),
    "accepts-any-disclosure": _deaf_to("AEO-SIG-11"),
    "accepts-any-signature": _deaf_to("AEO-SIG-19"),
    "accepts-any-trust-list": _deaf_to("AEO-TRU-03"),
    "accepts-compromised-keys": _deaf_to("AEO-TRU-08"),
    "accepts-test-keys": _deaf_to("AEO-TRU-13"),
    "cannot-tell-is-no": after(_doubting),
    "cannot-tell-is-yes": after(_trusting),
    "compares-no-claims": _deaf_to("AEO-SIG-24"),
    "believes-the-first-status-list": asked(_first_list),
    "first-signature-only": _deaf_to("AEO-SIG-15"),
    "forgets-what-it-saw": _deaf_to("AEO-SIG-22", "AEO-STA-05", "AEO-TRU-05", "AEO-TRU-06"),
    "ignores-expiry": _deaf_to("AEO-SIG-21"),
    "ignores-record-digest": _deaf_to("AEO-SIG-23", "AEO-SIG-24"),
    "ignores-staleness": _deaf_to("AEO-STA-04", "AEO-STA-05", "AEO-TRU-04"),
    "needs-no-reference-to-the-root": _deaf_to("AEO-SIG-16"),
    "needs-no-status-list": _deaf_to("AEO-STA-10"),
    "treats-suspended-as-valid": _deaf(_is_suspension),
}
