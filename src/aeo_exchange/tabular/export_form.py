"""What a layout says for `aeo export` alone, and what its tables are made of."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Struct

from aeo_exchange.reference.texts import told

__all__ = ["Dialect", "ExportForm", "LayoutTable", "Text", "Texts"]

Text = Annotated[str, told("A text.", minLength=1, maxLength=300)]
Texts: TypeAlias = tuple[Text, ...]


class LayoutTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A table of the file: closed, so that a misspelt member is told."""


class Dialect(LayoutTable, frozen=True, kw_only=True):
    """One way in which a file of JSON is written, of several that are read alike."""

    name: Annotated[
        str, told("Name of the dialect.", pattern="^[a-z0-9]+(-[a-z0-9]+)*$", maxLength=64)
    ]
    spelling: Annotated[
        int,
        told("Which of the texts of `from` is written; of fewer the last.", minimum=1, maximum=16),
    ] = 1
    lists: Annotated[Texts, told("Names that lead to what is a list, of one element.")] = ()
    without: Annotated[Texts, told("Items that this dialect has no place for.")] = ()
    constants: Annotated[
        dict[str, str],
        told("Texts that are the same in every file, by the names that lead to them."),
    ] = {}


class ExportForm(LayoutTable, frozen=True, kw_only=True):
    """What `aeo export` needs beside what reading needs."""

    refused: Annotated[
        str, told("Why no file is made by this layout; absent: one is.", maxLength=300)
    ] = ""
    encoding: Annotated[
        str, told("Encoding of a text; absent: UTF-8 with its mark.", maxLength=64)
    ] = ""
    columns: Annotated[Texts, told("Headers in their order; absent: that of the fields.")] = ()
    count: Annotated[
        str, told("Header of a first column that counts the rows; absent: none.", maxLength=80)
    ] = ""
    as_of: Annotated[
        str,
        told("Line above the header that tells the day, in letters of strptime.", maxLength=120),
    ] = ""
    never: Annotated[
        Texts, told("Words that say more than their code, and are read but never written.")
    ] = ()
    dialects: Annotated[
        tuple[Dialect, ...], told("Of JSON: ways to write the file; the first is the usual one.")
    ] = ()
