"""Registers made after published figures, as records of invented firms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from msgspec import convert
from msgspec.structs import replace

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.resources import published

__all__ = ["india_records", "india_register"]

# Of tier, size class: firms at the end of 2023, and of 2024 (the table of India in the study).
INDIA = {
    ("T1", "large"): (3635 - 1275, 3639 - 2203),
    ("T1", "small"): (1275, 2203),
    ("T2", "large"): (1068 - 182, 1202 - 460),
    ("T2", "micro"): (182, 460),
}


def india_register(part: int = 1) -> str:
    """Return a register after the table of India, in NDJSON, or each so manieth of its firms."""
    return "".join(f"{json.dumps(_record(*firm))}\n" for firm in _firms(part))


def india_records() -> Iterator[AeoRecord]:
    """Yield the records of a register after the table of India."""
    like: dict[tuple[object, ...], AeoRecord] = {}
    for number, *rest in _firms(1):
        record = like.get(tuple(rest))
        if record is None:
            record = like[tuple(rest)] = convert(_record(number, *rest), AeoRecord)
        holder = replace(record.holder, tin=f"INMADE{number:06}")
        yield replace(record, record_id=f"IN-{number:06}", holder=holder)


def _firms(part: int) -> Iterator[tuple[int, str, str, int, bool]]:
    """Yield number, tier, size class, first year, and whether it ends before 2024 is over."""
    number = 0
    for (tier, size), (before, after) in INDIA.items():
        for place in range(max(before, after) // part):
            number += 1
            begun = 2023 if place < before // part else 2024
            yield number, tier, size, begun, place >= after // part


@cache
def _model() -> dict[str, object]:
    return json.loads(published("samples/records/IN-AEO/T1.aeo.json").read_bytes())


def _record(number: int, tier: str, size: str, begun: int, ends) -> dict[str, object]:
    tin = f"INMADE{number:06}"
    since, until = f"{begun}-03-01T00:00:00Z", "2024-05-01T00:00:00Z"
    term = {"from": since, "tiers": [tier], "roles": ["exporter"]}
    if ends:
        term["until"] = until
    event = {"seq": 1, "status": "granted", "effectiveFrom": since, "recordedAt": since}
    granted = f"{begun}-03-01"
    return _model() | {
        "recordId": f"IN-{number:06}",
        "issuedAt": since,
        "holder": {
            "kind": "legal-person",
            "tin": tin,
            "legalName": f"Udaharan {number} Private Limited",
            "address": {"lines": ["Plot 1"], "city": "Kochi", "country": "IN"},
        },
        "authorisation": {"number": f"N{number}", "terms": [term], "grantedOn": granted},
        "history": [event],
        "msme": {
            "sizeClass": size,
            "definition": "IN-MSMED",
            "definitionVersion": "2020-07-01",
            "assessedOn": f"{begun}-01-15",
            "assurance": "self-declared",
        },
        "consents": [{"scope": "all", "state": "not-required", "since": since}],
    }
