"""The bounds: the same work by the same libraries, without a model, rules or findings."""

from __future__ import annotations

import csv
import io
import json

import jiter
import jsonschema
import msgspec
import openpyxl
from lxml import etree

from aeo_exchange.formats import Content
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.shape import NAMESPACE, element_name
from aeo_exchange.resources import published

TAG = f"{{{NAMESPACE}}}AeoRecord"


def parse_and_convert(content: Content) -> int:
    """jiter with duplicate check, then msgspec.convert."""
    count = 0
    with content.open() as stream:
        for line in stream:
            tree = jiter.from_json(line, catch_duplicate_keys=True, allow_inf_nan=False)
            msgspec.convert(tree, AeoRecord)
            count += 1
    return count


def iterparse_and_schema(content: Content) -> int:
    """lxml iterparse, and the XML Schema over each record."""
    schema = etree.XMLSchema(etree.parse(published("schemas/1.0/aeo-record.xsd")))
    count = 0
    with content.open() as stream:
        for _, element in etree.iterparse(stream, tag=TAG, resolve_entities=False):
            assert schema.validate(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
            count += 1
    return count


def csv_alone(content: Content) -> int:
    """The cells of CSV, by the standard library."""
    with content.open() as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        return sum(1 for _ in csv.reader(text)) - 1


def openpyxl_alone(content: Content) -> int:
    """The cells of each sheet of a workbook, read once."""
    with content.open() as stream:
        book = openpyxl.load_workbook(stream, read_only=True)
        return max(sum(1 for _ in sheet.iter_rows(values_only=True)) for sheet in book)


def jsonschema_alone(content: Content, most: int) -> int:
    """The reference engine over the first records."""
    schema = json.loads(published("schemas/1.0/aeo-record.schema.json").read_bytes())
    validator = jsonschema.Draft202012Validator(schema)
    count = 0
    with content.open() as stream:
        for line in stream:
            assert validator.is_valid(json.loads(line))
            count += 1
            if count == most:
                break
    return count


def json_to_xml(content: Content) -> int:
    """jiter, lxml elements, tostring."""
    sink = io.BytesIO()
    count = 0
    with content.open() as stream:
        for line in stream:
            element = etree.Element(TAG, nsmap={None: NAMESPACE})
            _fill(element, jiter.from_json(line, catch_duplicate_keys=True))
            sink.write(etree.tostring(element))
            sink.seek(0)
            count += 1
    return count


def xml_to_json(content: Content) -> int:
    """lxml iterparse, a dict of each record, msgspec encode."""
    sink = io.BytesIO()
    count = 0
    with content.open() as stream:
        for _, element in etree.iterparse(stream, tag=TAG, resolve_entities=False):
            sink.write(msgspec.json.encode(_dict(element)))
            sink.seek(0)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
            count += 1
    return count


def _fill(element: etree._Element, tree: dict) -> None:
    for name, value in tree.items():
        for item in value if isinstance(value, list) else [value]:
            child = etree.SubElement(element, f"{{{NAMESPACE}}}{element_name(name)}")
            if isinstance(item, dict):
                _fill(child, item)
            else:
                child.text = str(item)


def _dict(element: etree._Element) -> dict:
    children: dict = {}
    for child in element:
        value = _dict(child) if len(child) else child.text
        children.setdefault(child.tag, []).append(value)
    return children
