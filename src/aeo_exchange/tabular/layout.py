"""THE layout: how a partner's file is arranged, as data. One TOML file, no code.

`read_layout` reads one; its schema is printed from these structs. Text of a file is compared with
text of a layout after `folded`: without regard to case, width, white space and marks around it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

__all__ = [
    "Absence",
    "Field",
    "FileForm",
    "Layout",
    "RowForm",
    "Step",
    "Words",
    "folded",
]

Kind: TypeAlias = Literal["csv", "xlsx", "ods", "xls", "xml", "json", "html", "labels"]
Absence: TypeAlias = Literal["candidate", "refuse", "leave-out"]
Few: TypeAlias = Annotated[str, Meta(min_length=1, max_length=300)]


class _Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table of the file: closed, so that a misspelt member is told."""


class FileForm(_Group, frozen=True, kw_only=True):
    """How the file is read.

    `encodings` are tried in order; without any, UTF-8 and then what the bytes look like.
    `sheet` is a name, or a number from 1; without it the first one with the header. The header is
    the first row, among the first 50 behind `skip_rows`, that has the needed columns. Data end
    before the first row of which a cell begins with a text of `end`. `rows` leads to the element
    or member that is a row, in XML and JSON: local names joined by `/`, `*` for any one.
    """

    kind: Kind
    encodings: tuple[Few, ...] = ()
    delimiter: Annotated[str, Meta(min_length=1, max_length=1)] | UnsetType = UNSET
    sheet: str | int | UnsetType = UNSET
    skip_rows: Annotated[int, Meta(ge=0, le=10_000)] = 0
    end: tuple[Few, ...] = ()
    since_1904: bool | UnsetType = UNSET
    rows: str = ""
    namespace: str = ""


class RowForm(_Group, frozen=True, kw_only=True):
    """What a row is: a whole record, one role of a record, or one event of a record.

    `key` names the columns, by any of their spellings, by which rows of one record are known from
    one file to the next; it makes the recordId, behind `prefix`.
    """

    holds: Literal["record", "role", "event"] = "record"
    key: tuple[Few, ...]
    prefix: str = ""


class Step(_Group, frozen=True, kw_only=True):
    """One change of a text on its way to an item; of its members one is given.

    `pad_left` is a length to fill with zeros, `part` the number, from 1, of the piece between
    texts of `at`; `date` holds the formats of a day in the letters of strptime (C11 7.27.3.5).
    """

    do: Literal[
        "trim",
        "nfkc",
        "upper",
        "digits",
        "pad-left",
        "strip-prefix",
        "strip-suffix",
        "part",
        "split",
        "date",
        "country",
        "map",
        "line",
    ]
    length: Annotated[int, Meta(ge=1, le=64)] | UnsetType = UNSET
    texts: tuple[Few, ...] = ()
    part: Annotated[int, Meta(ge=1, le=64)] | UnsetType = UNSET
    map: dict[str, str] = {}


class Field(_Group, frozen=True, kw_only=True):
    """Where an item comes from: the first of the columns of `from` that has a text, or `constant`.

    `item` is a column of part 10 of the specification, such as `authorisation.terms.1.from`, or
    one of `status`, `status.from`, `status.until`, `status.reason`. A day in the place of an
    instant begins then in the time zone of the programme; with `whole_day` the instant is the end
    of that day, as a last day of validity is.
    """

    item: Few
    from_: tuple[Few, ...] = ()
    constant: str = ""
    steps: tuple[Step, ...] = ()
    scheme: str = ""
    whole_day: bool = False
    absent: Absence = "candidate"


class Words(_Group, frozen=True, kw_only=True):
    """The words of the file for codes of the standard; a word that is not here refuses its row."""

    tiers: dict[str, str] = {}
    roles: dict[str, str] = {}
    statuses: dict[str, str] = {}


class Layout(_Group, frozen=True, kw_only=True):
    """How the file of one partner is arranged."""

    name: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
    title: Few
    origin: Few
    file: FileForm
    row: RowForm
    programme: str
    administration: str
    time_zone: str | UnsetType = UNSET
    missing_rows: Literal["snapshot", "changes"] = "snapshot"
    transcription: bool = False
    fields: Annotated[tuple[Field, ...], Meta(min_length=1)]
    words: Words = Words()


_MARKS = re.compile(r"[\s_:*.#()\[\]/\\-]+")
_DOTLESS = "\N{LATIN SMALL LETTER DOTLESS I}"  # Turkish writes an I in capitals for it


def folded(text: str) -> str:
    """Return a text as headers and words are compared: width, case, blanks and marks aside."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    plain = wide.replace(_DOTLESS, "i").replace("i\N{COMBINING DOT ABOVE}", "i")
    return _MARKS.sub(" ", plain).strip()
