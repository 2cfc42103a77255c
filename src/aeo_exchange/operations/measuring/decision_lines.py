"""Content to decisions: a line each, the JSON of `aeo match`, or JSON over several lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import BinaryIO

from aeo_exchange.operations.measuring.decisions import LONGEST, Decision, DecisionReader

__all__ = ["numbered_decisions"]

# What `aeo match --format json` writes before its declarations, which have a line each, and behind.
BEGIN, SUMMARY = b'{"declarations":[', b'],"summary":'
CUT_OFF = "ends before its summary: `aeo match` was interrupted, or its file was cut off"
BLANKS, LOOKED_AT = (b" ", b"\t"), 40
BETWEEN = re.compile(rb"(?<=\n\})\s+(?=\{)")  # two values over several lines each


def numbered_decisions(
    stream: BinaryIO, reader: DecisionReader
) -> Iterator[tuple[int, Decision | str]]:
    """Yield each decision with its line, or why a line is none; line 0 is all of the content."""
    lines = ((number, line) for number, line in enumerate(stream, 1) if line.strip())
    head = list(islice(lines, 2))
    if _is_laid_out(head):
        held = b"".join([line for _, line in head]) + stream.read(LONGEST)
        for value in BETWEEN.split(held):
            yield from ((0, decision) for decision in reader.decisions(value))
    else:
        yield from _by_lines(chain(head, lines), reader)


def _is_laid_out(head: list[tuple[int, bytes]]) -> bool:
    """Say whether a value goes on over lines, as an answer of `aeo recognise`, or is all in one."""
    written = [line.rstrip() for _, line in head]
    if len(written) > 1 and written[0] == b"{" and written[1].startswith(BLANKS):
        return True
    first = written[0][:LOOKED_AT].replace(b" ", b"") if written else b""
    return first.startswith(BEGIN) and first != BEGIN


def _by_lines(
    lines: Iterable[tuple[int, bytes]], reader: DecisionReader
) -> Iterator[tuple[int, Decision | str]]:
    is_within, number = False, 0
    for number, line in lines:
        written = line.strip()
        if written == BEGIN:
            if is_within:
                yield number, CUT_OFF
            is_within = True
        elif is_within and written.startswith(SUMMARY):
            is_within = False
        else:
            yield number, reader.decision(written.removesuffix(b",") if is_within else line)
    if is_within:
        yield number, CUT_OFF
