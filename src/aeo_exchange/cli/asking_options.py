"""Who asks about recognition, by what was known when, with which codes, and of what evidence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from aeo_exchange import Instant
from aeo_exchange.cli.clock import InstantOption, instant_of
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.cli.trust_options import ADMINISTRATION

if TYPE_CHECKING:
    from aeo_exchange.exchange.partner_profile import PartnerProfile
    from aeo_exchange.exchange.recognition.question import IssuedCode

__all__ = ["AskingOptions", "asking_options", "evidence_option", "own_codes_option"]


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
        from aeo_exchange.operations.recognise import (  # noqa: PLC0415 start-up time is felt
            asking_side,
        )

        return asking_side(profile, self.asked_by)

    def instant_of_knowledge(self, now: str | None = None) -> Instant:
        """Return by when it had to be known; where nothing was written `now`, or the clock's."""
        return instant_of(self.known_at or now)

    def issued_codes(self) -> Sequence[IssuedCode] | None:
        """Return the codes that the side issued, None where no table of them was named."""
        from aeo_exchange.operations.issued_codes import (  # noqa: PLC0415 start-up time is felt
            read_issued_codes,
        )

        return read_issued_codes(self.own_codes) if self.own_codes else None


evidence_option = click.option(
    "--from",
    "places",
    multiple=True,
    metavar="PATH",
    help="Folder of a stream, or its head; or records in files. May be repeated.",
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
        help="The side that asks; without, the one that keeps the profile.",
    ),
    click.option(
        "--known-at", type=InstantOption(), help="By what was known then; now by default."
    ),
    own_codes_option,
)
