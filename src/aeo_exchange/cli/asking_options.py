"""Who asks about recognition, by what was known when, with which codes, and of what evidence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from aeo_exchange import Instant
from aeo_exchange.cli.clock import InstantOption, instant_of
from aeo_exchange.cli.model_texts import ADMINISTRATION
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.read_files import InputPath, note_read

if TYPE_CHECKING:
    from aeo_exchange.exchange.partner_profile import PartnerProfile
    from aeo_exchange.exchange.recognition.question import IssuedCode

__all__ = ["AskingOptions", "FromOptions", "asking_options", "from_options", "own_codes_option"]


class AskingOptions(Struct, frozen=True, kw_only=True):
    """Who asks, by what was known when, and with which codes of its own."""

    asked_by: str | None
    known_at: str | None
    own_codes: Path | None

    @property
    def are_given(self) -> bool:
        """Whether one of them was written."""
        return bool(self.asked_by or self.known_at or self.own_codes)

    def side(self, profile: PartnerProfile) -> str:
        """Return the side that asks; raises WrongChoice where nothing tells it."""
        from aeo_exchange.operations.recognition.asking_side import asking_side  # noqa: PLC0415 start-up time is felt

        return asking_side(profile, self.asked_by)

    def instant_of_knowledge(self, now: str | None = None) -> Instant:
        """Return by when it had to be known; where nothing was written `now`, or the clock's."""
        return instant_of(self.known_at or now)

    def issued_codes(self) -> Sequence[IssuedCode] | None:
        """Return the codes that the side issued, None where no table of them was named."""
        from aeo_exchange.operations.recognition.issued_codes import (  # noqa: PLC0415 start-up time is felt
            read_issued_codes,
        )

        return read_issued_codes(self.own_codes) if self.own_codes else None


class FromOptions(Struct, frozen=True, kw_only=True):
    """The folders and files that are asked, and the heads in them that the operator has taken."""

    places: tuple[str, ...]
    confirmed: tuple[str, ...]

    def require_one(self, url: str | None) -> None:
        """Refuse a question to nobody, and one to a register and to files."""
        if bool(self.places) is (url is not None):
            raise click.UsageError("ask one of a register, --db, and of files, --from")
        if self.confirmed and url is not None:
            raise click.UsageError(
                "--confirm goes with --from; in a register `aeo register adopt --head` takes a head"
            )

    def snapshots(self) -> list[Path]:
        """Return the snapshots, none where it is records that are asked."""
        from aeo_exchange.operations.recognition.recognise import (  # noqa: PLC0415 start-up time is felt
            is_snapshot,
        )

        snapshots = [Path(place) for place in self.places if is_snapshot(Path(place))]
        if snapshots and len(snapshots) < len(self.places):
            raise click.UsageError("--from: give snapshots, or records, and not both")
        for place in snapshots:
            note_read(place)  # no answer is written over what it rests on
        return snapshots


from_options = group_of(
    "held",
    FromOptions,
    click.option(
        "--from",
        "places",
        multiple=True,
        metavar="PATH",
        help="Folder of a stream, or its head; or records in files. May be repeated.",
    ),
    click.option(
        "--confirm",
        "--confirm-reset",
        "confirmed",
        multiple=True,
        metavar="DIGEST",
        help="Digest of a head in --from whose reset or mass change you take, after you asked the "
        "sender. May be repeated.",
    ),
)
own_codes_option = click.option(
    "--own-codes",
    type=InputPath(path_type=Path),
    metavar="FILE",
    help="Table in CSV of the codes that you issued: scheme,value,tin,from,until.",
)
asking_options = group_of(
    "asking",
    AskingOptions,
    click.option(
        "--by",
        "asked_by",
        type=ADMINISTRATION,
        metavar="CODE",
        help="The side that asks; without it, the one that keeps the profile.",
    ),
    click.option(
        "--known-at", type=InstantOption(), help="By what was known then; now by default."
    ),
    own_codes_option,
)
