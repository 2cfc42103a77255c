"""Whatever bytes come in, a reader yields documents and errors, and validation always answers."""

from __future__ import annotations

import json
import resource
import sys
import tracemalloc
from collections.abc import Callable
from functools import cache

import msgspec
import pytest
from any_xml import any_tree_to_xml
from hypothesis import event, given
from hypothesis import strategies as st

from aeo_exchange.errors import AeoError, ReadError
from aeo_exchange.formats import Content, Format, Limits
from aeo_exchange.model.document import Document
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import documents, read_records
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Report, Verdict
from aeo_exchange.resources import published
from aeo_exchange.rules import Context, all_rules
from formats.documents import written
from rows import for_each_row
from strategies import mutated_trees, records

LIMITS = Limits()
NAMESPACE = "urn:aeo-exchange:1.0"
SAMPLE = published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes()
MEBIBYTE = 1 << 20
HELD = 5 * MEBIBYTE  # the most that may be held of what is refused
LONG = HELD + MEBIBYTE
SNIPPETS = (
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"<!--",
    b"-->",
    b"<!-- x -->",
    b"]]>",
    b"<![CDATA[",
    b"<![CDATA[x]]>",
    b"&amp;",
    b"&b;",
    b"&#0;",
    b"&#x1F600;",
    b"<?x y?>",
    b"<?a:b?>",
    b"<x:y/>",
    b"<y xmlns=''/>",
    b"<AeoRecord/>",
    b"</AeoRecord>",
    b" xmlns:x=''",
    b" xmlns:xml='u:x'",
    b" xmlns:x='u:x'",
    b" x='1' x='1'",
    b" xsi:nil='true'",
    b"\\u0000",
    b"\\ud800",
    b"\\",
    b'"',
    b"{",
    b"[",
    b"}",
    b"]",
    b",",
    b":",
    b"\n",
    b"\r\n",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xc2\x85",
    b"NaN",
    b"1e400",
    b"-0",
    b"null",
    b'"recordId":"x",',
    b"9" * 500,
    b"[" * 250,
    b"<a>" * 250,
)


@cache
def context() -> Context:
    """Return the context of a question, which none of these tests depends on."""
    return Context(at="2026-06-01T00:00:00Z", reference=ReferenceData())


def judged(content: bytes) -> list[Report]:
    """Read and validate content, and check what must hold of any."""
    source = Content(name="x", held=content)
    for document in documents(source, LIMITS):
        assert isinstance(document, Document | ReadError)
    reports = list(validate([source], context()))
    assert reports
    for report in reports:
        assert report.verdict is Verdict.VALID or report.findings
        for finding in report.findings:
            assert finding.code in all_rules()
            assert finding.path == "" or finding.path.startswith("/")
    return reports


@st.composite
def broken(draw: Callable[[st.SearchStrategy], object], whole: st.SearchStrategy) -> bytes:
    """Return content after some flips, cuts and insertions."""
    content = bytes(draw(whole))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(content)))
        match draw(st.sampled_from(("insert", "insert", "flip", "cut", "drop", "twice"))):
            case "insert":
                content = content[:at] + draw(st.sampled_from(SNIPPETS)) + content[at:]
            case "flip":
                other = bytes([draw(st.integers(0, 255))])
                content = content[:at] + other + content[at + 1 :]
            case "cut":
                content = content[:at]
            case "drop":
                content = content[:at] + content[at + draw(st.integers(1, 9)) :]
            case _:
                content = content[:at] + content[max(at - 40, 0) :]
    return content


def encoded(text: str) -> bytes:
    """Return a text as bytes, which are no UTF-8 where it holds half a character."""
    return text.encode(errors="surrogatepass")


@given(st.binary(max_size=300))
def test_any_bytes_get_an_answer(content: bytes) -> None:
    judged(content)


