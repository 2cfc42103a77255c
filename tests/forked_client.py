"""Asks the process of forked.py for a command: it imports next to nothing, and so is there at once.

Its arguments are the place of that process, and those of the command. It sends its streams, and
behind their length its folder, the number of arguments, these, and its variables; what none of
them can hold stands between them.
"""

from __future__ import annotations

import _socket  # what `socket` is made of, which takes longer to import than Python to begin
import os
import sys


def _ask(place: str, arguments: list[str]) -> int:
    variables = [b"%b=%b" % pair for pair in os.environb.items()]
    count = str(len(arguments)).encode()
    folder = os.getcwdb()  # noqa: PTH109 pathlib takes as long to import
    told = b"\0".join((folder, count, *map(os.fsencode, arguments), *variables))
    streams = b"".join(number.to_bytes(4, sys.byteorder) for number in range(3))
    server = _socket.socket(_socket.AF_UNIX)
    server.connect(place)
    rights = (_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)
    server.sendmsg([len(told).to_bytes(4, "big")], [rights])
    server.sendall(told)
    code = server.recv(1)
    return code[0] if code else 128  # it was killed


if __name__ == "__main__":
    sys.exit(_ask(sys.argv[1], sys.argv[2:]))
