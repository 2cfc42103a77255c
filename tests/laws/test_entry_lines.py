"""A line whose record is known is read in one step, and must say what a close look says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.errors import MessageRefused
from aeo_exchange.exchange.entries import Entry, entry_line, read_any_entry, read_entry
from aeo_exchange.formats.record_line import RecordLine
from aeo_exchange.formats.xml_body import SNAPSHOT_ROOT, body_pieces
from aeo_exchange.model.record import AeoRecord
from strategies import records

SECRET = b"s" * 32
PIECES = [b"", b" ", b"0", b"1e0", b"-0", b'"', b"\\u0041", b"\\ud800", b"\xff", b"{", b",", b"A"]


def said(line: bytes, reader) -> tuple | str:
    """Return all that an entry says, or the rule that refuses it."""
    try:
        entry: Entry = reader(line)
    except MessageRefused as cause:
        return cause.rule
    own = {name: (entry.whose or {}).get(name) for name in ("recordId", "administration", "view")}
    return entry.line, entry.key, entry.record, entry.tombstone, entry.revision, own


def both(line: bytes) -> tuple[tuple | str, tuple | str]:
    close = said(line, lambda line: read_any_entry(line, 1))
    return said(line, lambda line: read_entry(line + b"\n", 1)), close


@given(records())
def test_a_known_record_is_the_tree_of_its_line(record: AeoRecord) -> None:
    line = entry_line(record, SECRET)
    assert read_entry(line + b"\n", 1).known == record
    short, close = both(line)
    assert short == close
    assert isinstance(short, tuple)


@given(records(), st.data())
def test_a_line_that_was_changed_is_refused_alike(record: AeoRecord, data: st.DataObject) -> None:
    line = entry_line(record, SECRET)
    begin = data.draw(st.integers(0, len(line)))
    end = min(len(line), begin + data.draw(st.integers(0, 3)))
    piece = data.draw(st.sampled_from(PIECES) | st.binary(max_size=2))
    short, close = both(line[:begin] + piece + line[end:])
    assert short == close


def xml_of(line: bytes) -> bytes:
    return b"".join(body_pieces([line], SNAPSHOT_ROOT))


@given(records())
def test_a_line_with_its_record_is_written_in_xml_as_one_without(record: AeoRecord) -> None:
    line = entry_line(record, SECRET)
    assert isinstance(line, RecordLine)
    assert xml_of(line) == xml_of(bytes(line))