@given(
    st.sampled_from(
        (b"{", b"[{", b"[", b"<", b'<AeoRecord xmlns="urn:aeo-exchange:1.0">', b"{}\n")
    ),
    st.one_of(st.binary(max_size=80), st.text(max_size=80).map(encoded)),
    st.lists(st.sampled_from(SNIPPETS), max_size=3),
)
def test_any_bytes_behind_a_good_beginning_get_an_answer(
    start: bytes, middle: bytes, snippets: list[bytes]
) -> None:
    judged(start + middle + b"".join(snippets))


@pytest.mark.parametrize("form", list(Format))
def test_a_broken_document_gets_an_answer(form: Format) -> None:
    few = st.lists(records(), min_size=1, max_size=2)

    @given(broken(few.map(lambda them: written(them, form))))
    def law(content: bytes) -> None:
        reports = judged(content)
        event(f"valid: {all(report.verdict is Verdict.VALID for report in reports)}")

    law()


@given(mutated_trees(), st.booleans())
def test_a_mutated_record_gets_an_answer(tree: object, as_xml: bool) -> None:  # noqa: FBT001
    judged(any_tree_to_xml(tree).encode() if as_xml else json.dumps(tree).encode())


@given(records(), st.sampled_from(Format))
def test_every_record_of_the_model_gets_an_answer_from_every_rule(
    record: AeoRecord, form: Format
) -> None:
    assert len(judged(written([record], form))) == 1


def xml(inside: str) -> bytes:
    """Return a record element around something."""
    return f'<AeoRecord xmlns="{NAMESPACE}">{inside}</AeoRecord>'.encode()


def several(inside: str) -> bytes:
    """Return a bad record between two others."""
    return f'<AeoRecords xmlns="{NAMESPACE}"><AeoRecord/>{inside}<AeoRecord/></AeoRecords>'.encode()


