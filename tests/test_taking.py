"""Each public function takes its types alone, and refuses what is none by name."""

from __future__ import annotations

import inspect
import io
import itertools
import pickle
from collections.abc import Iterator

import pytest

import aeo_exchange as aeo
from aeo_exchange import AeoError, InvalidInstant, NotContent, Verifier, WrongType
from rows import for_each_row

AT = "2026-11-01T00:00:00Z"
BAD = (None, 5, "x", object())
CALLED = {
    name: value
    for name in aeo.__all__
    if callable(value := getattr(aeo, name))
    and not (inspect.isclass(value) and issubclass(value, Exception))
}
# Members of closed lists, what is only a type, and what Python itself makes.
LISTS = {"CheckName", "Envelope", "Format", "Measure", "Outcome", "Proof", "Severity", "SigningKey",
         "SizeClass", "Standing", "StatusReason", "Store", "Verdict", "Instant", "Objection",
         "Places"}  # fmt: skip


def calls(function, bad: object) -> Iterator[tuple[list[object], dict[str, object]]]:
    """Yield arguments of which all that must be given are bad, and one more that may be."""
    named = list(inspect.signature(function).parameters.values())
    needed = [parameter for parameter in named if parameter.default is parameter.empty]
    given = {
        parameter.name: bad for parameter in needed if parameter.kind is parameter.KEYWORD_ONLY
    }
    args = [bad for parameter in needed if parameter.kind is parameter.POSITIONAL_OR_KEYWORD]
    others = [parameter.name for parameter in named if parameter.default is not parameter.empty]
    yield args, given
    yield from ((args, {**given, other: bad}) for other in others)


@for_each_row("bad", BAD, ids=lambda bad: type(bad).__name__)
@for_each_row("name", sorted(CALLED.keys() - LISTS))
def test_what_is_no_type_of_a_function_is_refused_by_an_error_of_ours(name, bad):
    for args, kwargs in calls(CALLED[name], bad):
        try:
            answer = CALLED[name](*args, **kwargs)
            list(itertools.islice(answer, 3) if isinstance(answer, Iterator) else ())
        except AeoError:
            continue
        except FileNotFoundError:
            if bad != "x":  # which is a path
                raise


def test_the_refusal_names_the_argument_and_what_it_takes():
    refused = {
        "record is an AeoRecord, not None": lambda: aeo.digest(None),
        "record is an AeoRecord, not a str": lambda: aeo.status_at("x", at=AT),
        "code is a str, not None": lambda: aeo.check_identifier(None, "1"),
        "code is a str, not an int": lambda: aeo.make_tin(1, 2),
        "content is a bytes, not a str": lambda: aeo.present("x", ()),
        "names is several, each a str, not a str": lambda: aeo.present(b"x", "sub"),
        "revisions is several, each an AeoRecord, not a list": lambda: aeo.status_by([5], at=AT),
        "stream is a file opened for writing bytes, not a str": lambda: aeo.convert(
            b"{}", "xml", "path.xml"
        ),
        "stream is a file opened for writing bytes, not a StringIO": lambda: aeo.convert(
            b"{}", "xml", io.StringIO()
        ),
        "expect_tin is a str or None, not an int": lambda: Verifier().verify(b"x", expect_tin=5),
    }
    for said, call in refused.items():
        with pytest.raises(WrongType) as told:
            call()
        assert isinstance(told.value, TypeError)
        assert said in str(told.value)


def test_content_and_instants_are_refused_by_their_readers_who_say_more():
    with pytest.raises(NotContent):
        aeo.read_record(None)
    with pytest.raises(NotContent):
        Verifier().verify(123)
    with pytest.raises(InvalidInstant):
        aeo.instant(5)
    with pytest.raises(InvalidInstant):
        aeo.Context(at=5)


def test_functions_of_the_face_travel_to_other_processes():
    for value in CALLED.values():
        if inspect.isfunction(value):
            assert pickle.loads(pickle.dumps(value)) is value  # noqa: S301 our own
