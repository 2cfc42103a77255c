"""The tables of docs/ about reference data that no rule asks: systems, compendium, designators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import UNSET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aeo_exchange.reference.programme_facts import Fact, Source
    from aeo_exchange.reference.schemes import SchemeFile
    from aeo_exchange.reference.systems import Compendium, ListedEconomy, Practice, Systems

__all__ = ["print_compendium", "print_designators", "print_systems"]

DESIGNATORS = (
    "The codes by which ISO 6523, and with it e-invoicing, names the same scheme. A scheme "
    "that is not here has none that was found.\n"
)
PRINTED_FROM = "Printed from the reference data by `make schemas`; do not edit."


def print_systems(known: Systems) -> str:
    """Return the page of the systems beside this standard, with figures and sources."""
    return _page(
        "Systems beside this standard",
        "What else there is, and what each is to this standard: a reference to rest on, a model "
        "that items are mapped to, a scheme of identifiers, a provision for small firms, or a "
        "guide. Where nothing stands under *met in*, the project does not use it yet.",
        "| system | kept by | is | says | met in | rests on |\n|---|---|---|---|---|---|",
        *(
            f"| {row.name} | {row.keeper} | {row.is_} | {_with_note(row.says, row)} "
            f"| {row.place or '-'} | {_basis(row)} |"
            for row in known.systems
        ),
        "\n## Figures\n\n| system | figure | value | rests on |\n|---|---|---|---|",
        *(
            f"| {row.system} | {row.label} | {_value(row.qualifier, row.value, row.unit)} "
            f"| {_basis(row)} |"
            for row in known.figures
        ),
        _sources(known.sources),
    )


def print_compendium(known: Compendium) -> str:
    """Return the page of the economies of the compendium, each with what it says of them."""
    return _page(
        "The compendium of AEO programmes for small firms",
        "The 27 economies that the compendium INF/MSME/W/47 lists, and what is told of each. The "
        "compendium itself could not be read; its columns are those of a presentation, its words "
        "those of the joint reports about it.",
        "| economy | programme | good practice | says | rests on |\n|---|---|---|---|---|",
        *(line for row in known.economies for line in _of(row, known.of(row.economy))),
        _sources(known.sources),
    )


def print_designators(known: SchemeFile) -> str:
    """Return the table of schemes that have a code of ISO 6523."""
    rows = [(row.code, row.name, row.iso6523) for row in known.schemes if row.iso6523]
    return "\n".join(
        (
            "\n## Schemes of identifiers\n",
            DESIGNATORS,
            "| scheme | is | ISO 6523 | rests on |\n|---|---|---|---|",
            *(f"| {code} | {name} | {row.code} | {_basis(row)} |" for code, name, row in rows),
            "",
        )
    )


def _of(listed: ListedEconomy, practices: tuple[Practice, ...]) -> Iterator[str]:
    """Yield the lines of an economy: one for each practice, or one that says there are none."""
    lead = f"| {listed.name} | {listed.programme} "
    if not practices:
        yield f"{lead}| - | {listed.note or '-'} | {_basis(listed)} |"
    for row in practices:
        words = _with_note("" if row.says is UNSET else row.says, row)
        yield f"{lead}| {row.practice.replace('-', ' ')} | {words} | {_basis(row)} |"


def _with_note(text: str, row: Fact) -> str:
    """Return what a row says, with its note."""
    return f"{text} {row.note or ''}".strip() or "-"


def _basis(row: Fact) -> str:
    return f"{row.source}, {row.as_of}, {row.confidence}"


def _value(qualifier: object, value: str, unit: object) -> str:
    words = ("" if qualifier is UNSET else str(qualifier).replace("-", " "), value, unit or "")
    return " ".join(str(word) for word in words if word)


def _sources(sources: Mapping[str, Source]) -> str:
    lines = (
        f"- {key}: {row.title}. {row.publisher}{f', {row.date}' if row.date else ''}."
        for key, row in sources.items()
    )
    return "\n".join(("\n## Sources\n", *lines))


def _page(title: str, lead: str, *parts: str) -> str:
    return "\n".join((f"# {title}\n", f"{PRINTED_FROM}\n", f"{lead}\n", *parts, ""))
