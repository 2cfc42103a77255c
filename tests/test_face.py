"""What `import aeo_exchange` shows: names, types, sources of content, a verifier for services."""

from __future__ import annotations

import ast
import builtins
import doctest
import gzip
import inspect
import io
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType, NoneType
from typing import Annotated, get_args, get_origin

import pytest

import aeo_exchange
from aeo_exchange import Verdict, Verifier
from aeo_exchange.resources import published
from rows import for_each_row

SAMPLES = published("samples")
RECORD = SAMPLES / "story" / "06-reinstated.aeo.json"
DIGEST = "e21659f0d28e4cacc5d6a25fc5d9704edb15218e626d2d5b206ebe9b0f11db3c"
ATTESTATIONS = SAMPLES / "attestations"
AT = "2026-11-01T00:00:00Z"
PROMISED = (
    "validate",
    "convert",
    "digest",
    "read_record",
    "read_records",
    "status_at",
    "sign",
    "present",
    "verify",
    "Verifier",
    "check_identifier",
    "make_tin",
    "classify",
    "Report",
    "Finding",
    "Severity",
    "Verdict",
    "AeoRecord",
    "AeoError",
    "SigningKey",
    "SoftwareKey",
    "VerificationKey",
    "read_private_key",
    "Root",
    "read_root",
)
# What a signature may name besides: the language, its library, and what msgspec and keys need.
NOT_OURS = frozenset(
    {
        "Any",
        "AbstractContextManager",
        "BinaryIO",
        "Callable",
        "Decimal",
        "Iterable",
        "Iterator",
        "Mapping",
        "Self",
        "Sequence",
        "UnsetType",
        "Certificate",
        "Path",
        "date",
        "datetime",
        "ec",
        "os",
        "x509",
    }
)


