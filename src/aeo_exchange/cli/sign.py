"""`aeo sign`: records to attestations of their status."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from cryptography import x509
from msgspec import Struct

from aeo_exchange import Content, Context, Envelope, Instant, SigningKey, StatusListPlace
from aeo_exchange.cli.attestation_files import Destination, Sink
from aeo_exchange.cli.clock import InstantOption
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.key_source import KeySource, key_options
from aeo_exchange.cli.model_texts import ADMINISTRATION, STATUS_URI
from aeo_exchange.cli.option_groups import as_one
from aeo_exchange.cli.options import InstantAndReference, issued_basis_options, quiet_option
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.cli.state_place import StatePlaceOption, opened_store
from aeo_exchange.cli.terminal import followed, note, note_finding
from aeo_exchange.cli.trust_options import CertificateOption, note_address
from aeo_exchange.cli.verdicts import Verdicts
from aeo_exchange.operations.attestations.sign import Order
from aeo_exchange.operations.attestations.sign_many import (
    Places,
    Signed,
    SigningOutcome,
    Terms,
    sign_many,
)
from aeo_exchange.operations.kept_state import StatePlace
from aeo_exchange.operations.trust.keys import facts_of
from aeo_exchange.operations.trust.places import GivenPlace, ReservedPlaces
from aeo_exchange.report import Report, Severity, Verdict

__all__ = ["command"]

MOST_INDEX = 99_999_999


class SignOptions(Struct, frozen=True, kw_only=True):
    """Which attestation is to be made of each record."""

    issuer: str
    envelope: str
    certificate: x509.Certificate | None
    expires: str | None
    full: bool

    def order(self, key: SigningKey, at: Instant) -> Order:
        """Return the order to sign with a key as of an instant."""
        return Order(
            key=key,
            at=at,
            expires=self.expires,
            issuer=self.issuer,
            envelope=Envelope(self.envelope),
            certificate=self.certificate,
            full=self.full,
        )


class PlaceSource(Struct, frozen=True, kw_only=True):
    """Where places in a status list come from: a working file, or one that is given."""

    status_uri: str | None
    status_index: int | None
    work_file: StatePlace | None

    def ledger(self) -> ReservedPlaces | None:
        """Return the working file, or None where the place is given."""
        place = self.work_file
        return ReservedPlaces(opened_store(place)) if place is not None else None

    def opened(self, ledger: ReservedPlaces | None) -> Places:
        """Return what gives places; raises click.UsageError for both sources, and for none."""
        uri, index = self.status_uri, self.status_index
        if ledger is not None and uri is None and index is None:
            return ledger
        if ledger is None and uri is not None and index is not None:
            note_address(uri)
            return GivenPlace(StatusListPlace(idx=index, uri=uri))
        raise click.UsageError("give --status-list, or both --status-uri and --status-index")


@click.command(cls=OnceCommand, name="sign")
@input_options
@key_options
@click.option(
    "--issuer",
    type=ADMINISTRATION,
    required=True,
    help="Administration that signs; records of others are refused.",
)
@click.option(
    "--envelope",
    type=click.Choice([str(envelope) for envelope in Envelope]),
    default=str(Envelope.SD_JWT),
    show_default=True,
    help="How the attestation is written; xades shows everything and needs --cert.",
)
@click.option(
    "--cert", "certificate", type=CertificateOption(), help="Certificate of the key, for xades."
)
@click.option("--status-uri", type=STATUS_URI, help="Status list of the attestation.")
@click.option(
    "--status-index", type=click.IntRange(0, MOST_INDEX), help="Its place in that list, never used."
)
@click.option(
    "--status-list",
    "work_file",
    type=StatePlaceOption(),
    metavar="FILE|URL#ROW",
    help="Working file from which each attestation draws a place of its own.",
)
@click.option(
    "--expires",
    type=InstantOption(),
    help="First instant of silence; as late as allowed if absent.",
)
@click.option(
    "--full", is_flag=True, help="Sign records that are not views, with all that they say."
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1, max=64),
    default=1,
    show_default=True,
    help="Worker processes; they need --status-list.",
)
@issued_basis_options
@quiet_option
@output_options
@as_one("places", PlaceSource)
@as_one("wish", SignOptions)
def command(
    inputs: InputOptions,
    key: KeySource,
    wish: SignOptions,
    places: PlaceSource,
    jobs: int,
    basis: InstantAndReference,
    target: Target,
    *,
    quiet: bool,
) -> Exit:
    """Sign the status of each record, so that anybody can check it without asking.

    One attestation for each record: to standard output or FILE, one a line, or to a file each
    in an output FOLDER/. A record that is not valid is refused, and the others are signed.
    """
    ledger = places.ledger()
    drawn = places.opened(ledger)
    _refuse_contradictions(key, wish, ledger, jobs)
    instant = basis.instant()
    order = wish.order(_opened(key), instant)
    context = Context(at=instant, reference=basis.reference_data())
    tally = _SigningTally(quiet=quiet)
    destination = Destination(target=target, envelope=order.envelope, quiet=quiet)
    with (
        _handed_out(ledger) as in_place,
        inputs.contents() as contents,
        destination.opened(in_place) as sink,
    ):
        terms = Terms(places=drawn, context=context, objection=sink.objection)
        outcomes = _outcomes(contents, order, terms, jobs)
        for outcome in followed(outcomes, "records", quiet=quiet):
            tally.take(outcome, sink)
    tally.tell()
    return tally.verdicts.exit


class _SigningTally:
    """What became of the records so far, told on standard error."""

    def __init__(self, *, quiet: bool) -> None:
        self.verdicts = Verdicts()
        self._quiet = quiet
        self._signed = self._refused = self._full = 0

    def take(self, outcome: SigningOutcome, sink: Sink) -> None:
        """Write what was signed, say what was not, and count both."""
        if isinstance(outcome, Signed):
            reason = sink.add(outcome)
            if not reason:
                self._signed += 1
                self._full += outcome.is_full
                return
            self._say(f"{outcome.source}: {outcome.record_id}: {reason}")
        elif isinstance(outcome, Report):
            self._say_errors(outcome)
        else:
            self._say(f"{outcome.source}: {outcome.record_id}: {outcome.message}")
        if isinstance(outcome, Report):
            self.verdicts.add(outcome.verdict, unread=outcome.is_unread)
        else:
            self.verdicts.add(Verdict.NOT_VALID)
        self._refused += 1

    def _say(self, message: str) -> None:
        if not self._quiet:
            note(message)

    def _say_errors(self, report: Report) -> None:
        for finding in report.findings:
            if finding.severity is Severity.ERROR and not self._quiet:
                note_finding(report.source, finding)

    def tell(self) -> None:
        """Say how many there were."""
        if self._full and not self._quiet:
            note(
                f"note: {self._full:,} signed without a view, so with all that the record says; "
                "an attestation for others is best made from a view"
            )
        note(f"signed {self._signed:,}, refused {self._refused:,}")


def _opened(key: KeySource) -> SigningKey:
    opened = key.open()
    if facts_of(opened.public).test_key:
        note("note: this key is published with the conformance suite; verifiers refuse it")
    return opened


@contextmanager
def _handed_out(ledger: ReservedPlaces | None) -> Iterator[list[int]]:
    """Give a list for the places of attestations that are where they were to go.

    The ledger is told of them also where the run is stopped; what it is not told of stays
    reserved, so that no place counts as valid for an attestation that never came to be.
    """
    in_place: list[int] = []
    try:
        yield in_place
    finally:
        if ledger is not None and in_place:
            ledger.hand_out(in_place)


def _refuse_contradictions(
    key: KeySource, wish: SignOptions, ledger: ReservedPlaces | None, jobs: int
) -> None:
    if wish.envelope == Envelope.XADES and wish.certificate is None:
        raise click.UsageError("--envelope xades needs the certificate of the key, --cert")
    if jobs > 1 and key.is_hardware:
        raise click.UsageError("a key in hardware signs in one process; leave out --jobs")
    if jobs > 1 and ledger is None:
        raise click.UsageError("--jobs needs --status-list, from which each worker draws places")


def _outcomes(
    contents: list[Content], order: Order, terms: Terms, jobs: int
) -> Iterator[SigningOutcome]:
    if jobs == 1:
        return sign_many(contents, order, terms)
    from aeo_exchange.operations.attestations.sign_parallel import sign_with_workers  # noqa: PLC0415 start-up

    return sign_with_workers(contents, order, terms, jobs=jobs)
