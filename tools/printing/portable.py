r"""A JSON Schema of structs in the form that every engine reads alike.

Python's `\Z` is no part of the expressions of JSON Schema: one engine refuses it, another takes it
for the letter. A format may be left unasked by an engine, a pattern may not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aeo_exchange.model.tree import Tree

__all__ = ["as_answered", "portable"]

DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# How the text types of the model end what they begin, and how JSON Schema does.
OPENED, CLOSED = "^(?:", ")\\Z"


def portable(value: Tree) -> Tree:
    """Return a part of a schema with portable patterns, days as one, descriptions in one line."""
    if isinstance(value, list):
        return [portable(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    made = {name: portable(entry) for name, entry in value.items()}
    if isinstance(said := made.get("description"), str):
        made["description"] = " ".join(said.split())
    if isinstance(pattern := made.get("pattern"), str) and pattern.endswith(CLOSED):
        made["pattern"] = f"^({pattern.removeprefix(OPENED).removesuffix(CLOSED)})$"
    # msgspec tells since 0.23 which codes can be names; one release must not print what another
    # does not, and readers judge the names by the type.
    if "$ref" in str(made.get("propertyNames", "")):
        del made["propertyNames"]
    if made.get("format") == "date":
        del made["format"]
        made["pattern"] = DAY
    return made


def as_answered(value: Tree) -> Tree:
    """Return a part of a schema of files as that of answers: what a file leaves out is empty."""
    if isinstance(value, list):
        return [as_answered(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    made = {name: as_answered(entry) for name, entry in value.items()}
    if made.get("default") == []:
        made.pop("minItems", None)
    return made
