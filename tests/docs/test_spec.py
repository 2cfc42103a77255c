"""The specification, the rules and the code say the same."""

from __future__ import annotations

import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec.structs import replace

from aeo_exchange.model import AeoRecord, canonical_bytes, digest, status_by
from aeo_exchange.model.shape import groups_under, record_shape
from aeo_exchange.operations.reading import read_record
from aeo_exchange.rules import all_rules
from rows import for_each_row

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "docs" / "spec"
PARTS = {
    "CON": "1-conventions.md",
    "REC": "2-record.md",
    "RDA": "3-reference-data.md",
    "SIZ": "4-size-classes.md",
    "IDN": "5-identifiers.md",
    "XCH": "6-exchange.md",
    "ATT": "7-attestations.md",
    "CNF": "8-conformance.md",
    "RUL": "9-rules.md",
    "TAB": "10-tables.md",
    "GOV": "11-governance.md",
    "DEC": "12-declarations.md",
}

REQUIREMENT = re.compile(r"^\*\*(?P<id>[A-Z]{3}-\d+-\d+)\*\* ", re.MULTILINE)
HEADING = re.compile(r"^## (?P<number>\d+) ", re.MULTILINE)
KEY_WORD = re.compile(r"\b(?:MUST|SHOULD|MAY)\b")
RULE = re.compile(r"\bAEO-[A-Z]+-\d\d\b")
TO_COME = re.compile(r"^\|.*\b(AEO-[A-Z]+-\d\d)\b.*\| to come \|$", re.MULTILINE)
CLAUSE = re.compile(rf"\b(?:{'|'.join(PARTS)})-\d+-\d+\b")
EXAMPLE = re.compile(r"<!-- example: (?P<name>[a-z ]+) -->\n```\w*\n(?P<text>.*?)\n```", re.DOTALL)
STATUS_ROW = re.compile(
    r"^\| (?P<at>\S+Z) \| (?P<known>\S+Z) \| (?P<status>\S+) \| (?P<event>\S+)"
    r" \| (?P<reason>\S+) \|",
    re.MULTILINE,
)


@cache
def text_of(name: str) -> str:
    return (SPEC / name).read_text(encoding="utf-8")


@cache
def requirements() -> list[tuple[str, str, str]]:
    """Part, id and text of each requirement, up to the next one or the next heading."""
    numbered = []
    for part, name in PARTS.items():
        text = text_of(name)
        for match in REQUIREMENT.finditer(text):
            rest = text[match.end() :]
            end = min(
                (stop.start() for stop in (REQUIREMENT.search(rest), HEADING.search(rest)) if stop),
                default=len(rest),
            )
            numbered.append((part, match["id"], rest[:end]))
    return numbered


def examples(name: str) -> dict[str, str]:
    return {match["name"]: match["text"] for match in EXAMPLE.finditer(text_of(name))}


@for_each_row("code", sorted(all_rules()))
def test_each_rule_is_named_by_the_requirement_it_checks(code: str) -> None:
    by_id = {identity: text for _, identity, text in requirements()}
    clause = all_rules()[code].clause
    assert clause in by_id, f"{clause} is not in docs/spec"
    assert code in RULE.findall(by_id[clause]), f"{clause} does not name {code}"


def test_rules_named_anywhere_in_the_specification_exist_or_are_marked_as_to_come() -> None:
    for path in SPEC.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        unknown = set(RULE.findall(text)) - set(all_rules())
        assert unknown == set(TO_COME.findall(text)), path.name


def test_requirements_named_anywhere_in_the_documents_exist() -> None:
    known = {identity for _, identity, _ in requirements()}
    for path in (ROOT / "docs").rglob("*.md"):
        unknown = set(CLAUSE.findall(path.read_text(encoding="utf-8"))) - known
        assert not unknown, f"{path.name} names {sorted(unknown)}"


def unspoken(text: str) -> list[str]:
    """Return the items of a record that a text does not name."""
    return [
        f"{group.name}.{item.name}: no sentence of docs/spec/{PARTS['REC']} names it"
        for group in groups_under(record_shape())
        for item in group.fields
        if not re.search(rf"\b{item.name}\b", text)
    ]


