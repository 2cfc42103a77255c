"""Mutants that read something else than what they were given."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

from aeo_exchange.conformance.adapters.protocol import Plain
from aeo_exchange.conformance.mutants.making import Answering, asked, before, in_trees
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.shape import Group, record_shape
from aeo_exchange.model.tree import Tree

__all__ = ["READING"]

CODES = frozenset({"administration", "country", "tin", "currency", "partner", "siteId"})
MANDATORY: dict[str, Tree] = {"revision": 1, "specVersion": "1.0"}
LONGEST = 256
RECORD = re.compile(rb"(<AeoRecord[ >].*?</AeoRecord>).*(</AeoRecords>)", re.DOTALL)


def _each_text(change: Callable[[str], str]) -> Callable[[Tree], Tree]:
    """Return what changes every text of a tree."""

    def changed(tree: Tree) -> Tree:
        match tree:
            case dict():
                return {name: changed(value) for name, value in tree.items()}
            case list():
                return [changed(value) for value in tree]
            case str():
                return change(tree)
            case _:
                return tree

    return changed


def _each_object(change: Callable[[dict[str, Tree]], dict[str, Tree]]) -> Callable[[Tree], Tree]:
    """Return what changes every object of a tree."""

    def changed(tree: Tree) -> Tree:
        match tree:
            case dict():
                return change({name: changed(value) for name, value in tree.items()})
            case list():
                return [changed(value) for value in tree]
            case _:
                return tree

    return changed


def _record_by_record(change: Callable[[dict[str, Tree]], Tree]) -> Callable[[Tree], Tree]:
    """Return what changes every record of a document."""

    def changed(tree: Tree) -> Tree:
        records = tree if isinstance(tree, list) else [tree]
        changed = [change(record) if isinstance(record, dict) else record for record in records]
        return changed if isinstance(tree, list) else changed[0]

    return changed


def _keep_first(content: bytes) -> bytes:
    """Return JSON in which the first of several members of one name stands for all."""
    return _joined_members(content, lambda members: dict(reversed(members)))


def _keep_last(content: bytes) -> bytes:
    """Return JSON in which the last of several members of one name stands for all."""
    return _joined_members(content, dict)


def _joined_members(
    content: bytes, joined: Callable[[list[tuple[str, Tree]]], dict[str, Tree]]
) -> bytes:
    try:
        tree = json.loads(content.decode(), object_pairs_hook=joined)
    except (ValueError, RecursionError):
        return content
    return json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _known_alone(tree: Tree, group: Group) -> Tree:
    """Return a tree without the items that the standard does not define."""
    match tree:
        case list():
            return [_known_alone(item, group) for item in tree]
        case dict():
            fields = group.by_name
            return {
                name: _known_alone(value, kind) if isinstance(kind, Group) else value
                for name, value in tree.items()
                if name in fields
                for kind in (fields[name].kind,)
            }
        case _:
            return tree


def _in_order(tree: Tree, group: Group) -> Tree:
    """Return a tree whose sets are sorted, and hold each element once."""
    if not isinstance(tree, dict):
        return tree
    members = dict(tree)
    for name, field in group.by_name.items():
        value = members.get(name)
        inner = field.kind if isinstance(field.kind, Group) else None
        if isinstance(value, dict) and inner:
            members[name] = _in_order(value, inner)
        elif isinstance(value, list):
            items = [_in_order(item, inner) if inner else item for item in value]
            by_bytes = {canonical_item(item): item for item in items}
            members[name] = (
                [by_bytes[key] for key in sorted(by_bytes)] if field.item.is_set else items
            )
    return members


def _upper_codes(tree: dict[str, Tree]) -> dict[str, Tree]:
    return {
        name: value.upper() if name in CODES and isinstance(value, str) else value
        for name, value in tree.items()
    }


def _rounded(text: str) -> str:
    """Return digits as a spreadsheet would keep them: as a number."""
    return str(int(float(text))) if text.isascii() and text.isdigit() else text


def _without(*names: str) -> Callable[[dict[str, Tree]], Tree]:
    return lambda record: {name: value for name, value in record.items() if name not in names}


def _first_record(content: bytes) -> bytes:
    match = RECORD.search(content)
    if match:
        return content[: match.start()] + match[1] + match[2]
    try:
        tree = json.loads(content)
    except (ValueError, RecursionError):
        lines = [line for line in content.splitlines() if line.strip()]
        whole = len(lines) > 1 and lines[0].strip().endswith(b"}")
        return lines[0] if whole else content
    return json.dumps(tree[0]).encode() if isinstance(tree, list) and tree else content


def _reversed(tree: Tree) -> Tree:
    return tree[::-1] if isinstance(tree, list) else tree


def _without_doctype(content: bytes) -> bytes:
    return re.sub(rb"<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>", b"", content, count=1, flags=re.DOTALL)


def _without_attributes(content: bytes) -> bytes:
    """Return XML in which start tags have names and declarations of namespaces alone."""

    def bare(match: re.Match[bytes]) -> bytes:
        declared = re.findall(rb"\sxmlns(?::\w+)?=(?:\"[^\"]*\"|'[^']*')", match[2])
        return b"<" + match[1] + b"".join(declared) + match[3] + b">"

    return re.sub(rb"<([A-Za-z][\w.:-]*)((?:\s[^<>]*?)?)(/?)>", bare, content)


def _in_our_namespace(content: bytes) -> bytes:
    if not content.lstrip().startswith(b"<"):
        return content
    bare = re.sub(rb"\sxmlns=(\"[^\"]*\"|'[^']*')", b"", content)
    return re.sub(rb"<(AeoRecords?)\b", rb'<\1 xmlns="urn:aeo-exchange:1.0"', bare, count=1)


def _without_comments(content: bytes) -> bytes:
    if content.lstrip().startswith(b"<"):
        return content
    return re.sub(rb"/\*.*?\*/|(?m:^\s*//.*$)", b"", content, flags=re.DOTALL)


def _whole_numbers(content: bytes) -> bytes:
    return re.sub(rb"(\":\s*|<Revision>)([1-9][0-9]*)\.0+\b", rb"\1\2", content)


def _to_the_last_bracket(content: bytes) -> bytes:
    """Return content up to the end of its record, whatever follows."""
    end = max(content.rfind(b"</AeoRecord>") + 12, 0)
    if content.lstrip().startswith(b"<") and end > 12:  # noqa: PLR2004 the length of the tag
        return content[:end] + (b"</AeoRecords>" if b"<AeoRecords" in content else b"")
    return content[: content.rfind(b"}") + 1] if content[:1] == b"{" else content


def _as_text(content: bytes) -> bytes:
    """Return content in UTF-8, with a question mark for each byte that was not UTF-8."""
    return content.decode("utf-8", "replace").replace("\ufffd", "?").encode()


def _completed(record: dict[str, Tree]) -> Tree:
    return {**MANDATORY, **record}


def _no_nulls(tree: dict[str, Tree]) -> dict[str, Tree]:
    return {name: value for name, value in tree.items() if value not in (None, "", [], {})}


def _now(message: Plain) -> Plain:
    return {**message, "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}


def _to_json(message: Plain) -> Plain:
    options = cast("dict[str, str]", message["options"])
    if "target" not in options:
        return message
    target = "application/vnd.aeo-exchange.record+json;version=1.0"
    return {**message, "options": {**options, "target": target}}


# What is read -> the implementation that reads it so.
READING: dict[str, Answering] = {
    "accepts-bom": before(lambda content: content.removeprefix(b"\xef\xbb\xbf")),
    "accepts-comments": before(_without_comments),
    "accepts-doctype": before(_without_doctype),
    "accepts-other-encodings": before(_as_text),
    "ascii-only": in_trees(_each_text(lambda text: text.encode("ascii", "replace").decode())),
    "completes-records": in_trees(_record_by_record(_completed)),
    "cuts-long-texts": in_trees(_each_text(lambda text: text[:LONGEST].rstrip())),
    "drops-nulls": in_trees(_each_object(_no_nulls)),
    "drops-unknown-items": in_trees(
        _record_by_record(lambda record: _known_alone(record, record_shape()))
    ),
    "first-duplicate-wins": before(_keep_first),
    "first-record-only": before(_first_record),
    "folds-case": in_trees(_each_object(_upper_codes)),
    "ignores-attributes": before(_without_attributes),
    "ignores-namespaces": before(_in_our_namespace),
    "ignores-what-follows": before(_to_the_last_bracket),
    "last-duplicate-wins": before(_keep_last),
    "loses-extensions": in_trees(_record_by_record(_without("extensions"))),
    "normalises-texts": in_trees(_each_text(lambda text: unicodedata.normalize("NFC", text))),
    "reads-points": before(_whole_numbers),
    "reverses-records": in_trees(_reversed),
    "rounds-identifiers": in_trees(_each_text(_rounded)),
    "sorts-sets": in_trees(_record_by_record(lambda record: _in_order(record, record_shape()))),
    "today-instead-of-at": asked(_now),
    "trims": in_trees(_each_text(str.strip)),
    "writes-json-always": asked(_to_json),
}