DEEP = 50_000
LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "AEO-SYN-05"),
    "only blanks": (lambda: b" \n" * 1000, "AEO-SYN-05"),
    "binary": (lambda: bytes(range(256)) * 64, "AEO-SYN-04"),
    "binary without zero": (lambda: b"\x89PNG\r\n\x1a\n" * 99, "AEO-SYN-05"),
    "UTF-16": (lambda: '{"a":1}'.encode("utf-16"), "AEO-SYN-04"),
    "UTF-16 XML without mark": (lambda: xml("").decode().encode("utf-16-le"), "AEO-SYN-04"),
    "truncated JSON": (lambda: SAMPLE[:-200], "AEO-SYN-01"),
    "truncated JSON array": (lambda: b"[" + SAMPLE + b"," + SAMPLE[:99], "AEO-SYN-01"),
    "truncated XML": (lambda: xml("")[:-5], "AEO-SYN-01"),
    "deep JSON lists": (lambda: b"[" * DEEP, "AEO-HOS-02"),
    "deep closed JSON lists": (lambda: b"[" * DEEP + b"]" * DEEP, "AEO-HOS-02"),
    "deep JSON list in a record": (lambda: b'{"history":' + b"[" * DEEP, "AEO-HOS-02"),
    "deep JSON objects": (lambda: b'{"a":' * DEEP, "AEO-HOS-02"),
    "deep JSON in an array": (lambda: b"[" + b'{"a":' * DEEP, "AEO-HOS-02"),
    "deep NDJSON": (lambda: b"{}\n" + b'{"a":' * DEEP + b"\n", "AEO-HOS-02"),
    "deep XML": (lambda: xml("<A>" * DEEP), "AEO-HOS-02"),
    "deep closed XML": (lambda: xml("<A>" * DEEP + "</A>" * DEEP), "AEO-HOS-02"),
    "long JSON string": (lambda: b'{"recordId":"' + b"x" * LONG + b'"}', "AEO-HOS-03"),
    "long JSON array element": (
        lambda: b'[{},{"recordId":"' + b"x" * LONG + b'"}]',
        "AEO-HOS-03",
    ),
    "long JSON scalar in an array": (
        lambda: b'["' + b"x" * LONG + b'"]',
        "AEO-HOS-03",
    ),
    "long NDJSON line": (
        lambda: b'{}\n{"recordId":"' + b"x" * LONG + b'"}\n{}\n',
        "AEO-HOS-03",
    ),
    "long JSON blank": (lambda: b'{"a":' + b" " * LONG + b"1}", "AEO-HOS-03"),
    "long XML text": (lambda: xml("<RecordId>" + "x" * LONG), "AEO-HOS-03"),
    "long XML name": (lambda: xml("<" + "A" * LONG + "/>"), "AEO-HOS-03"),
    "long XML attribute": (lambda: xml("<A a='" + "x" * LONG + "'/>"), "AEO-HOS-03"),
    "long XML comment": (lambda: xml("<!--" + "x" * LONG + "-->"), "AEO-HOS-03"),
    "many XML elements": (lambda: xml("<A/>" * 3 * MEBIBYTE), "AEO-HOS-03"),
    "long XML prolog": (lambda: b"<!--" + b"x" * LONG + b"-->" + xml(""), "AEO-HOS-03"),
    "billion laughs": (
        lambda: f'<!DOCTYPE a [<!ENTITY e0 "x">{LAUGHS}]>'.encode() + xml("&e9;"),
        "AEO-HOS-01",
    ),
    "external entity": (
        lambda: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>' + xml("&b;"),
        "AEO-HOS-01",
    ),
    "undefined entity": (lambda: xml("<RecordId>&b;</RecordId>"), "AEO-SYN-01"),
    "number of 100 000 digits": (lambda: b'{"revision":' + b"9" * 100_000 + b"}", "AEO-HOS-03"),
    "number of 400 digits": (lambda: b'{"revision":' + b"9" * 400 + b"}", "AEO-STR-07"),
    "number of 4000 digits": (lambda: b'{"revision":-' + b"9" * 4000 + b"}", "AEO-STR-07"),
    "number out of all bounds": (lambda: b'{"revision":1E400}', "AEO-SYN-03"),
    "no number": (lambda: b'{"revision":NaN}', "AEO-SYN-03"),
    "XML number of 400 digits": (
        lambda: xml(f"<Revision>{'9' * 400}</Revision>"),
        "AEO-STR-07",
    ),
    "XML number of 100 000 digits": (
        lambda: xml(f"<Revision>{'9' * 100_000}</Revision>"),
        "AEO-HOS-03",
    ),
    "escaped zero": (lambda: b'{"recordId":"\\u0000"}', "AEO-STR-06"),
    "half a surrogate pair": (lambda: b'{"recordId":"\\ud800"}', "AEO-SYN-04"),
    "duplicate name": (lambda: b'{"recordId":"a","record\\u0049d":"b"}', "AEO-SYN-02"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_content_is_refused_by_its_rule(name: str) -> None:
    make, code = HOSTILE[name]
    reports = judged(make())
    assert Verdict.NOT_VALID in {report.verdict for report in reports}
    assert code in {finding.code for report in reports for finding in report.findings}


@pytest.mark.parametrize("name", [name for name in HOSTILE if "long" in name or "deep" in name])
def test_hostile_content_is_refused_in_little_memory(name: str) -> None:
    content = HOSTILE[name][0]()
    before = peak()
    tracemalloc.start()
    try:
        list(validate([Content(name="x", held=content)], context()))
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # BytesIO shares the bytes given; a parser of another language is seen by the process only.
    assert held < HELD
    assert peak() - before < 128 * MEBIBYTE


def peak() -> int:
    """Return the greatest memory the process ever had, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most << 10


@for_each_row("depth", [1, 60, 199, 200, 201, 240, 245, 250, 254, 255, 256, 300])
def test_every_depth_of_nesting_gets_an_answer(depth: int) -> None:
    judged(xml("<A>" * depth + "</A>" * depth))
    judged(xml("<Holder>" * depth + "</Holder>" * depth))
    judged(b'{"a":' * depth + b"1" + b"}" * depth)
    judged(b'{"holder":' * depth + b"1" + b"}" * depth)
    judged(b'{"history":' + b"[" * depth + b"]" * depth + b"}")


NOT_NAMESPACE_WELL_FORMED = {
    "a prefix that is not bound": "<AeoRecord><x:A/></AeoRecord>",
    "a prefix bound to nothing": '<AeoRecord xmlns:x=""><A/></AeoRecord>',
    "the prefix xml bound anew": '<AeoRecord xmlns:xml="u:a"><A/></AeoRecord>',
    "the prefix xmlns bound": '<AeoRecord xmlns:xmlns="u:a"><A/></AeoRecord>',
    "a colon in a processing instruction": "<AeoRecord><?a:b c?><A/></AeoRecord>",
    "two colons in a name": '<AeoRecord><p:a:b xmlns:p="u:p"/><A/></AeoRecord>',
    "a colon first in a name": "<AeoRecord><:b/><A/></AeoRecord>",
    "one attribute under two prefixes": '<AeoRecord xmlns:a="u:1" xmlns:b="u:1" a:c="1" b:c="2"/>',
    "a namespace with a blank": f'<AeoRecord xmlns:a="{NAMESPACE} x"><a:A/></AeoRecord>',
    "a namespace that is no URI": '<AeoRecord xmlns:a="a b%"><A/></AeoRecord>',
    "a prefix of the document used in vain": "<AeoRecord x:a='1'/>",
}


@for_each_row("name", NOT_NAMESPACE_WELL_FORMED)
def test_what_parsers_judge_differently_gets_an_answer(name: str) -> None:
    inside = NOT_NAMESPACE_WELL_FORMED[name]
    judged(several(inside))
    judged(inside.replace("<AeoRecord", f'<AeoRecord xmlns="{NAMESPACE}"', 1).encode())


@pytest.mark.parametrize(
    "declaration",
    ['xmlns:x=""', 'xmlns:xml="u:a"', 'xmlns:xmlns="u:a"'],
)
def test_a_valid_record_that_breaks_the_rules_of_namespaces_is_refused(declaration: str) -> None:
    text = "".join(
        part
        for record in read_records(SAMPLE)
        for part in written([record], Format.XML).decode().replace("<Holder>", "<Holder >")
    )
    content = text.replace("<Holder >", f"<Holder {declaration}>", 1).encode()
    assert [report.verdict for report in judged(content)] != [Verdict.VALID]


@for_each_row("name", NOT_NAMESPACE_WELL_FORMED)
def test_a_finding_of_a_rule_in_what_parsers_judge_differently_is_answered(name: str) -> None:
    record = next(read_records(SAMPLE))
    late = msgspec.structs.replace(record, issued_at="2999-01-01T00:00:00Z", programme="XX-NONE")
    text = written([late, late], Format.XML).decode()
    inside = NOT_NAMESPACE_WELL_FORMED[name]
    judged(text.replace("</AeoRecords>", f"{inside}</AeoRecords>").encode())
    judged(text.replace("<AeoRecord>", f"{inside}<AeoRecord>", 1).encode())


@pytest.mark.parametrize("declaration", ['xmlns:x=""', 'xmlns:xml="u:a"', 'xmlns:a="a b%"'])
def test_a_finding_of_a_rule_in_a_record_that_only_expat_refuses_is_answered(
    declaration: str,
) -> None:
    record = msgspec.structs.replace(next(read_records(SAMPLE)), programme="XX-NONE")
    text = written([record], Format.XML).decode().replace("<Holder>", f"<Holder {declaration}>")
    judged(text.encode())


@pytest.mark.parametrize("name", [name for name in HOSTILE if "long" not in name])
def test_only_our_errors_leave_read_records(name: str) -> None:
    with pytest.raises(AeoError):
        list(read_records(HOSTILE[name][0]()))


def test_a_finding_in_a_record_with_a_long_text_is_placed_in_little_memory() -> None:
    content = b'{"recordId":"' + b"x" * 1_000_000 + b'"}'
    tracemalloc.start()
    try:
        judged(content)
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert held < 6 * HELD
