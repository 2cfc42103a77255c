"""Which mutants are made of a toy module, that one change is all they have, and who is caught."""

from __future__ import annotations

import ast
from pathlib import Path

import judging
import pytest
from judging import Caught, Judge
from mutations import Mutant, python_mutants
from products import Python

from aeo_exchange.conformance.adapters.own.product import answer
from aeo_exchange.conformance.suite.cases import load_suite
from rows import for_each_row

ROOT = Path(__file__).parents[2]


def plain(source: str) -> str:
    """Return a source as the mutator prints one."""
    return ast.unparse(ast.parse(source))


def mutants_of(source: str) -> list[Mutant]:
    return [draft.make() for draft in python_mutants("toy.py", source)]


@for_each_row(
    ("source", "expected"),
    [
        ("a < b", {"a <= b"}),
        ("a >= b", {"a > b"}),
        ("a == b", {"a != b"}),
        ("a in b", {"a not in b"}),
        ("a is not b", {"a is b"}),
        ("a and b", {"a or b", "a", "b"}),
        ("a or b or c", {"a and b and c", "b or c", "a or c", "a or b"}),
        ("not a", {"a"}),
        ("a if b else c", {"c if b else a"}),
        ("a + b", {"a - b"}),
        ("a | b", {"a & b"}),
        ("7", {"8", "6"}),
        ("True", {"False"}),
        ("a[0]", {"a[-1]", "a[1]"}),
        ("a[-1]", {"a[-2]", "a[-0]"}),
        ("[a, b]", {"[b]", "[a]"}),
        ("{a: b, c: d}", {"{c: d}", "{a: b}"}),
        ("min(a, b)", {"max(a, b)"}),
        ("any(a)", {"all(a)"}),
        ("sorted(a, key=b)", {"list(a)"}),
        ("reversed(a)", {"a"}),
        ("a.startswith(b)", {"a.endswith(b)"}),
        ("f(a, b)", {"f(b, a)"}),
        ("f(a, a)", set()),
        ("[a for a in b if c if d]", {"[a for a in b if d]"}),
    ],
)
def test_an_expression_is_changed_in_each_way_of_its_kind(source, expected):
    made = {mutant.source for mutant in mutants_of(f"x = {source}")}
    assert made == {plain(f"x = {text}") for text in expected}


@for_each_row(
    ("source", "expected"),
    [
        ("if a:\n f()", {"if not a:\n f()", "if False:\n f()", "if True:\n f()", "if a:\n pass"}),
        ("def f():\n return a", {"def f():\n pass"}),
        ("raise a", {"pass"}),
        ("a.b = c", {"pass"}),
        ("a += b", {"pass"}),
        ("for a in b:\n continue", {"for a in b:\n pass"}),
    ],
)
def test_a_statement_is_turned_or_dropped(source, expected):
    assert {mutant.source for mutant in mutants_of(source)} == {plain(text) for text in expected}


@for_each_row(
    "source",
    [
        '"""A docstring."""',
        "from a import b",
        "__all__ = ['a', 'b']",
        "if TYPE_CHECKING:\n from a import b",
        "def f(a: b | c) -> d | e:\n pass",
        "x = f'{a + 1}'",
        "Tree: TypeAlias = a | b",
        "Name = NewType('Name', str)",
        "Check = Callable[[a, b], c]",
        "class A(B, frozen=True):\n pass",
        "x = zip(a, strict=True)",
        "x = f(hint=a + 1)",
        "x = rule('CODE', 'A sentence.')",
        "class A:\n FAX = 'fax', 'By fax.'",
        "def _words(a):\n return a + 1\nx = f(hint=_words(b))",
        "x = f'{_words(b)}'\ndef _words(a):\n return _more(a) + 1\ndef _more(a):\n return a + 1",
        "n = a + 1\nx = f'{n}'",
    ],
)
def test_no_mutant_is_made_of_words_types_and_thrift(source):
    assert not mutants_of(source)


def test_what_words_and_answers_use_is_changed():
    source = "def _words(a):\n return a + 1\nx = f(hint=_words(b))\ny = _words(c)"
    assert {mutant.line for mutant in mutants_of(source)} == {2}


def test_a_public_function_is_changed_though_its_module_uses_it_for_words_alone():
    assert mutants_of("def words(a):\n return a + 1\nx = f'{words(b)}'")


def test_each_mutant_has_one_change_and_names_its_line():
    source = "a = b < c\nd = e and f\nreturned = g(h, i)\n"
    lines = plain(source).splitlines()
    for mutant in mutants_of(source):
        changed = mutant.source.splitlines()
        differ = [
            at for at, (old, new) in enumerate(zip(lines, changed, strict=True)) if old != new
        ]
        assert differ == [mutant.line - 1]
        assert mutant.lines == (mutant.line, mutant.line)


class _Own:
    """Our implementation in this process; `verdict` is said whatever it found."""

    def __init__(self, verdict: str = "") -> None:
        self._verdict = verdict
        self.asked: list[str] = []

    def ask(self, message: dict[str, object]) -> bytes:
        said = answer(message)
        if "operation" in message:
            self.asked.append(str(message["operation"]))
            if self._verdict:
                said = {**said, "verdict": self._verdict, "findings": []}
        return judging.msgspec.json.encode(said)


CASES = ("AEO-LIF-01.n01", "AEO-LIF-01.p01", "AEO-LIF-04.n01")


@pytest.fixture(scope="module")
def suite():
    return load_suite()


@pytest.fixture(scope="module")
def questions(suite):
    """Return the questions of three cases: all cases would take minutes."""
    return [case for case in judging._asked_once(suite) if case[0].case.id in CASES]  # noqa: SLF001


@pytest.fixture
def judge(monkeypatch, suite, questions):
    """Return a judge of three cases that our implementation passes."""
    monkeypatch.setattr(judging, "_asked_once", lambda _: list(questions))
    judge = Judge(suite, 1)
    assert judge.set_aside(_Own()) == []
    return judge


def test_a_product_without_a_fault_passes_every_case(judge):
    product = _Own()
    assert judge.caught(product) is None
    assert len(product.asked) >= len(CASES)


def test_a_product_that_is_wrong_is_caught_by_the_case_that_it_fails(judge):
    assert judge.caught(_Own("NOT_VALID")).case == "AEO-LIF-01.p01"
    assert judge.caught(_Own("VALID")).case in {"AEO-LIF-01.n01", "AEO-LIF-04.n01"}


def test_a_case_that_does_not_come_by_is_not_asked(judge):
    product = _Own("VALID")
    assert judge.caught(product, frozenset({"AEO-LIF-01.p01"})) is None
    assert judge.caught(product, frozenset()) is None


@pytest.mark.long
def test_a_fork_of_our_implementation_has_the_change_and_the_next_has_not(judge):
    path = "src/aeo_exchange/rules/lifecycle.py"
    source = (ROOT / path).read_text("utf-8").replace("AEO-LIF-04", "AEO-LIF-99")
    products = Python()
    try:
        with products.changed(Mutant(path, 1, "", source, (1, 1))) as product:
            caught = judge.caught(product)
        with products.changed(None) as product:
            untouched = judge.caught(product)
    finally:
        products.close()
    assert isinstance(caught, Caught)
    assert untouched is None


def test_a_mutant_is_made_once_though_two_changes_give_it():
    assert [mutant.source for mutant in mutants_of("x = [a, a]")] == ["x = [a]"]
