"""The page of docs/ about arrangements: every fact with the clause it was read in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aeo_exchange.reference.agreement_facts import ReadAgreement
from aeo_exchange.reference.files import HERE, in_camel_case, read_toml, to_facts

if TYPE_CHECKING:
    from aeo_exchange.reference.agreement_rows import ClauseFact, Declaring, Recognising

__all__ = ["print_agreements"]

HEAD = (
    "# Arrangements that were read\n\n"
    "Printed from the reference data by `make schemas`; do not edit.\n\n"
    "Mutual recognition arrangements of which clauses were read, each fact with its clause, source "
    "and confidence: A is the official text of the side that acts, B a copy, a translation, or "
    "what one side tells of the other. They are starts for a "
    "[partner profile](guides/partner-profiles.md), which an operator answers for, and decide "
    "nothing ([XCH-1-8](spec/6-exchange.md#1-partner-profile)). Of an arrangement that is not here "
    "nothing is said. Many of the texts stand on sites of others, which may have changed since "
    "they were read; so their addresses are not links.\n"
)


def print_agreements() -> str:
    """Return the page of all arrangements of the package, by code.

    They are read as they are edited, and not as they were last printed.
    """
    files = sorted((HERE / "agreements").glob("*.toml"))
    known = (to_facts(in_camel_case(read_toml(file)), ReadAgreement, file) for file in files)
    return HEAD + "".join(line for agreement in known for line in _of(agreement))


def _of(agreement: ReadAgreement) -> Iterator[str]:
    first, second = agreement.parties
    yield f"\n## {agreement.code}: {first} and {second}\n\n{agreement.name}\n\n"
    yield "| says | clause | rests on |\n|---|---|---|\n"
    yield from (_line(f"signed {signed.on}", signed) for signed in agreement.signings)
    yield from (_line(f"in force {started.on}", started) for started in agreement.in_force)
    yield from (_line(_recognised(row), row) for row in agreement.recognitions)
    yield from (_line(benefit.text, benefit) for benefit in agreement.benefits)
    yield from (_line(_declared(told), told) for told in agreement.declarations)
    yield "\nNot read:\n\n"
    yield from (f"- {row.what} {row.why}\n" for row in agreement.unread)
    yield "\nRead:\n\n"
    for key, text in agreement.sources.items():
        left_out = f" Left out: {text.left_out}" if text.left_out else ""
        yield f"- {key}: {text.title}. {text.publisher}{f', {text.date}' if text.date else ''}. "
        yield f"{text.standing.capitalize()}, in which {text.side} speaks, read on {text.read} at "
        yield f"`{text.url}`.{left_out}\n"


def _recognised(row: Recognising) -> str:
    tiers = ", ".join(row.tiers or ("no tier is named",))
    flows = f"; flows {', '.join(row.flows)}" if row.flows else ""
    return f"{row.recognised_by} recognises {row.programme} ({tiers}): {row.named}{flows}"


def _declared(row: Declaring) -> str:
    mode = f"{row.side} finds a holder by {row.mode}: " if row.mode else f"{row.side} is told: "
    return " ".join((f"{mode}{row.form}", *(words for words in (row.example, row.place) if words)))


def _line(said: str, row: ClauseFact) -> str:
    others = "".join(
        f" {other.source} says otherwise: {other.says}" for other in row.otherwise or ()
    )
    days = "".join(
        f" {word} {day}." for word, day in (("From", row.from_), ("Until", row.until)) if day
    )
    basis = ", ".join((row.source, row.confidence, *(row.also or ())))
    dot = "" if said.endswith((".", ">")) else "."
    told = f"{said}{dot}{days}{others} {row.note or ''}".strip()
    return f"| {told.replace('<', '&lt;').replace('>', '&gt;')} | {row.clause} | {basis} |\n"
