"""A variant says the same as what was published, and looks otherwise."""

from __future__ import annotations

import random
from collections import Counter
from itertools import islice

import pytest

from aeo_exchange.conformance.run.variants import AS_PUBLISHED, SURFACE, variant_of
from aeo_exchange.conformance.run.variants.fresh import Fresh, fresh_for
from aeo_exchange.conformance.run.variants.json_form import rewritten_json
from aeo_exchange.conformance.run.variants.xml_form import rewritten_xml
from aeo_exchange.conformance.suite.media import syntax_of
from aeo_exchange.errors import ReadError
from aeo_exchange.formats import Content, Limits
from aeo_exchange.operations.reading import documents, structure
from rows import for_each_row

SEEDS = 3  # of which each document gets one
CHANCE = random.Random(1)  # noqa: S311 no secret is made


def trees(content: bytes) -> list[object]:
    """What a document says: each record, or the findings about what is none."""
    outcomes = []
    for document in documents(Content(name="x", held=content), Limits()):
        if isinstance(document, ReadError):
            outcomes.append(document.rule)
            continue
        record, findings = structure(document)
        outcomes.append(
            record or sorted((one.code, one.path, str(one.got)) for one in findings.told)
        )
    return outcomes


def rewritable(suite):
    for case in suite.cases:
        if case.area not in SURFACE and case.operation not in AS_PUBLISHED:
            for part in case.inputs:
                yield case, part, suite.content(case, part)


@pytest.mark.parametrize("step", [8, 1], ids=["some", "all"])
def test_a_variant_in_form_alone_says_what_was_published(step: int, suite) -> None:
    count = Counter()
    for place, (case, part, content) in enumerate(islice(rewritable(suite), 0, None, step)):
        seed = place % SEEDS
        if variant := variant_of(case, part, content, seed, Fresh()):
            count[seed] += 1
            assert trees(variant.content) == trees(content), (case.id, part.path, seed)
            assert variant.content != content
    assert all(count[seed] > 300 / step for seed in range(SEEDS)), count


def test_cases_about_how_a_text_is_written_are_never_rewritten(suite) -> None:
    as_written = [
        case for case in suite.cases if case.area in SURFACE or case.operation in AS_PUBLISHED
    ]
    assert {case.area for case in as_written} >= SURFACE
    for case in as_written:
        for part in case.inputs:
            content = suite.content(case, part)
            assert variant_of(case, part, content, 1, Fresh()) is None


def test_fresh_content_is_the_same_in_every_syntax(suite) -> None:
    for case in suite.cases:
        contents = [(part, suite.content(case, part)) for part in case.inputs]
        fresh = fresh_for(case, contents, 5)
        if fresh.events and {"input.json", "input.xml"} == {part.path for part, _ in contents}:
            made = [trees(fresh.applied(held, syntax_of(part.media))[0]) for part, held in contents]
            assert made[0] == made[1], case.id
            break
    else:
        pytest.fail("no case got further events")


def test_most_valid_records_get_further_events_and_ids(suite) -> None:
    valid = [case for case in suite.cases if case.id.startswith("PRG-")]
    fresh = [
        fresh_for(case, [(part, suite.content(case, part)) for part in case.inputs], 5)
        for case in valid
    ]
    assert sum(bool(document.events) for document in fresh) > len(valid) / 2
    # A case that has a finding of late is answered otherwise than it expects, with any id.
    assert [case.id for case, document in zip(valid, fresh, strict=True) if not document.ids] == []


@for_each_row("text", [b'{"a":1,"a":2}', b'{"a":1.0}', b'{"a":NaN}', b"{", b"\xff{}"])
def test_json_whose_text_matters_is_left_alone(text: bytes) -> None:
    assert rewritten_json(text, CHANCE, lines=False) is None


@for_each_row(
    "text",
    [b"<a><!-- x --><b/></a>", b"<a><b/>text</a>", b"<a>", b"<!DOCTYPE a><a/>", b"<a><?x y?></a>"],
)
def test_xml_whose_text_matters_is_left_alone(text: bytes) -> None:
    assert rewritten_xml(text, CHANCE, lines=False) is None
