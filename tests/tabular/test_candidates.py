"""What waits for a person is never a record that says more than the row did."""

from __future__ import annotations

import json

import pytest

from aeo_exchange.operations.records.validate import validate
from aeo_exchange.report import Verdict
from tabular.imports import AT, imported, outcomes

LAYOUT = """
name = "list"
title = "A list"
origin = "Invented"
programme = "HK-AEO"
administration = "HK"
{more}
[file]
kind = "csv"
[row]
holds = "{holds}"
key = [["No"]]
[constants]
"holder.kind" = "legal-person"
"view.audience" = "public"
"authorisation.terms.1.tiers" = "TIER1"
[[fields]]
item = "authorisation.number"
from = ["No"]
[[fields]]
item = "holder.legalName"
from = ["Name"]
[[fields]]
item = "holder.tin"
from = ["BR"]
scheme = "HK-BR"
[[fields]]
item = "authorisation.terms.1.roles"
from = ["Role"]
[[fields]]
item = "authorisation.terms.1.from"
from = ["From"]
steps = [{{ do = "date", texts = ["iso"] }}]
[[fields]]
item = "authorisation.terms.1.until"
from = ["Until"]
steps = [{{ do = "date", texts = ["iso"] }}]
last_day = true
[[fields]]
item = "status"
from = ["Status"]
[words.statuses]
"In force" = "granted"
"On hold" = "suspended"
"""
GOOD = {
    "No": "A1", "Name": "Invented Ltd", "BR": "12345678", "Role": "importer",
    "From": "2024-01-01", "Until": "2027-12-31", "Status": "In force",
}  # fmt: skip


def candidates(tmp_path, *rows: dict[str, str], holds: str = "record"):
    layout = tmp_path / "layout.toml"
    layout.write_text(LAYOUT.format(more="", holds=holds), "utf-8")
    lines = [",".join(GOOD), *(",".join((GOOD | row).values()) for row in rows)]
    return imported("\n".join(lines).encode(), str(layout))


def verdicts(done) -> list[Verdict]:
    texts = (json.dumps(candidate.record).encode() for candidate in done.candidates)
    return [report.verdict for text in texts for report in validate(text, at=AT)]


def test_a_row_that_says_all_is_a_record(tmp_path) -> None:
    assert outcomes(candidates(tmp_path, {})) == [(2, "record")]


@pytest.mark.parametrize(
    "lacking",
    [
        {"Status": "On hold"},  # without the day on which it took effect
        {"Status": ""},
        {"Until": ""},
    ],
)
def test_a_candidate_as_it_stands_is_no_valid_record(lacking, tmp_path) -> None:
    done = candidates(tmp_path, lacking)
    assert outcomes(done) == [(2, "candidate")]
    assert verdicts(done) == [Verdict.NOT_VALID]


@pytest.mark.parametrize("status", ["On hold", ""])
def test_a_candidate_whose_status_is_in_doubt_says_of_no_event(status, tmp_path) -> None:
    done = candidates(tmp_path, {"Status": status, "BR": ""})
    assert "history" not in done.candidates[0].record
    messages = [finding.message for finding in done.candidates[0].findings]
    assert len(messages) == 2
    assert not any("history" in message for message in messages)


def test_a_candidate_whose_number_is_in_doubt_keeps_its_history(tmp_path) -> None:
    done = candidates(tmp_path, {"BR": "1234567"})
    assert [event["status"] for event in done.candidates[0].record["history"]] == ["granted"]
    assert verdicts(done) == [Verdict.NOT_VALID]


def test_a_row_beside_one_that_is_no_record_is_no_valid_record_either(tmp_path) -> None:
    done = candidates(tmp_path, {"BR": ""}, {"Role": "exporter"}, holds="role")
    assert outcomes(done) == [(2, "candidate"), (3, "candidate")]
    assert verdicts(done) == [Verdict.NOT_VALID] * 2
