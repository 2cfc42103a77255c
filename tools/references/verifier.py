"""What the verifier in JavaScript shares with us: schemas, code lists, words, and their types.

Data alone, each file one value behind `export default`, since a browser reads no JSON as a module.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from aeo_exchange.trust import words
from references.declarations import print_types

if TYPE_CHECKING:
    from aeo_exchange.model.tree import Tree

__all__ = ["printed"]

PACKAGE = "packages/verifier"
SCHEMAS = "schemas/1.0"
HEAD = (
    "// Printed from the schemas, lists and words of the standard by `make schemas`; do not edit.\n"
)
# What explains a schema to a reader and decides nothing.
EXPLAINS = frozenset({"$schema", "$id", "title", "description", "examples"})
# Notes and sources of reference data, and facts that no rule over one record asks for.
KEPT_PROGRAMME = frozenset(
    {"code", "economy", "administrations", "tiers", "criteriaWaived", "provisions"}
    | {"identifierSchemes", "tinPrefixes"}
)
NOT_ASKED = frozenset(
    {"source", "sources", "note", "label", "labelOriginal", "name", "names", "asOf", "text"}
    | {"testNumbers", "examples", "examplesNote", "cautions", "legalSource", "original"}
    | {"ambiguous", "issuer", "iso6523", "tin", "noTin", "proves", "carries"}
)


def printed(files: Mapping[str, str], test_keys: str) -> dict[str, str]:
    """Return every file by its name below the project folder; `files` are those printed already."""
    record = _schema(files, "aeo-record")
    others = {name: _schema(files, name) for name in ("aeo-status-claims", "aeo-trust-list")}
    shared = {name: part for schema in others.values() for name, part in schema.items()}
    data, of_record = f"{PACKAGE}/src/data", f"{PACKAGE}/src/record/data"
    kids = [key["kid"] for key in json.loads(test_keys)["keys"]]
    return {
        f"{data}/schemas.mjs": _module({name: _without_remarks(shared[name]) for name in shared}),
        f"{data}/messages.mjs": _module(_messages()),
        f"{data}/test-keys.mjs": _module(kids),
        f"{of_record}/record-schema.mjs": _module(record),
        f"{of_record}/reference.mjs": _module(_reference(files)),
        f"{of_record}/unicode.mjs": _module(_characters(files)),
        f"{PACKAGE}/types.d.ts": print_types(
            {
                name: json.loads(files[f"{SCHEMAS}/{name}.schema.json"])
                for name in ("aeo-record", "aeo-status-claims", "aeo-trust-list", "verify")
            },
            words.REFUSALS,
        ),
    }


def _module(value: Tree) -> str:
    """Return a value as a module; a line for each part, so that a change of one is one line."""
    if isinstance(value, dict):
        parts = [f"{_compact(name)}:{_compact(part)}" for name, part in value.items()]
        text = "{\n" + ",\n".join(parts) + "\n}"
    else:
        text = _compact(value)
    return f"{HEAD}export default {text};\n"


def _compact(value: Tree) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)


def _schema(files: Mapping[str, str], name: str) -> dict[str, Tree]:
    """Return the definitions of a schema, without what explains them."""
    definitions = json.loads(files[f"{SCHEMAS}/{name}.schema.json"])["$defs"]
    return {part: _bare(value) for part, value in definitions.items()}


def _bare(value: Tree, *, is_group: bool = False) -> Tree:
    """Leave out what explains; the names of items are names, whatever they are."""
    if isinstance(value, list):
        return [_bare(part) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _bare(part, is_group=name == "properties" and not is_group)
        for name, part in value.items()
        if is_group or name not in EXPLAINS
    }


def _without_remarks(value: Tree) -> Tree:
    if isinstance(value, list):
        return [_without_remarks(part) for part in value]
    if not isinstance(value, dict):
        return value
    return {name: _without_remarks(part) for name, part in value.items() if name != "$comment"}


def _messages() -> dict[str, Tree]:
    return {
        "asks": dict(words.ASKS),
        "notPassed": words.NOT_PASSED,
        "noRecord": words.NO_RECORD,
        "noTin": f"{words.NO_TIN}{{about}}",
        "testKey": words.TEST_KEY,
        "refusals": {code: list(refusal) for code, refusal in words.REFUSALS.items()},
        "undecided": {code: list(refusal) for code, refusal in words.UNDECIDED.items()},
        "unreadXml": list(words.UNREAD_XML),
    }


def _reference(files: Mapping[str, str]) -> dict[str, Tree]:
    """Return of the reference data what a rule over one record asks for."""

    def read(name: str) -> Tree:
        tree: Tree = json.loads(files[f"{SCHEMAS}/reference/{name}.json"])
        return tree

    programmes, schemes, agreements = read("programmes"), read("schemes"), read("agreements")
    assert isinstance(programmes, list)
    assert isinstance(agreements, list)
    assert isinstance(schemes, dict)
    kept = [
        {name: part for name, part in programme.items() if name in KEPT_PROGRAMME}
        for programme in programmes
        if isinstance(programme, dict)
    ]
    countries = [row["code"] for row in _rows(files, "reference/countries") if row["kind"] == "iso"]
    return {
        "countries": " ".join(countries),
        "currencies": " ".join(row["code"] for row in _rows(files, "reference/currencies")),
        "scripts": " ".join(row["code"] for row in _rows(files, "reference/scripts")),
        "sectors": [_asked({**row}) for row in _rows(files, "reference/sectors")],
        "agreements": [
            {name: agreement[name] for name in ("code", "parties")}
            for agreement in agreements
            if isinstance(agreement, dict)
        ],
        "programmes": [_asked(programme) for programme in kept],
        "schemes": _asked(schemes["schemes"]),
        "sizes": _asked(read("sizes")),
    }


def _asked(value: Tree) -> Tree:
    """Leave out what no rule asks for."""
    if isinstance(value, list):
        return [_asked(part) for part in value]
    if not isinstance(value, dict):
        return value
    return {name: _asked(part) for name, part in value.items() if name not in NOT_ASKED}


def _characters(files: Mapping[str, str]) -> dict[str, Tree]:
    """Return the published lists of characters as ranges, `first-last` or one alone."""
    return {
        name: " ".join(
            row["first"] if row["first"] == row["last"] else f"{row['first']}-{row['last']}"
            for row in _rows(files, f"unicode/{name}")
        )
        for name in ("hidden", "unassigned", "other-letters")
    }


def _rows(files: Mapping[str, str], name: str) -> Iterator[dict[str, str]]:
    lines = files[f"{SCHEMAS}/{name}.csv"].splitlines()
    return csv.DictReader(line for line in lines if not line.startswith("#"))
