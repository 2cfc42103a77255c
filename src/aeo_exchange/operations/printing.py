"""What the project publishes, printed from the definition: file name to text."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import msgspec

from aeo_exchange.formats import Content
from aeo_exchange.formats.xml import write_xml
from aeo_exchange.model.shape import NAMESPACE, record_shape
from aeo_exchange.msme import Classification
from aeo_exchange.operations.classify import Comparison, DefinitionSummary
from aeo_exchange.operations.digest import RecordDigest
from aeo_exchange.operations.explain import CodeEntry, RuleEntry
from aeo_exchange.operations.identifiers import Guess, SchemeSummary
from aeo_exchange.operations.programmes import ProgrammeSummary
from aeo_exchange.operations.reading import read_records
from aeo_exchange.reference.facts import Programme
from aeo_exchange.reference.identifiers import IdentifierAnswer, TinAnswer
from aeo_exchange.report import Answer
from aeo_exchange.resources import published
from aeo_exchange.rules import Rule, all_rules
from aeo_exchange.schema.json_schema import print_json_schema
from aeo_exchange.schema.tables import code_lists, print_code_list, print_dictionary
from aeo_exchange.schema.xsd import print_xsd

__all__ = ["printed_files", "printed_samples"]

FOLDER = "schemas/1.0"
# The files of reference data that a local folder may hold, by the name of their schema.
FILES = ("programme", "scheme", "size")
# The JSON that commands print, by the name of its schema.
OUTPUTS: dict[str, tuple[str, object]] = {
    "classify": ("What `aeo classify --format json` prints", Classification),
    "classify-compare": ("What `aeo classify --compare --format json` prints", Comparison),
    "classify-list": ("What `aeo classify --list --format json` prints", list[DefinitionSummary]),
    "codes": ("What `aeo codes list|show --format json` prints", list[CodeEntry]),
    "digest": ("A line of `aeo digest --format ndjson`", RecordDigest),
    "identifier": ("What `aeo identifier check --format json` prints", IdentifierAnswer),
    "identifier-guess": ("What `aeo identifier guess --format json` prints", Guess),
    "identifier-list": ("What `aeo identifier list --format json` prints", list[SchemeSummary]),
    "identifier-tin": ("What `aeo identifier tin --format json` prints", TinAnswer),
    "programme": ("What `aeo programmes show --format json` prints", Programme),
    "programmes": ("What `aeo programmes list --format json` prints", list[ProgrammeSummary]),
    "report": ("What `aeo validate --format json` prints", Answer),
    "rule": ("What `aeo explain --format json` prints", RuleEntry),
    "rules": ("What `aeo rules list --format json` prints", list[RuleEntry]),
}


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
        **{
            f"{FOLDER}/{name}.schema.json": _output_schema(name, title, shape)
            for name, (title, shape) in OUTPUTS.items()
        },
        **{f"{FOLDER}/{name}-file.schema.json": _file_schema(name) for name in FILES},
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


def _output_schema(name: str, title: str, shape: object) -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{NAMESPACE}:{name}",
        "title": title,
        **msgspec.json.schema(shape),
    }
    return json.dumps(schema, indent=2) + "\n"


def _file_schema(name: str) -> str:
    return (resources.files("aeo_exchange.reference") / f"{name}.schema.json").read_text("utf-8")


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
