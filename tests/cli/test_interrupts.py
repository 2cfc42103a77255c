"""Who interrupts a command is told so, whenever it is: also while it is still being loaded."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

# Interrupts the process when a module is looked for: the same moment in every run.
PROGRAM = """
import os, signal, sys, warnings

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)

if "--ignored" in sys.argv:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.meta_path.insert(0, Interrupting())
from aeo_exchange.cli import main
main(["codes", "list"])
"""
# The first that is loaded, one in the middle, the command's own, and one that it loads itself.
MODULES = ("aeo_exchange.cli.commands", "click", "msgspec", "aeo_exchange.cli.codes")


def interrupted(module: str, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", PROGRAM, module, *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_command_that_is_interrupted_while_it_loads_says_so_and_nothing_else():
    runs = [interrupted(module) for module in MODULES]
    for module, run in zip(MODULES, runs, strict=True):
        told = run.communicate(timeout=60)
        assert (module, run.returncode, *told) == (module, 130, b"", b"\ninterrupted\n")


def test_a_command_whose_interrupts_are_ignored_is_not_interrupted():
    run = interrupted("click", "--ignored")
    out, error = run.communicate(timeout=60)
    assert (run.returncode, error) == (0, b"")
    assert out


@pytest.mark.parametrize("handler", [signal.default_int_handler, signal.SIG_IGN])
def test_a_command_leaves_what_an_interrupt_does_as_it_was(handler):
    from aeo_exchange.cli import main

    before = signal.signal(signal.SIGINT, handler)
    try:
        with pytest.raises(SystemExit):
            main(["codes", "list"])
        assert signal.getsignal(signal.SIGINT) is handler
    finally:
        signal.signal(signal.SIGINT, before)
