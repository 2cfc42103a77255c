"""One programme file to its typed facts.

Imported when a first programme is looked up, since many commands look up none.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import msgspec

from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.reference.facts import Programme

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from aeo_exchange.model.tree import Tree


def read_shipped(file: Traversable) -> Programme:
    """Return the programme of a file of the package; tests hold those to the schema."""
    return _to_programme(read_tree(file), file)


def read_local(file: Traversable, code: str) -> Programme:
    """Return the programme of a local file; raises ReferenceDataError with file and place."""
    # Imports jsonschema, which costs more than all the rest of a command.
    from aeo_exchange.reference.overlay import check  # noqa: PLC0415

    tree = read_tree(file)
    check(tree, code, str(file))
    return _to_programme(tree, file)


def read_tree(file: Traversable) -> Tree:
    """Return the tree of a TOML file, dates as text; raises ReferenceDataError with the place."""
    try:
        tree: Tree = msgspec.to_builtins(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError) as cause:
        fault = f"{file}: {cause}"
        raise ReferenceDataError(fault) from cause
    return tree


def _to_programme(tree: Tree, file: Traversable) -> Programme:
    try:
        return msgspec.convert(_in_camel_case(tree), Programme)
    except msgspec.ValidationError as cause:
        fault = f"{file}: {cause}"
        raise ReferenceDataError(fault) from cause


def _in_camel_case(tree: Tree) -> Tree:
    """Return the tree with the names of its members in camelCase, as the structs have them."""
    if isinstance(tree, dict):
        return {_camel(name): _in_camel_case(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [_in_camel_case(value) for value in tree]
    return tree


def _camel(name: str) -> str:
    """Return a snake_case name in camelCase; keys of sources hold no underscore."""
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)
