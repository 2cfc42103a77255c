"""Codes of what readers refuse: one name for each rule of syntax and of hostile input.

Who refuses content names the rule from here; its sentence and reason stand in rules/declared.py,
which `aeo explain` shows. Codes of other areas are written where the one function stands that
asks them (docs/decisions/0088).
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "ATTRIBUTE",
    "BEYOND_HEADER",
    "COMMENT_IN_TEXT",
    "DOCTYPE",
    "DUPLICATE_NAME",
    "ELEMENT_ORDER",
    "ENCODING",
    "FOREIGN_ELEMENT",
    "FORMULA",
    "HEADER",
    "LOOSE_ROW",
    "MALFORMED",
    "NEWER_VERSION",
    "NUMBER_FORM",
    "STRAY_TEXT",
    "TOO_DEEP",
    "TOO_LARGE",
    "UNKNOWN_FORMAT",
    "UNREADABLE",
]

UNREADABLE: Final = "AEO-SYN-00"
MALFORMED: Final = "AEO-SYN-01"
DUPLICATE_NAME: Final = "AEO-SYN-02"
NUMBER_FORM: Final = "AEO-SYN-03"
ENCODING: Final = "AEO-SYN-04"
UNKNOWN_FORMAT: Final = "AEO-SYN-05"  # or no record in one that is known
ELEMENT_ORDER: Final = "AEO-SYN-06"
ATTRIBUTE: Final = "AEO-SYN-07"
FOREIGN_ELEMENT: Final = "AEO-SYN-08"
STRAY_TEXT: Final = "AEO-SYN-09"
COMMENT_IN_TEXT: Final = "AEO-SYN-10"
NEWER_VERSION: Final = "AEO-SYN-11"
HEADER: Final = "AEO-SYN-12"
BEYOND_HEADER: Final = "AEO-SYN-13"
LOOSE_ROW: Final = "AEO-SYN-14"  # of a further sheet, and of no record
FORMULA: Final = "AEO-SYN-15"

DOCTYPE: Final = "AEO-HOS-01"
TOO_DEEP: Final = "AEO-HOS-02"
TOO_LARGE: Final = "AEO-HOS-03"
