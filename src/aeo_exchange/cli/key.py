"""`aeo key`: make keys, certify them, and show their public part."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from msgspec import UNSET

from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceGroup
from aeo_exchange.cli.key_source import (
    ENCRYPTED,
    HARDWARE,
    KeySource,
    Passphrase,
    key_options,
    open_key,
    passphrase_options,
)
from aeo_exchange.cli.options import format_option, issued_option
from aeo_exchange.cli.read_files import STANDARD, note_read, standard_input
from aeo_exchange.cli.render.listing import print_json, print_rows
from aeo_exchange.cli.terminal import note
from aeo_exchange.endless import read_all, read_file
from aeo_exchange.operations.expected import Kind, expecting
from aeo_exchange.operations.trust.keys import (
    KeyFacts,
    certify_key,
    describe_key,
    facts_of,
    generate_key,
)
from aeo_exchange.operations.writing import OWNER_ONLY, written_new
from aeo_exchange.safe_text import excerpt

__all__ = ["command"]

DAYS = 825
EVERYBODY = 0o644
KEYS = (Kind.PRIVATE_KEY, Kind.CERTIFICATE, Kind.PEM)
Function = TypeVar("Function", bound=Callable[..., object])


def _certificate_options(function: Function) -> Function:
    """Add the options that say where a certificate goes and what it says."""
    for option in (
        click.option(
            "--days",
            type=click.IntRange(min=1, max=36_500),
            default=DAYS,
            show_default=True,
            help="How long the certificate is to be valid; the trust list decides.",
        ),
        click.option(
            "--subject", required=True, metavar="NAME", help="Whose key it is: CN=...,O=...,C=HK."
        ),
        click.option(
            "--cert",
            "certificate",
            type=click.Path(path_type=Path, readable=False),
            required=True,
            metavar="FILE",
            help="New file for the certificate, to be given to others.",
        ),
    ):
        function = option(function)
    return function


@click.group(cls=OnceGroup, name="key")
def command() -> None:
    """Make signing keys and certificates, and show the public part of a key."""


@command.command(name="generate")
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, readable=False),
    required=True,
    metavar="FILE",
    help="New file for the private key, for its owner only.",
)
@_certificate_options
@passphrase_options
@issued_option
def generated(
    target: Path,
    certificate: Path,
    subject: str,
    days: int,
    passphrase: Passphrase,
    at: str | None,
) -> Exit:
    """Make a P-256 key and a certificate that carries its public half.

    The private key is never printed and never written over another. Without a passphrase it is
    not encrypted: only the rights of the file protect it.
    """
    _refuse_existing(target, certificate)
    secret = passphrase.read_or_choose()
    key = generate_key(subject, at=instant_of(at), days=days, passphrase=secret)
    _write_new(target, key.private, OWNER_ONLY)
    try:
        _write_new(certificate, key.certificate, EVERYBODY)
    except OSError:
        target.unlink()  # a key without its certificate is of no use to anybody
        raise
    note(f"wrote {target} and {certificate}")
    if secret is None:
        note(f"note: {target} is not encrypted; only the rights of the file protect it")
    _print(key.facts, "text")
    return Exit.POSITIVE


@command.command(name="certify")
@key_options
@_certificate_options
@issued_option
def certified(key: KeySource, certificate: Path, subject: str, days: int, at: str | None) -> Exit:
    """Make a certificate for a key that is there already, in a file or in hardware.

    The key signs it itself; a trust list takes it as the carrier of the public half.
    """
    _refuse_existing(certificate)
    content, facts = certify_key(key.open(), subject, at=instant_of(at), days=days)
    _write_new(certificate, content, EVERYBODY)
    note(f"wrote {certificate}")
    _print(facts, "text")
    return Exit.POSITIVE


@command.command(name="show")
@click.argument("source", metavar="FILE")
@format_option("text", "json")
@passphrase_options
def print_key(source: str, form: str, passphrase: Passphrase) -> Exit:
    """Show the thumbprint of a key or certificate, and what else is public of it.

    A key in hardware is named as pkcs11:... and needs its pin.
    """
    if source.startswith(HARDWARE):
        _print(facts_of(open_key(source, passphrase).public), form)
        return Exit.POSITIVE
    content = _content_of(source)
    is_encrypted = ENCRYPTED in content
    secret = passphrase.read_or_ask(f"Passphrase of {source}") if is_encrypted else None
    with expecting(source, content, *KEYS):
        facts = describe_key(content, secret)
    _print(facts, form)
    return Exit.POSITIVE


def _content_of(source: str) -> bytes:
    """Return the bytes of a file, or of standard input, noted as read."""
    if source == STANDARD:
        with standard_input() as given:
            return read_all(given, "standard input")
    note_read(Path(source))
    return read_file(Path(source))


def _print(facts: KeyFacts, form: str) -> None:
    if form == "json":
        print_json(facts)
        return
    rows = [("kid", facts.kid), ("algorithm", str(facts.algorithm)), ("kind", facts.kind)]
    for name, value in (
        ("subject", facts.subject),
        ("not before", facts.not_before),
        ("not after", facts.not_after),
    ):
        if value is not UNSET:
            rows.append((name, excerpt(value)))
    if facts.test_key:
        rows.append(("test key", "yes: its private half is published, verifiers refuse it"))
    print_rows(rows)


def _refuse_existing(*paths: Path) -> None:
    """Refuse before a key is made: no key is ever written over another."""
    if len({os.path.realpath(path) for path in paths}) < len(paths):
        raise click.UsageError("key and certificate need a file each")
    for path in paths:
        if str(path) == STANDARD:
            raise click.UsageError("nothing is written to standard output; name a file for each")
        if path.exists() or path.is_symlink():
            raise click.UsageError(f"{path} exists; a key is never written over another file")


def _write_new(path: Path, content: bytes, mode: int) -> None:
    """Write a new file, whole or not at all; fail if another process has created it."""
    with written_new(path, mode) as stream:
        stream.write(content)
