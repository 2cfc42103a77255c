"""The text with which a partner profile begins where clauses of the arrangement were read.

What was read stands as a value, with clause, source and confidence beside it. What was not read,
and that on which two texts do not agree, stands as a comment that says so: the text is no profile
until a person has completed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET

from aeo_exchange.exchange.days import day_in
from aeo_exchange.exchange.shareable import withholdable
from aeo_exchange.operations.words import the_country

if TYPE_CHECKING:
    from aeo_exchange.reference.agreement_facts import ReadAgreement
    from aeo_exchange.reference.agreement_rows import (
        ClauseFact,
        Declaring,
        ReadText,
        Recognising,
    )
    from aeo_exchange.reference.programme_facts import Programme, TimeZone
    from aeo_exchange.reference.programmes import ReferenceData

__all__ = ["start_from_agreement"]

# How a line ends that a person has to see to.
NOT_READ, DISPUTED = "not read", "disputed"
HEAD = """\
# Partner profile, begun from what was read of one arrangement. It is a start and no decision: you
# complete it, compare it with your text, and answer for it. Then run `aeo profile check` on it.
# A value that was read has clause, source and confidence beside it. A line that ends in "not read",
# or in "disputed" where two texts do not agree, is yours: put in what your text says, or leave it
# out where it may be absent.
# Confidence A: the official text of the side that acts; B: a copy, a translation, or what one side
# tells of the other.
"""
# What no clause of these files tells, and a profile asks for.
UNTOLD = """\
version = 1  # of this file
spec_version = "1.0"  # of this file
# consent = "given"  # or "given-or-not-required"; not read
# transcription = false  # not read
# Items that are not shared, of: {withholdable}
# withheld = ["msme"]  # not read
"""
TAIL = """
# [retention]  # not read
# content_days = 1826  # not read
# evidence_days = 3653  # not read

