"""Values of the options of `aeo trust` and `aeo status-list`: certificates, scopes, and whose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from cryptography import x509

from aeo_exchange import read_certificate
from aeo_exchange.cli.model_texts import ADMINISTRATION
from aeo_exchange.cli.read_files import InputPath, note_read
from aeo_exchange.cli.terminal import note
from aeo_exchange.endless import read_file
from aeo_exchange.errors import AeoError, WrongChoice
from aeo_exchange.operations.trust.written_texts import Scope, read_scope

__all__ = [
    "CertificateOption",
    "Owned",
    "ScopeOption",
    "note_address",
    "source_argument",
]

source_argument = click.argument("source", type=InputPath(path_type=Path), metavar="LIST")


def note_address(uri: str | None) -> None:
    """Say so where the address of a status list is one that verifiers do not fetch."""
    if uri is not None and not uri.startswith("https:"):
        note(f"note: {uri} is not an https address; verifiers fetch https only")


class CertificateOption(click.ParamType[x509.Certificate]):
    """The file of an X.509 certificate, PEM or DER."""

    name = "certificate"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> x509.Certificate:
        """Return the certificate; a file that cannot be opened raises OSError."""
        if isinstance(value, x509.Certificate):
            return value
        try:
            note_read(Path(str(value)))
            return read_certificate(read_file(Path(str(value))))
        except AeoError as cause:
            self.fail(f"{value}: {cause}", param, ctx)


class ScopeOption(click.ParamType[Scope]):
    """A scope as PROGRAMME:PREFIX,PREFIX:PURPOSE,PURPOSE; whose it is is filled in by `Owned`."""

    name = "scope"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Scope:
        """Return the scope, its lists sorted as the standard has them."""
        try:
            return read_scope(str(value))
        except WrongChoice as cause:
            self.fail(str(cause), param, ctx)


class Owned(click.ParamType[tuple[str, Any]]):
    """A value with the administration that it is for, as HK=VALUE."""

    def __init__(self, kind: click.ParamType[Any]) -> None:
        self.name = f"HK={kind.name}"
        self._kind = kind

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Any]:
        """Return the administration and the value."""
        if isinstance(value, tuple):
            return value
        owner, mark, text = str(value).partition("=")
        if not mark:
            self.fail(f"{value}: say for whom, as {self.name}", param, ctx)
        administration = ADMINISTRATION.convert(owner, param, ctx)
        return administration, self._kind.convert(text, param, ctx)
