"""The JSON Schemas of the TOML files that people write, printed from the structs that define them.

A local file is judged by them before it is read, so they say more than a struct can: the name and
bounds of each member as TOML has them, and what one member asks of another.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from aeo_exchange.declarations.layout import DeclarationLayout
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.model import codes
from aeo_exchange.model.shape import NAMESPACE
from aeo_exchange.reference.agreement_facts import ReadAgreement
from aeo_exchange.reference.programme_facts import Programme
from aeo_exchange.reference.scheme_rows import SchemeFile
from aeo_exchange.reference.size_facts import SizeDefinition
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.ledger.answers import AnswersFile
from printing.portable import portable

if TYPE_CHECKING:
    from aeo_exchange.model.tree import Tree

__all__ = ["FILES", "print_file_schema"]


class File(Struct, frozen=True):
    """A kind of file: what it is, and what holds it."""

    title: str
    description: str
    shape: type[Struct]
    home: str = "src/aeo_exchange/reference"
    area: str = "reference:"


FILES: dict[str, File] = {
    "programme": File(
        "Reference file of an AEO programme",
        "A programme file programmes/CODE.toml as parsed: one row, one fact, each with source, day "
        "and confidence.",
        Programme,
    ),
    "scheme": File(
        "Reference file of identifier schemes",
        "The file schemes.toml as parsed: one row a scheme, each with source, day and confidence.",
        SchemeFile,
    ),
    "size": File(
        "Reference file of a size definition",
        "A file sizes/CODE.toml as parsed: one legal definition of size classes, its versions in "
        "time, each row with source, day and confidence.",
        SizeDefinition,
    ),
    "agreement": File(
        "Reference file of a mutual recognition arrangement",
        "A file agreements/CODE.toml as parsed: clauses of one arrangement that were read, each "
        "with source, day and confidence. A start for a partner profile, never one.",
        ReadAgreement,
    ),
    "layout": File(
        "Layout: how a partner's file is arranged",
        "A layout file as parsed: how the file is read, what a row is, where each item comes "
        "from. `aeo import` reads by it.",
        Layout,
        home="src/aeo_exchange/tabular",
        area="",
    ),
    "declaration-layout": File(
        "Declaration layout: how a table of declared parties is arranged",
        "A declaration layout as parsed: how the table is read, and where each item of a party "
        "stands. `aeo match --layout` reads by it.",
        DeclarationLayout,
        home="src/aeo_exchange/declarations",
        area="",
    ),
    "partner-profile": File(
        "Partner profile: what two administrations agreed",
        "A partner profile as parsed: who recognises what of whom, what is shared and for how "
        "long. `aeo profile check` looks at what no schema can say.",
        PartnerProfile,
        home="src/aeo_exchange/exchange",
        area="",
    ),
    "answers": File(
        "Answers: what became of records whose rows vanished",
        "A file of answers as parsed, TOML or JSON: what a person says to the questions of "
        "`aeo import --base`.",
        AnswersFile,
        home="src/aeo_exchange/tabular/ledger",
        area="",
    ),
}


def _one_of(*members: str) -> list[dict[str, Tree]]:
    """Return that exactly one of the members is there."""
    return [{"required": [member]} for member in members]


# What one member asks of another, by the name of the struct.
MEMBER_RULES: dict[str, dict[str, Tree]] = {
    "TermValidity": {"oneOf": [*_one_of("years", "unlimited")]},
    "CarriedNumber": {"oneOf": [*_one_of("restored", "lossy")]},
    "NumberScheme": {
        "allOf": [
            {
                "description": "A known form has its lengths.",
                "if": {"required": ["pattern"]},
                "then": {"required": ["shortest", "longest"]},
                "else": {"properties": {"proves": {"const": "none"}, "check": {"const": "none"}}},
            },
            {
                "description": "Either how the number becomes a TIN, or why not.",
                "oneOf": [*_one_of("tin", "no_tin")],
            },
            {
                "description": "Either examples, or why there are none.",
                "oneOf": [*_one_of("examples", "examples_note")],
            },
        ]
    },
    "Combination": {"minProperties": 1, "maxProperties": 1},
    "Version": {"not": {"required": ["currency", "index_unit"]}},
}


def print_file_schema(name: str) -> str:
    """Return the schema of a kind of file, with the names that TOML has."""
    file = FILES[name]
    described = portable(json.loads(msgspec.json.encode(msgspec.json.schema(file.shape))))
    assert isinstance(described, dict)
    parts = described["$defs"]
    assert isinstance(parts, dict)
    named = {part: _as_written(part, shape) for part, shape in sorted(parts.items())}
    root = named.pop(file.shape.__name__)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{NAMESPACE}:{file.area}{name}",
        **root,
        "title": file.title,
        "description": file.description,
        "$defs": named,
    }
    return json.dumps(schema, indent=2) + "\n"


def _as_written(name: str, shape: Tree) -> dict[str, Tree]:
    """Return the schema of a struct with members in snake_case, and with its rules."""
    assert isinstance(shape, dict)
    if "enum" in shape:
        # In the order of the list, from micro to large, and not of the alphabet.
        return {**shape, "enum": [code.value for code in getattr(codes, name)]}
    members, needed = shape.get("properties"), shape.get("required", [])
    if not isinstance(members, dict) or not isinstance(needed, list):
        return shape
    # An absent member has its default; the file does not write it.
    written: dict[str, Tree] = {
        "properties": {_snake(member): said for member, said in members.items()},
        "required": [_snake(member) for member in needed if isinstance(member, str)],
    }
    return {**shape, **written, **MEMBER_RULES.get(name, {})}


def _snake(member: str) -> str:
    return re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", member)
