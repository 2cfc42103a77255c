"""For each item of a record, a case that holds it and is right, and one that is wrong there."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from any_xml import any_tree_to_xml
from cases_shown import Case, telling
from msgspec import Struct

from aeo_exchange import validate

__all__ = ["Broken", "Examples", "broken", "generic"]

INDEX = re.compile(r"/\d+(?=/|$)")
# What no item of a kind can be; the first that both syntaxes refuse at the item is shown.
WRONG: tuple[object, ...] = ("no such value", "?", "x" * 300)
Json: TypeAlias = Any


class Broken(Struct, frozen=True):
    """A document made wrong at one item: its texts by syntax, and the codes found there."""

    texts: dict[str, bytes]
    codes: tuple[str, ...]
    of: str


class Examples:
    """The plain cases of the suite by the items that they hold or break."""

    def __init__(self, cases: list[Case]) -> None:
        plain = sorted((case for case in cases if case.is_plain), key=telling)
        self.failing: dict[str, Case] = {}
        self.holding: dict[str, list[Case]] = {}
        for case in plain:
            if case.fails:
                for finding in case.findings:
                    path = generic(finding.get("path", ""))
                    self.failing.setdefault(path, case)
            elif not case.findings and "JSON" in case.inputs:
                tree = json.loads(case.inputs["JSON"])
                for path in {generic(pointer) for pointer, _ in _steps(tree, "")}:
                    self.holding.setdefault(path, []).append(case)

    def fails_at(self, paths: list[str]) -> Case | None:
        """Return a case with a finding at one of these places."""
        return next((self.failing[path] for path in paths if path in self.failing), None)

    def holds(self, paths: list[str], rule: str) -> Case | None:
        """Return a right case that has an item at one of these places, of the rule if it can."""
        held = [case for path in paths for case in self.holding.get(path, [])]
        return next((case for case in held if case.rule == rule), held[0] if held else None)


def generic(pointer: str) -> str:
    """Return a JSON Pointer with `*` for each index."""
    return INDEX.sub("/*", pointer)


def broken(case: Case, paths: list[str]) -> Broken | None:
    """Return the document of a right case, made wrong at one of the places."""
    tree = json.loads(case.inputs["JSON"])
    places = [pointer for pointer, _ in _steps(tree, "") if generic(pointer) in paths]
    for pointer in places:
        for wrong in _made_wrong(tree, pointer):
            texts = {
                "JSON": json.dumps(wrong, ensure_ascii=False, indent=2).encode(),
                "XML": any_tree_to_xml(wrong).encode(),
            }
            codes = [_codes(content, pointer, case.told["at"]) for content in texts.values()]
            if codes[0] and codes[0] == codes[1]:
                return Broken(texts, tuple(sorted(codes[0])), case.id)
    return None


def _steps(tree: Json, above: str) -> Iterator[tuple[str, Json]]:
    """Yield every place below a tree by its pointer."""
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for name, value in inside:
        pointer = f"{above}/{name}"
        yield pointer, value
        if isinstance(value, dict | list):
            yield from _steps(value, pointer)


def _made_wrong(tree: Json, pointer: str) -> Iterator[Json]:
    """Yield copies of a tree that are wrong at a place: another value, then none."""
    *above, last = pointer.split("/")[1:]
    for value in (*WRONG, None):
        changed = copy.deepcopy(tree)
        parent = changed
        for step in above:
            parent = parent[int(step) if isinstance(parent, list) else step]
        key = int(last) if isinstance(parent, list) else last
        if value is None:
            del parent[key]
        elif isinstance(parent[key], dict | list):
            continue
        else:
            parent[key] = value
        yield changed


def _codes(content: bytes, pointer: str, at: str) -> set[str]:
    """Return the codes of errors found at a place, or nothing where others are found too."""
    findings = [finding for report in validate(content, at=at) for finding in report.findings]
    if any(finding.path != pointer for finding in findings):
        return set()
    return {finding.code for finding in findings}
