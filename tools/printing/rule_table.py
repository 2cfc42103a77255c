"""The table of all rules in docs/rules.md."""

from __future__ import annotations

from collections.abc import Iterator

from aeo_exchange.rules import Rule, all_rules

__all__ = ["rule_table"]


def rule_table() -> Iterator[str]:
    """Yield the lines of the page."""
    yield "# Rules"
    yield ""
    yield "Printed from the rules by `make schemas`; do not edit. `aeo explain CODE` shows one."
    yield ""
    yield "The column *at* names the items at which the findings of a rule stand: `*` is the index"
    yield "of an element, `**` any steps. For the reader and the schema CON-7-8 says it."
    yield ""
    yield "| code | level | checked by | clause | at | rule | why |"
    yield "|---|---|---|---|---|---|---|"
    for rule in all_rules().values():
        yield _row(rule)


def _row(rule: Rule) -> str:
    at = " ".join(f"`{place}`" for place in rule.at.split())
    cells = (rule.code, rule.level, rule.station, rule.clause, at, rule.sentence, rule.reason)
    # What looks like HTML would not be shown, and a bar would end the cell.
    shown = (str(cell).replace("|", "\\|").replace("<", "\\<") for cell in cells)
    return f"| {' | '.join(shown)} |"
