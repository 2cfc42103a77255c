"""The one text of the query, with the expressions that the reference data makes filled in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from string import Formatter

from aeo_exchange.endless import read_file
from aeo_exchange.errors import WrongChoice
from aeo_exchange.reference.identifiers.rules import CAPITALS, WIDE
from aeo_exchange.reference.schemes import NumberScheme, Schemes

__all__ = ["query_text"]

TEXT = Path(__file__).with_name("query.sql")
LONGEST = 512
# What Python takes for white space, which is what a compared form leaves out.
WHITE = "".join(chr(point) for point in range(0x3001) if chr(point).isspace())
# No literal has these, since engines differ about them.
WIDE_QUOTE, WIDE_BACKSLASH = "\uff07", "\uff3c"
APART = frozenset(" '\\")
SAME = "^[!-`{-~]*$"  # ASCII that is compared as it stands
PLAIN = "^[ -~]*$"
REPEATED = "|".join(f"{digit}{{5,}}" for digit in "0123456789")
FILLED = f"^[A-Z]*(?:0+|9{{3,}}|(?:{REPEATED})[A-Z]*)$"
ODD = "^[A-Z]*(?:[^A-Z0-9]+[A-Z]*)?$"  # letters or marks alone, which may be repeated as well
WITHIN_LETTERS = "^[A-Z]*(.*?)[A-Z]*$"
AT_LEAST = 5


def query_text(schemes: Schemes, looked_up: Iterable[str]) -> str:
    """Return the query for numbers of the schemes that are looked up."""
    text = read_file(TEXT).decode()
    rows = (schemes.look_up(code) for code in sorted(set(looked_up)))
    expressions = {
        "compared_id": _compared("d.id"),
        "compared_aeo_number": _compared("d.aeo_number"),
        "id_stands_for_none": _stands_for_none("a.id_number"),
        "aeo_stands_for_none": _stands_for_none("a.aeo_number"),
        "number_of_scheme": _by_scheme("q.number", (row for row in rows if row is not None)),
    }
    for name, expression in expressions.items():
        text = text.replace(f"{{{name}}}", expression)
    return text


def _compared(column: str) -> str:
    """Return the compared form of a column: of most nothing is changed, and that is seen first."""
    capitals = {**CAPITALS, **{wide: CAPITALS.get(ord(text), text) for wide, text in WIDE.items()}}
    letters = {chr(point): text for point, text in capitals.items() if text not in APART}
    front, behind = "".join(letters), "".join(letters.values())
    cut = f"substr({column}, 1, {LONGEST})"
    return (
        f"CASE WHEN {_matches(cut, SAME)} THEN {cut} "
        f"WHEN {_matches(cut, PLAIN)} THEN replace(upper({cut}), ' ', '') "
        f"ELSE replace(replace(translate({cut}, {_quoted(front + WHITE)}, {_quoted(behind)}), "
        f"{_quoted(WIDE_QUOTE)}, chr(39)), {_quoted(WIDE_BACKSLASH)}, chr(92)) END"
    )


def _stands_for_none(column: str) -> str:
    """Return whether a compared number is a placeholder (DEC-3-4)."""
    within = f"regexp_extract({column}, '{WITHIN_LETTERS}', 1)"
    return (
        f"CASE WHEN {_matches(column, FILLED)} THEN true "
        f"WHEN {_matches(column, ODD)} THEN "
        f"CASE WHEN {within} = '' THEN {_repeats(column)} ELSE {_repeats(within)} END "
        "ELSE false END"
    )


def _repeats(text: str) -> str:
    return f"(length({text}) >= {AT_LEAST} AND replace({text}, substr({text}, 1, 1), '') = '')"


def _by_scheme(column: str, schemes: Iterable[NumberScheme]) -> str:
    """Return a compared number as the scheme under which it is looked up compares it."""
    whens = "".join(
        f" WHEN {_quoted(scheme.code)} THEN {_of_scheme(column, scheme)}" for scheme in schemes
    )
    return f"CASE t.scheme{whens} ELSE {column} END" if whens else column


def _of_scheme(column: str, scheme: NumberScheme) -> str:
    marks = "".join(mark for mark in scheme.drops if not mark.isspace())
    number = f"translate({column}, {_quoted(marks)}, '')" if marks else column
    whens = "".join(
        f" WHEN {_matches(number, _whole(rewrite.pattern))} THEN "
        f"{_written(number, _whole(rewrite.pattern), rewrite.written)}"
        for rewrite in scheme.rewrites
    )
    return f"CASE{whens} ELSE {number} END" if whens else number


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"


def _written(number: str, pattern: str, written: str) -> str:
    """Return how a rewrite writes a number: its literal parts, and groups of the pattern."""
    parts = []
    for literal, group, _, _ in Formatter().parse(written):
        if literal:
            parts.append(_quoted(literal))
        if group is not None:
            place = int(group) + 1
            parts.append(f"regexp_extract({number}, {_quoted(pattern)}, {place})")
    return f"concat({', '.join(parts)})"


def _matches(text: str, pattern: str) -> str:
    """Return whether a text that is not empty matches; the engines call matching differently."""
    return f"regexp_extract({text}, {_quoted(pattern)}, 0) <> ''"


def _quoted(text: str) -> str:
    """Return a literal; raises WrongChoice for what the engines read differently."""
    if "'" in text or "\\" in text:
        raise WrongChoice(f"no query can be made of {text!r}, which has a quote or a backslash")
    return f"'{text}'"
