"""A text or number of a file to a day, by the forms that a layout names and by no other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from aeo_exchange.errors import InvalidInstant
from aeo_exchange.formats.workbooks.number_formats import moment
from aeo_exchange.model.instants import Instant, instant
from aeo_exchange.tabular.folding import with_plain_digits
from aeo_exchange.tabular.month_names import MONTHS, with_english_months

__all__ = [
    "NAMED_FORMS",
    "buddhist_day",
    "day_of",
    "end_of",
    "example_of",
    "is_form",
    "local_day",
    "start_of",
]

_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})Z?")
_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?")
_ERA = re.compile(
    r"(令和|平成|昭和|R|H|S)\s*(元|\d{1,2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
)
# The first year of an era is 1; a day before its first day is none of it.
_ERAS = {
    "令和": date(2019, 5, 1),
    "平成": date(1989, 1, 8),
    "昭和": date(1926, 12, 25),
}
_ERAS |= {"R": _ERAS["令和"], "H": _ERAS["平成"], "S": _ERAS["昭和"]}
_NEXT = {date(1926, 12, 25): date(1989, 1, 8), date(1989, 1, 8): date(2019, 5, 1)}
_ROC = re.compile(
    r"(?:民國|中華民國)?\s*(\d{2,3})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
)
_ROC_BEGINS = 1911
_BUDDHIST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(?:พ\.ศ\.)?\s*(\d{4})")
_BUDDHIST_IN_WORDS = re.compile(rf"(\d{{1,2}})\s*({'|'.join(MONTHS)})\s*(?:พ\.ศ\.)?\s*(\d{{4}})")
_BUDDHIST_BEGINS = 543  # years before the common era
_BUDDHIST_YEARS = range(2400, 2700)  # others are of another calendar


@lru_cache(maxsize=1 << 14)
def day_of(text: str, forms: tuple[str, ...], *, since_1904: bool = False) -> str:
    """Return the day, `YYYY-MM-DD`, or the time, that a text says in one of some forms.

    A time has an offset, or none where its zone is the programme's. Returns nothing where the
    text has none of the forms, or is no day of the calendar.
    """
    plain = with_plain_digits(unicodedata.normalize("NFKC", text)).strip()
    for form in forms:
        if form == "serial":
            day = moment(plain, since_1904=since_1904)
        elif form in NAMED_FORMS:
            day = NAMED_FORMS[form](plain)
        else:
            day = _by_form(plain, form)
        if day:
            return day
    return ""


def _by_form(text: str, form: str) -> str:
    """Return what a form of strptime reads; its months are those of any language that is known."""
    if read := _by_letters(text, form):
        return read
    in_english = with_english_months(text)
    return "" if in_english == text else _by_letters(in_english, form.replace("%b", "%B"))


def _by_letters(text: str, form: str) -> str:
    try:
        read = datetime.strptime(text, form)  # noqa: DTZ007 the zone is added where it is known
    except ValueError:
        return ""
    if not read.utcoffset() and not (read.hour or read.minute or read.second):
        return read.date().isoformat()
    return read.isoformat()


def _iso(text: str) -> str:
    if match := _ISO.fullmatch(text):
        return _real(match[1])
    if _ISO_TIME.fullmatch(text):
        try:
            return datetime.fromisoformat(text).replace(microsecond=0).isoformat()
        except ValueError:
            return ""
    return ""


def _real(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _rfc_1123(text: str) -> str:
    try:
        read = datetime.strptime(text, "%a, %d %b %Y %H:%M:%S GMT")  # noqa: DTZ007 set below
    except ValueError:
        return ""
    return read.replace(tzinfo=UTC).isoformat()


def _era(text: str) -> str:
    match = _ERA.fullmatch(text)
    if not match:
        return ""
    first = _ERAS[match[1]]
    year = first.year - 1 + (1 if match[2] == "元" else int(match[2]))
    day = _calendar(year, int(match[3]), int(match[4]))
    if day is None or day < first or day >= _NEXT.get(first, date.max):
        return ""
    return day.isoformat()


def _republic(text: str) -> str:
    match = _ROC.fullmatch(text)
    day = match and _calendar(int(match[1]) + _ROC_BEGINS, int(match[2]), int(match[3]))
    return day.isoformat() if day else ""


def _buddhist(text: str) -> str:
    if match := _BUDDHIST.fullmatch(text):
        return _of_buddhist(int(match[3]), int(match[2]), int(match[1]))
    if match := _BUDDHIST_IN_WORDS.fullmatch(with_english_months(text)):
        return _of_buddhist(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))
    return ""


def buddhist_day(text: str) -> str:
    """Return the day of a cell that holds one of the Buddhist era as if it were of ours."""
    year, month, day = text[:10].split("-")
    return _of_buddhist(int(year), int(month), int(day))


def _of_buddhist(year: int, month: int, day: int) -> str:
    if year not in _BUDDHIST_YEARS:
        return ""
    made = _calendar(year - _BUDDHIST_BEGINS, month, day)
    return made.isoformat() if made else ""


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# Forms that strptime has no letters for.
NAMED_FORMS: dict[str, Callable[[str], str]] = {
    "iso": _iso,
    "rfc-1123": _rfc_1123,
    "era-japan": _era,
    "era-republic-of-china": _republic,
    "era-buddhist": _buddhist,
}


_EXAMPLE = date(2026, 11, 30)
_EXAMPLES = {
    "iso": "2026-11-30",
    "serial": "46356, as spreadsheets count days",
    "rfc-1123": "Mon, 30 Nov 2026 00:00:00 GMT",
    "era-japan": "令和8年11月30日",
    "era-republic-of-china": "115/11/30",
    "era-buddhist": "30/11/2569",
}


def example_of(form: str) -> str:
    """Return a day written in a form, for people who know no letters of strptime."""
    return _EXAMPLES.get(form) or _EXAMPLE.strftime(form)


def is_form(form: str) -> bool:
    """Tell whether a form reads any day: a misspelt one would refuse every row for its day."""
    if form in _EXAMPLES:
        return True
    written = datetime(2026, 11, 30, tzinfo=UTC).strftime(form)
    return _by_form(written, form).startswith("2026")


@lru_cache(maxsize=1 << 14)
def start_of(day: str, zone: str) -> Instant:
    """Return the first instant of a day in a zone, or the instant that a time is."""
    return instant(_local(day, zone))


@lru_cache(maxsize=1 << 14)
def end_of(day: str, zone: str) -> Instant:
    """Return the first instant after a day in a zone; a time is one already.

    Raises InvalidInstant behind the last day of the calendar.
    """
    if "T" in day:
        return start_of(day, zone)
    try:
        behind = date.fromisoformat(day) + timedelta(days=1)
    except OverflowError as cause:
        raise InvalidInstant(f"{day} is at the edge of the calendar") from cause
    return instant(_local(behind.isoformat(), zone))


def local_day(text: str, zone: str) -> str:
    """Return the day that a day, or a time in some zone, is in a zone; a time of none is there.

    At the edge of the calendar it is the day as it is written, where the zone has none.
    """
    read = datetime.fromisoformat(text)
    if read.tzinfo and zone:
        with suppress(OverflowError):
            read = read.astimezone(ZoneInfo(zone))
    return read.date().isoformat()


def _local(day: str, zone: str) -> datetime:
    read = datetime.fromisoformat(day)
    return read if read.utcoffset() is not None else read.replace(tzinfo=ZoneInfo(zone))
