"""`aeo trust`: trust lists signed, checked and shown; making them is in trust_make.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from cryptography import x509
from msgspec import UNSET

from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.evidence import read_roots
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceGroup
from aeo_exchange.cli.key_source import KeySource, Passphrase, key_options, open_key
from aeo_exchange.cli.options import at_option, format_option, issued_option
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.cli.render.listing import print_answer
from aeo_exchange.cli.state_place import StatePlaceOption, opened_store
from aeo_exchange.cli.terminal import note
from aeo_exchange.cli.trust_make import built, compromised, draft_of, rotated
from aeo_exchange.cli.trust_options import CertificateOption, source_argument
from aeo_exchange.cli.verdicts import exit_of
from aeo_exchange.endless import read_file
from aeo_exchange.operations.attestations.verify_memory import recall
from aeo_exchange.operations.expected import Kind, advice_on, expecting
from aeo_exchange.operations.kept_state import StatePlace
from aeo_exchange.operations.trust.trust_check import ListAnswer, check_trust_list, shown_list
from aeo_exchange.operations.trust.trust_sign import (
    hand_over,
    is_certificate_of,
    is_unsigned,
    sign_trust_list,
)
from aeo_exchange.safe_text import excerpt

if TYPE_CHECKING:
    from aeo_exchange.model.trust_list import Authority, ListedKey, Scope, TrustList

__all__ = ["command"]

LISTS = (Kind.TRUST_LIST, Kind.DRAFT)


@click.group(cls=OnceGroup, name="trust")
def command() -> None:
    """Make, sign and check trust lists: who may speak for what."""


for made in (built, rotated, compromised):
    command.add_command(made)


@command.command(name="sign")
@source_argument
@key_options
@output_options
def sign_list_of_draft(source: Path, key: KeySource, target: Target) -> Exit:
    """Sign a trust list with the key of a root."""
    token = sign_trust_list(draft_of(source), key.open())
    with target.opened() as stream:
        stream.write(token.encode() + b"\n")
    return Exit.POSITIVE


@command.command(name="hand-over")
@click.option("--old", required=True, metavar="KEY", help="The key of the root so far.")
@click.option(
    "--old-cert", type=CertificateOption(), required=True, metavar="FILE", help="Its certificate."
)
@click.option("--new", required=True, metavar="KEY", help="The key of the root from now on.")
@click.option(
    "--new-cert", type=CertificateOption(), required=True, metavar="FILE", help="Its certificate."
)
@click.option(
    "--old-passphrase-file",
    type=InputPath(path_type=Path),
    metavar="FILE",
    help="File that holds the passphrase, or the pin, of the old key.",
)
@click.option(
    "--new-passphrase-file",
    type=InputPath(path_type=Path),
    metavar="FILE",
    help="File that holds the passphrase, or the pin, of the new key.",
)
@issued_option
@output_options
def handed_over(
    old: str,
    old_cert: x509.Certificate,
    new: str,
    new_cert: x509.Certificate,
    old_passphrase_file: Path | None,
    new_passphrase_file: Path | None,
    at: str | None,
    target: Target,
) -> Exit:
    """Introduce a new root: the old one says so, and the new one agrees.

    A receiver that pinned the old root takes the new one by `--root-handover`.
    """
    old_key = open_key(old, Passphrase(file=old_passphrase_file))
    new_key = open_key(new, Passphrase(file=new_passphrase_file))
    if not is_certificate_of(old_cert, old_key):
        raise click.UsageError("--old-cert is not the certificate of --old")
    token = hand_over(old_key, new_key, new_cert, at=instant_of(at))
    with target.opened() as stream:
        stream.write(token.encode() + b"\n")
    return Exit.POSITIVE


@command.command(name="check")
@source_argument
@click.option(
    "--root",
    "roots",
    multiple=True,
    metavar="[HK,JP=]FILE",
    help="Certificate of a root, pinned for all or for those named; may be repeated.",
)
@click.option(
    "--root-handover",
    "handovers",
    multiple=True,
    type=InputPath(path_type=Path),
    metavar="FILE",
    help="How a root introduces the next one; may be repeated.",
)
@click.option(
    "--state",
    type=StatePlaceOption(),
    metavar="FILE|URL#ROW",
    help="What a verifier has used before, to compare with; it is not changed.",
)
@at_option
@format_option("text", "json")
def check_list(
    source: Path,
    roots: tuple[str, ...],
    handovers: tuple[Path, ...],
    state: StatePlace | None,
    at: str | None,
    form: str,
) -> Exit:
    """Say whether a trust list is in order, and a verifier with these roots would take it."""
    content = read_file(source)
    answer = check_trust_list(
        content,
        read_roots(roots),
        handovers=[read_file(file) for file in handovers],
        seen=recall(opened_store(state) if state else None),
        at=instant_of(at),
    )
    print_answer(answer, form, _answer_lines)
    advice = advice_on(str(source), content, *LISTS) if answer.list_id is UNSET else ""
    if advice:
        note(advice)
    return exit_of([answer.verdict])


@command.command(name="show")
@source_argument
@format_option("text", "json")
def print_trust_list(source: Path, form: str) -> Exit:
    """Show what a trust list says; whoever signed it."""
    content = read_file(source)
    with expecting(str(source), content, *LISTS):
        trust_list = shown_list(content)
    print_answer(trust_list, form, _list_lines)
    if not is_unsigned(content):
        note("the signature was not checked; `aeo trust check --root ROOT.pem` does")
    return Exit.POSITIVE


def _answer_lines(answer: ListAnswer) -> Iterator[str]:
    """Yield the verdict with what it is about, then each remark."""
    about = "no trust list"
    if answer.list_id is not UNSET:
        kind = "signed" if answer.signed else "not signed"
        about = f"trust list {answer.list_id}, sequence {answer.sequence}, {kind}"
    yield f"{answer.verdict}  {about}\n"
    for remark in answer.remarks:
        yield f"  {remark.code}  {remark.message}\n"


def _list_lines(trust_list: TrustList) -> Iterator[str]:
    yield f"trust list {trust_list.list_id}, sequence {trust_list.sequence}\n"
    yield f"issued {trust_list.issued_at}, next update {trust_list.next_update}\n"
    for authority in trust_list.authorities:
        yield from _authority_lines(authority)


def _authority_lines(authority: Authority) -> Iterator[str]:
    yield f"\n{authority.administration}  {excerpt(authority.name or '')}".rstrip() + "\n"
    for key in authority.keys:
        yield f"  key {key.kid}  {key.algorithm}  {key.state}{_period(key)}\n"
    for scope in authority.scope:
        prefixes = " ".join(scope.tin_prefixes)
        purposes = ", ".join(scope.purposes)
        yield f"  {scope.programme}, TIN {prefixes}: {purposes}{_period(scope)}\n"
    for uri in authority.status_lists or ():
        yield f"  status list {uri}\n"


def _period(timed: ListedKey | Scope) -> str:
    start = f" from {timed.from_}" if timed.from_ else ""
    return f"{start} until {timed.until}" if timed.until else start
