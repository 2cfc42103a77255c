"""A record keeps its digest in every syntax, however often it is converted."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aeo_exchange.formats import Content, Format, Limits
from aeo_exchange.formats.detect import detect
from aeo_exchange.model.canonical import canonical_bytes, digest
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import read_record, read_records
from aeo_exchange.resources import published
from formats.documents import written
from strategies import records

SAMPLES = sorted(published("samples").rglob("*.aeo.*"))
SAMPLES = [path for path in SAMPLES if path.suffix in {".json", ".ndjson", ".xml"}]


# Tables have laws of their own: CSV has no place for some items, and says so.
WHOLE = (Format.JSON, Format.NDJSON, Format.XML)


def through(record: AeoRecord, forms: tuple[Format, ...]) -> AeoRecord:
    """Return a record after it was written and read in one format after another."""
    for form in forms:
        record = read_record(written([record], form))
    return record


@settings(max_examples=5 * settings.default.max_examples)  # 2,000 in the CI profile
@given(records(), st.sampled_from(list(permutations(WHOLE))))
def test_conversion_keeps_the_record_and_its_digest(
    record: AeoRecord, forms: tuple[Format, ...]
) -> None:
    converted = through(record, (Format.JSON, *forms, Format.JSON))
    assert converted == record
    assert digest(converted) == digest(record)


@pytest.mark.long
@given(st.lists(records(), min_size=2, max_size=4), st.sampled_from(list(permutations(WHOLE))))
def test_conversion_keeps_several_records_in_order(
    several: list[AeoRecord], forms: tuple[Format, ...]
) -> None:
    converted = several
    for form in forms:
        converted = list(read_records(written(converted, form)))
    assert converted == several


@given(records(), st.sampled_from(Format))
def test_what_is_written_is_recognised_as_its_format(record: AeoRecord, form: Format) -> None:
    # A single object on one line reads alike as JSON and as NDJSON.
    same = {Format.JSON, Format.NDJSON} if form is Format.NDJSON else {form}
    assert detect(Content(name="x", held=written([record], form))) in same


@given(records(), st.sampled_from(WHOLE))
def test_writing_what_was_read_gives_the_same_bytes(record: AeoRecord, form: Format) -> None:
    first = written([record], form)
    assert written([read_record(first)], form) == first


@pytest.mark.long
@pytest.mark.parametrize("forms", list(permutations(WHOLE)), ids="-".join)
def test_conversion_keeps_the_digest_of_every_sample(forms: tuple[Format, ...]) -> None:
    for sample in SAMPLES:
        record = read_record(Content(name=sample.name, path=sample))
        assert canonical_bytes(through(record, forms)) == canonical_bytes(record), sample


def test_a_sample_has_one_digest_in_every_syntax_it_is_kept_in() -> None:
    digests: dict[str, set[str]] = {}
    for sample in SAMPLES:
        record = read_record(Content(name=sample.name, path=sample))
        name = str(sample).split(".aeo.", maxsplit=1)[0]
        digests.setdefault(name, set()).add(digest(record))
    assert digests
    assert [name for name, different in digests.items() if len(different) > 1] == []


def test_limits_are_wide_enough_for_the_longest_history_generated() -> None:
    record = read_record(Content(name="sample", path=SAMPLES[0]))
    assert len(written([record], Format.JSON)) * 20 < Limits().record_bytes
