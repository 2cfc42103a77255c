"""THE layout of a table of declared parties, as data. One TOML file, no code (DEC-1-7).

Its schema is printed from these structs; how a file is read and what steps do is the same as in
the layout of an import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from aeo_exchange.declarations.declaration import PartyRole
from aeo_exchange.errors import DeclarationLayoutError, ReferenceDataError
from aeo_exchange.reference.files import read_toml
from aeo_exchange.reference.shapes import shape_faults
from aeo_exchange.reference.suggestions import did_you_mean
from aeo_exchange.reference.texts import told
from aeo_exchange.tabular.export_form import LayoutTable, Text, Texts
from aeo_exchange.tabular.folding import folded
from aeo_exchange.tabular.layout import FileForm, Layout, LayoutField, RowForm, Step
from aeo_exchange.tabular.loading import as_named, faults_of_steps

__all__ = [
    "DECLARED_ITEMS",
    "OF_PARTY",
    "PREFIXED",
    "ROLES",
    "DeclarationLayout",
    "DeclaredField",
    "declaration_layout",
    "spellings_of",
]

SCHEMA = Path(__file__).parent / "declaration-layout.schema.json"
OF_DECLARATION = ("declaration", "acceptedAt", "releasedAt", "flow")
OF_PARTY = ("id", "scheme", "aeoNumber", "name", "address", "country")
PREFIXED = tuple(f"{role}.{item}" for role in PartyRole for item in OF_PARTY)
DECLARED_ITEMS = (*OF_DECLARATION, "role", *OF_PARTY, *PREFIXED)
PLAIN = "declared-parties"  # the layout of a table whose columns have the names of the items
_BETWEEN_WORDS = re.compile("(?<=[a-z])(?=[A-Z])")
ROLES = {str(role): str(role) for role in PartyRole}


class DeclaredField(LayoutTable, frozen=True, kw_only=True):
    """Where an item comes from: the first of the columns of `from` that holds something."""

    item: Annotated[
        str,
        told(
            "The item: `declaration`, `acceptedAt`, `releasedAt`, `flow`, `role`, `id`, `scheme`, "
            "`aeoNumber`, `name`, `address`, `country`, or one of a party behind its role, as "
            "`exporter.id`.",
            pattern="^[a-z-]+(\\.)?[A-Za-z]*$",
            maxLength=40,
        ),
    ]
    from_: Annotated[Texts, told("Header of the column, in any spelling.", minItems=1)] = (
        msgspec.field(name="from")
    )
    steps: Annotated[tuple[Step, ...], told("What is done to the text, in order.")] = ()


class DeclarationLayout(LayoutTable, frozen=True, kw_only=True):
    """How a table of declared parties is arranged."""

    name: Annotated[
        str, told("Name of the layout.", pattern="^[a-z0-9]+(-[a-z0-9]+)*$", maxLength=64)
    ]
    title: Annotated[Text, told("What the file is, in one line.")]
    origin: Annotated[Text, told("Where the arrangement is known from, or that it is invented.")]
    file: Annotated[FileForm, told("How the file is read.")]
    role: Annotated[
        str | UnsetType, told("The role of every party, where no column says it.", maxLength=32)
    ] = UNSET
    roles: Annotated[
        dict[str, str], told("Words of the file for roles; another word refuses its row.")
    ] = msgspec.field(default_factory=lambda: ROLES)
    fields: Annotated[tuple[DeclaredField, ...], told("Where each item comes from.", minItems=1)]

    @property
    def headers(self) -> frozenset[str]:
        """The headers that it asks for, folded."""
        return frozenset(folded(header) for field in self.fields for header in field.from_)

    @property
    def is_plain(self) -> bool:
        """Whether it is that of a table whose columns have the names of the items."""
        return self.name == PLAIN

    @property
    def as_rows(self) -> Layout:
        """The layout by which the readers of tables find the cells."""
        # Of the plain table no column has to be there; a layout begins with one that has.
        key = () if self.is_plain else (self.fields[0].from_,)
        return Layout(
            name=self.name,
            title=self.title,
            origin=self.origin,
            file=self.file,
            row=RowForm(key=key),
            fields=tuple(
                LayoutField(item=field.item, from_=field.from_, steps=field.steps)
                for field in self.fields
            ),
        )


def declaration_layout(file: Path | None) -> DeclarationLayout:
    """Return the layout of a file, or the one whose columns have the names of the items.

    Raises DeclarationLayoutError with file and place, and OSError.
    """
    if file is None:
        return _plain()
    file.stat()
    try:
        tree = read_toml(file)
    except ReferenceDataError as cause:
        raise DeclarationLayoutError(str(cause)) from cause
    for place, message in shape_faults(tree, SCHEMA):
        raise DeclarationLayoutError(f"{file}: {place or '/'}: {message}")
    layout = msgspec.convert(as_named(tree), DeclarationLayout)
    for place, message in _faults(layout):
        raise DeclarationLayoutError(f"{file}: {place}: {message}")
    return layout


@cache
def _plain() -> DeclarationLayout:
    return DeclarationLayout(
        name=PLAIN,
        title="Declared parties, whose columns have the names of the items",
        origin="This standard, part 12",
        file=FileForm(kind="csv"),
        fields=tuple(DeclaredField(item=item, from_=spellings_of(item)) for item in DECLARED_ITEMS),
    )


def spellings_of(item: str) -> tuple[str, ...]:
    """Return how a column of an item may be called: its words together, and apart."""
    return tuple(dict.fromkeys((item, _BETWEEN_WORDS.sub(" ", item))))


def _faults(layout: DeclarationLayout) -> Iterator[tuple[str, str]]:
    """Yield what no schema can say: unknown items and roles, steps without what they need."""
    for index, field in enumerate(layout.fields):
        if field.item not in DECLARED_ITEMS:
            near = did_you_mean(field.item, DECLARED_ITEMS)
            meant = f"; perhaps {' or '.join(near)} is meant" if near else ""
            yield f"/fields/{index}/item", f"{field.item} is not an item of a declaration{meant}"
        as_field = LayoutField(item=field.item, from_=field.from_, steps=field.steps)
        yield from faults_of_steps(index, as_field)
    words: dict[str, str] = {}
    for word in layout.roles:
        other = words.setdefault(folded(word), word)
        if layout.roles[other] != layout.roles[word]:
            yield f"/roles/{word}", f"{word} and {other} are one word, and name two roles"
    named = [(f"/roles/{word}", role) for word, role in layout.roles.items()]
    if layout.role is not UNSET:
        named.append(("/role", layout.role))
    for place, role in named:
        if role not in ROLES:
            yield place, f"{role} is not a role of a party; there is {', '.join(ROLES)}"
