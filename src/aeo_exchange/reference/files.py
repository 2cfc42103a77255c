"""Where files of reference data lie, and the text of one to its tree or its typed facts.

People edit TOML, in snake_case. `make schemas` prints each shipped file as JSON into printed/,
in the names of its struct; that is what a program reads, in a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar, cast

import msgspec

from aeo_exchange.endless import read_file
from aeo_exchange.errors import ReferenceDataError

if TYPE_CHECKING:
    from aeo_exchange.model.tree import Tree

__all__ = [
    "HERE",
    "PRINTED",
    "FactFiles",
    "Shape",
    "camel_case",
    "files_by_code",
    "in_camel_case",
    "read_shipped",
    "read_toml",
    "to_facts",
]

HERE = Path(__file__).parent  # not importlib.resources, which is slow to import
PRINTED = HERE / "printed"
Shape = TypeVar("Shape")


class FactFiles(Generic[Shape]):
    """The files of one kind of reference data: those shipped, under those of an overlay directory.

    A file is read when its code is first looked up: by `shipped`, or by `local`, which checks it.
    Raises ReferenceDataError when the overlay is no directory.
    """

    def __init__(
        self,
        folder: str,
        overlay: Path | None,
        *,
        shipped: Callable[[Path], Shape],
        local: Callable[[Path, str], Shape],
    ) -> None:
        """List the files; none is read yet."""
        if overlay is not None and not overlay.is_dir():
            fault = f"{overlay}: is not a directory"
            raise ReferenceDataError(fault)
        self._shipped = files_by_code(PRINTED / folder, ".json")
        self._local = {} if overlay is None else files_by_code(overlay / folder, ".toml")
        self._read_shipped, self._read_local = shipped, local
        self._read: dict[str, Shape] = {}
        self.codes = tuple(sorted({*self._shipped, *self._local}))

    def look_up(self, code: str) -> Shape | None:
        """Return the facts of a code, or None when no file bears it."""
        if code not in self._read:
            # Only names that were listed are opened: a code from outside is never made a path.
            if code in self._local:
                self._read[code] = self._read_local(self._local[code], code)
            elif code in self._shipped:
                self._read[code] = self._read_shipped(self._shipped[code])
            else:
                return None
        return self._read[code]

    def every(self) -> tuple[Shape, ...]:
        """Return the facts of every code, in the order of the codes; reads all the files."""
        return tuple(facts for code in self.codes if (facts := self.look_up(code)))


def files_by_code(folder: Path, suffix: str) -> dict[str, Path]:
    """Return the files of a folder by code; none when there is no such folder."""
    if not folder.is_dir():
        return {}
    return {
        file.name.removesuffix(suffix): file
        for file in folder.iterdir()
        if file.name.endswith(suffix)
    }


def read_toml(file: Path) -> Tree:
    """Return the tree of a TOML file, dates as text.

    Raises ReferenceDataError with the place in what is no TOML, OSError.
    """
    from aeo_exchange.model.toml_text import toml_tree  # noqa: PLC0415 only an overlay is read as TOML

    content = read_file(file)
    try:
        tree: Tree = msgspec.to_builtins(toml_tree(content))
    except (ValueError, RecursionError) as cause:
        fault = f"{file}: {cause}"
        raise ReferenceDataError(fault) from cause
    return tree


def read_shipped(file: Path, shape: type[Shape]) -> Shape:
    """Return the facts of a printed file, read once; tests hold its TOML to the schema."""
    return cast("Shape", _read_once(file, cast("Hashable", shape)))


@cache
def _read_once(file: Path, shape: Hashable) -> object:
    return msgspec.json.decode(file.read_bytes(), type=shape)


def to_facts(tree: Tree, shape: type[Shape], file: Path) -> Shape:
    """Return the facts of a tree; raises ReferenceDataError with file and place."""
    try:
        return msgspec.convert(tree, shape)
    except msgspec.ValidationError as cause:
        fault = f"{file}: {cause}"
        raise ReferenceDataError(fault) from cause


def in_camel_case(tree: Tree) -> Tree:
    """Return the tree with the names of its members in camelCase, as the structs have them."""
    if isinstance(tree, dict):
        return {camel_case(name): in_camel_case(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [in_camel_case(value) for value in tree]
    return tree


def camel_case(name: str) -> str:
    """Return a snake_case name in camelCase; keys of sources hold no underscore."""
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)
