"""The secret of a stream, which salts its entries (XCH-4-3): made once, kept, and never sent.

A new one is kept just before the first head that rests on it, so that a run that signs nothing
leaves nothing behind.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from aeo_exchange.endless import read_file
from aeo_exchange.errors import StateError
from aeo_exchange.files import OWNER_ONLY, real_path, write_whole
from aeo_exchange.locks import locked

__all__ = ["StreamSecret", "beside_folder", "stream_secret"]

BYTES = 32
GONE = (
    "the secret of the stream in {folder} is gone: there is no {file}; restore it, name it by "
    "--secret, or, where it is lost, begin the stream anew by `aeo snapshot create --reset`"
)


def beside_folder(folder: Path) -> Path:
    """Return where the secret is kept unless told: beside the folder, which is published."""
    real = real_path(folder)
    return real.with_name(f"{real.name}.secret")


class StreamSecret(Struct, frozen=True, kw_only=True):
    """A secret, and what keeps it: called before a head is written that rests on it."""

    content: bytes
    keep: Callable[[], None]


@contextmanager
def stream_secret(
    file: Path,
    random: Callable[[int], bytes],
    *,
    published: Path | None,
    made: Callable[[Path], None],
) -> Iterator[StreamSecret]:
    """Give the secret of a file, or a new one where there is none; `made` is told when it is kept.

    Until the block ends no other process, in its first night too, makes one. `published` is the
    folder of a stream that goes on: where it has a head, another secret would change every line
    that partners hold. Raises StateError where that secret is gone, and for a file that holds none;
    OSError for one that cannot be read.
    """
    if not file.exists():
        if not file.parent.is_dir():  # a lock would make it
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file))
        with locked(real_path(file)):
            if not file.exists():
                yield _new_secret(file, random, published, made)
                return
    yield StreamSecret(content=_kept_secret(file), keep=_nothing)


def _kept_secret(file: Path) -> bytes:
    try:
        secret = bytes.fromhex(read_file(file).decode("ascii").strip())
    except ValueError as cause:
        raise StateError(f"{file} holds no secret of a stream, which is hexadecimal") from cause
    if len(secret) < BYTES:
        raise StateError(f"{file} holds fewer than {BYTES} bytes")
    return secret


def _new_secret(
    file: Path,
    random: Callable[[int], bytes],
    published: Path | None,
    made: Callable[[Path], None],
) -> StreamSecret:
    if published is not None and any(published.glob("*head.jwt")):
        raise StateError(GONE.format(file=file, folder=published))
    secret = random(BYTES)

    def keep() -> None:
        write_whole(file, f"{secret.hex()}\n".encode(), OWNER_ONLY)
        made(file)

    return StreamSecret(content=secret, keep=keep)


def _nothing() -> None:
    """Keep what is kept."""
