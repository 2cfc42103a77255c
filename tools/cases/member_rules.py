"""What one member of a suite file or message asks of another: what no struct can say.

By the name of the struct; the printed schema carries it beside what the struct says.
"""

from __future__ import annotations

from typing import TypeAlias

__all__ = ["MEMBER_RULES", "Schema"]

Schema: TypeAlias = dict[str, object]

# What an operation leaves no room for.
NO_FINDINGS: Schema = {"findings": False, "checks": False, "allow": False, "forbid": False}
NOTHING_MADE = (*NO_FINDINGS, "digests", "attestation", "statusList", "standing")
ONE_NUMBER: Schema = {"oneOf": [{"required": ["tin"]}, {"required": ["identifier"]}]}
KEY_AND_CERTIFICATE = ("key", "certificate")
KEYS: Schema = {"required": [*KEY_AND_CERTIFICATE]}


def _where(operations: tuple[str, ...], then: Schema) -> Schema:
    """Return a rule for the cases of some operations."""
    return {"if": {"properties": {"operation": {"enum": list(operations)}}}, "then": then}


def _when_valid(member: str, *absent: str) -> Schema:
    """Return that an expectation has a member exactly where the verdict is VALID."""
    return {
        "properties": {**NO_FINDINGS, **dict.fromkeys(absent, False)},
        "if": {"properties": {"verdict": {"const": "VALID"}}},
        "then": {"required": [member]},
        "else": {"properties": {member: False}},
    }


def _with_findings(*absent: str) -> Schema:
    """Return that an expectation names findings, and codes that are allowed or not."""
    return {
        "required": ["findings", "allow", "forbid"],
        "properties": dict.fromkeys(absent, False),
    }


CASE: list[Schema] = [
    _where(
        ("validate-together",),
        {
            "properties": {
                "expect": {"properties": {"findings": {"items": {"required": ["record"]}}}}
            }
        },
    ),
    _where(
        ("validate", "validate-together"),
        {
            "properties": {
                "given": False,
                "options": False,
                "expect": _with_findings("checks", "digests"),
            }
        },
    ),
    _where(
        ("verify",),
        {
            "required": ["given"],
            "properties": {"options": False, "expect": _with_findings("digests")},
        },
    ),
    _where(
        ("convert",),
        {
            "required": ["options"],
            "properties": {"given": False, "options": {"required": ["target"]}},
        },
    ),
    _where(("digest",), {"properties": {"given": False, "options": False}}),
    _where(("convert", "digest"), {"properties": {"expect": _when_valid("digests")}}),
    _where(
        ("sign",),
        {
            "required": ["given", "options"],
            "properties": {
                "given": KEYS,
                "options": {"required": ["target", "status"]},
                "expect": _when_valid("attestation", "digests", "statusList"),
            },
        },
    ),
    _where(
        ("status-list",),
        {
            "required": ["given"],
            "properties": {
                "given": KEYS,
                "options": False,
                "expect": _when_valid("statusList", "digests", "attestation"),
            },
        },
    ),
    _where(
        ("receive",),
        {
            "required": ["given"],
            "properties": {"options": False, "expect": _with_findings("checks", "digests")},
        },
    ),
    _where(
        ("recognise",),
        {
            "required": ["given", "options"],
            "properties": {
                "given": {"required": ["holding"]},
                "options": {
                    "required": ["recognition"],
                    "properties": {"recognition": ONE_NUMBER},
                },
                "expect": {
                    "required": ["recognition"],
                    "properties": dict.fromkeys(NOTHING_MADE, False),
                },
            },
        },
    ),
    _where(
        ("snapshot",),
        {
            "required": ["given", "options"],
            "properties": {
                "given": {"required": [*KEY_AND_CERTIFICATE, "profiles", "secret"]},
                "options": {"required": ["audience", "issuer"]},
                "expect": _when_valid("stream", "digests", "attestation", "statusList"),
            },
        },
    ),
    _where(
        ("match",),
        {
            "required": ["given", "options"],
            "properties": {
                "given": {"required": ["record", "holding"]},
                "options": {"required": ["knownAt", "recognition"]},
                "expect": {
                    "required": ["parties"],
                    "properties": dict.fromkeys(NOTHING_MADE, False),
                },
            },
        },
    ),
    _where(
        ("view",),
        {
            "required": ["options"],
            "properties": {
                "options": {"required": ["target", "audience"]},
                "expect": {
                    "required": ["leftOut"],
                    **_when_valid("digests", "attestation", "statusList", "standing"),
                },
            },
        },
    ),
    _where(
        ("validate", "validate-together", "convert", "digest", "verify", "receive"),
        {"properties": {"expect": {"properties": {"attestation": False, "statusList": False}}}},
    ),
]
MEMBER_RULES: dict[str, Schema] = {
    "Case": {"allOf": CASE},
    "AskedRecognition": {"not": {"required": ["tin", "identifier"]}},
    "HoldingEntry": {"oneOf": [{"required": ["record"]}, {"required": ["tombstone"]}]},
    "Reply": {
        "oneOf": [
            {"required": ["verdict"]},
            {"required": ["unsupported"], "properties": {"unsupported": {"const": True}}},
            {"required": ["error"]},
        ]
    },
    "Requirement": {
        "if": {"properties": {"kind": {"const": "reviewed"}}},
        "then": {"required": ["reason"]},
        "else": {"properties": {"reason": False}},
    },
}
