"""What the project publishes, printed from the definition: file name to text."""

from __future__ import annotations

from collections.abc import Iterator

from aeo_exchange.model.shape import NAMESPACE, record_shape
from aeo_exchange.rules import Rule, all_rules
from aeo_exchange.schema.json_schema import print_json_schema
from aeo_exchange.schema.tables import code_lists, print_code_list, print_dictionary
from aeo_exchange.schema.xsd import print_xsd

__all__ = ["printed_files"]

FOLDER = "schemas/1.0"


def printed_files() -> dict[str, str]:
    """Return every printed file by its name below the project folder."""
    shape = record_shape()
    return {
        f"{FOLDER}/aeo-record.schema.json": print_json_schema(
            shape, identifier=f"{NAMESPACE}:record", title="AEO status record 1.0"
        ),
        f"{FOLDER}/aeo-record.xsd": print_xsd(shape),
        **{
            f"{FOLDER}/codes/{name}.csv": print_code_list(codes)
            for name, codes in code_lists().items()
        },
        "docs/data-dictionary.md": print_dictionary(shape),
        "docs/rules.md": "\n".join(_rule_table()) + "\n",
    }


def _rule_table() -> Iterator[str]:
    yield "# Rules"
    yield ""
    yield "Printed from the rules by `make schemas`; do not edit. `aeo explain CODE` shows one."
    yield ""
    yield "| code | level | checked by | clause | rule | why |"
    yield "|---|---|---|---|---|---|"
    for rule in all_rules().values():
        yield _row(rule)


def _row(rule: Rule) -> str:
    cells = (rule.code, rule.level, rule.station, rule.clause, rule.sentence, rule.reason)
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"
