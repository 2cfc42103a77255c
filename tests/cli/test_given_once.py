"""An option given twice would keep the last value alone, without a word: it is refused."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from aeo_exchange.cli.commands import group
from aeo_exchange.cli.given_once import OnceCommand, OnceGroup


def every(command: click.Command, path: str = "aeo") -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        with click.Context(command) as context:
            for name in command.list_commands(context):
                part = command.get_command(context, name)
                assert part is not None
                yield from every(part, f"{path} {name}")


def test_every_command_takes_an_option_once() -> None:
    others = [path for path, command in every(group) if not isinstance(command, OnceCommand)]
    assert others == []


def test_two_bases_are_refused_and_not_the_last_one_taken(aeo) -> None:
    done = aeo("import", "list.csv", "--layout=tr-list", "--base", "a.ndjson", "--base=b.ndjson")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--base was given twice; it takes one value" in done.stderr


@click.command(cls=OnceCommand)
@click.option("-o", "--output")
@click.option("--from", "places", multiple=True)
@click.option("-q", "--quiet", is_flag=True)
@click.option("-v", "loud", count=True)
@click.option("--plain/--bare")
def tried(**given: object) -> None:
    click.echo(given)


@pytest.mark.parametrize(
    "written",
    [
        "-o a --output b",
        "--output=a -ob",
        "--output a --output a",
    ],
)
def test_an_option_of_one_value_is_given_once_by_whatever_name(written) -> None:
    done = CliRunner().invoke(tried, written)
    assert done.exit_code == 2
    assert "--output was given twice" in done.output


def test_how_often_it_was_given_is_said() -> None:
    assert "--output was given 3 times" in CliRunner().invoke(tried, "-o a -o b -o c").output


@pytest.mark.parametrize(
    "written",
    ["-o a", "--from a --from b", "-q -q", "-vv -v", "--plain --bare", "-o a -- -o b", "-o a -h"],
)
def test_what_loses_no_value_may_be_repeated(written) -> None:
    @click.command(cls=OnceCommand, context_settings={"help_option_names": ["-h"]})
    @click.argument("words", nargs=-1)
    def with_words(**given: object) -> None:
        click.echo(given)

    with_words.params += [option for option in tried.params if isinstance(option, click.Option)]
    assert CliRunner().invoke(with_words, written).exit_code == 0


def test_help_is_given_whatever_else_was_written() -> None:
    assert CliRunner().invoke(tried, "-o a -o b --help").exit_code == 0


def test_the_options_of_a_group_and_of_its_command_are_apart() -> None:
    @click.group(cls=OnceGroup)
    @click.option("--at")
    def outer(at: str) -> None:
        click.echo(at)

    @outer.command(name="inner")
    @click.option("--at")
    def inner(at: str) -> None:
        click.echo(at)

    assert CliRunner().invoke(outer, "--at a inner --at b").output == "a\nb\n"
    assert CliRunner().invoke(outer, "--at a --at b inner").exit_code == 2
    assert CliRunner().invoke(outer, "inner --at a --at b").exit_code == 2
