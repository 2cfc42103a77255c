"""What a conformance case is made of, and how a definition becomes its files.

A definition names a base document and the edits that make the case, or the bytes of each input.
The expectations stand in the definition; nothing here asks the implementation for an answer.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from any_xml import any_tree_to_xml
from msgspec import Struct

from aeo_exchange.model.shape import NAMESPACE, PLURAL, Group, element_name, record_shape
from aeo_exchange.model.tree import unescape
from aeo_exchange.rules import Level, all_rules

MEDIA = "application/vnd.aeo-exchange.record+{suffix};version=1.0"
PROFILE_FILE = {"media": "application/toml", "path": "profile.toml"}
NEWER = "AEO-SYN-11"
SUFFIXES = ("json", "ndjson", "xml", "csv", "xlsx")
AT = "2026-11-01T00:00:00Z"


class Remove(Struct, frozen=True):
    """The value of an edit that takes an item away."""


REMOVE = Remove()
Json: TypeAlias = Any  # also what no record may hold, which is what many cases are about
Edits: TypeAlias = tuple[tuple[str, Json], ...]


class Expected(Struct, frozen=True):
    """A finding that a case expects; without code it is one of the case's own rule.

    Without severity it is that of the rule's level. `xpath` is derived from the path where it is
    None; an empty one says that the finding is about the content and has no place in it. `record`
    is the place of its record in an input of several, counted from 0; without it, the last.
    """

    path: str = ""
    code: str = ""
    severity: str = ""
    xpath: str | None = None
    record: int | None = None


# What a reader says of content that it refuses as a whole.
REFUSED = Expected(xpath="")


class Case(Struct, frozen=True, kw_only=True):
    """One case: `<RULE>.p<nn>` holds to its rule, `<RULE>.n<nn>` breaks it.

    A case of no rule begins with the family it belongs to (FAR, PRG, CNV), names the clauses it
    tests in `requirements`, and is of level MUST.

    With `target` the input is converted to the syntax of that suffix; with `digested` its digests
    are asked for.

    `edits` are applied to `base` one after the other: a JSON Pointer, whose last step may be `-`
    for the end of a list, and the new value or REMOVE. `inputs` gives the bytes of inputs that
    are no tree, by suffix, and replaces the edits. `finds` are paths of the case's own rule, or
    findings in full. With `records` each input holds one record for each of them, the base after
    `edits` and then its own, and they are validated together. With `profile`, a partner profile in
    TOML, the record is looked at beside it.
    """

    id: str
    title: str
    why: str
    flags: tuple[str, ...]
    base: Mapping[str, Json]
    edits: Edits = ()
    records: tuple[Edits, ...] = ()
    inputs: Mapping[str, bytes] = {}
    syntaxes: tuple[str, ...] = ("json", "xml")
    finds: tuple[str | Expected, ...] = ()
    allow: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    at: str = AT
    requirements: tuple[str, ...] = ()
    roles: tuple[str, ...] = ("validator",)
    target: str = ""
    digested: bool = False
    profile: bytes = b""

    @property
    def is_of_rule(self) -> bool:
        """Whether the case is about a rule, and not about an end of an item or a conversion."""
        return self.id.startswith("AEO-")

    @property
    def operation(self) -> str:
        """What the implementation is asked to do."""
        if self.target:
            return "convert"
        if self.digested:
            return "digest"
        if self.profile:
            return "validate-agreed"
        return "validate-together" if self.records and self.is_of_rule else "validate"

    @property
    def rule(self) -> str:
        """The code of the rule that the case is about."""
        return self.id.partition(".")[0]

    @property
    def folder(self) -> str:
        """The folder of the case under conformance/cases."""
        first, second, *_ = self.id.split("-")
        return f"{second if self.is_of_rule else first}/{self.id}"


def case_files(case: Case) -> Iterator[tuple[str, bytes]]:
    """Yield the path, under conformance/cases, and the bytes of each file of a case."""
    trees = [edited(case.base, case.edits + own) for own in case.records or ((),)]
    inputs = dict(case.inputs) or written(trees)
    suffixes = [suffix for suffix in SUFFIXES if suffix in (case.inputs or case.syntaxes)]
    yield f"{case.folder}/case.json", json_bytes(_described(case, trees, suffixes))
    if case.profile:
        yield f"{case.folder}/profile.toml", case.profile
    for suffix in suffixes:
        yield f"{case.folder}/input.{suffix}", inputs[suffix]


def written(trees: list[Json]) -> dict[str, bytes]:
    """Return one record as a document of each syntax, several as an array, lines, AeoRecords."""
    lines = [json.dumps(tree, ensure_ascii=False, separators=(",", ":")) for tree in trees]
    ndjson = ("\n".join(lines) + "\n").encode()
    if len(trees) == 1:
        xml = any_tree_to_xml(trees[0]).encode()
        return {"json": json_bytes(trees[0]), "ndjson": ndjson, "xml": xml}
    return {
        "json": json_bytes(trees),
        "ndjson": ndjson,
        "xml": xml_of_several(trees).encode(),
    }


def xml_of_several(trees: list[Json]) -> str:
    """Return records as one AeoRecords."""
    prolog, *_ = any_tree_to_xml(trees[0]).splitlines()
    namespace = f' xmlns="{NAMESPACE}"'
    inner = [
        f"  {line.replace(namespace, '', 1)}"
        for tree in trees
        for line in any_tree_to_xml(tree).splitlines()[1:]
    ]
    return "\n".join([prolog, f"<{PLURAL}{namespace}>", *inner, f"</{PLURAL}>"]) + "\n"


def edited(base: Mapping[str, Json], edits: Edits) -> Json:
    """Return a copy of a base document after edits.

    Values are copied too: a later edit may reach into one, and a definition stays as it is.
    Raises LookupError, with the path, for an edit of what is not there.
    """
    tree: Json = copy.deepcopy(dict(base))
    for path, value in copy.deepcopy(edits):
        try:
            _edit(tree, path, value)
        except LookupError as fault:
            raise LookupError(f"no {path} to edit; a list grows at its end by /-") from fault
    return tree


def _edit(tree: Json, path: str, value: Json | Remove) -> None:
    *parents, last = [unescape(step) for step in path.split("/")[1:]]
    place = tree
    for step in parents:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if last == "-":
        place.append(value)
    elif isinstance(value, Remove):
        del place[int(last) if isinstance(place, list) else last]
    else:
        place[int(last) if isinstance(place, list) else last] = value


def json_bytes(tree: Json) -> bytes:
    """Return a tree as indented JSON."""
    return (json.dumps(tree, indent=2, ensure_ascii=False) + "\n").encode()


def xpath_of(path: str, tree: Json) -> str:
    """Return the XPath of a JSON Pointer in the XML form of a tree, as far as the tree has it.

    An element of a list carries its number; a list as a whole stands at its first element.
    """
    xpath = f"/{record_shape().name}"
    group: Group | None = record_shape()
    steps = [unescape(step) for step in path.split("/")[1:]]
    while steps and isinstance(tree, dict) and steps[0] in tree:
        name = steps.pop(0)
        field = group.by_name.get(name) if group else None
        tree, index = tree[name], ""
        if isinstance(tree, list):
            number = int(steps.pop(0)) if steps else 0
            tree, index = tree[number], f"[{number + 1}]"
        xpath = f"{xpath}/{element_name(name)}{index}"
        group = field.kind if field and isinstance(field.kind, Group) else None
    return xpath


def _described(case: Case, trees: list[Json], suffixes: list[str]) -> Json:
    rule = all_rules().get(case.rule)
    return {
        "id": case.id,
        "title": case.title,
        "why": case.why,
        "requirement": list(case.requirements) or [all_rules()[case.rule].clause],
        "level": rule.level.value if rule else "MUST",
        "roles": list(case.roles),
        "since": "1.0",
        "flags": list(case.flags),
        "operation": case.operation,
        "at": case.at,
        "inputs": [
            {"media": MEDIA.format(suffix=suffix), "path": f"input.{suffix}"} for suffix in suffixes
        ],
        **({"given": {"profiles": [PROFILE_FILE]}} if case.profile else {}),
        **({"options": {"target": MEDIA.format(suffix=case.target)}} if case.target else {}),
        "expect": _expectation(case, trees, suffixes),
    }


def _expectation(case: Case, trees: list[Json], suffixes: list[str]) -> Json:
    if not case.operation.startswith("validate"):
        return {
            "verdict": _refusal(case) if case.finds else "VALID",
            **({} if case.finds else {"digests": digests(trees)}),
        }
    findings = [_finding(find, case, trees, suffixes) for find in case.finds]
    errors = {finding["code"] for finding in findings if finding["severity"] == "error"}
    return {
        "verdict": _verdict(errors) if errors else "VALID",
        "findings": findings,
        "allow": list(case.allow),
        "forbid": list(case.forbid),
    }


def _refusal(case: Case) -> str:
    """Return the answer to a document that has no digest."""
    return _verdict({find.code for find in case.finds if isinstance(find, Expected)})


def _verdict(errors: set[str]) -> str:
    """Return what errors make of a document: to be newer is no fault (CON-11-4)."""
    return "UNDETERMINED" if errors == {NEWER} else "NOT_VALID"


def digests(trees: list[Json]) -> list[str]:
    """Return the digest of each tree: names are ASCII and numbers whole, so sorting is enough."""
    texts = [
        json.dumps(tree, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        for tree in trees
    ]
    return [hashlib.sha256(text.encode()).hexdigest() for text in texts]


def _finding(
    expected: str | Expected, case: Case, trees: list[Json], suffixes: list[str]
) -> dict[str, Json]:
    finding = Expected(expected) if isinstance(expected, str) else expected
    code = finding.code or case.rule
    severity = "error" if all_rules()[code].level is Level.MUST else "warning"
    record = len(trees) - 1 if finding.record is None else finding.record
    xpath = finding.xpath
    if xpath is None and "xml" in suffixes:
        xpath = xpath_of(finding.path, trees[record])
    return {
        **({"record": record} if case.operation == "validate-together" else {}),
        "code": code,
        "severity": finding.severity or severity,
        "path": finding.path,
        **({"xpath": xpath} if xpath and "xml" in suffixes else {}),
    }
