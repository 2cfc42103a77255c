"""Asks the process of forked.py for a command: it imports next to nothing, and so is there at once.

Its arguments are the place of that process, and those of the command.
"""

from __future__ import annotations

import json
import os
import socket
import sys


def _ask(place: str, arguments: list[str]) -> int:
    told = {
        "arguments": arguments,
        "folder": os.getcwd(),  # noqa: PTH109 pathlib takes as long to import as all else
        "environment": dict(os.environ),
    }
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(place)
        socket.send_fds(server, [b"{"], [0, 1, 2])
        server.sendall(json.dumps(told)[1:].encode() + b"\n")
        code = server.recv(1)
    return code[0] if code else 128  # it was killed


if __name__ == "__main__":
    sys.exit(_ask(sys.argv[1], sys.argv[2:]))
