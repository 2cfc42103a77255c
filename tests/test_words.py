"""A name has one meaning, and a variable the noun of what it holds, never `each` or `found`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

import pytest

import aeo_exchange

PACKAGE = Path(aeo_exchange.__file__).parent
TOOLS = Path(__file__).parents[1] / "tools"
TESTS = Path(__file__).parent
# Lists that are read as a whole: the definition, its texts and codes, errors, rules, the face.
LONG = {
    "__init__.py",
    "errors.py",
    "model/codes.py",
    "model/record.py",
    "model/texts.py",
    "rules/attestations.py",
}
MOST_LINES = 300
# A noun that ends as a plural does, behind a number; `is`, `was` and `has` are no nouns.
PLURAL = re.compile(r" (?:more )?(?P<noun>(?!(?:is|was|has|as)\b)[a-z]+s)\b")
EMPTY = frozenset({"each", "found"})
# Where an empty word may be bound: no other word stands behind it, as in prose, and no call.
BOUND = re.compile(rf"\b({'|'.join(EMPTY)})\b(?=\s*(?:[^\s\w.(\[]|in\b|if\b|as\b|$))")
PROSE = re.compile(r'"""[\s\S]*?"""|^ *#.*$', re.MULTILINE)
CLASS = re.compile(r"^ *class (\w+)", re.MULTILINE)
FUNCTION = re.compile(r"^def ([^\W_]\w*)", re.MULTILINE)


def without_prose(source: str) -> str:
    """Return a program without its docstrings, and without its lines of comment."""
    return PROSE.sub("", source)


@cache
def programs(folder: Path) -> dict[Path, str]:
    """Return the programs of a folder by their files, without prose.

    Whoever needs the tree of one looks first whether its text can have what is looked for: to
    parse all takes seconds.
    """
    files = sorted(folder.rglob("*.py"))
    return {module: without_prose(module.read_text("utf-8")) for module in files}


def trees(folder: Path, having: str | re.Pattern[str]) -> Iterator[tuple[Path, ast.Module]]:
    """Yield the trees of those programs of a folder in whose text a pattern stands."""
    for module, source in programs(folder).items():
        if re.search(having, source):
            yield module.relative_to(folder), ast.parse(module.read_text("utf-8"))


def variables(program: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield the names that a program binds, with their lines."""
    for node in ast.walk(program):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name, node.lineno
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest, node.lineno


@pytest.mark.parametrize("folder", [PACKAGE, TOOLS, TESTS], ids=["package", "tools", "tests"])
def test_no_variable_is_named_by_an_empty_word(folder: Path) -> None:
    empty = [
        f"{module}:{line}: {name}"
        for module, program in trees(folder, BOUND)
        for name, line in variables(program)
        if name in EMPTY
    ]
    assert empty == []


def test_an_empty_word_is_seen_wherever_a_name_is_bound() -> None:
    source = (
        "for each in a: pass\n[each for i, each in b]\nlambda each: 1\ndef f(*, each): each = 1\n"
        "with a as found: pass\nb if (found := a) else 1\nclass A:\n    found: int = 1\n"
        "try: pass\nexcept E as found: pass\n"
        "match a:\n    case [*found]: pass\n    case {**found}: pass\n    case 1 as found: pass"
    )
    seen = sorted(line for name, line in variables(ast.parse(source)) if name in EMPTY)
    assert seen == [1, 2, 3, 4, 4, 5, 6, 8, 10, 12, 13, 14]
    lines = source.splitlines()
    assert all(BOUND.search(lines[line - 1]) for line in seen)


def test_prose_is_no_program_and_all_else_stays() -> None:
    source = '"""A class\n\nclass A: ...\n"""\n# class B\nclass C:\n    """D."""\n    e = "# f"\n'
    assert without_prose(source).split() == ["class", "C:", "e", "=", '"#', 'f"']


def homes_of(names: re.Pattern[str]) -> dict[str, list[str]]:
    """Return those names of the package that stand in several places, with these."""
    homes: dict[str, list[str]] = {}
    for module, source in programs(PACKAGE).items():
        for name in names.findall(source):
            homes.setdefault(name, []).append(str(module.relative_to(PACKAGE)))
    return {name: places for name, places in homes.items() if len(places) > 1}


def test_a_class_name_has_one_meaning_in_the_package() -> None:
    assert homes_of(CLASS) == {}


def test_a_class_is_seen_wherever_it_stands_and_a_public_function_of_a_module() -> None:
    source = "class A: ...\ndef f():\n    class B(A):\n        class C:\n            def g(): ..."
    assert CLASS.findall(source) == ["A", "B", "C"]
    assert FUNCTION.findall(f"def _h(): ...\n{source}") == ["f"]


