"""`aeo status-list`: the administration's list of what became of its attestations."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceGroup
from aeo_exchange.cli.key_source import KeySource, key_options
from aeo_exchange.cli.model_texts import RECORD_ID, STATUS_URI
from aeo_exchange.cli.options import at_option, format_option, issued_option
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.cli.render.listing import print_answer
from aeo_exchange.cli.state_place import StatePlaceOption, opened_store
from aeo_exchange.cli.terminal import note
from aeo_exchange.cli.trust_options import note_address
from aeo_exchange.counting import how_many
from aeo_exchange.operations.expected import Kind, expecting
from aeo_exchange.operations.kept_state import StatePlace, content_at, keep_new_state
from aeo_exchange.operations.trust.places import PlaceUse, ReservedPlaces
from aeo_exchange.operations.trust.status_list import (
    FEWEST_ENTRIES,
    LONGEST_HOURS,
    MOST_ENTRIES,
    USUAL_TTL,
    EntryStatus,
    RecordChange,
    StatusListSummary,
    change_entry,
    change_record,
    create_list,
    sign_list,
    summary,
)
from aeo_exchange.safe_text import visible

__all__ = ["command"]


@click.group(cls=OnceGroup, name="status-list")
def command() -> None:
    """Make and sign status lists: what became of attestations.

    The working file is the administration's own; what is published is signed from it.
    """


# The working file of a list, or the row of a register that keeps one.
work_place = click.argument("source", type=StatePlaceOption(), metavar="FILE|URL#ROW")


@command.command(name="create")
@click.option("--uri", type=STATUS_URI, required=True, help="Where the list will be published.")
@click.option(
    "--size",
    type=click.IntRange(FEWEST_ENTRIES, MOST_ENTRIES),
    default=FEWEST_ENTRIES,
    show_default=True,
    help="Number of places, a multiple of 8.",
)
@output_options
def created(uri: str, size: int, target: Target) -> Exit:
    """Make the working file of a new list, in which no place is taken."""
    if size % 8:
        raise click.UsageError("--size must be a multiple of 8")
    note_address(uri)
    if target.target is not None and StatePlace(target.target).is_database:
        keep_new_state(opened_store(StatePlace(target.target)), create_list(uri, size))
        return Exit.POSITIVE
    with target.opened() as stream:
        stream.write(create_list(uri, size))
    return Exit.POSITIVE


@command.command(name="allocate")
@work_place
@click.option(
    "--count",
    type=click.IntRange(1, MOST_ENTRIES),
    default=1,
    show_default=True,
    help="How many places to draw, one for each attestation.",
)
@click.option("--record-id", type=RECORD_ID, help="Note the record that the places are for.")
def allocated(source: StatePlace, count: int, record_id: str | None) -> Exit:
    """Draw a free place at random, note it in the working file, and print its index.

    The file is changed in place, since a place that was drawn must never be drawn again.
    """
    places = ReservedPlaces(opened_store(source))
    uses = [PlaceUse(record_id)] * count if record_id else []
    drawn = [place.idx for place in (places.for_records(uses) if uses else places(count))]
    click.echo("\n".join(map(str, drawn)))
    sys.stdout.flush()  # nobody has a place that could not be printed
    places.hand_out(drawn)
    return Exit.POSITIVE


@command.command(name="set")
@work_place
@click.option("--index", type=click.IntRange(min=0), help="The place, as allocated.")
@click.option(
    "--record-id",
    type=RECORD_ID,
    help="In place of --index: every place of this record that has not expired.",
)
@click.option(
    "--status",
    type=click.Choice([str(status) for status in EntryStatus]),
    required=True,
    help="What became of the attestation.",
)
@click.option(
    "--given-elsewhere",
    is_flag=True,
    help="The place was never drawn from this file, and yet an attestation has it.",
)
@at_option
def changed(
    source: StatePlace,
    index: int | None,
    record_id: str | None,
    status: str,
    at: str | None,
    *,
    given_elsewhere: bool,
) -> Exit:
    """Say what became of the attestation at a place, or of each attestation of a record.

    The working file is changed in place; nobody knows until the list is signed and published.
    """
    store, became = opened_store(source), EntryStatus[status.upper()]
    if (index is None) == (record_id is None):
        raise click.UsageError("give --index or --record-id")
    if record_id is None:
        assert index is not None
        change_entry(store, index, became, given_elsewhere=given_elsewhere)
        return Exit.POSITIVE
    if given_elsewhere:
        raise click.UsageError("--given-elsewhere is for --index")
    change = change_record(store, record_id, became, at=instant_of(at))
    click.echo(f"{record_id}: {change.changed:,} set to {status}, {change.expired:,} expired")
    _note_left(change, record_id)
    return Exit.POSITIVE


def _note_left(change: RecordChange, record_id: str) -> None:
    """Say which places were not set, so that nobody takes the record for settled."""
    if change.final:
        note(f"note: {change.final:,} revoked or superseded left so; --index sets one by itself")
    if change.without_record:
        note(
            f"note: of {how_many(change.without_record, 'place')} the file does not know the "
            f"record; one of {record_id} among them is set by --index"
        )


@command.command(name="sign")
@work_place
@key_options
@click.option(
    "--hours",
    type=click.IntRange(1, LONGEST_HOURS),
    default=24,
    show_default=True,
    help="For how long the list answers.",
)
@click.option(
    "--ttl",
    type=click.IntRange(0, LONGEST_HOURS * 3600),
    default=USUAL_TTL,
    show_default=True,
    help="After how many seconds to fetch it again.",
)
@issued_option
@output_options
def sign_list_of_file(
    source: StatePlace, key: KeySource, hours: int, ttl: int, at: str | None, target: Target
) -> Exit:
    """Sign the list as it is now, for publication at its URI."""
    content = content_at(opened_store(source))
    now = instant_of(at)
    with expecting(source.text, content, Kind.WORK_FILE):
        token = sign_list(content, key.open, at=now, hours=hours, ttl=ttl)
    with target.opened() as stream:
        stream.write(token.encode() + b"\n")
    return Exit.POSITIVE


@command.command(name="show")
@work_place
@click.option("--index", type=click.IntRange(min=0), help="Show the entry at a place too.")
@format_option("text", "json")
def print_status_list(source: StatePlace, index: int | None, form: str) -> Exit:
    """Show what a working file or a signed list says; whoever signed it."""
    content = content_at(opened_store(source))
    with expecting(source.text, content, Kind.WORK_FILE, Kind.STATUS_LIST):
        listed = summary(content, index)
    print_answer(listed, form, _lines)
    return Exit.POSITIVE


def _lines(listed: StatusListSummary) -> Iterator[str]:
    yield f"status list {visible(listed.uri)}\n"
    if listed.signed:
        yield f"answers from {listed.issued_at} to {listed.expires_at}\n"
        yield f"{how_many(listed.size, 'place')}; signature not checked, key {listed.kid}\n"
    else:
        said = ", ".join(f"{number:,} {name}" for name, number in (listed.counts or {}).items())
        yield f"{listed.allocated:,} of {how_many(listed.size, 'place')} taken: {said}\n"
        if listed.reserved:
            yield (
                f"{listed.reserved:,} reserved by runs that did not finish; they are not drawn "
                "again, and `set` changes one whose attestation turns up\n"
            )
    if listed.status:
        yield f"{listed.index}  {listed.status}\n"
