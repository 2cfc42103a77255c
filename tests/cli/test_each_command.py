"""Each command once as the system starts it: a process, its arguments, its streams, its code.

And what each command and subcommand must bring: a test, a schema of its JSON, an example of its
use, a row in the law that nothing opens a connection.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from inspect import signature
from itertools import product, takewhile
from pathlib import Path

import click
import pytest

from aeo_exchange.cli.commands import COMMANDS, group
from aeo_exchange.resources import published
from cli.conftest import Run
from running import Done

# What each is asked about a valid record on standard input, its exit code, and some of its words.
ASKED: dict[str, tuple[tuple[str, ...], int, str]] = {
    "validate": (("-", "--at=2026-11-01"), 0, "checked 1 record of 1 source: 1 valid"),
    "convert": (("-", "--to=xml"), 0, "<AeoRecord"),
    "import": (("-", "--layout=tr-list"), 3, ""),
    "export": (("-", "--layout=jp-list"), 2, ""),
    "template": (("--programme=XX-AEO",), 2, ""),
    "digest": (("-",), 0, "HK-"),
    "diff": (("-", "-"), 2, ""),
    "status": (("-", "--at=2026-11-01", "--known-at=2026-11-01T00:00:00Z"), 0, "granted"),
    "profile": (("new", "HK", "JP"), 0, "[[parties]]"),
    "view": (("-", "--profile=absent.toml", "--for=JP"), 3, ""),
    "snapshot": (("check", "absent.jwt"), 3, ""),
    "delta": (("make", "absent", "absent", "-o", "d"), 3, ""),
    "publish": (("--check=absent",), 3, ""),
    "register": (("query", "--db=absent.db"), 3, ""),
    "recognise": (("--tin=HK1", "--profile=absent.toml", "--from=-"), 3, ""),
    "answer": (("show", "absent.jwt"), 3, ""),
    "seal": (("absent.txt", "--to=absent.pem"), 3, ""),
    "open": (("absent.jwe", "--key=absent.pem"), 3, ""),
    "receipt": (("check", "absent.jwt"), 3, ""),
    "match": (("-", "--profile=absent.toml", "--from=-"), 3, ""),
    "use": (("-", "--hide-below=0"), 2, ""),
    "explain": (("AEO-SYN-01",), 0, "AEO-SYN-01"),
    "rules": (("list",), 0, "AEO-LIF-06"),
    "codes": (("list",), 0, "StatusReason"),
    "schema": (("list",), 0, "aeo-record.xsd"),
    "programmes": (("list",), 0, "HK-AEO"),
    "identifier": (("check", "LEI", "5493001KJTIIGC8Y1R12"), 0, "LEI"),
    "classify": (("--list",), 0, "EU-2003-361"),
    "key": (("show", "-"), 2, ""),
    "sign": (("-", "--key=absent.pem", "--issuer=HK"), 2, ""),
    "present": (("-",), 1, ""),
    "verify": (("-", "--no-state", "--at=2026-11-01"), 3, "UNDETERMINED"),
    "qr": (("-",), 1, ""),
    "trust": (("show", "absent.json"), 3, ""),
    "status-list": (("show", "absent.json"), 3, ""),
    "conformance": (("list", "--area=lif"), 0, "AEO-LIF-01.n01"),
    "demo": ((), 0, "error AEO-LIF-06"),
    "completion": (("bash",), 0, "_AEO_COMPLETE"),
}


def test_each_row_asked_here_is_of_a_command() -> None:
    assert [f"aeo {name}: no row in COMMANDS" for name in ASKED if name not in COMMANDS] == []


@pytest.mark.parametrize("name", ASKED)
def test_a_command_works_in_a_process_of_its_own_and_says_the_same_within_ours(
    name: str, aeo, aeo_forked, sample: str
) -> None:
    done = answered(name, aeo_forked, sample)
    within = aeo(name, *ASKED[name][0], stdin=sample)
    for said in ("returncode", "stdout", "stderr"):
        assert getattr(within, said) == getattr(done, said)


@pytest.mark.parametrize("name", ASKED)
def test_a_command_works_in_a_process_that_begins_with_it(
    name: str, aeo_process, sample: str
) -> None:
    answered(name, aeo_process, sample)


def answered(name: str, run: Run, sample: str) -> Done:
    """Ask a command what stands above, and return what it said when that is as it should be."""
    arguments, code, printed = ASKED[name]
    done = run(name, *arguments, stdin=sample)
    assert done.returncode == code, done.stdout + done.stderr
    assert printed in done.stdout
    assert bool(done.stderr) == (code != 0 and not done.stdout), done.stderr
    return done


TOP = Path(__file__).parents[2]
MOST_PARAMETERS = 8
# Fixtures that run the subcommands of one command -> that command.
RUNNERS = {"trust": ("trust",), "listing": ("status-list",)}
# What prints the very thing that the standard defines, whose schema has a name of its own.
STANDARD_SHAPES = {("trust", "show"): "aeo-trust-list"}
# References are printed from the program, so they name whatever there is.
PRINTED_PAGES = {"api.md", "commands.md"}


def commands(
    command: click.Command = group, path: tuple[str, ...] = (), above: click.Context | None = None
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command that is no group, with the words that call it."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command, parent=above)
    for name in command.list_commands(context):
        yield from commands(command.get_command(context, name), (*path, name), context)


def leading(node: ast.Call | ast.List | ast.Tuple) -> tuple[str, ...]:
    """Return the texts that a call or a list of arguments begins with."""
    values = node.args if isinstance(node, ast.Call) else node.elts
    constants = takewhile(lambda value: isinstance(value, ast.Constant), values)
    runner = RUNNERS.get(getattr(getattr(node, "func", None), "id", ""), ())
    return (*runner, *(str(constant.value) for constant in constants))


def names_parameters(node: ast.expr) -> bool:
    """Say whether it is a `parametrize`, whose first word may be that of a command by chance."""
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "parametrize"


def calls(*files: Path) -> set[tuple[str, ...]]:
    """Return what calls and lists of arguments in tests begin with: up to two words of each."""
    programs = [ast.parse(file.read_text("utf-8")) for file in files]
    begun = {
        leading(node)
        for program in programs
        for node in ast.walk(program)
        if isinstance(node, ast.Call | ast.List | ast.Tuple) and not names_parameters(node)
    }
    return {words[:length] for words in begun for length in (1, 2)}


@cache
def run_in_tests() -> set[tuple[str, ...]]:
    return calls(*(TOP / "tests" / "cli").glob("test_*.py"))


@cache
def kept_from_the_network() -> set[tuple[str, ...]]:
    return calls(TOP / "tests" / "laws" / "test_no_network.py")


@cache
def printed_shapes() -> set[tuple[str, ...]]:
    """Return the commands whose JSON a published schema says it describes, in its title."""
    folders = (published("schemas/1.0"), published("conformance/schema"))
    files = [file for folder in folders for file in folder.glob("*.schema.json")]
    titles = [json.loads(file.read_bytes()).get("title", "") for file in files]
    named = [match[1].split() for title in titles for match in re.finditer("`aeo ([^`]+)`", title)]
    assert set(STANDARD_SHAPES.values()) <= {file.name.partition(".")[0] for file in files}
    return set(STANDARD_SHAPES) | {
        tuple(words)
        for command in named
        for words in product(*(word.split("|") for word in command if not word.startswith("-")))
    }


@cache
def shown() -> str:
    """Return README and all pages that people wrote."""
    pages = [page for page in (TOP / "docs").rglob("*.md") if page.name not in PRINTED_PAGES]
    return "".join(page.read_text("utf-8") for page in (TOP / "README.md", *pages))


def prints_json(command: click.Command) -> bool:
    forms = next((option.type for option in command.params if "--format" in option.opts), None)
    return isinstance(forms, click.Choice) and bool({"json", "ndjson"} & set(forms.choices))


def lacking(path: tuple[str, ...], command: click.Command) -> list[str]:
    """Return what a command does not bring."""
    name = " ".join(("aeo", *path))
    named = {words[: len(path)] for words in printed_shapes()}
    return [
        f"{name}: {thing}"
        for thing, there in {
            "no row in ASKED of tests/cli/test_each_command.py": path[0] in ASKED,
            "no test in tests/cli runs it": path in run_in_tests(),
            "no published schema names it (OUTPUTS of tools/printing/output_schemas.py)": (
                not prints_json(command) or path in named
            ),
            "README and docs/ show no example of it": re.search(rf"{name}\b", shown()),
            "no row of tests/laws/test_no_network.py": path in kept_from_the_network(),
            f"its function takes more than {MOST_PARAMETERS} parameters": (
                len(signature(command.callback).parameters) <= MOST_PARAMETERS
            ),
        }.items()
        if not there
    ]


def test_each_command_brings_what_it_must() -> None:
    missing = [thing for path, command in commands() for thing in lacking(path, command)]
    if missing:
        # An assertion about the list would be cut after the first.
        pytest.fail("\n".join(missing), pytrace=False)


def test_a_partner_profile_is_named_by_one_option_wherever_it_is_one() -> None:
    named = [
        (path, option.help)
        for path, command in commands()
        for option in command.params
        if isinstance(option, click.Option) and "--profile" in option.opts
    ]
    others = {path for path, words in named if not words.startswith("Partner profile: what was")}
    # Severities of one's own, and the versions that a register keeps.
    assert others == {("validate",), ("register", "adopt")}
    declare = {
        file.name
        for file in (TOP / "src/aeo_exchange/cli").glob("*.py")
        if '"--profile"' in file.read_text("utf-8")
    }
    assert declare == {"partner_profile_option.py", "validate.py", "register.py"}


def declared_alike(programs: Iterable[ast.AST]) -> list[str]:
    """Return the options that are declared in the same words more than once."""
    declared = Counter(
        ast.unparse(node)
        for program in programs
        for node in ast.walk(program)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "click.option"
    )
    return [option for option, times in declared.items() if times > 1]


def test_an_option_that_commands_share_is_declared_once() -> None:
    files = (TOP / "src/aeo_exchange/cli").rglob("*.py")
    assert declared_alike(ast.parse(file.read_text("utf-8")) for file in files) == []
    twice = [
        ast.parse("click.option('--a', help='b')"),
        ast.parse("x = click.option( '--a',help='b' )"),
    ]
    assert declared_alike(twice) == ["click.option('--a', help='b')"]


def test_what_a_new_command_lacks_is_said_by_name() -> None:
    takes = [click.Option([f"--o{number}"]) for number in range(MOST_PARAMETERS)]
    json_too = click.Option(["--format"], type=click.Choice(["text", "json"]))

    def called(o0, o1, o2, o3, o4, o5, o6, o7, form):
        pass

    new = click.Command("invented", callback=called, params=[*takes, json_too])
    name = "invented"
    assert [said.partition(": ")[2][:12] for said in lacking((name, "anew"), new)] == [
        "no row in AS", "no test in t", "no published", "README and d", "no row of te",
        "its function",
    ]  # fmt: skip


def test_a_parameter_that_has_the_name_of_a_command_is_no_run_of_it(tmp_path: Path) -> None:
    tried = tmp_path / "test_tried.py"
    tried.write_text('@pytest.mark.parametrize("count", [1])\ndef test(count): aeo("digest", "-")')
    assert calls(tried) == {("1",), ("digest",), ("digest", "-")}
