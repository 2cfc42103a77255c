"""The secret of a stream, which salts its entries (XCH-4-3): made once, kept, and never sent."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

from aeo_exchange.endless import read_file
from aeo_exchange.errors import StateError
from aeo_exchange.files import OWNER_ONLY, real_path, write_whole
from aeo_exchange.locks import locked

__all__ = ["beside_folder", "stream_secret"]

BYTES = 32
GONE = (
    "the secret of the stream in {folder} is gone: there is no {file}; restore it, name it by "
    "--secret, or, where it is lost, begin the stream anew by `aeo snapshot create --reset`"
)


def beside_folder(folder: Path) -> Path:
    """Return where the secret is kept unless told: beside the folder, which is published."""
    real = real_path(folder)
    return real.with_name(f"{real.name}.secret")


def stream_secret(
    file: Path, random: Callable[[int], bytes], *, published: Path | None
) -> tuple[bytes, bool]:
    """Return the secret of a file, and whether it was made now because there was none.

    `published` is the folder of a stream that goes on: where it has a head, another secret would
    change every line that partners hold. Raises StateError where that secret is gone, and for a
    file that holds none; OSError for one that cannot be read.
    """
    if not file.exists() and (made := _made(file, random, published)):
        return made, True
    try:
        secret = bytes.fromhex(read_file(file).decode("ascii").strip())
    except ValueError as cause:
        raise StateError(f"{file} holds no secret of a stream, which is hexadecimal") from cause
    if len(secret) < BYTES:
        raise StateError(f"{file} holds fewer than {BYTES} bytes")
    return secret, False


def _made(file: Path, random: Callable[[int], bytes], published: Path | None) -> bytes:
    """Return a new secret; nothing where another process, in its first night too, made one."""
    if not file.parent.is_dir():  # a lock would make it
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file))
    with locked(real_path(file)):
        if file.exists():
            return b""
        if published is not None and any(published.glob("*head.jwt")):
            raise StateError(GONE.format(file=file, folder=published))
        secret = random(BYTES)
        write_whole(file, f"{secret.hex()}\n".encode(), OWNER_ONLY)
    return secret
