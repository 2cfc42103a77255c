"""Garbage is not looked for while a command is loaded, and is when it runs."""

from __future__ import annotations

import gc
import subprocess
import sys

import click
import pytest

from aeo_exchange.cli.commands import group
from aeo_exchange.cli.loading import Loading

# Tells, when a command begins to run, whether garbage is looked for, and what is left out of it.
TOLD = """
import gc, sys, click
run = click.Command.invoke
def told(command, context):
    seldom = gc.get_threshold()[0] > 700
    told = gc.isenabled(), gc.get_freeze_count() > 0, seldom
    sys.stderr.write(f"{context.command_path}: {told}\\n")
    return run(command, context)
click.Command.invoke = told
from aeo_exchange.cli import main
main()
"""


@pytest.mark.parametrize("words", ["schema list", "register check --db none.db", "digest none"])
def test_garbage_is_looked_for_when_a_command_runs(tmp_path, words):
    command = [sys.executable, "-c", TOLD, *words.split()]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if line.startswith("aeo ")]
    assert told
    assert [line.split(": ")[1] for line in told] == ["(True, True, True)"] * len(told)


@pytest.fixture
def not_looked_for():
    usual = gc.get_threshold()
    gc.disable()
    yield
    gc.set_threshold(*usual)
    gc.enable()


@pytest.mark.usefixtures("not_looked_for")
def test_a_program_that_looks_for_no_garbage_itself_is_left_alone():
    assert group.get_command(click.Context(group), "digest") is not None
    assert not gc.isenabled()


@pytest.mark.usefixtures("not_looked_for")
def test_loading_ends_once():
    loading = Loading()
    loading.begin()
    loading.end()
    assert gc.isenabled()
    gc.disable()
    loading.end()
    assert not gc.isenabled()
