"""`aeo trust build|rotate|compromise`: drafts of trust lists, and their next issues."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
import msgspec
from cryptography import x509
from msgspec import Struct

from aeo_exchange import Instant, ReferenceData
from aeo_exchange.cli.clock import InstantOption, instant_of
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.model_texts import ADMINISTRATION, LIST_NAME, STATUS_URI, THUMBPRINT
from aeo_exchange.cli.option_groups import as_one
from aeo_exchange.cli.options import InstantAndReference, issued_basis_options, issued_option
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.cli.terminal import note
from aeo_exchange.cli.trust_options import CertificateOption, Owned, ScopeOption, source_argument
from aeo_exchange.endless import read_file
from aeo_exchange.operations.expected import Kind, expecting
from aeo_exchange.operations.trust.trust_draft import (
    Issue,
    NewAuthority,
    build,
    compromise,
    days_after,
    random_list_id,
    rotate,
    scope_of,
)
from aeo_exchange.operations.trust.trust_sign import read_draft
from aeo_exchange.operations.trust.written_texts import Scope

if TYPE_CHECKING:
    from aeo_exchange.model.trust_list import TrustList

__all__ = [
    "built",
    "compromised",
    "draft_of",
    "rotated",
]

DAYS = 30
CERTIFICATE = CertificateOption()
Value = TypeVar("Value")


class OwnedThings(Struct, frozen=True, kw_only=True):
    """What was given for administrations, each with the administration that it is for."""

    authorities: tuple[tuple[str, x509.Certificate], ...]
    scopes: tuple[tuple[str, Scope], ...]
    status_lists: tuple[tuple[str, str], ...]
    starts: tuple[tuple[str, str], ...]

    def new_authorities(self, known: ReferenceData) -> list[NewAuthority]:
        """Return the authorities; raises click.UsageError for what is for none of them."""
        owners = list(dict.fromkeys(owner for owner, _ in self.authorities))
        for owner, _ in (*self.scopes, *self.status_lists, *self.starts):
            if owner not in owners:
                raise click.UsageError(f"there is no --authority {owner}=CERT")
        return [
            NewAuthority(
                administration=owner,
                certificates=_of(owner, self.authorities),
                scope=scope_of(owner, _of(owner, self.scopes), known),
                status_lists=_of(owner, self.status_lists),
                key_from=next(iter(_of(owner, self.starts)), None),
            )
            for owner in owners
        ]


class IssueWish(Struct, frozen=True, kw_only=True):
    """What the issue of a list was told to say of itself."""

    list_id: str | None
    sequence: int
    next_update: str | None
    days: int

    def issue(self, now: Instant) -> Issue:
        """Return the issue that is made at an instant."""
        return Issue(
            list_id=self.list_id or random_list_id(secrets.token_bytes),
            sequence=self.sequence,
            issued_at=now,
            next_update=self.next_update or days_after(now, self.days),
        )


@click.command(cls=OnceCommand, name="build")
@click.option(
    "--authority",
    "authorities",
    type=Owned(CERTIFICATE),
    multiple=True,
    required=True,
    metavar="HK=CERT",
    help="Certificate of a key of an administration; may be repeated, once for each key.",
)
@click.option(
    "--scope",
    "scopes",
    type=Owned(ScopeOption()),
    multiple=True,
    metavar="HK=PROGRAMME:PREFIXES:PURPOSES",
    help="What it may speak for, such as HK=HK-AEO:HK:attestation,status; "
    "without, its own programmes and prefix; may be repeated.",
)
@click.option(
    "--status-list",
    "status_lists",
    type=Owned(STATUS_URI),
    multiple=True,
    metavar="HK=URI",
    help="A status list of it; without it, any that its keys sign; may be repeated.",
)
@click.option(
    "--key-from",
    "starts",
    type=Owned(InstantOption()),
    multiple=True,
    metavar="HK=INSTANT",
    help="First instant at which its keys sign; without it, always; may be repeated.",
)
@click.option("--list-id", type=LIST_NAME, help="Name of the list; random without.")
@click.option(
    "--sequence",
    type=click.IntRange(1, 2**31),
    default=1,
    show_default=True,
    help="Number of the issue; a verifier takes none that is lower than one it has used.",
)
@click.option("--next-update", type=InstantOption(), help="By when the next issue comes.")
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=DAYS,
    show_default=True,
    help="In how many days the next issue comes, where --next-update does not say.",
)
@issued_basis_options
@output_options
@as_one("owned", OwnedThings)
@as_one("wish", IssueWish)
def built(owned: OwnedThings, wish: IssueWish, basis: InstantAndReference, target: Target) -> Exit:
    """Make a trust list of the certificates of administrations.

    The list is a draft until it is signed; `aeo trust sign` does.
    """
    known, now = basis.reference_data(), basis.instant()
    new = owned.new_authorities(known)
    _write(build(new, wish.issue(now), known), target)
    return Exit.POSITIVE


def draft_of(source: Path) -> TrustList:
    """Return the trust list of a file that nobody has signed."""
    content = read_file(source)
    with expecting(str(source), content, Kind.DRAFT, Kind.TRUST_LIST):
        return read_draft(content)


@click.command(cls=OnceCommand, name="rotate")
@source_argument
@click.option(
    "--authority",
    type=ADMINISTRATION,
    required=True,
    help="The administration that has a new key.",
)
@click.option("--cert", type=CERTIFICATE, required=True, help="Certificate of the new key.")
@click.option(
    "--overlap-days",
    type=click.IntRange(0, 3650),
    default=DAYS,
    show_default=True,
    help="How long the old keys go on signing.",
)
@issued_option
@output_options
def rotated(
    source: Path,
    authority: str,
    cert: x509.Certificate,
    overlap_days: int,
    at: str | None,
    target: Target,
) -> Exit:
    """Make the next issue of a list, in which an administration has a new key.

    The new key signs from --at on, the old ones until the overlap ends.
    """
    now = instant_of(at)
    trust_list = draft_of(source)
    until = days_after(now, overlap_days)
    changed = rotate(trust_list, authority, cert, at=now, until=until)
    _write(changed, target)
    return Exit.POSITIVE


@click.command(cls=OnceCommand, name="compromise")
@source_argument
@click.option("--kid", type=THUMBPRINT, required=True, help="The key that is lost.")
@issued_option
@output_options
def compromised(source: Path, kid: str, at: str | None, target: Target) -> Exit:
    """Make the next issue of a list, in which a key verifies nothing any more."""
    trust_list = draft_of(source)
    _write(compromise(trust_list, kid, at=instant_of(at)), target)
    return Exit.POSITIVE


def _of(owner: str, pairs: tuple[tuple[str, Value], ...]) -> tuple[Value, ...]:
    """Return the values that were given for an administration."""
    return tuple(value for of, value in pairs if of == owner)


def _write(trust_list: TrustList, target: Target) -> None:
    """Write a draft, and say what is still to be done with it."""
    with target.opened() as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(trust_list), indent=2) + b"\n")
    note(
        f"trust list {trust_list.list_id}, sequence {trust_list.sequence}, next update "
        f"{trust_list.next_update}; `aeo trust sign` signs it"
    )
