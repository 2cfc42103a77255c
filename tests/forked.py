"""A command as a process of its own, forked for each call from one that imported all once.

What is forked has arguments, a folder, variables and streams of its own and ends with a code, as
any process does; what it has not is a beginning. So it serves tests of what commands do and
print, and none of start-up, imports, signals or the network.
"""

from __future__ import annotations

import atexit
import gc
import os
import select
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

CLIENT = Path(__file__).with_name("forked_client.py")
READY = "ready"


@contextmanager
def forking(module: str) -> Iterator[tuple[str, ...]]:
    """Return the words that run `main` of a module, forked, until the end."""
    if not hasattr(os, "fork"):
        yield (sys.executable, "-c", f"from {module} import main; main()")
        return
    with tempfile.TemporaryDirectory(prefix="aeo-") as folder:
        place = f"{folder}/socket"  # the path of a socket has a hundred characters at most
        command = [sys.executable, __file__, module, place]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            assert server.stdout.readline().decode().strip() == READY
            yield (sys.executable, "-I", "-S", str(CLIENT), place)
            server.stdin.close()


def _serve(module: str, place: str) -> None:
    """Fork for each that asks, until standard input ends."""
    main = _loaded(module)
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(place)
        listening.listen()
        print(READY, flush=True)
        while sys.stdin not in select.select([listening, sys.stdin], [], [])[0]:
            asking, _ = listening.accept()
            if os.fork() == 0:
                listening.close()
                _become_command(main, asking)
            asking.close()
            with suppress(ChildProcessError):  # its code was told to who asked
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


def _loaded(module: str) -> Callable[[], object]:
    """Return what a module does when it is run, with all that it may import later imported."""
    loaded = import_module(module)
    if hasattr(loaded, "__path__"):
        for below in walk_packages(loaded.__path__, f"{module}."):
            import_module(below.name)
    return loaded.main


def _become_command(main: Callable[[], object], asking: socket.socket) -> None:
    """Run what is asked with the streams that came along, tell the code, and end."""
    code = 1
    try:
        told, streams = _question(asking)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        folder, count, *rest = told.split(b"\0")
        _stand(folder, rest[: int(count)], rest[int(count) :])
        code = _code_of(main)
        atexit._run_exitfuncs()  # noqa: SLF001 what is left of a process when it ends
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    finally:
        asking.sendall(bytes([code]))
        os._exit(code)


def _question(asking: socket.socket) -> tuple[bytes, list[int]]:
    """Return what the client sends, and its streams."""
    length, streams, _, _ = socket.recv_fds(asking, 4, 3)
    told = b""
    while len(told) < int.from_bytes(length):
        told += asking.recv(1 << 16)
    return told, streams


def _stand(folder: bytes, arguments: list[bytes], variables: list[bytes]) -> None:
    """Take over folder, arguments, variables and streams, as Python does when it begins."""
    os.chdir(folder)
    os.environb.clear()
    os.environb.update(variable.split(b"=", 1) for variable in variables)
    sys.argv = [sys.argv[1], *map(os.fsdecode, arguments)]
    for name, number, mode, errors in (
        ("stdin", 0, "r", "surrogateescape"),
        ("stdout", 1, "w", "surrogateescape"),
        ("stderr", 2, "w", "backslashreplace"),
    ):
        stream = open(number, mode, encoding="utf-8", errors=errors, closefd=False)  # noqa: SIM115
        setattr(sys, name, stream)


def _code_of(main: Callable[[], object]) -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


if __name__ == "__main__":
    _serve(*sys.argv[1:])
