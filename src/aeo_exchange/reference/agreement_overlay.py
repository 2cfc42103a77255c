"""Files about arrangements held to their schema and to what a schema cannot say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET

from aeo_exchange.reference.agreement_facts import AGREEMENT_ROWS, ReadAgreement
from aeo_exchange.reference.agreement_rows import ClauseFact, Declaring, Recognising
from aeo_exchange.reference.file_faults import Faults, file_faults, read_checked
from aeo_exchange.reference.files import HERE, in_camel_case

if TYPE_CHECKING:
    from aeo_exchange.model.tree import Tree

__all__ = [
    "agreement_faults",
    "read_local_agreement",
]

SCHEMA = HERE / "agreement.schema.json"
SURE, LESS_SURE = "A", "B"


def read_local_agreement(file: Path, code: str) -> ReadAgreement:
    """Return the arrangement of a local file; raises ReferenceDataError with file and place."""
    return read_checked(file, lambda tree: agreement_faults(tree, code), _agreement)


def agreement_faults(tree: Tree, code: str) -> Faults:
    """Yield the faults of a file, each with its JSON Pointer; a wrong shape ends it."""
    return file_faults(tree, SCHEMA, _agreement, partial(_further, code))


def _agreement(tree: Tree) -> ReadAgreement:
    return msgspec.convert(in_camel_case(tree), ReadAgreement)


def _further(code: str, agreement: ReadAgreement) -> Faults:
    if agreement.code != code:
        yield "/code", f"is not the name of the file, {code}"
    if agreement.code.split("-")[:2] != list(agreement.parties):
        yield "/code", "does not begin with its parties, in the order of the file"
    yield from _of_sources(agreement)
    for place, row in _placed(agreement):
        yield from _of_row(place, row, agreement)
    repeated = Counter(row.code for row in agreement.benefits)
    for index, row in enumerate(agreement.benefits):
        if repeated[row.code] > 1:
            yield f"/benefits/{index}/code", f"{row.code} stands twice"


def _placed(agreement: ReadAgreement) -> Iterator[tuple[str, ClauseFact]]:
    for kind in AGREEMENT_ROWS:
        for index, row in enumerate(getattr(agreement, kind)):
            yield f"/{kind}/{index}", row


def _of_sources(agreement: ReadAgreement) -> Faults:
    """Yield rows that name a text the file does not have, and texts that no row names."""
    named = set()
    for place, row in _placed(agreement):
        others = (*(row.also or ()), *(other.source for other in row.otherwise or ()))
        named |= {row.source, *others}
        for key in (row.source, *others):
            if key not in agreement.sources:
                yield f"{place}/source", f"names no source of the file: {key}"
    for key, text in agreement.sources.items():
        if key not in named:
            yield f"/sources/{key}", "is named by no row"
        if text.side not in agreement.parties:
            yield f"/sources/{key}/side", f"{text.side} is not a party"


def _of_row(place: str, row: ClauseFact, agreement: ReadAgreement) -> Faults:
    if row.from_ is not UNSET and row.until is not UNSET and row.until <= row.from_:
        yield f"{place}/until", "is not after from"
    if row.confidence not in {SURE, LESS_SURE}:
        yield (
            f"{place}/confidence",
            f"is {row.confidence}: what was not read is not a row of this file",
        )
    elif row.confidence == SURE and (why := _why_not_sure(row, agreement)):
        yield f"{place}/confidence", f"is {SURE}, though {why}"
    if isinstance(row, Recognising):
        yield from _of_recognition(place, row, agreement)
    if isinstance(row, Declaring) and row.side not in agreement.parties:
        yield f"{place}/side", f"{row.side} is not a party"


def _why_not_sure(row: ClauseFact, agreement: ReadAgreement) -> str:
    """Return why a row cannot have the best confidence, or nothing.

    A side vouches for what it does itself, in its own words on its own site.
    """
    text = agreement.sources.get(row.source)
    if text is None:
        return ""
    if text.standing != "official":
        return f"{row.source} is a {text.standing}"
    acts = row.recognised_by if isinstance(row, Recognising) else text.side
    acts = row.side if isinstance(row, Declaring) else acts
    return "" if acts == text.side else f"{text.side} tells there what {acts} does"


def _of_recognition(place: str, row: Recognising, agreement: ReadAgreement) -> Faults:
    for name, side in (("granted_by", row.granted_by), ("recognised_by", row.recognised_by)):
        if side not in agreement.parties:
            yield f"{place}/{name}", f"{side} is not a party"
    if row.granted_by == row.recognised_by:
        yield f"{place}/recognised_by", "is the side that grants"
    if not row.programme.startswith(f"{row.granted_by}-"):
        yield f"{place}/programme", f"is not a programme of {row.granted_by}"
