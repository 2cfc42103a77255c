"""The record's shape printed as JSON Schema 2020-12."""

from __future__ import annotations

import json
from typing import TypeAlias

from aeo_exchange.model.codes import Code
from aeo_exchange.model.shape import (
    BooleanType,
    Group,
    ItemShape,
    Leaf,
    groups_under,
    kind_name,
    leaves,
)
from aeo_exchange.model.texts import IntegerType, TextType

__all__ = ["print_json_schema"]

Schema: TypeAlias = dict[str, object]

LINE: Schema = {
    "description": "Text without line feed. Some engines let `$` match before a last line feed, "
    "so it is refused here by itself.",
    "type": "string",
    "not": {"pattern": "\n"},
}


def print_json_schema(root: Group, *, identifier: str, title: str) -> str:
    """Return the JSON Schema of a root group, as text that ends with a line feed."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": identifier,
        "title": title,
        "description": root.definition,
        "$ref": f"#/$defs/{root.name}",
        "$defs": {
            **{group.name: _group(group) for group in groups_under(root)},
            "Line": LINE,
            **{kind_name(leaf): _leaf(leaf) for leaf in leaves(root)},
        },
    }
    return json.dumps(schema, indent=2, ensure_ascii=True) + "\n"


def _group(group: Group) -> Schema:
    return {
        "description": group.definition,
        "type": "object",
        "properties": {field.name: _field(field) for field in group.fields},
        "required": [field.name for field in group.fields if field.required],
        "additionalProperties": False,
    }


def _field(field: ItemShape) -> Schema:
    reference = {"$ref": f"#/$defs/{kind_name(field.kind)}"}
    described = {"description": field.item.definition, "$comment": _comment(field)}
    if not field.is_list:
        return {**described, **reference}
    bounds = {"minItems": 1} if field.most is None else {"minItems": 1, "maxItems": field.most}
    return {**described, "type": "array", **bounds, "items": reference}


def _comment(field: ItemShape) -> str:
    """Return disclosure class, WCO id and kind of list: annotations that no engine acts on."""
    parts = [f"disclosure: {field.item.disclosure}"]
    if field.item.wco:
        parts.append(f"WCO Data Model: {field.item.wco}")
    if field.item.is_set:
        parts.append("a set: unique, sorted by canonical bytes")
    return "; ".join(parts)


def _leaf(leaf: Leaf) -> Schema:
    match leaf:
        case TextType():
            return {
                "description": leaf.definition,
                "$ref": "#/$defs/Line",
                "type": "string",
                "minLength": 1,
                "maxLength": leaf.longest,
                "pattern": f"^({leaf.pattern})$",
                "examples": [leaf.example],
            }
        case IntegerType():
            return {
                "description": leaf.definition,
                "type": "integer",
                "minimum": leaf.least,
                "maximum": leaf.greatest,
            }
        case BooleanType():
            return {"description": leaf.definition, "type": "boolean"}
        case _:
            return {
                "description": _sentence(leaf),
                "type": "string",
                "enum": [code.value for code in leaf],
            }


def _sentence(codes: type[Code]) -> str:
    return (codes.__doc__ or "").strip()
