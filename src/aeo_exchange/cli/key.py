"""`aeo key`: keys are made, and what is public of them is shown."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import click
from msgspec import UNSET

from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.key_source import ENCRYPTED, Passphrase, passphrase_options
from aeo_exchange.cli.options import at_option, format_option
from aeo_exchange.cli.render.listing import print_json, print_rows
from aeo_exchange.cli.terminal import note
from aeo_exchange.operations.keys import KeyFacts, describe_key, generate_key

__all__ = ["command"]

DAYS = 825
OWNER_ONLY = 0o600
EVERYBODY = 0o644


@click.group(name="key")
def command() -> None:
    """Make keys that sign, and show what is public of one."""


@command.command(name="generate")
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="New file for the private key, for its owner only.",
)
@click.option(
    "--cert",
    "certificate",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="New file for the certificate, to be given to others.",
)
@click.option(
    "--subject", required=True, metavar="NAME", help="Whose key it is: CN=...,O=...,C=HK."
)
@click.option(
    "--days",
    type=click.IntRange(min=1, max=36_500),
    default=DAYS,
    show_default=True,
    help="How long the certificate says it is good; the trust list decides.",
)
@passphrase_options
@at_option
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
    if secret is None:
        note(f"note: {target} is not encrypted; only the rights of the file protect it")
    _print(key.facts, "text")
    return Exit.POSITIVE


@command.command(name="show")
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE")
@format_option("text", "json")
@passphrase_options
def shown(source: Path, form: str, passphrase: Passphrase) -> Exit:
    """Show the thumbprint of a key or certificate, and what else is public of it."""
    content = sys.stdin.buffer.read() if str(source) == "-" else source.read_bytes()
    is_encrypted = ENCRYPTED in content
    secret = passphrase.read_or_ask(f"Passphrase of {source}") if is_encrypted else None
    _print(describe_key(content, secret), form)
    return Exit.POSITIVE


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
            rows.append((name, value))
    if facts.test_key:
        rows.append(("test key", "yes: its private half is published, verifiers refuse it"))
    print_rows(rows)


def _refuse_existing(*paths: Path) -> None:
    """Refuse before a key is made: no key is ever written over another."""
    if len(set(paths)) < len(paths):
        raise click.UsageError("key and certificate need a file each")
    for path in paths:
        if str(path) == "-":
            raise click.UsageError("a private key is never printed; name a file for each")
        if path.exists() or path.is_symlink():
            raise click.UsageError(f"{path} exists; a key is never written over another file")


def _write_new(path: Path, content: bytes, mode: int) -> None:
    """Write a file that nobody else can have made meanwhile, whole or not at all."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise
