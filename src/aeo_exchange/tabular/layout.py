"""THE layout: how a partner's file is arranged, as data. One TOML file, no code.

Its schema is printed from these structs, in the names of the TOML file. Texts of a file are
compared with texts of a layout after `folded`: without regard to case, width, blanks and marks.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET, UnsetType, field

from aeo_exchange.model.texts import CountryCode, IdentifierScheme, ProgrammeCode
from aeo_exchange.reference.texts import told
from aeo_exchange.tabular.export_form import ExportForm, LayoutTable, Text, Texts

__all__ = [
    "Absence",
    "AsOf",
    "Do",
    "FileForm",
    "Holds",
    "Kind",
    "Layout",
    "LayoutField",
    "LayoutWords",
    "RowForm",
    "Step",
    "Transcription",
]

Kind: TypeAlias = Literal[
    "csv", "xlsx", "ods", "xls", "xlsb", "html", "xml", "json", "labels", "records"
]
Holds: TypeAlias = Literal["record", "role", "event"]
Absence: TypeAlias = Literal["candidate", "refuse", "leave-out"]
Do: TypeAlias = Literal[
    "begins",
    "trim",
    "nfkc",
    "upper",
    "pad-left",
    "strip-prefix",
    "strip-suffix",
    "part",
    "line",
    "split",
    "date",
    "country",
    "map",
]
Zone = Annotated[
    str,
    told("Name in the IANA database.", pattern="^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$", maxLength=64),
]


class AsOf(LayoutTable, frozen=True, kw_only=True):
    """Where the file says as of which day it is: in a cell above the header."""

    texts: Annotated[
        Texts, told("What stands before or behind the day, in any of these.", minItems=1)
    ]
    formats: Annotated[Texts, told("Forms of the day, as of a step `date`.", minItems=1)]


class FileForm(LayoutTable, frozen=True, kw_only=True):
    """How the file is read."""

    kind: Annotated[Kind, told("What the file is; `records` is any syntax of the standard.")]
    encodings: Annotated[
        Texts,
        told("Encodings tried in order, in text; absent: UTF-8, then what the bytes look like."),
    ] = ()
    delimiter: Annotated[
        str | UnsetType,
        told(
            "What stands between two cells of CSV; absent: the mark that the header has.",
            minLength=1,
            maxLength=1,
        ),
    ] = UNSET
    sheet: Annotated[
        str | int | UnsetType,
        told("Name or number, from 1, of the sheet; absent: the first that has the header."),
    ] = UNSET
    skip_rows: Annotated[
        int, told("Rows above which no header is looked for.", minimum=0, maximum=10_000)
    ] = 0
    end: Annotated[Texts, told("Data end before a row that begins with one of these.")] = ()
    pass_over: Annotated[
        Texts, told("Rows that begin with one of these are not data: totals, headings.")
    ] = ()
    blanks: Annotated[
        Texts, told("Texts of cells that stand for nothing, such as `-` or `n/a`.")
    ] = ()
    date_system: Annotated[
        Literal[1900, 1904] | UnsetType,
        told("Year from which numbers of days count; absent: as the workbook says, else 1900."),
    ] = UNSET
    as_of: Annotated[AsOf | UnsetType, told("Where the file tells its own day.")] = UNSET
    rows: Annotated[
        str,
        told(
            "In XML and JSON: names that lead to the element or member that is a row, with / "
            "between them; `*` is any name, `**` any names at all. Absent: the whole document.",
            maxLength=300,
        ),
    ] = ""
    answer: Annotated[
        str,
        told(
            "In XML: names of an element whose presence says that a file without rows is whole.",
            maxLength=300,
        ),
    ] = ""
    namespace: Annotated[
        str, told("In XML: namespace of the rows; absent: any or none.", maxLength=300)
    ] = ""
    marks: Annotated[
        Texts,
        told(
            "In XML and JSON: texts of which the beginning of such a file has each; by them "
            "`aeo validate` and `aeo verify` tell what they were handed. Tables are told by their "
            "header."
        ),
    ] = ()


class RowForm(LayoutTable, frozen=True, kw_only=True):
    """What a row is, and how its record is known again in the next file."""

    holds: Annotated[Holds, told("A whole record, one role of a record, or an event of one.")] = (
        "record"
    )
    key: Annotated[
        tuple[Texts, ...],
        told(
            "Columns that tell one record from another, each in any of its spellings.", minItems=1
        ),
    ]
    prefix: Annotated[
        str,
        told(
            "What a recordId begins with, before the key.",
            pattern="^[A-Za-z0-9._-]*$",
            maxLength=24,
        ),
    ] = ""


class Step(LayoutTable, frozen=True, kw_only=True):
    """One change of a text on its way from the cell to the item."""

    do: Annotated[Do, told("What is done.")]
    texts: Annotated[
        Texts,
        told(
            "Of begins: a text that begins otherwise is left out; of strip-prefix, strip-suffix: "
            "what is taken off; of part and split: what stands "
            "between pieces; of date: the forms of a day."
        ),
    ] = ()
    number: Annotated[
        int | UnsetType,
        told(
            "Of part and line: which one, from 1, or from -1 backwards; of pad-left: the length.",
            minimum=-64,
            maximum=64,
        ),
    ] = UNSET
    map: Annotated[
        dict[str, str], told("Of map: text of the file to text of the item; no other is taken.")
    ] = field(default_factory=dict)


class LayoutField(LayoutTable, frozen=True, kw_only=True):
    """Where an item comes from: the first of the columns of `from` that holds something."""

    item: Annotated[
        str,
        told(
            "The item: a column of part 10 of the specification, such as "
            "`authorisation.terms.1.from`, or `status`, `status.from`, `status.until`, "
            "`status.reason`.",
            pattern="^[A-Za-z0-9]+(\\.[A-Za-z0-9]+)*$",
            maxLength=80,
        ),
    ]
    from_: Annotated[
        Texts, told("Header of the column, or names that lead to it, in any of these.", minItems=1)
    ] = field(name="from")
    steps: Annotated[tuple[Step, ...], told("What is done to the text, in order.")] = ()
    scheme: Annotated[
        IdentifierScheme | UnsetType,
        told("Scheme of a number; the item is its normal form, or the TIN that it makes."),
    ] = UNSET
    last_day: Annotated[
        bool, told("Whether a day is the last that counts, so that the instant is its end.")
    ] = False
    absent: Annotated[
        Absence, told("What a row without it is: a candidate, refused, or whole all the same.")
    ] = "candidate"
    written: Annotated[
        str,
        told(
            "How `aeo export` writes it: the form of a day, in letters of strptime, `instant` for "
            "the instant itself, or `name` for the English name of a country; absent: the first "
            "form of the step `date`, the code.",
            maxLength=64,
        ),
    ] = ""
    export: Annotated[
        bool, told("Whether `aeo export` writes it; false where the format itself has none.")
    ] = True


class LayoutWords(LayoutTable, frozen=True, kw_only=True):
    """Words of the file for codes of the standard; another word refuses its row."""

    tiers: Annotated[dict[str, str], told("To tiers of the programme, several with blanks.")] = (
        field(default_factory=dict)
    )
    roles: Annotated[dict[str, str], told("To codes of Role, several with blanks.")] = field(
        default_factory=dict
    )
    statuses: Annotated[dict[str, str], told("To codes of Status.")] = field(default_factory=dict)


class Transcription(LayoutTable, frozen=True, kw_only=True):
    """That the importer makes the records on behalf of the administration that sent the file."""

    by: Annotated[CountryCode, told("Administration that imports the file, and answers for it.")]


class Layout(LayoutTable, frozen=True, kw_only=True):
    """How the file of one partner is arranged."""

    name: Annotated[
        str,
        told("Name of the layout.", pattern="^[a-z0-9]+(-[a-z0-9]+)*$", maxLength=64),
    ]
    title: Annotated[Text, told("What the file is, in one line.")]
    origin: Annotated[Text, told("Where the arrangement is known from, or that it is invented.")]
    programme: Annotated[
        ProgrammeCode | UnsetType, told("Programme of the records; absent: a field gives it.")
    ] = UNSET
    administration: Annotated[
        CountryCode | UnsetType, told("Administration that decided; absent: a field gives it.")
    ] = UNSET
    time_zone: Annotated[
        Zone | UnsetType, told("Zone whose midnight is meant; absent: that of the programme.")
    ] = UNSET
    missing_rows: Annotated[
        Literal["snapshot", "changes"],
        told("Whether the file has every record or what changed; a missing row ends nothing."),
    ] = "snapshot"
    transcription: Annotated[
        Transcription | UnsetType,
        told("Whether each record says by whom, from which file and as of which day it was made."),
    ] = UNSET
    file: Annotated[FileForm, told("How the file is read.")]
    row: Annotated[RowForm, told("What a row is; absent only for the kind `records`.")] = RowForm(
        key=(("recordId",),)
    )
    constants: Annotated[
        dict[str, str], told("Items that are the same in every record, by their column.")
    ] = field(default_factory=dict)
    fields: Annotated[
        tuple[LayoutField, ...],
        told("Where each item comes from; absent only for the kind `records`.", minItems=1),
    ] = ()
    words: Annotated[LayoutWords, told("Words of the file for codes.")] = LayoutWords()
    export: Annotated[
        ExportForm, told("What `aeo export` needs beside; a table needs nothing.")
    ] = ExportForm()