def is_number(value: ast.FormattedValue) -> bool:
    """Say whether a text counts something: a length, or a number with thousands apart.

    A limit of the program is always many.
    """
    counted = ast.unparse(value.value)
    if counted.removeprefix("len(").removesuffix(")").isupper():
        return False
    is_length = isinstance(value.value, ast.Call) and counted.startswith("len(")
    form = value.format_spec.values if isinstance(value.format_spec, ast.JoinedStr) else []
    return is_length or [part.value for part in form if isinstance(part, ast.Constant)] == [","]


def fixed_plurals(program: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield each noun that is plural whatever number stands before it, with its line."""
    texts = (node.values for node in ast.walk(program) if isinstance(node, ast.JoinedStr))
    for number, behind in chain.from_iterable(map(pairwise, texts)):
        if isinstance(number, ast.FormattedValue) and is_number(number):
            noun = PLURAL.match(str(behind.value)) if isinstance(behind, ast.Constant) else None
            if noun:
                yield behind.lineno, noun["noun"]


def test_a_number_has_its_noun_from_how_many() -> None:
    fixed = [
        f"{module}:{line}: {noun}"
        for module, program in trees(PACKAGE, r"{len\(|:,}")
        for line, noun in fixed_plurals(program)
        if "judge" not in module.parts
    ]
    assert fixed == []


def test_a_fixed_plural_is_seen_after_a_length_and_after_a_number_with_thousands_apart() -> None:
    source = (
        'f"{len(a)} rows"\nf"{a:,} more rows"\nf"{a:,} to {a:,} bytes"\n'
        "f\"{a} rows {a:,} is {len(a)} {b}s {a:,}s {how_many(a, 'row')} rows\""
    )
    assert list(fixed_plurals(ast.parse(source))) == [(1, "rows"), (2, "rows"), (3, "bytes")]


# Names of functions that mean one thing in each of their modules.
SHARED = {
    "main": "a program is started by it",
    "upgrade": "what Alembic calls in each migration",
    "command": "what a module of cli is, by which COMMANDS loads it",
    **dict.fromkeys(
        ("as_text", "as_json", "as_ndjson", "as_html", "as_junit", "as_markdown"),
        "writes what its module is given in that form",
    ),
    **dict.fromkeys(
        ("require", "read_sd_jwt", "read_signature"),
        "the judge of the suite does the same by itself (docs/decisions/0031)",
    ),
}


def test_a_public_function_name_has_one_meaning_in_the_package() -> None:
    several = homes_of(FUNCTION)
    assert {name: several[name] for name in several.keys() - SHARED.keys()} == {}
    assert SHARED.keys() - several.keys() == set()


def test_a_module_is_short_or_one_list() -> None:
    long = {
        str(module.relative_to(PACKAGE))
        for module in PACKAGE.rglob("*.py")
        if len(module.read_text("utf-8").splitlines()) > MOST_LINES
    }
    assert long == LONG


# A body so long, in letters, is no accident: a call or two are shorter.
LEAST = 150
# The same words about another tree, or about lists of another day, which their modules have.
OTHERWISE = frozenset({"handover", "strangers", "with_strangers"})
BODY = re.compile(
    r"^def (?P<name>\w+)\([\s\S]*?\)(?: -> .+)?:\n(?P<body>(?:(?: {4}.*)?\n)+)", re.MULTILINE
)


def bodies(source: str) -> Iterator[tuple[str, str]]:
    """Yield the functions of a module by name, with all that they do, without blank lines."""
    for function in BODY.finditer(source):
        lines = filter(None, map(str.rstrip, function["body"].splitlines()))
        yield function["name"], "\n".join(lines)


def test_what_several_tests_need_stands_in_one_place() -> None:
    homes: dict[str, set[str]] = {}
    for module, source in programs(TESTS).items():
        for name, body in bodies(source):
            if len(body) >= LEAST and name not in OTHERWISE:
                homes.setdefault(body, set()).add(str(module.relative_to(TESTS)))
    assert [sorted(modules) for modules in homes.values() if len(modules) > 1] == []


def test_a_docstring_and_a_name_make_no_function_another() -> None:
    source = (
        'def f(a) -> int:\n    """X."""\n    return a\n\n\n'
        "def g(\n    a\n):\n\n    return a\nb = 1\n"
    )
    assert list(bodies(without_prose(source))) == [("f", "    return a"), ("g", "    return a")]
