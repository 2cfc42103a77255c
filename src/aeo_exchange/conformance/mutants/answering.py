"""Mutants that judge well and say something else."""

from __future__ import annotations

from aeo_exchange.conformance.adapters.protocol import Plain, SentDocument
from aeo_exchange.conformance.mutants.making import (
    Answering,
    after,
    document_of,
    findings_of,
    with_findings,
)

__all__ = ["ANSWERING"]

UNREADABLE = ("AEO-SYN", "AEO-HOS")


def _always(verdict: str) -> Answering:
    return after(lambda said, _: {**said, "verdict": verdict, "findings": []})


def _silent_about(*codes: str) -> Answering:
    """Return an implementation without some rules."""
    return with_findings(lambda finding: not str(finding.get("code", "")).startswith(codes))


def _skipping(said: Plain, _message: Plain) -> Plain:
    """Say nothing against what could not be parsed, as a loop that goes on does."""
    refused = any(
        str(finding.get("code", "")).startswith(UNREADABLE) for finding in findings_of(said)
    )
    return {**said, "verdict": "VALID", "findings": []} if refused else said


def _strict(said: Plain, _message: Plain) -> Plain:
    return {**said, "verdict": "NOT_VALID" if findings_of(said) else said["verdict"]}


def _lenient(said: Plain, _message: Plain) -> Plain:
    findings = [{**finding, "severity": "warning"} for finding in findings_of(said)]
    return {**said, "verdict": "VALID", "findings": findings}


def _unsure(said: Plain, _message: Plain) -> Plain:
    return {**said, "verdict": "UNDETERMINED"} if said["verdict"] == "NOT_VALID" else said


def _first_alone(said: Plain, _message: Plain) -> Plain:
    return {**said, "findings": findings_of(said)[:1]}


def _at_the_parent(said: Plain, _message: Plain) -> Plain:
    findings = [
        {**finding, "path": str(finding.get("path", "")).rpartition("/")[0]}
        for finding in findings_of(said)
    ]
    return {**said, "findings": findings}


def _from_one(said: Plain, _message: Plain) -> Plain:
    """Count elements from 1, as XPath does."""
    findings = []
    for finding in findings_of(said):
        steps = str(finding.get("path", "")).split("/")
        counted = [str(int(step) + 1) if step.isdigit() else step for step in steps]
        findings.append({**finding, "path": "/".join(counted)})
    return {**said, "findings": findings}


def _one_code(said: Plain, _message: Plain) -> Plain:
    return {
        **said,
        "findings": [{**finding, "code": "AEO-STR-01"} for finding in findings_of(said)],
    }


def _lax_in_xml(said: Plain, message: Plain) -> Plain:
    is_xml = document_of(message).lstrip().startswith(b"<")
    return {**said, "verdict": "VALID", "findings": []} if is_xml else said


def _copying(said: Plain, message: Plain) -> Plain:
    """Give back what came in, whatever was asked for."""
    output = SentDocument.of("", document_of(message)).content
    return {**said, "verdict": "VALID", "output": output} if _is_conversion(message) else said


def _is_conversion(message: Plain) -> bool:
    return message["operation"] == "convert"


def _without_warnings(said: Plain, _message: Plain) -> Plain:
    return {
        **said,
        "findings": [
            finding for finding in findings_of(said) if finding.get("severity") != "warning"
        ],
    }


# What is said -> the implementation that says it so.
ANSWERING: dict[str, Answering] = {
    "always-not-valid": _always("NOT_VALID"),
    "always-undetermined": _always("UNDETERMINED"),
    "always-valid": _always("VALID"),
    "copies-what-it-converts": after(_copying),
    "counts-from-one": after(_from_one),
    "errors-as-warnings": after(_lenient),
    "ignores-consent": _silent_about("AEO-SHR"),
    "ignores-dates": _silent_about("AEO-DAT"),
    "lax-in-xml": after(_lax_in_xml),
    "never-says-no": after(_unsure),
    "one-code-for-all": after(_one_code),
    "points-at-the-parent": after(_at_the_parent),
    "resurrects-a-revoked-record": _silent_about("AEO-LIF-05"),
    "silent-about-warnings": after(_without_warnings),
    "skips-unparsable": after(_skipping),
    "stops-at-the-first-fault": after(_first_alone),
    "warnings-as-errors": after(_strict),
}
