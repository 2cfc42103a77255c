"""The pages of docs/programmes, printed from what `aeo programmes show` shows."""

from __future__ import annotations

from collections.abc import Iterator

from aeo_exchange import ReferenceData
from aeo_exchange.cli.render.page_markdown import as_markdown, markdown_escaped
from aeo_exchange.operations.reference.economies import programmes_of
from aeo_exchange.operations.reference.programme_page import programme_page
from aeo_exchange.operations.reference.programmes import ProgrammeSummary, summary_of
from aeo_exchange.operations.words import country, in_words

__all__ = ["printed_pages"]

FOLDER = "docs/programmes"
SOURCE = "../../src/aeo_exchange/reference/programmes"
PRINTED = "Printed from the reference data by `make schemas`; do not edit."


def printed_pages() -> dict[str, str]:
    """Return a page for each shipped programme and the index, by name below the project folder."""
    reference = ReferenceData()
    pages = {
        f"{FOLDER}/{programme.code}.md": as_markdown(
            programme_page(programme), _remark(programme.code)
        )
        for programme in reference.programmes()
    }
    return {f"{FOLDER}/README.md": "\n".join(_index(reference)) + "\n", **pages}


def _remark(code: str) -> str:
    return (
        f"{PRINTED} A fact is wrong or missing? Correct [the file of the programme]"
        f"({SOURCE}/{code}.toml) as [the guide](../guides/programmes.md) says."
        " [All programmes](README.md)."
    )


def _index(reference: ReferenceData) -> Iterator[str]:
    yield from ("# Programmes", "")
    yield (
        f"{PRINTED} One page a programme, every statement with its source, day and confidence."
        " `aeo programmes show CODE` prints a page, `aeo programmes compare CODE CODE` puts"
        " several side by side, `aeo programmes show FR` tells of an economy."
    )
    yield from ("", "| programme | economy | name | tiers | provisions for small firms |")
    yield "|---|---|---|---|---|"
    for programme in reference.programmes():
        yield _row(summary_of(programme), len(programme.provisions))
    yield from _taking_part(reference)


def _row(programme: ProgrammeSummary, provisions: int) -> str:
    cells = (
        f"[{programme.code}]({programme.code}.md)",
        markdown_escaped(country(programme.economy)),
        markdown_escaped(programme.name),
        ", ".join(tier.code for tier in programme.tiers),
        str(provisions) if provisions else "none held",
    )
    return f"| {' | '.join(cells)} |"


def _taking_part(reference: ReferenceData) -> Iterator[str]:
    """Yield the economies that take part in the programme of another."""
    joined = {
        programme.code: dict.fromkeys(
            row.administration
            for row in programme.administrations
            if row.administration != programme.economy
        )
        for programme in reference.programmes()
    }
    for code, economies in joined.items():
        alone = [economy for economy in economies if len(programmes_of(reference, economy)) == 1]
        if alone:
            yield ""
            yield (
                f"These economies have no page of their own and take part in [{code}]({code}.md):"
                f" {in_words(f'{country(code)} ({code})' for code in alone)}."
            )
