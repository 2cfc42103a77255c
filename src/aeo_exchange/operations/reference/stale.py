"""Which rows of the reference data are to be looked at again, the longest waiting first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, cast

from msgspec import UNSET, Struct, to_builtins

from aeo_exchange.reference.ages import a_year_over, look_again_after
from aeo_exchange.reference.declaration_codes import shipped_declaration_codes
from aeo_exchange.reference.programme_facts import ROW_KINDS, Fact
from aeo_exchange.reference.systems import shipped_compendium, shipped_systems

if TYPE_CHECKING:
    from aeo_exchange.reference.ages import Aging
    from aeo_exchange.reference.programmes import ReferenceData
    from aeo_exchange.reference.size_facts import SizeDefinition

__all__ = ["StaleAnswer", "StaleRow", "stale_rows"]

OF_A_VERSION = ("cautions", "sectors", "score", "classes", "thresholds")
SAID = 3  # so many values tell which row is meant
Placed = tuple[str, str, str, "Aging"]


class StaleRow(Struct, frozen=True, kw_only=True, rename="camel"):
    """A row to look at: where it stands, what it says, what it rests on, since when it is due.

    `overdue` when more than a year has passed since; such a row stops the checks of this project.
    """

    file: str
    place: str
    says: str
    source: str
    as_of: date
    confidence: str
    due: date
    overdue: bool


class ReadAgain(Fact, frozen=True, kw_only=True):
    """A text that was read of an arrangement, which ages from the day on which it was read."""

    title: str


class StaleAnswer(Struct, frozen=True, kw_only=True, rename="camel"):
    """The rows that are due on a day."""

    at: date
    rows: tuple[StaleRow, ...]


def stale_rows(reference: ReferenceData, at: date, code: str | None = None) -> StaleAnswer:
    """Return the rows due on a day: of one programme, or of all files when none is named.

    Rows that have ended by then are left out: what ended does not change any more.
    """
    rows = (
        StaleRow(
            file=file,
            place=place,
            says=_row_label(row),
            source=cast("Fact", row).source,
            as_of=row.as_of,
            confidence=row.confidence,
            due=due,
            overdue=a_year_over(due, at),
        )
        for file, place, kind, row in _rows(reference, code)
        if (due := look_again_after(kind, row)) is not None and due < at and not _ended(row, at)
    )
    ordered = sorted(rows, key=lambda row: (row.due, row.file, row.place))
    return StaleAnswer(at=at, rows=tuple(ordered))


def _rows(reference: ReferenceData, code: str | None) -> Iterator[Placed]:
    """Yield every row with its file, its place there and its kind."""
    for programme in reference.programmes():
        if code in {None, programme.code}:
            for kind in ROW_KINDS:
                for index, row in enumerate(getattr(programme, kind)):
                    yield f"programmes/{programme.code}.toml", f"/{kind}/{index}", kind, row
    if code is not None:
        return
    for scheme in reference.schemes.schemes():
        yield "schemes.toml", scheme.code, "schemes", scheme
        if scheme.iso6523 is not UNSET:
            yield "schemes.toml", f"{scheme.code} iso6523", "iso6523", scheme.iso6523
    for definition in reference.sizes.definitions():
        yield from _of_sizes(definition)
    yield from _of_systems()
    yield from _of_agreements(reference)


def _of_sizes(definition: SizeDefinition) -> Iterator[Placed]:
    """Yield the rows of a definition of size classes; those of an ended version end with it."""
    file = f"sizes/{definition.code}.toml"
    for number, version in enumerate(definition.versions):
        place = f"/versions/{number}"
        yield file, place, "versions", version
        if version.until is UNSET:
            for kind in OF_A_VERSION:
                for index, row in enumerate(getattr(version, kind)):
                    yield file, f"{place}/{kind}/{index}", kind, row


def _of_systems() -> Iterator[Placed]:
    """Yield the rows of the systems and of the compendium, which no overlay replaces."""
    for name, file, kinds in (
        ("systems.toml", shipped_systems(), ("systems", "figures")),
        ("compendium.toml", shipped_compendium(), ("economies", "practices")),
        ("declaration_codes.toml", shipped_declaration_codes(), ("codes",)),
    ):
        for kind in kinds:
            for index, row in enumerate(getattr(file, kind)):
                yield name, f"/{kind}/{index}", kind, row


def _of_agreements(reference: ReferenceData) -> Iterator[Placed]:
    """Yield the texts that were read of arrangements.

    What a clause said on a day stays so; what ages is the reading, since a later text may change
    it. So one text is looked at again, and not each of its rows.
    """
    for agreement in reference.agreements.agreements():
        for key, text in agreement.sources.items():
            row = ReadAgain(
                source=key,
                as_of=text.read,
                confidence="A" if text.standing == "official" else "B",
                title=text.title,
            )
            yield f"agreements/{agreement.code}.toml", f"/sources/{key}", "texts", row


def _ended(row: Aging, at: date) -> bool:
    until = getattr(row, "until", UNSET)
    return until is not UNSET and until <= at


def _row_label(row: Aging) -> str:
    """Return the first values of a row, which tell the reader which one is meant."""
    about_itself = {*Fact.__struct_fields__, *Fact.__struct_encode_fields__}
    values = [
        str(value)
        for name, value in to_builtins(row).items()
        if name not in about_itself and isinstance(value, str | int)
    ]
    return " ".join(values[:SAID])