def run(program: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def source() -> ast.Module:
    return ast.parse(Path(aeo_exchange.__file__).read_text(encoding="utf-8"))


def test_the_face_has_what_was_promised():
    assert set(PROMISED) <= set(aeo_exchange.__all__)
    assert aeo_exchange.__all__ == sorted(aeo_exchange.__all__)


def test_what_type_checkers_see_is_what_programs_get():
    block = next(statement for statement in source().body if isinstance(statement, ast.If))
    homes = {
        alias.name: statement.module
        for statement in block.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    assert homes == aeo_exchange._HOME_OF  # noqa: SLF001 the table behind the names
    assert sorted(homes) == aeo_exchange.__all__


def test_a_public_name_is_found_and_is_no_module():
    for name in aeo_exchange.__all__:
        value = getattr(aeo_exchange, name)
        assert not isinstance(value, ModuleType), name
        if inspect.isclass(value) or inspect.isroutine(value):
            assert value.__name__ == name
        assert inspect.getdoc(value) or not inspect.isroutine(value), name


@pytest.mark.long
def test_dir_and_help_show_the_names():
    assert set(aeo_exchange.__all__) <= set(dir(aeo_exchange))
    assert not [name for name in dir(aeo_exchange) if name.startswith("_HOME")]
    program = "import aeo_exchange; help(aeo_exchange)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    for name in ("verify(", "class Verifier", "read_record("):
        assert name in done.stdout


def test_importing_loads_nothing_else():
    program = (
        "import sys, aeo_exchange\n"
        "print([name for name in sys.modules if name.startswith('aeo_exchange.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.long
@pytest.mark.parametrize("order", [PROMISED, PROMISED[::-1]], ids=["forth", "back"])
def test_a_verb_is_its_function_in_every_order_of_imports(order):
    program = "import aeo_exchange\n" + "\n".join(
        f"assert aeo_exchange.{name}.__name__ == {name!r}" for name in order
    )
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)


def test_a_name_that_is_none_is_missing_as_from_any_module():
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = aeo_exchange.nothing_of_the_kind


def test_the_example_in_the_docstring_is_true(monkeypatch):
    monkeypatch.chdir(SAMPLES.parent)
    assert doctest.testmod(aeo_exchange).failed == 0


def signatures():
    """Yield each function of the face, and each public method of its classes, by name."""
    for name in aeo_exchange.__all__:
        value = getattr(aeo_exchange, name)
        if inspect.isroutine(value):
            yield name, value
        for member, method in vars(value).items() if inspect.isclass(value) else ():
            if member.startswith("_") and member not in {"__init__", "__call__"}:
                continue
            function = getattr(method, "__func__", None) or getattr(method, "fget", None) or method
            if inspect.isfunction(function):
                yield f"{name}.{member}", function


def names_in(annotation: object) -> Iterator[str]:
    """Yield the names in an annotation: a text, or in modules of fast structs a type."""
    if isinstance(annotation, str):
        parts = ast.walk(ast.parse(annotation, mode="eval"))
        yield from (part.id for part in parts if isinstance(part, ast.Name))
    elif get_origin(annotation) is Annotated:
        yield from names_in(get_args(annotation)[0])
    elif get_args(annotation):
        for part in get_args(annotation):
            yield from names_in(part)
    elif isinstance(annotation, type) and annotation is not NoneType:
        yield annotation.__name__


def test_every_type_that_a_signature_names_is_on_the_face():
    known = {*aeo_exchange.__all__, *NOT_OURS, *vars(builtins)}
    unknown = {
        (name, named)
        for name, function in signatures()
        for annotation in function.__annotations__.values()
        for named in names_in(annotation)
        if named not in known
    }
    assert not unknown


def test_every_function_says_what_it_raises():
    functions = [name for name in aeo_exchange.__all__ if inspect.isroutine(public(name))]
    assert functions
    assert [name for name in functions if "raise" not in inspect.getdoc(public(name)).lower()] == []


def public(name: str) -> object:
    return getattr(aeo_exchange, name)


def pipe() -> io.BufferedReader:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as stream:
        stream.write(RECORD.read_bytes())
    return os.fdopen(reading, "rb")


def packed(folder: Path) -> gzip.GzipFile:
    file = folder / "record.gz"
    file.write_bytes(gzip.compress(RECORD.read_bytes()))
    return gzip.open(file)


def behind_something(folder: Path) -> io.BufferedReader:
    file = folder / "behind"
    file.write_bytes(b"something else\n" + RECORD.read_bytes())
    stream = file.open("rb")
    stream.readline()
    return stream


SOURCES = {
    "bytes": lambda _folder: RECORD.read_bytes(),
    "bytearray": lambda _folder: bytearray(RECORD.read_bytes()),
    "str": lambda _folder: str(RECORD),
    "path": lambda _folder: RECORD,
    "file": lambda _folder: RECORD.open("rb"),
    "unbuffered file": lambda _folder: RECORD.open("rb", buffering=0),
    "file from where it stands": behind_something,
    "file in memory": lambda _folder: io.BytesIO(RECORD.read_bytes()),
    "pipe": lambda _folder: pipe(),
    "file that unpacks": packed,
}


@pytest.fixture(params=SOURCES)
def given(request, tmp_path):
    """One thing of each kind that a program can hand over."""
    handed_over = SOURCES[request.param](tmp_path)
    yield handed_over
    if hasattr(handed_over, "close"):
        handed_over.close()


def test_a_record_is_read_from_bytes_a_path_or_an_open_file(given):
    assert aeo_exchange.digest(aeo_exchange.read_record(given)) == DIGEST


def test_findings_have_their_place_whatever_was_handed_over(given):
    (report,) = aeo_exchange.validate(given, at="2000-01-01T00:00:00Z")
    assert report.findings
    assert all(finding.line for finding in report.findings)


@for_each_row(
    ("given", "said"),
    [
        (None, "a NoneType"),
        (3, "an int"),
        ({}, "a dict"),
        ('{"specVersion": "1.0"}', "looks like the text itself"),
        (" <AeoRecord/>", "looks like the text itself"),
        (io.StringIO("{}"), "opened as text"),
    ],
)
def test_anything_else_is_refused_by_name(given, said):
    for verb in (
        aeo_exchange.read_record,
        lambda content: list(aeo_exchange.read_records(content)),
    ):
        with pytest.raises(aeo_exchange.NotContent, match=said) as refusal:
            verb(given)
        assert isinstance(refusal.value, TypeError)
        assert "path" in refusal.value.advice


def test_a_closed_file_is_refused_by_name(tmp_path):
    with (tmp_path / "R.json").open("wb") as closed:
        pass
    with pytest.raises(aeo_exchange.NotContent, match="closed"):
        list(aeo_exchange.validate(closed))


@pytest.mark.parametrize("name", ["a\0b", "\ud800", Path("a\0b")])
def test_what_no_system_takes_as_a_path_is_refused(name):
    with pytest.raises(aeo_exchange.NotContent, match="cannot be a path"):
        list(aeo_exchange.validate(name))


def test_a_path_may_have_bytes_that_are_no_utf_8(tmp_path):
    name = os.fsdecode(b"\xff.json")
    (tmp_path / name).write_bytes(b"{}")
    (report,) = aeo_exchange.validate(tmp_path / name)
    assert report.verdict is Verdict.NOT_VALID


@pytest.mark.parametrize("nothing", [[], iter(())])
def test_no_attestation_is_no_end_of_somebodys_loop(nothing):
    with pytest.raises(aeo_exchange.NotContent, match="no content was given"):
        verifier().verify(nothing)


@pytest.mark.skipif(os.name != "posix", reason="there are no such files elsewhere")
@pytest.mark.parametrize("name", ["/dev/full", "/dev/null", "pipe"])
def test_a_device_or_a_pipe_is_no_place_to_keep_anything(tmp_path, name):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="is not a file that can be kept"):
        verifier(memory=tmp_path / name)


def test_a_store_takes_a_path_as_text(tmp_path):
    store = aeo_exchange.FileStore(str(tmp_path / "kept.json"))
    with store.locked():
        store.write(b"1")
    assert store.read() == b"1"


def test_several_are_validated_in_their_order():
    with RECORD.open("rb") as file:
        reports = list(aeo_exchange.validate([RECORD, b"{}", file], at=AT))
    assert [report.source for report in reports] == [str(RECORD), "content", str(RECORD)]
    assert [report.verdict for report in reports] == [
        Verdict.VALID,
        Verdict.NOT_VALID,
        Verdict.VALID,
    ]


def test_what_cannot_be_converted_is_never_lost_unseen():
    with pytest.raises(aeo_exchange.InvalidRecord):
        aeo_exchange.convert([RECORD, b"{}"], "xml", io.BytesIO())
    refused = []
    stream = io.BytesIO()
    assert aeo_exchange.convert([b"{}", RECORD], "xml", stream, refused.append) == 1
    assert len(refused) == 1
    assert aeo_exchange.digest(aeo_exchange.read_record(stream.getvalue())) == DIGEST


def test_a_format_that_is_none_is_named():
    with pytest.raises(aeo_exchange.WrongChoice, match="json, ndjson, xml"):
        aeo_exchange.convert(RECORD, "no-such-format", io.BytesIO())


def test_a_status_without_a_day_of_knowledge_rests_on_the_revision_at_hand():
    record = aeo_exchange.read_record(RECORD)
    day = "2025-04-01T00:00:00Z"
    assert aeo_exchange.status_at(record, at=day).status is aeo_exchange.Standing.SUSPENDED
    unknown = aeo_exchange.status_at(record, at=day, known_at="2018-01-01T00:00:00Z")
    assert unknown.status is aeo_exchange.Standing.UNDETERMINED


def verifier(**changes) -> Verifier:
    return Verifier(
        **{
            "trust": ATTESTATIONS / "trust-list.jwt",
            "roots": ATTESTATIONS / "root.cert.pem",
            "status": ATTESTATIONS / "status-list.jwt",
            "test_keys": True,
            **changes,
        }
    )


TOKEN = ATTESTATIONS / "lamp-works.presented.aeo.sdjwt"


def test_a_verifier_answers():
    answer = verifier().verify(TOKEN, at=AT)
    assert answer.verdict is Verdict.VALID
    assert answer.claims["iss"] == "HK"


def test_without_what_it_rests_on_it_cannot_tell():
    for lacking in ("trust", "roots", "status"):
        answer = verifier(**{lacking: ()}).verify(TOKEN, at=AT)
        assert answer.verdict is Verdict.UNDETERMINED, lacking


def test_verify_is_a_verifier_asked_once():
    with (ATTESTATIONS / "status-list.jwt").open("rb") as status:
        answer = aeo_exchange.verify(
            TOKEN.read_bytes(),
            trust=[ATTESTATIONS / "trust-list.jwt"],
            roots=aeo_exchange.read_root((ATTESTATIONS / "root.cert.pem").read_bytes()),
            status=status,
            at=AT,
            test_keys=True,
        )
    assert answer.verdict is Verdict.VALID


def test_two_attestations_are_asked_about_one_by_one():
    two = TOKEN.read_bytes().strip() + b"\n" + TOKEN.read_bytes()
    with pytest.raises(aeo_exchange.SeveralAttestations, match="several"):
        verifier().verify(two, at=AT)
    assert len(list(verifier().verify_each(two, at=AT))) == 2


def test_what_is_no_attestation_and_what_cannot_be_opened_is_undetermined(tmp_path):
    for content in (b"", b"Dear sirs,", tmp_path / "missing"):
        assert verifier().verify(content, at=AT).verdict is Verdict.UNDETERMINED


def test_a_newer_status_list_is_taken_in_place_of_the_old():
    held = verifier(status=())
    assert held.verify(TOKEN, at=AT).verdict is Verdict.UNDETERMINED
    held.refresh(status=ATTESTATIONS / "status-list.jwt")
    assert held.verify(TOKEN, at=AT).verdict is Verdict.VALID


def test_evidence_that_cannot_be_read_leaves_the_verifier_as_it_was(tmp_path):
    held = verifier()
    with pytest.raises(FileNotFoundError):
        held.refresh(trust=tmp_path / "missing")
    assert held.verify(TOKEN, at=AT).verdict is Verdict.VALID


class Row:
    """A memory that is not a file, as a database would keep it."""

    name = "row 1"

    def __init__(self) -> None:
        self.content: bytes | None = None
        self.writes = 0
        self._lock = threading.Lock()

    def read(self) -> bytes | None:
        return self.content

    def locked(self) -> threading.Lock:
        return self._lock

    def write(self, content: bytes) -> None:
        assert self._lock.locked()
        self.content = content
        self.writes += 1


def test_a_memory_can_be_anything_that_keeps_bytes():
    row = Row()
    assert verifier(memory=row).verify(TOKEN, at=AT).verdict is Verdict.VALID
    assert b"HK" in row.content
    writes = row.writes
    later = verifier(memory=row)
    assert later.verify(TOKEN, at=AT).verdict is Verdict.VALID
    assert row.writes == writes  # nothing new


def test_what_one_verifier_used_the_next_one_knows(tmp_path):
    memory = tmp_path / "seen.json"
    newer = verifier(memory=memory, status=ATTESTATIONS / "status-list.later.jwt")
    newer.verify(TOKEN, at="2026-11-05T00:00:00Z")
    older = verifier(memory=memory).verify(TOKEN, at=AT)
    assert older.check("status").code == "AEO-STA-05"


def test_threads_share_a_verifier(tmp_path):
    held = verifier(memory=tmp_path / "seen.json")
    expected = held.verify(TOKEN, at=AT)
    contents = [TOKEN.read_bytes(), b"Dear sirs,"] * 40

    def ask(content: bytes) -> Verdict:
        return held.verify(content, at=AT).verdict

    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(ask, contents))
    assert verdicts == [expected.verdict, Verdict.UNDETERMINED] * 40


@for_each_row(
    ("figures", "said"),
    [
        ({"persons": 4}, "headcount"),
        ({"headcount": 4.5}, "not an exact figure"),
        ({"headcount": True}, "not an exact figure"),
        ({"headcount": -1}, "not an exact figure"),
        ({"headcount": "NaN"}, "not an exact figure"),
        ({"turnover": ("many", "EUR")}, "not an exact figure"),
    ],
)
def test_a_figure_that_is_none_is_named(figures, said):
    with pytest.raises(aeo_exchange.WrongChoice, match=said):
        aeo_exchange.classify("EU-2003-361", figures, at="2026-11-01")


def test_a_firm_is_classified_by_plain_figures():
    figures = {"headcount": 42, "turnover": [(9_500_000, "EUR"), ("8000000", "GBP")]}
    for day in ("2026-11-01", AT):
        answer = aeo_exchange.classify("EU-2003-361", figures, at=day)
        assert answer.size_class is aeo_exchange.SizeClass.SMALL
    with pytest.raises(aeo_exchange.WrongChoice, match="EU-2003-361"):
        aeo_exchange.classify("EU-2003", figures, at="2026-11-01")
    for day in ("2026-02-30", "yesterday", 3, None):
        with pytest.raises(aeo_exchange.InvalidInstant):
            aeo_exchange.classify("EU-2003-361", figures, at=day)
