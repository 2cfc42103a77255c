"""The published schemas, as what a command prints is held to them."""

from __future__ import annotations

import json

import jsonschema_rs

from aeo_exchange.resources import published


def printed_schema(name: str) -> dict:
    """Return the published schema of what a command prints."""
    return json.loads(published(f"schemas/1.0/{name}.schema.json").read_bytes())


def keep_to(told: object, schema: dict) -> None:
    """Raise where what was told does not keep to a schema; of two engines the one that is fast."""
    jsonschema_rs.validate(schema, told)
