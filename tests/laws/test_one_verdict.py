"""Model, JSON Schema and XSD, each judged by two engines, give one verdict on every tree."""

from __future__ import annotations

import json
from functools import cache

import jsonschema
import jsonschema_rs
import msgspec
import pytest
import xmlschema
from any_xml import any_tree_to_xml
from hypothesis import event, given, settings
from lxml import etree

from aeo_exchange.formats import Content, Limits
from aeo_exchange.formats.xml_pieces import record_schema
from aeo_exchange.formats.xml_tree import careful_tree, fast_record
from aeo_exchange.model.document import Document
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import documents, structure
from aeo_exchange.report import Finding
from aeo_exchange.resources import published
from aeo_exchange.schema.check import misses
from strategies import Tree, mutated_trees, records, tree_of, trees
from trees import is_record

SCHEMA = json.loads(published("schemas/1.0/aeo-record.schema.json").read_bytes())
LIMITS = Limits()


@cache
def json_engines() -> tuple[jsonschema.Draft202012Validator, jsonschema_rs.Draft202012Validator]:
    """Return both engines for the published JSON Schema."""
    return jsonschema.Draft202012Validator(SCHEMA), jsonschema_rs.Draft202012Validator(SCHEMA)


@cache
def slow_xml_engine() -> xmlschema.XMLSchema10:
    """Return the second engine for the published XSD."""
    return xmlschema.XMLSchema10(str(published("schemas/1.0/aeo-record.xsd")))


def xml_form(tree: Tree) -> str | None:
    """Return a tree as XML, or None when XML cannot hold it."""
    text = any_tree_to_xml(tree)
    try:
        element = etree.fromstring(text.encode())
    except etree.XMLSyntaxError:
        return None
    if careful_tree(element, LIMITS) != (tree, ()):
        return None
    return text


def read(text: str) -> Document:
    """Return the only document of a text."""
    met = list(documents(Content(name="text", held=text.encode()), LIMITS))
    assert len(met) == 1
    assert isinstance(met[0], Document), met[0]
    return met[0]


def codes_and_paths(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    """Return what the findings say and where, whatever the syntax."""
    return {(finding.code, finding.path) for finding in findings}


@given(trees())
def test_every_generated_tree_is_a_record(tree: Tree) -> None:
    assert tree_of(msgspec.convert(tree, AeoRecord)) == tree


@given(mutated_trees())
def test_model_and_both_json_engines_agree(tree: Tree) -> None:
    accepted = is_record(tree)
    event(f"accepted: {accepted}")
    by_the_book, fast = json_engines()
    assert by_the_book.is_valid(tree) == accepted
    assert fast.is_valid(tree) == accepted
    assert (misses(tree) == ()) == accepted


@given(mutated_trees())
def test_model_and_libxml2_agree_on_what_xml_can_hold(tree: Tree) -> None:
    text = xml_form(tree)
    event(f"XML can hold it: {text is not None}")
    if text is not None:
        assert record_schema().validate(etree.fromstring(text.encode())) == is_record(tree)


@settings(max_examples=max(settings.default.max_examples // 4, 5))
@given(mutated_trees())
def test_model_and_the_second_xml_engine_agree_on_what_xml_can_hold(tree: Tree) -> None:
    text = xml_form(tree)
    event(f"XML can hold it: {text is not None}")
    if text is not None:
        assert slow_xml_engine().is_valid(text) == is_record(tree)


@settings(max_examples=max(settings.default.max_examples // 4, 5))
@given(trees())
def test_both_xml_engines_accept_every_record(tree: Tree) -> None:
    text = xml_form(tree)
    assert text is not None
    assert record_schema().validate(etree.fromstring(text.encode()))
    assert slow_xml_engine().is_valid(text)


def test_a_healthy_share_of_the_mutated_trees_can_be_written_as_xml() -> None:
    outcomes: list[bool] = []

    @settings(max_examples=20, database=None, derandomize=True)
    @given(mutated_trees())
    def count(tree: Tree) -> None:
        outcomes.append(xml_form(tree) is not None)

    count()
    assert sum(outcomes) > len(outcomes) / 3


@given(mutated_trees())
def test_reading_json_gives_a_record_exactly_when_the_model_does(tree: Tree) -> None:
    record, findings = structure(read(json.dumps(tree)))
    assert (record is not None) == is_record(tree)
    assert (findings.told == ()) == (record is not None)


@given(mutated_trees())
def test_reading_gives_one_answer_in_json_and_xml(tree: Tree) -> None:
    text = xml_form(tree)
    event(f"XML can hold it: {text is not None}")
    if text is None:
        return
    from_json, json_findings = structure(read(json.dumps(tree)))
    from_xml, xml_findings = structure(read(text))
    assert from_json == from_xml
    assert codes_and_paths(json_findings.told) == codes_and_paths(xml_findings.told)


@given(records())
def test_the_fast_and_the_careful_way_read_one_record(record: AeoRecord) -> None:
    element = etree.fromstring(any_tree_to_xml(tree_of(record)).encode())
    tree, faults = careful_tree(element, LIMITS)
    assert faults == ()
    assert fast_record(element) == msgspec.convert(tree, AeoRecord) == record


@pytest.mark.parametrize(
    "value",
    ["2024-02-30", "2100-02-29", "DE\n", " 2024-01-01", "2024-01-01\n", "2024-1-01", "2024-01-01Z"],
)
def test_a_date_that_engines_are_known_to_differ_on_is_refused_by_all(value: str) -> None:
    tree = json.loads(published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes())
    tree["authorisation"]["grantedOn"] = value
    by_the_book, fast = json_engines()
    text = xml_form(tree)
    assert text is not None
    assert not is_record(tree)
    assert not by_the_book.is_valid(tree)
    assert not fast.is_valid(tree)
    assert not record_schema().validate(etree.fromstring(text.encode()))
    assert not slow_xml_engine().is_valid(text)
