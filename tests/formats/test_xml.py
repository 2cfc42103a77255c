"""XML is read record by record, with all that XML allows and nothing that JSON cannot say."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from aeo_exchange.errors import ReadError
from aeo_exchange.formats import Content, Format, Limits
from aeo_exchange.formats.limits import CHUNK
from aeo_exchange.formats.xml import read_xml
from aeo_exchange.formats.xml_places import XmlPlaces
from aeo_exchange.model.document import Document, Position
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.shape import NAMESPACE
from aeo_exchange.operations.reading import documents, read_record
from aeo_exchange.resources import published
from formats.documents import outcome, written
from rows import for_each_row

RECORD = read_record(published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes())
LIMITS = Limits()
MEBIBYTE = 1 << 20
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def written_xml(*records: AeoRecord) -> str:
    """Return records as XML."""
    return written(records, Format.XML).decode()


ONE = written_xml(RECORD)
BARE = written_xml(RECORD, RECORD).split("\n", 2)[2].split("  <AeoRecord>")[1]
BARE = f"<AeoRecord>{BARE}"


def read(text: str, limits: Limits = LIMITS) -> list[Document | ReadError]:
    """Return the documents of XML."""
    content = Content(name="x", held=text.encode())
    return list(read_xml(content, content.open(), limits))


def outcomes(text: str) -> list[object]:
    """Return what became of each record of a text."""
    return [outcome(document) for document in read(text)]


def several(*inside: str) -> str:
    """Return several elements in AeoRecords."""
    return f'<AeoRecords xmlns="{NAMESPACE}">{"".join(inside)}</AeoRecords>'


def changed(old: str, new: str) -> str:
    """Return the sample with one change."""
    assert old in ONE
    return ONE.replace(old, new, 1)


def test_the_sample_is_read_the_fast_way() -> None:
    met = read(ONE)
    assert isinstance(met[0], Document)
    assert met[0].record == RECORD


def test_records_before_a_syntax_error_are_kept() -> None:
    assert outcomes(several(BARE, BARE, "<AeoRecord><oops")) == [RECORD, RECORD, "AEO-SYN-01"]
    assert outcomes(several(BARE) + "x") == [RECORD, "AEO-SYN-01"]
    assert outcomes(several(BARE, "</wrong>")) == [RECORD, "AEO-SYN-01"]


def test_good_records_around_a_bad_one_are_kept() -> None:
    bad = BARE.replace("<Revision>", "<Revision>x", 1)
    assert outcomes(several(BARE, bad, BARE)) == [RECORD, {"AEO-STR-03"}, RECORD]


def test_a_record_within_a_record_is_not_taken_for_one() -> None:
    text = several(BARE, f"<AeoRecord>{BARE}</AeoRecord>", BARE)
    first, middle, last = outcomes(text)
    assert (first, last) == (RECORD, RECORD)
    assert isinstance(middle, set)
    assert outcomes(changed("<Holder>", f"{BARE}<Holder>")) == [{"AEO-STR-02"}]


def test_a_record_deep_inside_another_is_not_taken_for_one() -> None:
    inside = changed("<LegalName>", f"<Extra>{BARE}</Extra><LegalName>")
    assert len(outcomes(inside)) == 1
    assert outcomes(several(f"<x>{BARE}</x>", BARE))[-1] == RECORD


@pytest.mark.parametrize(
    "root",
    [
        f'<AeoRecord {XSI} xsi:schemaLocation="{NAMESPACE} aeo-record.xsd" xmlns="{NAMESPACE}">',
        f'<AeoRecord xmlns="{NAMESPACE}" {XSI} xsi:schemaLocation="">',
        f'<AeoRecord xmlns:unused="urn:x" xmlns="{NAMESPACE}">',
    ],
)
def test_the_root_may_say_where_its_schema_is(root: str) -> None:
    assert outcomes(changed(f'<AeoRecord xmlns="{NAMESPACE}">', root)) == [RECORD]


@pytest.mark.parametrize(
    "attribute",
    ['xsi:type="AeoRecord"', 'xsi:nil="false"', 'xsi:noNamespaceSchemaLocation="x"', 'id="x"'],
)
@pytest.mark.parametrize("name", ["AeoRecord", "Holder", "RecordId"])
def test_any_other_attribute_is_refused_wherever_it_stands(name: str, attribute: str) -> None:
    text = ONE.replace(f"<{name}", f"<{name} {XSI} {attribute}", 1)
    codes = outcomes(text)
    assert codes == ["AEO-SYN-07"] or (isinstance(codes[0], set) and "AEO-SYN-07" in codes[0])


def test_the_place_of_a_schema_is_refused_below_the_root() -> None:
    text = ONE.replace("<Holder", f'<Holder {XSI} xsi:schemaLocation="a b"', 1)
    assert outcomes(text) == [{"AEO-SYN-07"}]


@pytest.mark.parametrize("prefix", ["a", "é", "xsi"])
def test_a_prefix_is_not_data(prefix: str) -> None:
    text = ONE.replace("</", f"</{prefix}:").replace("<", f"<{prefix}:")
    text = text.replace(f"<{prefix}:/", "</").replace(f"<{prefix}:?", "<?")
    assert outcomes(text.replace("xmlns=", f"xmlns:{prefix}=")) == [RECORD]


def test_cdata_is_text() -> None:
    name = RECORD.holder.legal_name
    assert outcomes(changed(name, f"<![CDATA[{name}]]>")) == [RECORD]
    half = f"{name[:3]}<![CDATA[{name[3:5]}]]>{name[5:]}"
    assert outcomes(changed(name, half)) == [RECORD]
    assert outcomes(changed(name, "".join(f"&#{ord(letter)};" for letter in name))) == [RECORD]


@pytest.mark.parametrize("extra", ["<!-- x -->", "<?x y?>", "<!---->", "\n\n<!-- 𠮷 -->\t"])
def test_comments_and_instructions_between_elements_are_not_data(extra: str) -> None:
    assert outcomes(changed("<Holder>", f"{extra}<Holder>")) == [RECORD]
    assert outcomes(changed("<Holder>", f"<Holder>{extra}")) == [RECORD]
    assert outcomes(changed("</AeoRecord>", f"{extra}</AeoRecord>{extra}")) == [RECORD]
    assert outcomes(changed("<AeoRecord", f"{extra}<AeoRecord")) == [RECORD]
    assert outcomes(several(extra, BARE, extra, BARE, extra)) == [RECORD, RECORD]


@pytest.mark.parametrize("extra", ["<!-- x -->", "<?x y?>"])
@pytest.mark.parametrize("at", [0, 2, 99])
def test_comments_and_instructions_inside_a_text_are_refused(extra: str, at: int) -> None:
    name = RECORD.holder.legal_name
    assert outcomes(changed(name, name[:at] + extra + name[at:])) == [{"AEO-SYN-10"}]


@for_each_row(
    ("old", "new", "code"),
    [
        ("<Holder>", "<Holder>text", "AEO-SYN-09"),
        ("</Holder>", "</Holder>\u00a0", "AEO-SYN-09"),
        ("<Holder>", "<Holder><![CDATA[x]]>", "AEO-SYN-09"),
        ("<Holder>", '<Holder><x xmlns="urn:x"/>', "AEO-SYN-08"),
        ("<Holder>", "<Holder><kind>x</kind>", "AEO-SYN-08"),
        ("<Holder>", '<Holder><Kind xmlns="">x</Kind>', "AEO-SYN-08"),
    ],
)
def test_what_json_cannot_say_is_refused(old: str, new: str, code: str) -> None:
    assert outcomes(changed(old, new)) == [{code}]


def test_an_element_out_of_order_is_refused() -> None:
    line = f"  <RecordId>{RECORD.record_id}</RecordId>\n"
    text = changed(line, "").replace("</AeoRecord>", f"{line}</AeoRecord>")
    assert outcomes(text) == [{"AEO-SYN-06"}]


@pytest.mark.parametrize(
    ("between", "code"),
    [
        ("text", "AEO-SYN-09"),
        ("\u00a0", "AEO-SYN-09"),
        ("<Other/>", "AEO-SYN-08"),
        ('<AeoRecord xmlns="urn:other"/>', "AEO-SYN-08"),
    ],
)
def test_what_stands_between_records_is_refused_and_hides_none(between: str, code: str) -> None:
    for inside in ((between, BARE, BARE), (BARE, between, BARE), (BARE, BARE, between)):
        met = outcomes(several(*inside))
        assert met.count(RECORD) == 2
        assert code in met


@for_each_row(
    ("text", "code"),
    [
        ("<!DOCTYPE AeoRecord>" + ONE.split("\n", 1)[1], "AEO-HOS-01"),
        (ONE.replace("UTF-8", "ISO-8859-1"), "AEO-SYN-04"),
        ('<AeoRecord xmlns="urn:other"/>', "AEO-SYN-05"),
        ("<AeoRecord/>", "AEO-SYN-05"),
        (several(), "AEO-SYN-05"),
        (several("<!-- none -->"), "AEO-SYN-05"),
        (f'<AeoRecords xmlns="{NAMESPACE}" version="1"/>', "AEO-SYN-07"),
        ("<a>" * 3, "AEO-SYN-05"),
        ("<", "AEO-SYN-01"),
        ("<!-- only -->", "AEO-SYN-01"),
    ],
)
def test_a_document_that_holds_no_record_of_ours_is_refused(text: str, code: str) -> None:
    assert code in outcomes(text)
    assert RECORD not in outcomes(text)


def test_the_depth_is_limited_as_documented() -> None:
    text = changed("<Holder>", "<Holder>" + "<A>" * 10 + "</A>" * 10)
    met = read(text, Limits(depth=5))
    assert [outcome(document) for document in met] == ["AEO-HOS-02"]


def nested(levels: int) -> dict[str, str]:
    """Return records of so many levels, the record itself the first, in each syntax."""
    inside = levels - 1
    return {
        "json": '{"deep": ' * inside + "{}" + "}" * inside,
        "xml": changed("</AeoRecord>", "<Deep>" * inside + "</Deep>" * inside + "</AeoRecord>"),
    }


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize(("levels", "is_refused"), [(64, False), (65, True)])
def test_the_last_level_that_is_read_is_the_same_in_each_syntax(
    form: str, levels: int, *, is_refused: bool
) -> None:
    content = Content(name="x", held=nested(levels)[form].encode())
    (codes,) = [outcome(document) for document in documents(content, LIMITS)]
    assert (codes == "AEO-HOS-02") is is_refused
    assert is_refused or "AEO-STR-02" in codes


def test_a_foreign_element_beside_text_makes_three_of_one_item() -> None:
    (codes,) = outcomes(changed("Lamp Works", '<b xmlns="urn:x">Lamp</b> Works'))
    assert codes == {"AEO-STR-03", "AEO-SYN-08", "AEO-SYN-09"}


@pytest.mark.parametrize(("over", "is_refused"), [(0, False), (2 * CHUNK, True)])
def test_what_stands_behind_a_record_has_the_limit_of_a_record(
    over: int, *, is_refused: bool
) -> None:
    comment = f"<!--{'x' * (LIMITS.record_bytes - 7 + over)}-->"
    assert outcomes(ONE + comment) == (["AEO-HOS-03"] if is_refused else [RECORD])
    beside = [RECORD, "AEO-HOS-03"] if is_refused else [RECORD]
    assert outcomes(several(BARE) + comment) == beside


@for_each_row("over", range(-40, 41, 4))
def test_a_tag_across_the_edge_of_a_chunk_has_its_place(over: int) -> None:
    """The last chunk is shorter than the tag it ends: parsers may wait for more."""
    end = "</AeoRecord></AeoRecords>"
    start = f'<AeoRecords xmlns="{NAMESPACE}"><AeoRecord>'
    blank = " " * (CHUNK - len(start) - len(end) - len("<RecordId/>") + over)
    content = Content(name="x", held=f"{start}{blank}<RecordId/>{end}".encode())
    column = len(start) + len(blank) + 1
    assert XmlPlaces(content).of(0).of("/recordId").position == Position(1, column)


@pytest.mark.long
@pytest.mark.parametrize("over", range(-2, 3))
@pytest.mark.parametrize("gap", [0, 2 * CHUNK])
@pytest.mark.parametrize(
    ("place", "mark"),
    [
        ("Lamp Works", "<!-- -->Lamp Works"),
        ("Lamp Works", "<?a?>Lamp Works"),
        ("<LegalName>", f'<LegalName {XSI} xsi:schemaLocation="a b">'),
    ],
    ids=["comment", "instruction", "attribute"],
)
def test_what_is_unusual_is_seen_wherever_chunks_are_cut(
    place: str, mark: str, gap: int, over: int
) -> None:
    """What the schema accepts, far from the root element, before or behind a cut."""
    before, after = BARE.split(place, 1)
    unusual = f"{before}{mark}{after}".replace("</Holder>", "</Holder>" + " " * gap)
    many = 3 * CHUNK // len(BARE.encode()) - 2
    head, tail = several(BARE * many, "@@", unusual, BARE).split("@@")
    blank = " " * (3 * CHUNK + over - len((head + before).encode()))
    *whole, last = outcomes(head + blank + tail)
    assert whole[:many] == [RECORD] * many
    assert whole[many:] == outcomes(several(unusual))
    assert RECORD not in whole[many:]
    assert last == RECORD


class Unending(io.RawIOBase):
    """Many records, made while they are read."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.seek(0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        assert (offset, whence) in {(0, io.SEEK_SET), (0, io.SEEK_CUR)}
        if whence == io.SEEK_SET:
            self._waiting = b""
            self._parts = iter(
                [f'<AeoRecords xmlns="{NAMESPACE}">'.encode()]
                + [BARE.encode()] * (self._size // len(BARE))
                + [b"</AeoRecords>"]
            )
        return 0

    def readinto(self, buffer: bytearray) -> int:
        while not self._waiting:
            self._waiting = next(self._parts, b"")
            if not self._waiting:
                return 0
        count = min(len(buffer), len(self._waiting))
        buffer[:count] = self._waiting[:count]
        self._waiting = self._waiting[count:]
        return count


@pytest.mark.long
def test_a_long_stream_is_read_in_the_memory_of_a_few_records() -> None:
    size = 4 * MEBIBYTE
    count = 0
    stream = io.BufferedReader(Unending(size))
    for document in read_xml(Content(name="x"), stream, LIMITS):
        count += isinstance(document, Document) and document.record is not None
        if count == size // len(BARE) // 2:  # from here on nothing may pile up
            tracemalloc.start()
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == size // len(BARE)
    assert held < 2 * MEBIBYTE


def test_records_before_one_with_an_unbound_prefix_are_kept_though_it_never_ends() -> None:
    inner = ONE.partition("?>")[2].replace(f' xmlns="{NAMESPACE}"', "")
    broken = inner.replace("<LegalName>", "<LegalNam:e>", 1)
    text = f'<AeoRecords xmlns="{NAMESPACE}">{inner}\n{inner}\n{broken}</AeoRecords>'
    kept = outcomes(text)
    assert kept[:2] == [RECORD, RECORD]
    assert kept[2:] == ["AEO-SYN-01"]
