"""What the project publishes, printed from the definition: file name to text."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import get_args

import msgspec

from aeo_exchange.exchange.entries import KEY_PATTERN, SALT_PATTERN, TombstoneCause
from aeo_exchange.formats import Content
from aeo_exchange.formats.xml import write_xml
from aeo_exchange.model.attestation import Claims
from aeo_exchange.model.shape import NAMESPACE, record_shape, shape_of
from aeo_exchange.model.standing import code_lists
from aeo_exchange.model.tree import Tree
from aeo_exchange.model.trust_list import TrustList
from aeo_exchange.operations.reading import read_records
from aeo_exchange.reference.files import HERE, Shape, in_camel_case, read_toml, to_facts
from aeo_exchange.reference.schemes import SchemeFile
from aeo_exchange.reference.systems import Compendium, Systems
from aeo_exchange.resources import published
from printing.agreement_tables import print_agreements
from printing.attestation_xsd import print_attestation_xsd
from printing.exchange_xsd import print_exchange_xsd
from printing.file_schemas import FILES, print_file_schema
from printing.json_schema import print_json_schema
from printing.output_schemas import OUTPUTS, print_output_schema
from printing.reference_schemas import print_reference_schemas
from printing.rule_table import rule_table
from printing.systems import (
    print_compendium,
    print_designators,
    print_systems,
)
from printing.tables import (
    print_code_list,
    print_dictionary,
    print_mapping,
)
from printing.xsd import print_xsd

__all__ = ["printed_files", "printed_samples"]

FOLDER = "schemas/1.0"
# The types of texts that bodies in XML have and records have not.
BODY_PATTERNS = {
    "KeyText": KEY_PATTERN,
    "SaltText": SALT_PATTERN,
    "RootText": "[0-9a-f]{64}",
    "Number": "[1-9][0-9]{0,9}",
}
PUBLISHED_LISTS = (
    *("countries", "currencies", "latin_letters", "legal_forms", "scripts", "sectors"),
)
REFERENCE = "src/aeo_exchange/reference/printed"


def printed_files() -> dict[str, str]:
    """Return every printed file by its name below the project folder."""
    shape = record_shape()
    reference = _reference_data()
    return {
        f"{FOLDER}/aeo-record.schema.json": print_json_schema(
            shape, identifier=f"{NAMESPACE}:record", title="AEO status record 1.0"
        ),
        f"{FOLDER}/aeo-record.xsd": print_xsd(shape),
        f"{FOLDER}/aeo-attestation.xsd": print_attestation_xsd(
            shape_of(Claims), shape, record_schema="aeo-record.xsd"
        ),
        f"{FOLDER}/aeo-exchange.xsd": print_exchange_xsd(
            BODY_PATTERNS, get_args(TombstoneCause), record_schema="aeo-record.xsd"
        ),
        f"{FOLDER}/aeo-status-claims.schema.json": print_json_schema(
            shape_of(Claims),
            identifier=f"{NAMESPACE}:status-claims",
            title="AEO status claims 1.0",
        ),
        f"{FOLDER}/aeo-trust-list.schema.json": print_json_schema(
            shape_of(TrustList), identifier=f"{NAMESPACE}:trust-list", title="AEO trust list 1.0"
        ),
        **{
            f"{FOLDER}/codes/{name}.csv": print_code_list(codes)
            for name, codes in code_lists().items()
        },
        **{f"{FOLDER}/{name}.schema.json": print_output_schema(name) for name in OUTPUTS},
        **{
            f"{FOLDER}/{name}.schema.json": text for name, text in print_reference_schemas().items()
        },
        **{f"{FOLDER}/{name}-file.schema.json": print_file_schema(name) for name in FILES},
        # What judges a local file lies beside the code that reads it.
        **{
            f"{file.home}/{name}.schema.json": print_file_schema(name)
            for name, file in FILES.items()
        },
        **{f"{REFERENCE}/{name}": text for name, text in reference.items()},
        **{
            f"{FOLDER}/reference/{name}": text
            for name, text in _published_reference(reference).items()
        },
        **{
            f"{FOLDER}/unicode/{file.name}": file.read_text("ascii")
            for file in sorted((HERE / "unicode").glob("*.csv"))
        },
        "docs/agreements.md": print_agreements(),
        "docs/data-dictionary.md": print_dictionary(shape),
        "docs/compendium.md": print_compendium(_read("compendium", Compendium)),
        "docs/mapping.md": print_mapping(shape) + print_designators(_read("schemes", SchemeFile)),
        "docs/systems.md": print_systems(_read("systems", Systems)),
        "docs/rules.md": "\n".join(rule_table()) + "\n",
    }


def printed_samples() -> dict[str, str]:
    """Return the XML of every JSON sample, by its name below the project folder."""
    folder = published("samples")
    return {
        f"samples/{path.relative_to(folder).with_suffix('.xml').as_posix()}": _xml(path)
        for path in sorted(folder.rglob("*.aeo.json"))
    }


def _read(name: str, shape: type[Shape]) -> Shape:
    """Return the facts of a file as it is edited, not as it was last printed."""
    file = HERE / f"{name}.toml"
    return to_facts(in_camel_case(read_toml(file)), shape, file)


def _reference_data() -> dict[str, str]:
    """Return the shipped reference data as a program reads it, by file name."""
    trees = {file.relative_to(HERE): read_toml(file) for file in sorted(HERE.rglob("*.toml"))}
    return {
        # Size definitions are the one kind whose structs have the names of the file.
        name.with_suffix(".json").as_posix(): _compact(
            tree if name.parent.name == "sizes" else in_camel_case(tree)
        )
        for name, tree in trees.items()
    }


def _published_reference(reference: dict[str, str]) -> dict[str, str]:
    """Return the reference data as other programs take it: one file for each kind."""
    kinds = {
        folder: [
            in_camel_case(json.loads(text))
            for name, text in reference.items()
            if name.startswith(f"{folder}/")
        ]
        for folder in ("agreements", "programmes", "sizes")
    }
    return {
        **{
            f"{kind}.json": json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
            for kind, rows in kinds.items()
        },
        **{
            f"{name}.json": json.dumps(
                json.loads(reference[f"{name}.json"]), indent=1, ensure_ascii=False
            )
            + "\n"
            for name in ("compendium", "declaration_codes", "schemes", "systems")
        },
        **{
            f"{name}.csv": (HERE / "lists" / f"{name}.csv").read_text("utf-8")
            for name in PUBLISHED_LISTS
        },
    }


def _compact(tree: Tree) -> str:
    return msgspec.json.encode(tree).decode() + "\n"


def _xml(path: Path) -> str:
    stream = io.BytesIO()
    write_xml(read_records(Content(name=path.name, path=path)), stream)
    return stream.getvalue().decode()
