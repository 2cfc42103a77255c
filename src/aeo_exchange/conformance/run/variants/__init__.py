"""A document to another that says the same, so that a memorised file does not help (CNF-6).

The choice comes from a seed, so that anybody who has the report can make the same again.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from aeo_exchange.conformance.run.variants.fresh import Fresh
from aeo_exchange.conformance.run.variants.json_form import rewritten_json
from aeo_exchange.conformance.run.variants.xml_form import rewritten_xml
from aeo_exchange.conformance.suite.cases import Case, Input
from aeo_exchange.conformance.suite.lists import VERIFYING, Operation
from aeo_exchange.conformance.suite.media import Syntax, syntax_of

__all__ = ["AS_PUBLISHED", "Variant", "variant_of"]

# What these areas test is how a text is written.
SURFACE = frozenset({"SYN", "HOS"})
# What is no record.
AS_PUBLISHED = VERIFYING | {
    Operation.STATUS_LIST,
    Operation.RECEIVE,
    Operation.TAKE_ANSWER,
    Operation.MATCH,
}
REWRITERS = {
    Syntax.JSON: rewritten_json,
    Syntax.NDJSON: rewritten_json,
    Syntax.XML: rewritten_xml,
}


class Variant(NamedTuple):
    """A rewritten document and the names of what was done to it."""

    content: bytes
    changes: tuple[str, ...]


def variant_of(case: Case, part: Input, content: bytes, seed: int, fresh: Fresh) -> Variant | None:
    """Return a variant of an input, or None where every byte of it matters."""
    if case.area in SURFACE or case.operation in AS_PUBLISHED:
        return None
    syntax = syntax_of(part.media)
    if syntax not in REWRITERS:
        return None
    content, renewed = fresh.applied(content, syntax)
    # One choice for each input; the changes of all inputs of a case differ in form alone.
    chance = random.Random(f"{seed} {case.id} {part.path}")  # noqa: S311 no secret is made
    rewritten = REWRITERS[syntax](content, chance, lines=syntax is Syntax.NDJSON)
    if rewritten is None or rewritten.content == content:
        return None
    return Variant(rewritten.content, (*renewed, *rewritten.changes))
