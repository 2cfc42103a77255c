"""What a converter wrote is read: the syntax asked for, the same records, or a named difference."""

from __future__ import annotations

import json

import pytest
from msgspec import UNSET

from aeo_exchange.conformance.adapters.protocol import Reply, SentDocument
from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.judge import conversion
from aeo_exchange.conformance.judge.conversion import output_differences, read_output
from aeo_exchange.conformance.suite.media import Syntax
from aeo_exchange.report import Verdict

JSON, NDJSON, XML = (
    f"application/vnd.aeo-exchange.record+{syntax};version=1.0"
    for syntax in ("json", "ndjson", "xml")
)


@pytest.fixture(scope="module")
def held(suite) -> dict[str, bytes]:
    """One record in each syntax, as one line and as several."""
    case = suite.by_id["AEO-LIF-01.p01"]
    contents = {part.media: suite.content(case, part) for part in case.inputs}
    tree = json.loads(contents[JSON])
    return {
        "json": json.dumps(tree, indent=2).encode(),
        "line": json.dumps(tree).encode(),
        "two": f"{json.dumps(tree)}\n{json.dumps(tree)}\n".encode(),
        "xml": contents[XML],
    }


def told(content: bytes, target, digests) -> list[str]:
    reply = Reply(seq=1, verdict=Verdict.VALID, output=SentDocument.of("", content).content)
    return list(output_differences(reply, target, digests))


def digests_of(content: bytes) -> tuple[str, ...]:
    return read_output(SentDocument.of("", content).content).digests


def test_without_an_output_or_a_target_there_is_nothing_to_compare(held) -> None:
    nothing = Reply(seq=1, verdict=Verdict.VALID)
    assert list(output_differences(nothing, JSON, ())) == ["no output"]
    assert told(held["json"], UNSET, digests_of(held["json"])) == ["no output"]


def test_an_output_that_is_no_base64_and_one_that_is_no_record_are_told_apart() -> None:
    broken = Reply(seq=1, verdict=Verdict.VALID, output="???")
    assert list(output_differences(broken, JSON, ())) == ["the output is not base64"]
    (difference,) = told(b"[1]", JSON, ())
    assert difference.startswith("the output is not a record: ")


@pytest.mark.parametrize(
    ("wrote", "target", "form"),
    [
        ("json", JSON, None),
        ("line", JSON, None),
        ("line", NDJSON, None),
        ("json", NDJSON, Syntax.JSON),
        ("two", NDJSON, None),
        ("two", JSON, Syntax.NDJSON),
        ("xml", XML, None),
        ("xml", JSON, Syntax.XML),
        ("line", XML, Syntax.NDJSON),
    ],
)
def test_one_object_on_one_line_is_a_record_in_either_syntax_and_nothing_else_is(
    wrote: str, target: str, form: Syntax | None, held
) -> None:
    difference = told(held[wrote], target, digests_of(held[wrote]))
    assert [line.partition(",")[0] for line in difference] == (
        [] if form is None else [f"the output is {form}"]
    )


def test_another_record_is_told_by_its_digest(held) -> None:
    (difference,) = told(held["json"], JSON, ("00",))
    assert difference == f"digests of the output {digests_of(held['json'])[0]}, expected 00"


def test_whatever_an_output_breaks_in_its_reader_is_a_difference(held, monkeypatch) -> None:
    def broken(_content):
        raise ZeroDivisionError

    monkeypatch.setattr(conversion, "tree_digest", broken)
    assert told(held["json"], JSON, ()) == ["the output cannot be read: ZeroDivisionError"]
    with pytest.raises(AdapterFailure):
        digests_of(held["json"])
