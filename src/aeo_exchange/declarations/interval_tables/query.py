"""The one text of the query, with the expressions that the reference data makes filled in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from string import Formatter

from aeo_exchange.endless import read_file
from aeo_exchange.errors import WrongChoice
from aeo_exchange.reference.schemes import NumberScheme, Schemes

__all__ = ["query_text"]

TEXT = Path(__file__).with_name("query.sql")


def query_text(schemes: Schemes, looked_up: Iterable[str]) -> str:
    """Return the query for numbers of the schemes that are looked up."""
    text = read_file(TEXT).decode()
    rows = (schemes.look_up(code) for code in sorted(set(looked_up)))
    by_scheme = _by_scheme("q.number", (row for row in rows if row is not None))
    return text.replace("{number_of_scheme}", by_scheme)


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
