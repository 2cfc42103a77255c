from __future__ import annotations

import gzip
import shutil
from hashlib import sha256

import pytest
from lxml import etree
from msgspec.structs import replace

from aeo_exchange.errors import MessageRefused, ReadError
from aeo_exchange.exchange.entries import (
    EntryTombstone,
    read_entries,
    read_entry,
    tombstone_line,
)
from aeo_exchange.exchange.heads import SNAPSHOT_XML
from aeo_exchange.formats.xml_body import DELTA_ROOT, SNAPSHOT_ROOT, body_lines, body_pieces
from aeo_exchange.operations.exchange.body_files import BODY_FORMS
from aeo_exchange.operations.exchange.deltas import DeltaPlace, make_delta
from aeo_exchange.report import Verdict
from aeo_exchange.resources import published as published_file
from exchange.made_views import AT
from exchange.sites import STREAM, graded, night, published
from exchange.streams import (
    LATER,
    SECRET,
    apply,
    check,
    create,
    firms,
    head_of,
    line_of,
    lines_of,
    objection,
    signed,
)
from rows import for_each_row

ONE, TWO, THREE = firms(1, 2, 3)
XML = BODY_FORMS["xml"]
MOVED = EntryTombstone(cause="moved", effective_from=AT, retain_until=LATER, to="CN")
ERASED = EntryTombstone(cause="erased", effective_from=AT, retain_until=LATER)
LINES = [
    line_of(ONE),
    tombstone_line("HK/HK-2021-0002", MOVED, SECRET),
    tombstone_line("HK/HK-2021-0003", ERASED, SECRET),
]
DELTA = [b'{"base":{"root":"%s","sequence":41}}' % (b"0" * 64), *LINES, b'{"drop":"HK/X"}']


def xml_of(lines, root: str) -> bytes:
    return b"".join(body_pieces(lines, root))


@pytest.mark.parametrize(
    ("lines", "root"), [(LINES, SNAPSHOT_ROOT), ([], SNAPSHOT_ROOT), (DELTA, DELTA_ROOT)]
)
@pytest.mark.parametrize("size", [1, 7, 1 << 16])
def test_xml_says_the_same_as_lines_however_it_is_cut_in_pieces(lines, root, size) -> None:
    text = xml_of(lines, root)
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert list(body_lines(pieces, root)) == [line + b"\n" for line in lines]


def test_xml_has_its_schema() -> None:
    schema = etree.XMLSchema(etree.parse(published_file("schemas/1.0/aeo-exchange.xsd")))
    for lines, root in ((LINES, SNAPSHOT_ROOT), ([], SNAPSHOT_ROOT), (DELTA, DELTA_ROOT)):
        schema.assertValid(etree.fromstring(xml_of(lines, root)))
    for old, new in ((b"<Salt>", b"<Salt>x"), (b"moved", b"lost"), (b"<To>CN</To>", b"<To>C</To>")):
        assert not schema.validate(etree.fromstring(xml_of(LINES, SNAPSHOT_ROOT).replace(old, new)))


@pytest.mark.parametrize("packed", [True, False])
def test_a_snapshot_in_xml_has_the_root_of_the_one_in_ndjson(tmp_path, packed) -> None:
    create(tmp_path / "xml", ONE, TWO, form=XML, gzip=packed)
    create(tmp_path / "ndjson", ONE, TWO)
    assert head_of(tmp_path / "xml").root == head_of(tmp_path / "ndjson").root
    (file,) = head_of(tmp_path / "xml").files
    assert file.media == "application/vnd.aeo-exchange.snapshot+xml;version=1.0"
    assert file.name == f"0000000001.snapshot.aeo.xml{'.gz' if packed else ''}"
    answer = check(tmp_path / "xml")
    assert (answer.verdict, answer.entries.accepted) == (Verdict.VALID, 2)
    assert lines_of(tmp_path / "xml") == lines_of(tmp_path / "ndjson")


def test_the_next_night_and_a_delta_go_on_in_either_syntax(tmp_path) -> None:
    create(tmp_path / "jp", ONE, TWO, form=XML)
    shutil.copytree(tmp_path / "jp", tmp_path / "held")
    create(tmp_path / "jp", ONE, TWO, THREE, at=LATER)
    for name, form in BODY_FORMS.items():
        make_delta(
            tmp_path / "held", tmp_path / "jp", DeltaPlace(folder=tmp_path / name, form=form)
        )
        answer = apply(tmp_path / "held", tmp_path / name, tmp_path / f"{name}-held", at=LATER)
        assert answer.verdict is Verdict.VALID
        assert lines_of(tmp_path / f"{name}-held") == lines_of(tmp_path / "jp")
    assert [path.name for path in (tmp_path / "xml").glob("*.gz")] == [
        "0000000001-0000000002.delta.aeo.xml.gz"
    ]