def test_each_item_of_a_record_is_named_by_the_part_about_records() -> None:
    text = text_of(PARTS["REC"])
    assert unspoken(text) == []
    (said,) = unspoken(text.replace("`issuingOffice`", ""))
    assert said.startswith("AeoRecord.issuingOffice: no sentence")


def test_requirement_ids_are_unique() -> None:
    ids = [identity for _, identity, _ in requirements()]
    assert len(ids) == len(set(ids))


def test_requirements_stand_in_the_section_and_order_of_their_number() -> None:
    for part, name in PARTS.items():
        section, last = 0, 0
        for line in text_of(name).splitlines():
            if heading := HEADING.match(line):
                assert int(heading["number"]) == section + 1
                section, last = section + 1, 0
            elif requirement := REQUIREMENT.match(line):
                assert requirement["id"] == f"{part}-{section}-{last + 1}"
                last += 1


def test_each_requirement_says_which_rule_checks_it_or_that_none_does() -> None:
    for _, identity, text in requirements():
        assert RULE.search(text) or "(No rule" in text, identity


def test_nothing_is_required_by_a_negated_permission() -> None:
    # RFC 2119: "no item MAY" can be read in two ways.
    for name in PARTS.values():
        assert not re.search(r"\b(?:No|None|Neither)\b[^.;|]*\bMAY\b(?! be missing)", text_of(name))


def test_the_worked_record_has_the_bytes_and_digest_that_are_printed() -> None:
    shown = examples("1-conventions.md")
    record = read_record(shown["digest"].encode())
    assert canonical_bytes(record).decode() == shown["canonical bytes"]
    assert f"\n{digest(record)}\n" in text_of("1-conventions.md")
    assert f"{len(canonical_bytes(record))} of them" in text_of("1-conventions.md")


def test_the_worked_record_in_xml_has_the_same_digest() -> None:
    shown = examples("1-conventions.md")
    assert digest(read_record(shown["xml"].encode())) == digest(
        read_record(shown["digest"].encode())
    )


def test_the_worked_history_has_the_status_that_the_table_says() -> None:
    example = json.loads(examples("2-record.md")["status"])
    tree = json.loads(examples("1-conventions.md")["digest"])
    tree["authorisation"]["terms"] = example["terms"]
    record = msgspec.convert({**tree, "history": example["history"]}, AeoRecord)
    revisions = [
        replace(
            record, revision=i + 1, issued_at=event.recorded_at, history=record.history[: i + 1]
        )
        for i, event in enumerate(record.history)
    ]
    rows = list(STATUS_ROW.finditer(text_of("2-record.md")))
    assert rows
    for row in rows:
        answer = status_by(revisions, at=row["at"], known_at=row["known"])
        assert (str(answer.status), str(answer.reason)) == (row["status"], row["reason"])
        assert (str(answer.event.seq) if answer.event else "-") == row["event"]


def test_the_index_names_each_part_once() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for path in SPEC.glob("[0-9]*-*.md"):
        assert index.count(f"](spec/{path.name})") == 1, path.name


def test_each_part_ends_with_what_it_means_for_security_and_privacy() -> None:
    heading = re.compile(r"^## (?:\d+ )?(?P<title>.*)$", re.MULTILINE)
    parts = [path.name for path in SPEC.glob("[0-9]*-*.md")]
    assert len(parts) > len(PARTS)  # part 0 has no numbered requirements
    last = {name: heading.findall(text_of(name))[-1] for name in parts}
    assert {name for name, title in last.items() if title != "Security and privacy"} == set()


def test_no_part_is_still_to_come() -> None:
    assert "to come" not in text_of("0-overview.md")


def test_the_worked_roots_are_those_of_rfc_9162() -> None:
    leaves = [sha256(b"\0" + line).digest() for line in (b"a", b"b", b"c")]
    shown = dict(line.split() for line in examples("6-exchange.md")["roots"].splitlines())
    assert shown == {str(n): root_of(leaves[:n]).hex() for n in range(4)}


def root_of(leaves: list[bytes]) -> bytes:
    """Return the Merkle Tree Hash as RFC 9162, section 2.1.1, writes it."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + root_of(leaves[:left]) + root_of(leaves[left:])).digest()
