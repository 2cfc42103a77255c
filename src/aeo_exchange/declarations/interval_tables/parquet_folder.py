"""The tables to files of Parquet in a folder, and what the folder says of itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, get_type_hints

import msgspec
from msgspec import Struct

from aeo_exchange.declarations.interval_tables.rows import TABLES, TableRow
from aeo_exchange.endless import read_file
from aeo_exchange.errors import MissingExtra, WrongChoice
from aeo_exchange.files import temporary_in_errors

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "ABOUT",
    "TableFile",
    "TablesAbout",
    "copy_tables",
    "holds_tables_alone",
    "parquet_file",
    "told_about",
    "write_table",
]

ABOUT = "tables.json"
FORM = "aeo-exchange interval tables 3"
AT_ONCE = 65_536  # rows of a group
PIECE = 1 << 20
AGAIN = "make the tables again by `aeo register export --parquet`"


class _About(Struct, frozen=True, kw_only=True, rename="camel"):
    """A part of what a folder of tables says of itself."""


class TableFile(_About, frozen=True, kw_only=True):
    """A file: how many rows it has, and the digest of its bytes."""

    rows: int
    sha256: str


class TablesAbout(_About, frozen=True, kw_only=True):
    """What the tables answer: who asks, under which profile, as known when."""

    form: str = FORM
    profile: str
    profile_version: int
    profile_digest: str
    asked_by: str
    time_zone: str
    known_at: str
    signed: bool
    tables: dict[str, TableFile]


class _TablesNamed(Struct):
    """What tables of any release name in `tables.json`."""

    tables: dict[str, msgspec.Raw]


def parquet_file(folder: Path, name: str) -> Path:
    """Return the file of a table."""
    return folder / f"{name}.parquet"


def write_table(folder: Path, name: str, rows: Iterable[TableRow]) -> TableFile:
    """Write the rows of a table; equal rows make equal bytes by one version of pyarrow.

    Raises MissingExtra without pyarrow, and OSError.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 an extra
        from pyarrow import parquet  # noqa: PLC0415 as above
    except ImportError as cause:
        raise MissingExtra("writing Parquet", "parquet") from cause
    schema = _schema(TABLES[name], pa)
    path, count = parquet_file(folder, name), 0
    waiting = iter(rows)
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while some := list(islice(waiting, AT_ONCE)):
            columns = [
                pa.array(column, field.type)
                for column, field in zip(zip(*some, strict=True), schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
            count += len(some)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return TableFile(rows=count, sha256=digest)


def copy_tables(folder: Path, copy: Path) -> TablesAbout:
    """Copy a folder of tables that is whole, and return what it says of itself.

    Whoever asks goes by the copy: a folder may be made anew meanwhile, and the numbers by which
    tables of two nights know each other are not the same. Raises WrongChoice and OSError.
    """
    with ExitStack() as opened:
        about = _read_about(folder)
        tables = {
            name: opened.enter_context(parquet_file(folder, name).open("rb"))
            for name in about.tables
        }
        copy.mkdir()
        for name, table in about.tables.items():
            if _copied(tables[name], parquet_file(copy, name)) != table.sha256:
                raise WrongChoice(f"{parquet_file(folder, name)} is not as it was written; {AGAIN}")
    return about


def holds_tables_alone(folder: Path) -> bool:
    """Say whether a folder has tables, of whatever release, and nothing else; raises OSError."""
    try:
        told = msgspec.json.decode(read_file(folder / ABOUT), type=_TablesNamed)
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError):
        return False
    own = {ABOUT, *(parquet_file(folder, name).name for name in (*TABLES, *told.tables))}
    return all(file.name in own for file in folder.iterdir())


def _read_about(folder: Path) -> TablesAbout:
    try:
        return told_about(read_file(folder / ABOUT), str(folder))
    except FileNotFoundError as cause:
        raise WrongChoice(f"{folder} is not a folder of tables; {AGAIN}") from cause


def told_about(content: bytes, folder: str) -> TablesAbout:
    """Return what a folder says of itself; raises WrongChoice for one of another release."""
    try:
        about = msgspec.json.decode(content, type=TablesAbout)
    except msgspec.DecodeError as cause:
        raise WrongChoice(f"{ABOUT} of {folder} cannot be read: {cause}; {AGAIN}") from cause
    if about.form != FORM or about.tables.keys() != TABLES.keys():
        raise WrongChoice(f"{folder} has tables of another release; {AGAIN}")
    return about


def _copied(table: BinaryIO, copy: Path) -> str:
    """Copy a table; return the digest of its bytes."""
    digest = hashlib.sha256()
    with temporary_in_errors(), copy.open("xb") as stream:
        while piece := table.read(PIECE):
            digest.update(piece)
            stream.write(piece)
    return digest.hexdigest()


def _schema(row: type[TableRow], pa: Any) -> pa.Schema:  # noqa: ANN401 the module of an extra
    types: Mapping[type, Any] = {str: pa.string(), int: pa.int32(), bool: pa.bool_()}
    hints = get_type_hints(row)
    return pa.schema([pa.field(name, types[hints[name]], nullable=False) for name in row._fields])
