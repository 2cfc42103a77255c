"""TypeScript declarations of JSON Schemas: what an editor says of the verifier in JavaScript."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aeo_exchange.model.tree import Tree

__all__ = ["print_types"]

HEAD = """// Types of records, claims, trust lists and answers.
// Printed from the schemas of the standard by `make schemas`; do not edit.
"""
# The outermost answer of the command line is no part of the package.
LEFT_OUT = frozenset({"VerificationAnswer", "Line"})
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}
Definition = dict[str, "Tree"]


def print_types(schemas: Mapping[str, Definition], codes: Iterable[str]) -> str:
    """Return the declarations of every definition of schemas, each name once."""
    definitions: dict[str, Tree] = {}
    for schema in schemas.values():
        parts = schema["$defs"]
        assert isinstance(parts, dict)
        definitions |= parts
    lines = [HEAD]
    for name in sorted(definitions.keys() - LEFT_OUT):
        definition = definitions[name]
        assert isinstance(definition, dict)
        lines.extend(_declared(name, definition))
    lines.append("\n/** A rule that a verifier checks. */")
    lines.append(f"export type Code = {' | '.join(map(json.dumps, codes))};\n")
    return "\n".join(lines)


def _declared(name: str, definition: Definition) -> Iterator[str]:
    yield from _definition_lines(definition, "")
    if isinstance(items := definition.get("properties"), dict):
        required = definition.get("required") or []
        assert isinstance(required, list)
        yield f"export interface {name} {{"
        for item, part in items.items():
            assert isinstance(part, dict)
            yield from _definition_lines(part, "  ")
            mark = "" if item in required else "?"
            yield f"  {item}{mark}: {_type(part)};"
        yield "}"
    else:
        yield f"export type {name} = {_type(definition)};"


def _definition_lines(definition: Definition, indent: str) -> Iterator[str]:
    said = definition.get("description")
    if isinstance(said, str):
        yield f"{indent}/** {said.replace('*/', '* /')} */"


def _type(definition: Definition) -> str:
    kind = definition.get("type")
    if isinstance(codes := definition.get("enum"), list):
        return " | ".join(map(json.dumps, codes))
    if kind == "array":
        inner = definition.get("items")
        assert isinstance(inner, dict)
        of = _type(inner)
        return f"({of})[]" if " " in of else f"{of}[]"
    if isinstance(kind, str) and kind in PLAIN:
        return PLAIN[kind]
    if isinstance(reference := definition.get("$ref"), str):
        return reference.removeprefix("#/$defs/")
    return "Record<string, unknown>"