def test_a_site_in_xml_can_be_read(tmp_path) -> None:
    site = tmp_path / "site"
    published(site, ONE, TWO, form=XML)
    published(site, ONE, TWO, THREE, at=night(1), form=XML)
    assert graded(site, at=night(1)).remarks == ()
    names = {path.name for path in (site / STREAM).iterdir()}
    assert "0000000001-0000000002.delta.aeo.xml.gz" in names
    body = site / STREAM / "0000000002.snapshot.aeo.xml.gz"
    assert gzip.decompress(body.read_bytes()).startswith(b"<?xml")


TEXT = xml_of(LINES, SNAPSHOT_ROOT)
SPOILT = {
    "another root": TEXT.replace(b"AeoSnapshot", b"AeoDelta"),
    "another namespace": TEXT.replace(b"urn:aeo-exchange:1.0", b"urn:x", 1),
    "records alone": TEXT.replace(b"AeoSnapshot", b"AeoRecords"),
    "cut off": TEXT[:-20],
    "nothing": b"",
    "no XML": b"{}",
    "text behind": TEXT + b"x",
    "a document type": TEXT.replace(b"?>\n", b"?>\n<!DOCTYPE AeoSnapshot>\n", 1),
    "another encoding": TEXT.replace(b"UTF-8", b"ISO-8859-1"),
    "an attribute": TEXT.replace(b"<Entry>", b'<Entry id="1">', 1),
    "an attribute of the root": TEXT.replace(b"<AeoSnapshot ", b'<AeoSnapshot id="1" '),
    "an attribute of a text": TEXT.replace(b"<Key>", b'<Key id="1">', 1),
    "text between entries": TEXT.replace(b"</Entry>", b"</Entry>x", 1),
    "text behind the last entry": TEXT.replace(b"</AeoSnapshot>", b"x</AeoSnapshot>"),
    "text in an entry": TEXT.replace(b"<Key>", b"x<Key>", 1),
    "an element of the root": TEXT.replace(b"<Entry>", b"<More/><Entry>", 1),
    "an element behind the last": TEXT.replace(b"</AeoSnapshot>", b"<More/></AeoSnapshot>"),
    "an element in an entry": TEXT.replace(b"<Key>", b"<More/><Key>", 1),
    "an element in a key": TEXT.replace(b"<Key>", b"<Key><More/>", 1),
    "a comment in a key": TEXT.replace(b"<Key>HK", b"<Key><!-- x -->HK", 1),
    "an entry in an entry": TEXT.replace(b"<Key>", b"<Entry/><Key>", 1),
    "salt before key": TEXT.replace(b"Key>", b"X>")
    .replace(b"Salt>", b"Key>")
    .replace(b"X>", b"Salt>"),
    "no salt": TEXT.replace(b"<Salt>", b"<!--", 1).replace(b"</Salt>", b"-->", 1),
    "an order of its own": TEXT.replace(b"<Cause>moved</Cause>", b"").replace(
        b"<To>", b"<Cause>moved</Cause><To>"
    ),
    "a record with an attribute": TEXT.replace(b"<RecordId>", b'<RecordId id="1">', 1),
    "a record out of order": TEXT.replace(b"<AeoRecord>", b"<AeoRecord><Holder/>", 1),
    "a base in a snapshot": TEXT.replace(
        b"<Entry>", b"<Base><Root>x</Root><Sequence>0</Sequence></Base><Entry>", 1
    ),
    "bytes of no character": TEXT.replace(b"HK/", b"\xff/", 1),
}


@for_each_row("fault", SPOILT)
def test_what_no_line_can_say_is_refused(fault) -> None:
    assert SPOILT[fault] != TEXT
    with pytest.raises(ReadError):
        list(body_lines([SPOILT[fault]], SNAPSHOT_ROOT))


ALLOWED = {
    "comments between": TEXT.replace(b"<Entry>", b"<!-- x --><Entry><!-- y -->", 1),
    "an instruction": TEXT.replace(b"<Entry>", b"<?x y?><Entry>", 1),
    "a comment behind": TEXT + b"<!-- x -->",
    "no declaration": TEXT.partition(b"?>\n")[2],
    "where a schema is": TEXT.replace(
        b"<AeoSnapshot ",
        b'<AeoSnapshot xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:schemaLocation="urn:aeo-exchange:1.0 x.xsd" ',
    ),
    "a prefix": TEXT.replace(b"<", b"<a:")
    .replace(b"<a:/", b"</a:")
    .replace(b"<a:?", b"<?")
    .replace(b"xmlns=", b"xmlns:a="),
    "a reference to a character": TEXT.replace(b"HK/HK", b"HK&#47;HK", 1),
}