# What only your side has set; no part of what was agreed, nor of the digest.
# [own]
# side = "{first}"
# staleness_hours = 72
# mass_change = {{percent = 10, at_least = 20}}
"""


def start_from_agreement(
    agreement: ReadAgreement, sides: Sequence[str], reference: ReferenceData
) -> str:
    """Return the text of a profile between two sides, in the order in which they are named."""
    parts = (
        HEAD,
        *_what_was_read(agreement),
        f'\ncode = "{agreement.code}"  # of this file: the parties, and the year it was signed\n',
        UNTOLD.format(withholdable=", ".join(withholdable())),
        *(line for side in sides for line in _side(side, agreement, reference)),
        TAIL.format(first=sides[0]),
        *_benefits(agreement),
        *(
            line
            for side in sides
            for row in agreement.recognitions
            if row.granted_by == side and row.until is UNSET
            for line in _row(row, agreement, reference)
        ),
    )
    return "".join(parts)


def _what_was_read(agreement: ReadAgreement) -> Iterator[str]:
    yield f"#\n# {agreement.code}: {agreement.name}\n"
    for name in agreement.names:
        if name.original:
            yield f"#   {name.original}\n"
    for signed in agreement.signings:
        yield f"# Signed {signed.on}: {_basis(signed)}{_others(signed)}\n"
    for row in agreement.in_force:
        yield f"# In force {row.on}: {_basis(row)}{_others(row)}\n"
        yield from _remarks(row)
    yield "# Read:\n"
    yield from (line for key, text in agreement.sources.items() for line in _text(key, text))
    yield "# Not read:\n"
    yield from (f"#   {row.what} {row.why}\n" for row in agreement.unread)


def _text(key: str, text: ReadText) -> Iterator[str]:
    dated = f", {text.date}" if text.date else ""
    yield f"#   {key}: {text.title}. {text.publisher}{dated}.\n"
    yield f"#     {text.standing}, in which {text.side} speaks; read on {text.read} at {text.url}\n"
    if text.left_out:
        yield f"#     Left out: {text.left_out}\n"


def _side(side: str, agreement: ReadAgreement, reference: ReferenceData) -> Iterator[str]:
    yield "\n[[parties]]\n"
    yield f'party = "{side}"  # {the_country(side)}; {_basis(agreement.names[0])}\n'
    zone = _zone(side, reference)
    if zone is None:
        yield f'# time_zone = "Etc/UTC"  # the zone of your law; {NOT_READ}\n'
    else:
        told = f"{zone.source} of {zone.as_of}, {zone.confidence}, in the reference data"
        yield f'time_zone = "{zone.zone}"  # {told}\n'
    now = [row for row in agreement.declarations if row.side == side and row.until is UNSET]
    for row in now:
        yield from _declared(row)
    by_mode = next((row for row in now if row.mode is not UNSET), None)
    if by_mode is None:
        yield f'# identifier_mode = "aeo-number"  # by what {side} finds a holder; {NOT_READ}\n'
    else:
        yield _taken("identifier_mode", by_mode.mode, by_mode)
    by_scheme = next((row for row in now if row.schemes is not UNSET), None)
    if by_scheme is not None:
        yield f"identifier_schemes = {_value(by_scheme.schemes)}  # {_basis(by_scheme)}\n"


def _declared(row: Declaring) -> Iterator[str]:
    """Yield how a holder is named to a side, as comments."""
    said = [row.form, *(words for words in (row.example, row.place) if words)]
    yield f"# {' | '.join(said)}  ({_basis(row)}{_others(row)})\n"
    yield from _remarks(row)


def _benefits(agreement: ReadAgreement) -> Iterator[str]:
    for row in agreement.benefits:
        yield f'\n[[benefits]]\ncode = "{row.code}"  # {_basis(row)}\n'
        yield f"text = {_value(row.text)}  # {_basis(row)}\n"
        yield from _remarks(row)


def _row(row: Recognising, agreement: ReadAgreement, reference: ReferenceData) -> Iterator[str]:
    """Yield what one side recognises of the other."""
    basis = _basis(row)
    speaks = agreement.sources[row.source].side
    yield f"\n# What {row.recognised_by} recognises of {row.granted_by}, as {speaks} tells it:\n"
    yield f"# {row.named}  ({basis}{_others(row)})\n"
    yield from _remarks(row)
    yield "[[rows]]\n"
    yield f'granted_by = "{row.granted_by}"  # {basis}\n'
    yield f'recognised_by = "{row.recognised_by}"  # {basis}\n'
    yield f'programme = "{row.programme}"  # {basis}\n'
    yield _tiers(row, reference.look_up(row.programme))
    yield _narrowed("holder_roles", row.holder_roles, "exporter", basis)
    yield _narrowed("party_roles", row.party_roles, "exporter", basis)
    yield _narrowed("flows", row.flows, "import", basis)
    if agreement.benefits:
        codes = [benefit.code for benefit in agreement.benefits]
        yield f"benefits = {_value(codes)}  # {_basis(agreement.benefits[0])}\n"
    yield _from(row, agreement, reference)


def _tiers(row: Recognising, programme: Programme | None) -> str:
    """Return the tiers that a clause names, or what a person has to choose from."""
    basis = _basis(row)
    known = programme.tiers if programme else ()
    open_tiers = [tier for tier in known if tier.until is UNSET]
    if row.tiers is not UNSET:
        ended = {tier.code: tier.until for tier in known if tier.until is not UNSET}
        gone = [tier for tier in row.tiers if tier in ended]
        if not gone:
            return _taken("tiers", row.tiers, row)
        said = ", ".join(f"{tier} ended on {ended[tier]}" for tier in gone)
        return (
            f"# tiers = {_value(row.tiers)}  # {basis}; {said}, and what follows it: {NOT_READ}\n"
        )
    if len(open_tiers) == 1:
        tier = open_tiers[0]
        only = f"its one tier by {tier.source} of {tier.as_of}, {tier.confidence}"
        return f'tiers = ["{tier.code}"]  # {basis}: the programme alone; {only}\n'
    codes = sorted({tier.code for tier in open_tiers})
    said = f"{basis}: the programme alone; which tiers are meant: {NOT_READ}"
    return f"# tiers = {_value(codes)}  # {said}\n"


def _narrowed(name: str, values: object, such_as: str, basis: str) -> str:
    """Return what narrows a row, or a line that shows how it would be written."""
    if values is UNSET:
        return f'# {name} = ["{such_as}"]  # absent: it does not narrow; {NOT_READ}\n'
    return f"{name} = {_value(values)}  # {basis}\n"


def _from(row: Recognising, agreement: ReadAgreement, reference: ReferenceData) -> str:
    """Return the first instant: the day begins with the midnight of the side that recognises."""
    started = agreement.in_force[0]
    zone = _zone(row.recognised_by, reference)
    day = started.on if row.from_ is UNSET else row.from_
    basis = _basis(started if row.from_ is UNSET else row)
    if zone is None:
        return f'# from = "{day}T00:00:00Z"  # {basis}: that day; its midnight there: {NOT_READ}\n'
    midnight = day_in(zone.zone, day.isoformat()).from_
    return f'from = "{midnight}"  # {day} in {zone.zone}; {basis}\n'


def _zone(side: str, reference: ReferenceData) -> TimeZone | None:
    """Return the time zone of a side, where the reference data knows one and no other."""
    rows = [
        row
        for code in reference.codes()
        if code.startswith(f"{side}-") and (programme := reference.look_up(code)) is not None
        for row in programme.time_zones
    ]
    return rows[0] if len({row.zone for row in rows}) == 1 else None


def _taken(name: str, value: object, row: ClauseFact) -> str:
    """Return a value that was read, or, where another text says otherwise, a line to see to."""
    line = f"{name} = {_value(value)}  # {_basis(row)}"
    return f"# {line}; {DISPUTED}\n" if row.otherwise else f"{line}\n"


def _basis(row: ClauseFact) -> str:
    """Return where a fact was read: clause, source and confidence."""
    word = "clauses " if " and " in row.clause else "clause "
    clause = row.clause if row.clause[0].isalpha() else f"{word}{row.clause}"
    return f"{clause} of {row.source}, {row.confidence}"


def _others(row: ClauseFact) -> str:
    """Return which other texts say the same."""
    return f", and {', '.join(row.also)}" if row.also else ""


def _remarks(row: ClauseFact) -> Iterator[str]:
    """Yield what speaks against a fact, and what a reader should know beside it."""
    for other in row.otherwise or ():
        yield f"# {other.source} says otherwise: {other.says}\n"
    if row.note:
        yield f"# {row.note}\n"


def _value(value: object) -> str:
    """Return a text or a list of texts as TOML writes it."""
    if isinstance(value, str):
        return msgspec.json.encode(value).decode()
    assert isinstance(value, Iterable)
    return f"[{', '.join(_value(part) for part in value)}]"
