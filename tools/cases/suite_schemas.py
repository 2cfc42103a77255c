"""The JSON Schemas of conformance/schema, printed from the structs that define the files."""

from __future__ import annotations

from typing import Any

import msgspec
from member_rules import MEMBER_RULES, Schema
from msgspec import Struct

from aeo_exchange.conformance.adapters.own.holding import Holding
from aeo_exchange.conformance.adapters.own.signer import StatusEntries
from aeo_exchange.conformance.adapters.replies import Done, Hello, Reply
from aeo_exchange.conformance.adapters.requests import (
    ByeRequest,
    HelloRequest,
    Request,
    ResetRequest,
)
from aeo_exchange.conformance.judge.known_failures import KnownFailureList
from aeo_exchange.conformance.report.run_report import RunReport
from aeo_exchange.conformance.report.stored import Compared
from aeo_exchange.conformance.statement.progress import ProgressReport
from aeo_exchange.conformance.statement.recheck import Rechecked
from aeo_exchange.conformance.statement.statement import ConformanceStatement, Product
from aeo_exchange.conformance.suite.answers import AnswerSeries
from aeo_exchange.conformance.suite.cases import Case
from aeo_exchange.conformance.suite.coverage import Coverage
from aeo_exchange.conformance.suite.files import (
    KeyList,
    Manifest,
    MutantList,
    RequirementList,
    TombstoneList,
)
from aeo_exchange.conformance.suite.messages import MessageSeries
from printing.portable import portable

__all__ = ["SCHEMAS", "printed_schema"]


class Printed(Struct, frozen=True, kw_only=True):
    """What a schema is of: one shape, or one of several.

    A closed one has no other members; of what is open a reader ignores those that it does not know.
    What a command prints has its defaults written out, so that rules between members do not hold.
    """

    title: str
    shapes: tuple[Any, ...]
    description: str = ""
    closed: bool = True
    ruled: bool = True


def _closed(title: str, shape: object, description: str = "") -> Printed:
    return Printed(title=title, shapes=(shape,), description=description)


def _output(title: str, shape: object) -> Printed:
    return Printed(title=title, shapes=(shape,), closed=False, ruled=False)


SCHEMAS: dict[str, Printed] = {
    "adapter-reply": Printed(
        title="Answer of an adapter",
        shapes=(Hello, Reply, Done),
        description="One line, or the body of one response. Members that are not known are "
        "ignored.",
        closed=False,
    ),
    "adapter-request": Printed(
        title="Message to an adapter",
        shapes=(HelloRequest, ResetRequest, ByeRequest, Request),
        description="One line, or one POST. Members that are not known are to be ignored.",
    ),
    "answers": _closed(
        "Answers to heads",
        AnswerSeries,
        "The document of the operation take-answer, media type "
        "application/vnd.aeo-exchange.conformance.answers+json;version=1.0.",
    ),
    "case": _closed(
        "Conformance case",
        Case,
        "One test of the suite: inputs that say the same in each syntax, and what an "
        "implementation must answer.",
    ),
    "coverage": _output("What `aeo conformance coverage --format json` prints", Coverage),
    "diff": _output("What `aeo conformance diff --format json` prints", Compared),
    "holding": _closed(
        "What a recogniser holds",
        Holding,
        "What is held in the place of a register, media type "
        "application/vnd.aeo-exchange.conformance.holding+json;version=1.0. Its entries lead to "
        "records of the document of the operation recognise.",
    ),
    "keys": _closed("Published keys of the conformance suite", KeyList),
    "list": _output("What `aeo conformance list --format json` prints", list[Case]),
    "messages": _closed(
        "Messages of a stream",
        MessageSeries,
        "The document of the operation receive, media type "
        "application/vnd.aeo-exchange.conformance.messages-ndjson+json;version=1.0, or "
        "messages-xml+json where the bodies are in XML.",
    ),
    "mutants": _closed("Mutants", MutantList),
    "product": _closed(
        "Product", Product, "What a vendor says of a product, written as TOML or JSON."
    ),
    "progress": _closed("Progress statement", ProgressReport),
    "recheck": _output("What `aeo conformance verify --format json` prints", Rechecked),
    "report": _output("Report of a run of the conformance suite", RunReport),
    "requirements": _closed("Requirements", RequirementList),
    "statement": _output("Statement of conformance", ConformanceStatement),
    "status-entries": _closed(
        "Entries of a status list to be published",
        StatusEntries,
        "The document of the operation status-list, media type "
        "application/vnd.aeo-exchange.conformance.status-entries+json;version=1.0. Cases that are "
        "to be refused break it, or say what no status list can.",
    ),
    "suite": _closed("Conformance suite", Manifest),
    "tombstones": _closed("Tombstones", TombstoneList),
    "xfail": _closed(
        "Known failures",
        KnownFailureList,
        "Known failures declared by the vendor (xfail), as TOML with a table [[xfail]] for each.",
    ),
}


def printed_schema(name: str) -> Schema:
    """Return the schema of a name."""
    printed = SCHEMAS[name]
    roots, parts = msgspec.json.schema_components(printed.shapes, ref_template="#/$defs/{name}")
    defined = {part: _finished(part, parts[part], printed) for part in parts}
    only: Schema = roots[0] if len(roots) == 1 else {"oneOf": list(roots)}
    words = printed.description or _words_of(only, defined)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:aeo-exchange:conformance:1.0:{name}",
        "title": printed.title,
        **({"description": words} if words else {}),
        **only,
        "$defs": defined,
    }


def _words_of(root: Schema, defined: dict[str, Schema]) -> object:
    """Return what the struct at the root says of itself."""
    return defined.get(str(root.get("$ref", "")).rpartition("/")[2], {}).get("description", "")


def _finished(name: str, part: dict[str, Any], printed: Printed) -> Schema:
    """Return the schema of a struct with what the struct cannot say."""
    made: Any = portable(part)
    if name == "Request":
        # The runner leaves none of them out.
        made["required"] = list(made["properties"])
    if printed.closed and "properties" in made:
        made["additionalProperties"] = False
    return {**made, **(MEMBER_RULES.get(name, {}) if printed.ruled else {})}