@for_each_row("kind", ALLOWED)
def test_what_xml_lets_one_write_otherwise_says_the_same(kind) -> None:
    assert ALLOWED[kind] != TEXT
    lines = [line + b"\n" for line in LINES]
    assert list(body_lines([ALLOWED[kind]], SNAPSHOT_ROOT)) == lines


THREE_LINES = [line_of(record) for record in (ONE, TWO, THREE)]
# What stands in the last record beside its elements, before what, and whether a line can say it.
BESIDE = {
    "a comment between elements": (b"<RecordId>", b"<!-- x -->", True),
    "an instruction between elements": (b"<RecordId>", b"<?x y?>", True),
    "a comment in a text": (b"</RecordId>", b"<!-- x -->", False),
    "an attribute": (b">HK-2021-0003</RecordId>", b' id="1"', False),
}


@pytest.mark.long
@for_each_row("beside", BESIDE)
def test_what_stands_in_a_record_is_seen_wherever_the_text_is_cut(beside) -> None:
    tag, text, is_said = BESIDE[beside]
    start, entry, rest = xml_of(THREE_LINES, SNAPSHOT_ROOT).partition(b"</Entry>")
    # The beginning is looked at as one, so that all cuts are behind it.
    first = start + entry + b" " * (1 << 16)
    before, begin, behind = rest.rpartition(tag)
    last = before + text + begin + behind
    for cut in range(len(before) - 2, len(before) + len(text) + 2):
        for later in (cut, cut + 1, cut + 600):
            pieces = [first, last[:cut], last[cut:later], last[later:]]
            if is_said:
                read = list(body_lines(pieces, SNAPSHOT_ROOT))
                assert read == [line + b"\n" for line in THREE_LINES]
            else:
                with pytest.raises(ReadError):
                    list(body_lines(pieces, SNAPSHOT_ROOT))


def test_a_record_of_xml_is_not_read_a_second_time_and_is_the_same() -> None:
    text = xml_of(LINES, SNAPSHOT_ROOT)
    first, *others = read_entries(body_lines([text], SNAPSHOT_ROOT))
    assert first == read_entry(LINES[0] + b"\n", 1)
    assert first.known == read_entry(LINES[0] + b"\n", 1).known is not None
    assert all(entry.known is None for entry in others)
    for old, new in ((b"<Key>HK/", b"<Key>hk/"), (b"</Salt>", b"A</Salt>")):
        with pytest.raises(MessageRefused, match="line 1 is not an entry"):
            list(read_entries(body_lines([text.replace(old, new, 1)], SNAPSHOT_ROOT)))


def test_an_entry_without_end_is_not_read_for_ever() -> None:
    start = TEXT.partition(b"<AeoRecord>")[0]

    def endless():
        yield start
        while True:
            yield b" " * (1 << 16)

    with pytest.raises(ReadError):
        list(body_lines(endless(), SNAPSHOT_ROOT))


def with_xml(folder, text: bytes, **changes) -> None:
    """Put an XML body in a folder, and a head with the root that it had."""
    (folder / "body.xml").write_bytes(text)
    head = head_of(folder)
    (file,) = head.files
    named = replace(
        file, name="body.xml", media=SNAPSHOT_XML, bytes=len(text), sha256=sha256(text).hexdigest()
    )
    signed(folder, replace(head, files=(named,), **changes))


def test_faults_of_xml_refuse_the_message_as_lines_without_form_do(tmp_path) -> None:
    create(tmp_path, ONE, TWO, gzip=False)
    lines = lines_of(tmp_path)
    text = xml_of(lines, SNAPSHOT_ROOT)
    with_xml(tmp_path, text)
    assert check(tmp_path).verdict is Verdict.VALID
    for spoilt, code in (
        (text.replace(b"<Entry>", b'<Entry id="1">', 1), "AEO-XCH-22"),
        (text.replace(b"<Salt>", b"<Salt>x", 1), "AEO-XCH-22"),
        (xml_of(lines[::-1], SNAPSHOT_ROOT), "AEO-XCH-22"),
        (xml_of(lines[:1], SNAPSHOT_ROOT), "AEO-XCH-24"),
    ):
        with_xml(tmp_path, spoilt)
        assert objection(check(tmp_path)) == ("entries", "refused", code)
