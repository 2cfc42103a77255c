"""Where a command finds the key that signs: a PEM file with its passphrase, or hardware.

A secret is read from a file, a descriptor, the environment or the terminal; it is never an
argument, since arguments are seen by every user of the machine, and never printed.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TypeVar, cast

import click
from msgspec import Struct

from aeo_exchange import SigningKey, read_private_key
from aeo_exchange.cli.read_files import InputPath, note_read
from aeo_exchange.cli.terminal import note
from aeo_exchange.endless import read_all, read_file

__all__ = [
    "ENCRYPTED",
    "HARDWARE",
    "KeySource",
    "Passphrase",
    "key_options",
    "open_key",
    "optional_key_options",
    "passphrase_options",
]

Function = TypeVar("Function", bound=Callable[..., object])
HARDWARE = "pkcs11:"
MODULE = "AEO_PKCS11_MODULE"
OTHERS = 0o077  # every right of those who are not the owner
ENCRYPTED = b"ENCRYPTED"  # in the first line of PKCS #8, in the second of older forms


class Passphrase(Struct, frozen=True, kw_only=True):
    """Where the passphrase of a key, or the pin of a token, is to be found."""

    file: Path | None = None
    descriptor: int | None = None
    variable: str | None = None

    def read(self) -> bytes | None:
        """Return the secret, or None when no place was named; the last line end is no part of it.

        Raises click.UsageError for two places at once, and for an empty secret.
        """
        named = [
            source for source in (self.file, self.descriptor, self.variable) if source is not None
        ]
        if not named:
            return None
        if len(named) > 1:
            raise click.UsageError("name one place of the passphrase")
        secret = self._content().removesuffix(b"\n").removesuffix(b"\r")
        if not secret:
            raise click.UsageError("the passphrase is empty")
        return secret

    def read_or_ask(self, what: str, default: str | None = None) -> bytes | None:
        """Return the secret; a person at a terminal is asked where no place was named.

        Without a default the person is asked until something is typed.
        """
        secret = self.read()
        if secret is not None or not sys.stdin.isatty():
            return secret
        asked = click.prompt(what, default=default, show_default=False, hide_input=True, err=True)
        return str(asked).encode()

    def read_or_choose(self) -> bytes | None:
        """Return the secret of a new key; a person at a terminal chooses it, twice the same."""
        secret = self.read()
        if secret is not None or not sys.stdin.isatty():
            return secret
        chosen = click.prompt(
            "Passphrase of the new key, empty for none",
            default="",
            show_default=False,
            hide_input=True,
            confirmation_prompt=True,
            err=True,
        )
        return str(chosen).encode() or None

    def _content(self) -> bytes:
        if self.file is not None:
            return read_file(self.file)
        if self.descriptor is not None:
            with os.fdopen(self.descriptor, "rb") as stream:
                return read_all(stream, "the passphrase")
        assert self.variable is not None
        if self.variable not in os.environ:
            raise click.UsageError(f"the environment has no {self.variable}")
        return os.fsencode(os.environ[self.variable])


class KeySource(Struct, frozen=True, kw_only=True):
    """The key that a command was told to sign with, not yet opened."""

    name: str
    passphrase: Passphrase

    @property
    def is_hardware(self) -> bool:
        """Whether the key stays in a token, and so in one process."""
        return self.name.startswith(HARDWARE)

    def open(self) -> SigningKey:
        """Return the key; raises UnusableKey, UnsupportedAlgorithm, MissingExtra, OSError."""
        return open_key(self.name, self.passphrase)


def open_key(name: str, passphrase: Passphrase) -> SigningKey:
    """Return the key of a PEM file or of a PKCS#11 URI; raises as `KeySource.open` does."""
    if name.startswith(HARDWARE):
        return _in_hardware(name, passphrase)
    note_read(Path(name))
    content = read_file(Path(name))
    _tell_who_reads(Path(name))
    is_encrypted = ENCRYPTED in content
    secret = passphrase.read_or_ask(f"Passphrase of {name}") if is_encrypted else passphrase.read()
    return read_private_key(content, secret)


def _tell_who_reads(path: Path) -> None:
    """Warn of a private key that is open to others; keys that a system mounts often are."""
    if os.name == "posix" and path.is_file() and path.stat().st_mode & OTHERS:
        advice = f"chmod 600 {shlex.quote(str(path))}"
        note(f"warning: the private key {path} is open to other users of this machine; {advice}")


def key_options(function: Function) -> Function:
    """Add the options that say which key signs; they make one argument, `key`: a KeySource."""
    return _key_options(function, required=True)


def optional_key_options(function: Function) -> Function:
    """Add the same options where something may stay unsigned; `key` is None without --key."""
    return _key_options(function, required=False)


def _key_options(function: Function, *, required: bool) -> Function:
    @wraps(function)
    def merged(*, key: str | None, passphrase: Passphrase, **others: object) -> object:
        if key is None and passphrase != Passphrase():
            raise click.UsageError("a passphrase belongs to --key")
        source = KeySource(name=key, passphrase=passphrase) if key is not None else None
        return function(key=source, **others)

    return click.option(
        "--key",
        required=required,
        metavar="FILE",
        help="Private key that signs: a PEM file, or pkcs11:... for a key in hardware.",
    )(passphrase_options(cast("Function", merged)))


def passphrase_options(function: Function) -> Function:
    """Add the options that say where a passphrase is; they make one argument, `passphrase`."""

    @wraps(function)
    def merged(
        *,
        passphrase_file: Path | None,
        passphrase_fd: int | None,
        passphrase_env: str | None,
        **others: object,
    ) -> object:
        place = Passphrase(file=passphrase_file, descriptor=passphrase_fd, variable=passphrase_env)
        return function(passphrase=place, **others)

    with_file = click.option(
        "--passphrase-file",
        type=InputPath(path_type=Path),
        metavar="FILE",
        help="File that holds the passphrase, or the pin.",
    )(cast("Function", merged))
    with_descriptor = click.option(
        "--passphrase-fd",
        type=click.IntRange(min=0),
        metavar="N",
        help="Open descriptor that gives the passphrase, or the pin.",
    )(with_file)
    return click.option(
        "--passphrase-env",
        metavar="NAME",
        help="Variable of the environment that holds the passphrase, or the pin.",
    )(with_descriptor)


def _in_hardware(uri: str, passphrase: Passphrase) -> SigningKey:
    from aeo_exchange.operations.trust.hardware import open_hardware_key  # noqa: PLC0415 start-up

    def ask() -> bytes | None:
        return passphrase.read_or_ask("Pin of the token, empty where it has a pad of its own", "")

    key = open_hardware_key(uri, ask, module=os.environ.get(MODULE))
    click.get_current_context().call_on_close(key.close)
    return key
