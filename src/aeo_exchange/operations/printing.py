"""What the project publishes, printed from the definition: file name to text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from aeo_exchange.formats import Content
from aeo_exchange.formats.xml import write_xml
from aeo_exchange.model.shape import NAMESPACE, record_shape
from aeo_exchange.operations.reading import read_records
from aeo_exchange.resources import published
from aeo_exchange.rules import Rule, all_rules
from aeo_exchange.schema.json_schema import print_json_schema
from aeo_exchange.schema.tables import code_lists, print_code_list, print_dictionary
from aeo_exchange.schema.xsd import print_xsd

__all__ = ["printed_files", "printed_samples"]

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


def printed_samples() -> dict[str, str]:
    """Return the XML of every JSON sample, by its name below the project folder."""
    folder = published("samples")
    return {
        f"samples/{path.relative_to(folder).with_suffix('.xml').as_posix()}": _xml(path)
        for path in sorted(folder.rglob("*.aeo.json"))
    }


def _xml(path: Path) -> str:
    stream = io.BytesIO()
    write_xml(read_records(Content(name=path.name, path=path)), stream)
    return stream.getvalue().decode()


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
