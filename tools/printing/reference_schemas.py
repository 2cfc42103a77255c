"""The JSON Schemas of the reference data as published, printed from the structs that define it.

The files are in camelCase, one for each kind; people edit TOML, in snake_case (RDA-4-1, RDA-4-5).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from aeo_exchange.model.shape import NAMESPACE
from aeo_exchange.reference.agreement_facts import ReadAgreement
from aeo_exchange.reference.declaration_codes import DeclarationCodes
from aeo_exchange.reference.files import in_camel_case
from aeo_exchange.reference.programme_facts import Programme
from aeo_exchange.reference.schemes import SchemeFile
from aeo_exchange.reference.size_facts import SizeDefinition
from aeo_exchange.reference.systems import Compendium, Systems
from printing.portable import portable

if TYPE_CHECKING:
    from aeo_exchange.model.tree import Tree

__all__ = ["REFERENCE_FILES", "print_reference_schemas"]

# What each published file holds, by its name without suffix.
REFERENCE_FILES: dict[str, object] = {
    "agreements": list[ReadAgreement],
    "compendium": Compendium,
    "declaration_codes": DeclarationCodes,
    "programmes": list[Programme],
    "schemes": SchemeFile,
    "sizes": list[SizeDefinition],
    "systems": Systems,
}


def print_reference_schemas() -> dict[str, str]:
    """Return the JSON Schema of each published file, by the name of the schema."""
    return {
        f"reference-{name}": _printed(name, shape)
        for name, shape in sorted(REFERENCE_FILES.items())
    }


def _printed(name: str, shape: object) -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{NAMESPACE}:reference-{name}",
        "title": f"The file reference/{name}.json",
    }
    described = portable(json.loads(msgspec.json.encode(msgspec.json.schema(shape))))
    assert isinstance(described, dict)
    return json.dumps({**schema, **_as_published(described)}, indent=2) + "\n"


def _as_published(schema: dict[str, Tree]) -> dict[str, Tree]:
    """Return a schema with members in camelCase.

    The structs of size definitions have the names of the TOML file.
    """
    made = {name: _inside(value) for name, value in schema.items()}
    if isinstance(made.get("properties"), dict):
        made["properties"] = _renamed(made["properties"])
        made["required"] = [_member(text) for text in _texts(made.get("required", []))]
    return made


def _inside(value: Tree) -> Tree:
    if isinstance(value, dict):
        return _as_published(value)
    return [_inside(item) for item in value] if isinstance(value, list) else value


def _texts(value: Tree) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _renamed(properties: Tree) -> Tree:
    assert isinstance(properties, dict)
    return {_member(name): value for name, value in properties.items()}


def _member(name: str) -> str:
    """Return a name as the published file has it."""
    renamed = in_camel_case({name: None})
    assert isinstance(renamed, dict)
    return next(iter(renamed))
