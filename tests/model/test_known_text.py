"""A text that was read as a record before gives the record again, whatever it holds."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given

from aeo_exchange.formats.xml_write import record_lines
from aeo_exchange.model.canonical import canonical_bytes
from aeo_exchange.model.known_text import known_record
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.shape import Group, record_shape
from aeo_exchange.resources import published
from strategies import records

SAMPLE = "samples/records/HK-AEO/TIER2.aeo.json"


@given(records())
def test_a_known_text_is_the_record_it_was_written_from(record: AeoRecord) -> None:
    known = known_record(msgspec.json.encode(record))
    assert isinstance(known, AeoRecord)
    assert msgspec.to_builtins(known) == msgspec.to_builtins(record)
    assert canonical_bytes(known) == canonical_bytes(record)
    assert msgspec.json.encode(known) == msgspec.json.encode(record)
    assert record_lines(known, "", 0) == record_lines(record, "", 0)


@given(records())
def test_each_part_of_a_known_record_is_of_the_class_that_the_definition_says(
    record: AeoRecord,
) -> None:
    require_classes(known_record(msgspec.json.encode(record)), record_shape())


def require_classes(part: msgspec.Struct, group: Group) -> None:
    assert isinstance(part, group.struct)
    for field in group.fields:
        value = getattr(part, field.attribute)
        if value is msgspec.UNSET:
            continue
        for item in value if field.is_list else (value,):
            if isinstance(field.kind, Group):
                require_classes(item, field.kind)
            elif isinstance(field.kind, type):
                assert type(item) is field.kind


@given(records())
def test_two_known_records_of_one_text_are_equal(record: AeoRecord) -> None:
    text = msgspec.json.encode(record)
    assert known_record(text) == known_record(text)
    other = msgspec.structs.replace(record, revision=record.revision + 1)
    assert known_record(text) != known_record(msgspec.json.encode(other))


def test_no_pattern_is_asked_of_a_known_text() -> None:
    sample = msgspec.json.encode(msgspec.json.decode(published(SAMPLE).read_bytes()))
    other = sample.replace(b'"specVersion":"1.0"', b'"specVersion":"one"')
    assert known_record(other).spec_version == "one"
    with pytest.raises(msgspec.ValidationError, match="specVersion"):
        msgspec.json.decode(other, type=AeoRecord)
