"""The rules that readers and schemas check: syntax, hostile input, structure, closed lists.

They are declared here with the sentence and reason that `aeo explain` shows; the checking is
in formats/ and schema/.
"""

from __future__ import annotations

from aeo_exchange.reader_codes import (
    ATTRIBUTE,
    BEYOND_HEADER,
    COMMENT_IN_TEXT,
    DOCTYPE,
    DUPLICATE_NAME,
    ELEMENT_ORDER,
    ENCODING,
    FOREIGN_ELEMENT,
    FORMULA,
    HEADER,
    LOOSE_ROW,
    MALFORMED,
    NEWER_VERSION,
    NUMBER_FORM,
    STRAY_TEXT,
    TOO_DEEP,
    TOO_LARGE,
    UNKNOWN_FORMAT,
    UNREADABLE,
)
from aeo_exchange.rules.rule import Level, Rule, Station

__all__ = ["DECLARED"]


def _read(code: str, sentence: str, reason: str, clause: str) -> Rule:
    return Rule(code=code, sentence=sentence, reason=reason, clause=clause, station=Station.READER)


def _schema(code: str, sentence: str, reason: str, clause: str) -> Rule:
    return Rule(code=code, sentence=sentence, reason=reason, clause=clause, station=Station.SCHEMA)


DECLARED: tuple[Rule, ...] = (
    _read(
        UNREADABLE,
        "The input can be read.",
        "What could not be opened was not checked, and not checked is not valid.",
        "CON-7-1",
    ),
    _read(
        MALFORMED,
        "The content is well-formed: JSON, XML, CSV or a workbook.",
        "Two programs that guess at broken text guess differently.",
        "CON-7-1",
    ),
    _read(
        DUPLICATE_NAME,
        "No object has two members of one name, however the names are escaped.",
        "One program takes the first and another the last, so a signature could cover a status "
        "that the reader never sees.",
        "CON-7-2",
    ),
    _read(
        NUMBER_FORM,
        "A number is written as a whole number, without point, exponent or leading zero.",
        "1.0, 1e0 and 1 are one number and three digests; NaN and Infinity are not numbers at all.",
        "CON-3-1",
    ),
    _read(
        ENCODING,
        "Text is UTF-8, no byte order mark before it save in CSV, each escape a whole character.",
        "Another encoding, or half a surrogate pair, reads as other text elsewhere.",
        "CON-7-3",
    ),
    _read(
        UNKNOWN_FORMAT,
        "The content holds at least one record, in a format of this standard.",
        "A file without records must not pass as a file of valid records.",
        "CON-7-4",
    ),
    _read(
        ELEMENT_ORDER,
        "Elements stand in the order of the standard, those of one list side by side.",
        "XML gives order a meaning, and the schema allows one order only.",
        "CON-8-2",
    ),
    _read(
        ATTRIBUTE,
        "No element has an attribute; only the root may carry xsi:schemaLocation.",
        "JSON has no place for attributes; xsi:type and xsi:nil would change what the element is.",
        "CON-8-3",
    ),
    _read(
        FOREIGN_ELEMENT,
        "Every element is of the namespace urn:aeo-exchange:1.0 and in UpperCamelCase.",
        "An element of another namespace looks alike to a person and is something else.",
        "CON-8-1",
    ),
    _read(
        STRAY_TEXT,
        "Between elements there is only white space.",
        "Text there belongs to no item and would be lost in JSON.",
        "CON-8-4",
    ),
    _read(
        COMMENT_IN_TEXT,
        "No comment or processing instruction stands inside a text item.",
        "Some programs read the text only up to it, so va<!-- -->lid is read in two ways.",
        "CON-8-5",
    ),
    _read(
        NEWER_VERSION,
        "The record is of a version that the reader knows; else nothing else is said of it.",
        "What a later version adds is not wrong, and a reader of this one cannot judge it.",
        "CON-11-4",
    ),
    _read(
        HEADER,
        "Each name of the header of a table is a column of this standard, and stands once.",
        "What stands under a name that nobody knows would be lost without a word.",
        "TAB-1-1",
    ),
    _read(
        BEYOND_HEADER,
        "Each cell of a table that is not empty stands under a name of the header.",
        "A value without a name belongs to no item and would be lost.",
        "TAB-1-2",
    ),
    _read(
        LOOSE_ROW,
        "Each row of a further sheet names a record of the sheet of records.",
        "An event or a term that belongs to nobody would be lost, or given to another.",
        "TAB-3-2",
    ),
    Rule(
        code=FORMULA,
        sentence="No cell of a table holds a formula.",
        reason="The value stored beside it may be of another day than the sheet it counts on.",
        clause="TAB-1-6",
        station=Station.READER,
        level=Level.SHOULD,
    ),
    _read(
        DOCTYPE,
        "An XML document has no document type declaration.",
        "It can define entities that read files, open connections or grow without bound.",
        "CON-10-1",
    ),
    _read(
        TOO_DEEP,
        "Nesting stays within the limit of depth.",
        "Deep nesting exhausts the memory of programs that follow it.",
        "CON-10-2",
    ),
    _read(
        TOO_LARGE,
        "A record and each number and text in it stay within the limits of size.",
        "A single value without end exhausts memory before anything can be checked.",
        "CON-10-2",
    ),
    _schema(
        "AEO-STR-01",
        "Every mandatory item is present.",
        "Without it the record does not say what it must.",
        "CON-5-1",
    ),
    _schema(
        "AEO-STR-02",
        "There is no item that the standard does not define.",
        "It would be lost on conversion; what is your own goes into extensions.",
        "CON-5-2",
    ),
    _schema(
        "AEO-STR-03",
        "Every value is of its kind: text, whole number, true or false, group or list; never null.",
        "A value of another kind is read differently by every program.",
        "CON-5-3",
    ),
    _schema(
        "AEO-STR-04",
        "A list that is present has at least one element, and no more than allowed.",
        "An empty list and an absent one would be two digests of one fact.",
        "CON-5-3",
    ),
    _schema(
        "AEO-STR-05",
        "A text has at least one character and no more than allowed.",
        "An empty text says nothing; a longer one is cut by somebody's database.",
        "CON-4-1",
    ),
    _schema(
        "AEO-STR-06",
        "A text has the form of its type.",
        "A date that no calendar has, or a padded code, never matches anything.",
        "CON-4-2",
    ),
    _schema(
        "AEO-STR-07",
        "A number lies within the bounds of its type.",
        "Nine digits fit everywhere; more do not.",
        "CON-3-1",
    ),
    _schema(
        "AEO-COD-01",
        "A code is one of its closed list, spelled exactly.",
        "A code that the receiver does not know cannot be acted on.",
        "CON-1-3",
    ),
)
