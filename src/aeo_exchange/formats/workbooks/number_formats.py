"""What a number in a cell is shown as: its zeros, its decimals, or the day that it stands for."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

__all__ = ["BUILT_IN", "moment", "number_shown", "shows_days"]

# Formats that a workbook names by number alone (ISO/IEC 29500-1, 18.8.30). What 27 to 36 and 50 to
# 58 show depends on the language of the program. Those here show a day or a month in Chinese,
# Japanese and Korean alike; 34, 35, 52, 53, 55 and 56 show a time in some of them, so that nobody
# can tell, and 32 and 33 a time in all.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy-mm-dd",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm",
    **dict.fromkeys((27, 28, 29, 30, 31, 36), "yyyy-mm-dd"),
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    49: "@",
    **dict.fromkeys((50, 51, 54, 57, 58), "yyyy-mm-dd"),
}
_SAID = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
# The parts of a format that shows days or times; an `m` is a month or a minute by its neighbours.
_PARTS = re.compile(r"\[h+\]|\[m+\]|\[s+\]|am/pm|a/p|y+|m+|d+|h+|s+")
_MOST_MINUTE = 2  # letters; more of them name a month
# How a workbook writes a number (an xsd:double); what programs take besides is no number.
_NUMBER = re.compile(r"[+-]?([0-9]{1,400}\.?[0-9]{0,400}|\.[0-9]{1,400})([eE][+-]?[0-9]{1,6})?")
_ZEROS = re.compile(r"0+")
_DECIMALS = re.compile(r"0\.(0+)")
# Excel takes 1900 for a leap year: its days from 1 March 1900 count from 30 December 1899.
_FROM_1900, _FROM_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 no zone
_FIRST, _LAST = 61, 2_958_465  # 1 March 1900, before which that mistake counts; 31 December 9999
_MOST_DIGITS = 15  # that a cell holds exactly


@lru_cache(maxsize=1024)
def shows_days(code: str) -> bool:
    """Say whether a number format shows a day, a month or a year; a time alone is of no day."""
    shape = _SAID.sub("", code).split(";", 1)[0].lower()
    if shape == "general":
        return False
    parts = [part.strip("[") for part in _PARTS.findall(shape) if "/" not in part]
    for before, part, behind in zip(["", *parts], parts, [*parts[1:], ""], strict=False):
        if part[0] in "yd" or (part[0] == "m" and not _is_minute(before, part, behind)):
            return True
    return False


def _is_minute(before: str, part: str, behind: str) -> bool:
    """Say whether an `m` is a minute: in brackets, behind an hour, or before a second."""
    is_beside_time = before.startswith("h") or behind.startswith("s")
    return part.endswith("]") or (len(part) <= _MOST_MINUTE and is_beside_time)


def moment(serial: str, *, since_1904: bool) -> str:
    """Return the day that a number stands for, with the time where it has one; no zone.

    Returns an empty text for a number that stands for no day.
    """
    if not _NUMBER.fullmatch(serial):
        return ""
    days = Decimal(serial)
    if not (0 if since_1904 else _FIRST) <= days < _LAST + 1:
        return ""
    seconds = round((days % 1) * 86_400)
    start = _FROM_1904 if since_1904 else _FROM_1900
    try:
        told = start + timedelta(days=int(days), seconds=seconds)
    except OverflowError:
        return ""
    return told.date().isoformat() if not seconds else told.isoformat()


def number_shown(number: str, code: str) -> str:
    """Return a number as its format shows it, as far as zeros go; else without exponent.

    A number of more digits than a cell holds exactly is given as it is written.
    """
    if not _NUMBER.fullmatch(number):
        return number
    value = Decimal(number)
    if abs(value.adjusted()) > _MOST_DIGITS:
        return number
    shape = _SAID.sub("", code).split(";", 1)[0]
    if _ZEROS.fullmatch(shape):
        return format(value.to_integral_value(), "f").zfill(len(shape))
    if decimals := _DECIMALS.fullmatch(shape):
        return f"{value:.{len(decimals[1])}f}"
    if value == value.to_integral_value():
        return format(value.to_integral_value(), "f")
    return format(value.normalize(), "f")
