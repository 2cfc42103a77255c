"""The published schemas, as what a command prints is held to them."""

from __future__ import annotations

import json

from aeo_exchange.resources import published


def printed_schema(name: str) -> dict:
    """Return the published schema of what a command prints."""
    return json.loads(published(f"schemas/1.0/{name}.schema.json").read_bytes())
