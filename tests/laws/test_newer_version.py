"""A drill: a record of version 1.1, which nobody has written yet, meets every verb of this one."""

from __future__ import annotations

import io
import json

import msgspec
import pytest
from any_xml import any_tree_to_xml
from msgspec import UNSET

from aeo_exchange.errors import NewerVersion
from aeo_exchange.formats import Content, Format, Limits
from aeo_exchange.model.version import is_newer
from aeo_exchange.operations.attestations.sign import require_valid
from aeo_exchange.operations.reading import read, read_record
from aeo_exchange.operations.records.convert import convert
from aeo_exchange.operations.records.status import StatusQuestion, statuses
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.report import Verdict, worst
from aeo_exchange.resources import published
from aeo_exchange.rules import Context
from aeo_exchange.trust.answer import CheckName, Outcome
from rows import for_each_row
from running import run_within
from trust.made_world import AT, REFERENCE, answer, attestation

OLD = json.loads(published("samples/records/HK-AEO/TIER1.aeo.json").read_bytes())
NEW = {
    **OLD,
    "specVersion": "1.1",
    "revision": OLD["revision"] + 1,
    "riskLane": "green",
    "holder": {**OLD["holder"], "kind": "partnership"},
}
BROKEN = {**OLD, "riskLane": "green"}
CONTEXT = Context(at=AT, reference=REFERENCE)
KEY = str(published("conformance/keys") / "hk.private.pem")
PLACE = ("--status-uri", "https://status.example.hk/1", "--status-index", "7")
SYNTAXES = ("json", "ndjson", "xml")


def _written(syntax: str, *trees: dict) -> bytes:
    """Return records in a syntax, as one document."""
    if syntax == "ndjson":
        return "".join(json.dumps(tree) + "\n" for tree in trees).encode()
    if syntax == "json":
        return json.dumps(trees if len(trees) > 1 else trees[0], indent=1).encode()
    texts = [any_tree_to_xml(tree) for tree in trees]
    if len(texts) == 1:
        return texts[0].encode()
    inner = "".join(text.partition("?>")[2] for text in texts)
    return f'<AeoRecords xmlns="urn:aeo-exchange:1.0">{inner}</AeoRecords>'.encode()


def _content(syntax: str, *trees: dict) -> Content:
    return Content(name="drill", held=_written(syntax, *trees))


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_it_is_neither_valid_nor_not_valid_and_one_thing_is_said(syntax):
    (report,) = validate([_content(syntax, NEW)], CONTEXT)
    assert report.verdict is Verdict.UNDETERMINED
    (finding,) = report.findings
    assert (finding.code, finding.path) == ("AEO-SYN-11", "/specVersion")
    assert "1.1 is newer than this reader, which knows 1.0" in finding.message
    assert report.record_id == OLD["recordId"]
    assert finding.line is not UNSET


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize(
    ("trees", "verdicts"),
    [
        ((OLD, NEW, OLD), "VALID UNDETERMINED VALID"),
        ((NEW, OLD), "UNDETERMINED VALID"),
        ((BROKEN, NEW), "NOT_VALID UNDETERMINED"),
    ],
)
def test_it_hides_no_other_record_and_none_speaks_for_it(syntax, trees, verdicts):
    reports = list(validate([_content(syntax, *trees)], CONTEXT, together=True))
    assert " ".join(report.verdict for report in reports) == verdicts
    expected = "NOT_VALID" if "NOT_VALID" in verdicts else "UNDETERMINED"
    assert worst({report.verdict for report in reports}) == expected


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("to", list(Format))
def test_a_conversion_writes_the_others_and_names_it(syntax, to):
    stream, refused = io.BytesIO(), []
    count = convert([_content(syntax, OLD, NEW)], to, stream, refused.append)
    assert count == 1
    (report,) = refused
    assert (report.verdict, report.record_id) == (Verdict.UNDETERMINED, OLD["recordId"])
    assert b"1.1" not in stream.getvalue()


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_it_has_no_digest_and_gives_no_record(syntax):
    (reading,) = read(_content(syntax, NEW), Limits())
    assert reading.record is None
    assert reading.report().verdict is Verdict.UNDETERMINED
    with pytest.raises(NewerVersion, match="AEO-SYN-11 at /specVersion"):
        read_record(_written(syntax, NEW))


def test_it_is_not_signed():
    record = read_record(_written("json", OLD))
    with pytest.raises(NewerVersion):
        require_valid(msgspec.structs.replace(record, spec_version="1.1"), CONTEXT)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_no_older_revision_answers_for_it(syntax):
    question = StatusQuestion(at=AT, known_at=AT)
    told = list(statuses([_content(syntax, OLD, NEW)], question, REFERENCE, Limits()))
    assert [report.verdict for report in told] == [Verdict.UNDETERMINED] * 2
    (alone,) = statuses([_content(syntax, OLD)], question, REFERENCE, Limits())
    assert alone.verdict is Verdict.VALID


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_beside_an_attestation_it_bears_nothing_out_and_disproves_nothing(syntax):
    told = answer(attestation(), record=_written(syntax, NEW))
    assert told.verdict is Verdict.UNDETERMINED
    assert told.check(CheckName.SCHEMA).outcome is Outcome.UNDETERMINED
    resting = (CheckName.RECORD_DIGEST, CheckName.CLAIMS_MATCH_RECORD, CheckName.RULES)
    assert {told.check(name).outcome for name in resting} == {Outcome.SKIPPED}
    assert answer(attestation(), record=_written(syntax, BROKEN)).verdict is Verdict.NOT_VALID


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize(
    "command",
    [
        ("validate", "--at", AT),
        ("convert", "--to", "json"),
        ("digest",),
        ("status", "--at", AT, "--known-at", AT),
        ("sign", "--at", AT, "--key", KEY, "--issuer", "HK", "--full", *PLACE),
    ],
    ids=lambda command: command[0],
)
def test_a_command_ends_with_four_and_names_the_version(tmp_path, syntax, command):
    path = tmp_path / f"new.aeo.{syntax}"
    path.write_bytes(_written(syntax, NEW))
    done = run_within(tmp_path, *command, str(path))
    assert done.returncode == 4, done.stderr
    assert "AEO-SYN-11" in done.stdout + done.stderr
    assert "riskLane" not in done.stdout + done.stderr


@for_each_row(
    ("version", "newer"),
    [
        ("1.0", False),
        ("1.1", True),
        ("1.10", True),
        ("1.999999999", True),
        ("1.1000000000", False),
        ("1.01", False),
        ("1.", False),
        ("1.1\n", False),
        ("1.\u0661", False),
        ("2.0", False),
        ("2.1", False),
        ("0.9", False),
        (1.1, False),
        (["1.1"], False),
    ],
)
def test_a_newer_version_is_a_later_minor_one_and_nothing_else(version, newer):
    assert is_newer({"specVersion": version}) is newer
