"""Who follows CONTRIBUTING.md to add a rule has one that bites, and every place named is there."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ADDING = PAGE.partition("**A rule**")[2].partition("The level is MUST")[0]
CODE = "AEO-LIF-99"
SYNTAXES = ("json", "xml")
TEXT, CASES, RULE, NODE = (
    textwrap.dedent(block)
    for block in re.findall(r"^   ```\n(.*?)^   ```", ADDING, re.MULTILINE | re.DOTALL)
)
DEFINITIONS = "tools/cases/definitions/lif.py"
PART = "docs/spec/2-record.md"
MODULE = "src/aeo_exchange/rules/suspensions.py"
RULES_OF_NODE = "packages/verifier/src/record/rules.mjs"
PRINTED_BY_RULE = ["docs/rules.md", "conformance/cases/", "conformance/suite.json"]
# Writes the new cases, validates each input, and prints what was found beside what was expected.
ASK = f"""
import json, sys
from pathlib import Path
from aeo_exchange import validate
from definitions import lif
from making import case_files

told = {{}}
for case in (known for known in lif.CASES if known.rule == "{CODE}"):
    files = dict(case_files(case))
    wanted = json.loads(files.pop(f"{{case.folder}}/case.json"))["expect"]
    for name, content in files.items():
        (report,) = validate(content, at=case.at)
        found = [(finding.code, str(finding.severity), finding.path) for finding in report.findings]
        must = [(row["code"], row["severity"], row["path"]) for row in wanted["findings"]]
        told[name] = [report.verdict == wanted["verdict"], found, must]
print(json.dumps(told))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of what a rule touches in Python and text, and links to the rest.

    Compiled modules come along: those of files that are changed count no more.
    """
    for name in ("src", "tools/cases", "docs/spec"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("schemas", "samples", "conformance"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def follow(copy: Path, *, rule: str = RULE) -> None:
    """Do what the page says."""
    definitions, module, part = (copy / name for name in (DEFINITIONS, MODULE, PART))
    cases = definitions.read_text("utf-8").rstrip()
    assert cases.endswith("\n)")
    definitions.write_text(f"{cases[:-1]}{CASES})\n", "utf-8")
    module.write_text(f"{module.read_text('utf-8')}\n\n{rule}", "utf-8")
    text = part.read_text("utf-8")
    start = text.index("**REC-6-4**")
    end = text.index("\n", start)
    part.write_text(f"{text[:end]} {TEXT.strip()}{text[end:]}", "utf-8")


def ask(copy: Path) -> dict[str, list]:
    paths = (copy / "src", copy / "tools" / "cases")
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        capture_output=True,
        text=True,
        cwd=copy,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_rule_of_the_page_bites_in_each_syntax_and_only_where_it_should(copy: Path) -> None:
    follow(copy)
    told = ask(copy)
    assert {name.partition("/")[2] for name in told} == {
        f"{CODE}.{case}/input.{syntax}" for case in ("p01", "n01", "n02") for syntax in SYNTAXES
    }
    for name, (is_verdict, codes, must) in told.items():
        assert is_verdict, name
        assert codes == must, name
    assert sum(bool(codes) for _, codes, _ in told.values()) == 2 * len(SYNTAXES)


def test_without_its_check_the_cases_of_the_page_are_red(copy: Path) -> None:
    follow(copy, rule=RULE.replace("is UNSET:", "is UNSET and not event.seq:"))
    assert [name for name, (_, codes, must) in ask(copy).items() if codes != must]


def test_the_requirement_of_the_page_names_its_rule(copy: Path) -> None:
    follow(copy)
    text = (copy / PART).read_text("utf-8")
    requirement = next(line for line in text.splitlines() if line.startswith("**REC-6-4**"))
    assert requirement.endswith(TEXT.strip())
    assert f"({CODE})" in requirement
    assert 'clause="REC-6-4"' in RULE


def test_the_function_in_javascript_has_the_form_of_those_beside_it() -> None:
    head, *_, foot = NODE.splitlines()
    rules = (ROOT / RULES_OF_NODE).read_text("utf-8")
    assert f"  {head.replace(CODE, 'AEO-LIF-10')}\n" in rules
    assert f"  {foot}\n" in rules
    for name in re.findall(r"of (\w+)\(", NODE):
        assert re.search(rf"\b{name}\b", rules), name


def test_every_place_that_a_rule_touches_is_named_and_there() -> None:
    named = set(re.findall(r"`([\w./-]+/[\w./-]+)`", ADDING))
    places = {PART, DEFINITIONS, MODULE, RULES_OF_NODE, *PRINTED_BY_RULE}
    assert places <= named
    assert [path for path in named if not (ROOT / path).exists() and not inside(path)] == []


def inside(name: str) -> bool:
    """Say whether a place is named from the package, as `rules/parts.py` is, or a room of it."""
    package = ROOT / "src" / "aeo_exchange"
    suite = package / "conformance"
    return any((home / name).exists() for home in (package, suite, *suite.iterdir()))


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "README.md"])
def test_every_file_of_the_tree_that_a_page_for_contributors_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    if page == "README.md":
        text = text.partition("## Where things are")[2].partition("## Status")[0]
    words = {word for code in re.findall(r"`([^`\n]+)`", text) for word in code.split()}
    # A word in capitals stands for the name of what is added; build/ is what make writes.
    places = {
        word
        for word in words
        if re.fullmatch(r"[\w.-]+(/[\w.-]*)+", word)
        and not re.search(r"\b(?:CODE|NAME|TIER)\b", word)
        and not word.startswith((".", "build/"))
    }
    assert len(places) > 10
    assert [path for path in places if not (ROOT / path).exists() and not inside(path)] == []


def test_each_room_of_operations_is_named_with_what_it_says_of_itself() -> None:
    operations = ROOT / "src" / "aeo_exchange" / "operations"
    rooms = {
        (room.parent.name, ast.get_docstring(ast.parse(room.read_text("utf-8"))).partition("\n")[0])
        for room in operations.glob("*/__init__.py")
    }
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("**The rooms of operations**")[2]
    table = re.findall(
        r"^\| `operations/(\w+)/` \| (.+) \|$", text.partition("\n\n**")[0], re.MULTILINE
    )
    assert set(table) == rooms


def test_the_number_of_the_example_is_free() -> None:
    from aeo_exchange.rules import all_rules

    assert CODE not in all_rules()
