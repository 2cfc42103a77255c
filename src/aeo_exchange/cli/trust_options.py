"""Values of the options of `aeo trust` and `aeo status-list`: texts of the model, and whose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec
from cryptography import x509

from aeo_exchange import read_certificate
from aeo_exchange.cli.read_files import InputPath, note_read
from aeo_exchange.cli.terminal import note
from aeo_exchange.errors import AeoError
from aeo_exchange.model.texts import CountryCode, RecordId, Thumbprint, Tin, Uri
from aeo_exchange.model.trust_list import Purpose, Scope

__all__ = [
    "ADMINISTRATION",
    "LIST_NAME",
    "STATUS_URI",
    "THUMBPRINT",
    "TIN",
    "CertificateOption",
    "ModelText",
    "Owned",
    "ScopeOption",
    "note_address",
    "source_argument",
]

source_argument = click.argument("source", type=InputPath(path_type=Path), metavar="LIST")


class ModelText(click.ParamType[str]):
    """A text that the model knows by its pattern, such as a URI; `example` is one."""

    def __init__(self, name: str, kind: Any, example: str) -> None:  # noqa: ANN401 an annotated type of texts.py
        self.name = name
        self._kind = kind
        self._example = example

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the text as it is, or fail with an example."""
        try:
            return str(msgspec.convert(value, self._kind))
        except msgspec.ValidationError:
            self.fail(f"{str(value)!r} is no {self.name}, such as {self._example}", param, ctx)


ADMINISTRATION = ModelText("code of an administration", CountryCode, "HK")
LIST_NAME = ModelText("name of a list", RecordId, "agency-1")
STATUS_URI = ModelText("URI", Uri, "https://customs.example/aeo/1")
THUMBPRINT = ModelText(
    "thumbprint", Thumbprint, "the 43 characters that `aeo key show` prints behind kid"
)
TIN = ModelText("Trader Identification Number", Tin, "HK12345678")


def note_address(uri: str | None) -> None:
    """Say so where the address of a status list is one that verifiers do not fetch."""
    if uri is not None and not uri.startswith("https:"):
        note(f"note: {uri} is no https address; verifiers fetch https only")


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
            return read_certificate(Path(str(value)).read_bytes())
        except AeoError as cause:
            self.fail(f"{value}: {cause}", param, ctx)


class ScopeOption(click.ParamType[Scope]):
    """A scope as PROGRAMME:PREFIX,PREFIX:PURPOSE,PURPOSE; whose it is is filled in by `Owned`."""

    name = "scope"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Scope:
        """Return the scope, its lists sorted as the standard has them."""
        programme, _, rest = str(value).partition(":")
        prefixes, _, purposes = rest.rpartition(":")
        tree = {
            "administration": "ZZ",
            "programme": programme,
            "tinPrefixes": sorted(set(prefixes.split(","))),
            "purposes": sorted(set(purposes.split(","))),
        }
        try:
            return msgspec.convert(tree, Scope)
        except msgspec.ValidationError:
            form = "PROGRAMME:PREFIX,...:PURPOSE,... such as HK-AEO:HK:attestation,status"
            known = ", ".join(Purpose)
            self.fail(f"{value} is not {form}; the purposes are {known}", param, ctx)


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
