"""A run that a claim can rest on to a signed statement of the vendor (CNF-8)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from aeo_exchange.conformance.adapters.protocol import NOT_TOLD
from aeo_exchange.conformance.errors import NotCertifying, UnreadableFile
from aeo_exchange.conformance.legible import shortened
from aeo_exchange.conformance.report.run_report import Adapted, RunReport
from aeo_exchange.conformance.report.stored import written_report
from aeo_exchange.conformance.suite.cases import SuiteRelease
from aeo_exchange.conformance.suite.lists import Depth, ProductRole, RunLevel
from aeo_exchange.conformance.suite.texts import Phrase, told
from aeo_exchange.conformance.vendor_files import read_vendor_json, read_vendor_toml
from aeo_exchange.errors import InvalidInstant
from aeo_exchange.model.instants import date_of
from aeo_exchange.signing.jwk import public_jwk
from aeo_exchange.signing.jws import sign_compact
from aeo_exchange.signing.keys import SigningKey

__all__ = [
    "NOTICE",
    "PERMISSION",
    "PUBLIC_FILES",
    "TYP",
    "ConformanceStatement",
    "Product",
    "PublicKey",
    "digest_of",
    "make_package",
    "misnamed",
    "read_product",
    "run_day",
    "year_later",
]

TYP = "aeo-conformance-statement+jwt"
NOTICE = (
    "Self-declared by the vendor. This is not an approval by any customs administration, nor by "
    "those who publish the standard or its conformance suite."
)
PERMISSION = (
    "Whoever uses the product may run the conformance suite against it and publish the result."
)
# What a statement holds the digests of.
PUBLIC_FILES = ("product.json", "report.json", "REPRODUCE.md")


Paragraph = Annotated[str, Meta(min_length=1, max_length=2000)]


class Product(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a vendor says of a product; `adapter` is how somebody else starts it."""

    vendor: Annotated[Phrase, told("Who makes it, and declares.")]
    product: Annotated[Phrase, told("Its name.")]
    version: Annotated[Phrase, told("Its exact version.")]
    contact: Annotated[Phrase, told("Where questions are answered.")]
    adapter: Annotated[
        Paragraph, told("How the adapter is started by whoever runs the suite again.")
    ]
    homepage: Annotated[Phrase | UnsetType, told("Where more is said.")] = UNSET
    description: Annotated[Paragraph | UnsetType, told("What it is for.")] = UNSET
    environment: Annotated[
        Paragraph | UnsetType, told("Under what it was run: system, run time, settings.")
    ] = UNSET


class PublicKey(Struct, frozen=True, kw_only=True):
    """The vendor's key, as a JWK; that it stands here proves nothing about whose it is."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: str
    y: str


class ConformanceStatement(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What the vendor declares; `files` are the SHA-256 digests of the rest of the package."""

    format: Literal["1.0"]
    vendor: str
    product: str
    version: str
    contact: str
    standard: str
    suite: SuiteRelease
    roles: tuple[ProductRole, ...]
    level: RunLevel
    depth: Depth
    media: tuple[str, ...] = ()
    adapter: Adapted
    seed: int
    issued: date
    expires: date
    notice: str
    permission: str
    files: dict[str, str]
    public_key: PublicKey


def read_product(content: bytes) -> Product:
    """Return what a vendor says of a product, from TOML or JSON; raises UnreadableFile."""
    read = read_vendor_json if content.lstrip()[:1] == b"{" else read_vendor_toml
    try:
        return read(content, Product)
    except UnreadableFile as cause:
        raise UnreadableFile(f"the product file cannot be read: {cause}", "product") from cause


def make_package(report: RunReport, product: Product, key: SigningKey) -> dict[str, bytes]:
    """Return the files of a package by name; raises NotCertifying for a run that is not whole."""
    if not report.certifies or report.product is UNSET:
        raise NotCertifying("; ".join(report.reasons) or "the product did not start")
    if reason := misnamed(report, product):
        raise NotCertifying(reason)
    files = {
        "product.json": msgspec.json.format(msgspec.json.encode(product), indent=2) + b"\n",
        "report.json": written_report(report),
        "REPRODUCE.md": _how_to_repeat(report, product).encode(),
    }
    statement = _statement(report, product, files, key)
    content = msgspec.json.format(msgspec.json.encode(statement), indent=2) + b"\n"
    signature = sign_compact(content, key, TYP)
    return {**files, "statement.json": content, "statement.jws": signature.encode() + b"\n"}


def misnamed(report: RunReport, told: Product | ConformanceStatement) -> str:
    """Return that a run was of another product than the one named, or an empty text.

    A program that says nothing of itself (`argv:`) is the one that its vendor names.
    """
    if report.product is UNSET or report.product.implementation.version == NOT_TOLD:
        return ""
    ran = report.product.implementation
    if (ran.name, ran.version) == (told.product, told.version):
        return ""
    named = f"{shortened(told.product)} {shortened(told.version)}"
    return f"the run was of {ran.title}, the product file says {named}"


def year_later(day: date) -> date:
    """Return the day on which a statement of a day ends."""
    if day.year == date.max.year:
        return date.max
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def _statement(
    report: RunReport, product: Product, files: Mapping[str, bytes], key: SigningKey
) -> ConformanceStatement:
    day = run_day(report)
    told = public_jwk(key.public.public_key)
    return ConformanceStatement(
        format="1.0",
        vendor=product.vendor,
        product=product.product,
        version=product.version,
        contact=product.contact,
        standard=report.suite.spec,
        suite=report.suite,
        roles=report.roles,
        level=report.level,
        depth=report.depth,
        media=() if report.product is UNSET else report.product.media,
        adapter=report.adapter,
        seed=report.seed,
        issued=day,
        expires=year_later(day),
        notice=NOTICE,
        permission=PERMISSION,
        files={name: digest_of(content) for name, content in files.items()},
        public_key=PublicKey(kty="EC", crv="P-256", x=told["x"], y=told["y"]),
    )


def run_day(report: RunReport) -> date:
    """Return the day on which a run was made; raises UnreadableFile."""
    try:
        return date_of(report.at)
    except InvalidInstant as cause:
        raise UnreadableFile(f"the report does not say when it was made: {cause}") from cause


def _how_to_repeat(report: RunReport, product: Product) -> str:
    roles = " ".join(f"--role {role}" for role in report.roles)
    fence = "```"
    return f"""# Run the suite again

{product.product} {product.version} of {product.vendor} was asked by the conformance suite
{report.suite.version} of AEO Status Exchange {report.suite.spec}, whose cases have the digest
`{report.suite.case_set}`.

1. Get the product, and the adapter: `{product.adapter}`
2. Get the runner: `pip install aeo-exchange`
3. Ask the same questions in the same order:

{fence}
aeo conformance run --adapter {json.dumps(product.adapter)} {roles} \\
  --level {report.level} --depth {report.depth} --seed {report.seed} --at {report.at} -o report.json
{fence}

The report is the same, byte for byte, but for its member `timings` and the name of the adapter,
where you start it in another way. With another seed other variants are asked, and the result has
to be the same. {PERMISSION}

{NOTICE}
"""
