"""The recognitions of a record beside a partner profile: what breaks AEO-REC-04 to AEO-REC-08."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import UNSET, Struct

from aeo_exchange.exchange.partner_profile import PartnerProfile, ProfileRow
from aeo_exchange.exchange.profile_faults import is_of_side
from aeo_exchange.exchange.recognition.question import OWN_CODES, counts_at
from aeo_exchange.exchange.row_cover import (
    covers_programme,
    covers_role,
    covers_tier,
    excludes_tin,
    term_at,
)
from aeo_exchange.model.record import AeoRecord, Recognition
from aeo_exchange.rules import Broken, Context, all_rules
from aeo_exchange.rules.rule import Breach, items_of

__all__ = ["AgreedCheck"]

PARTIES, IN_FORCE, TIER, ROLE, MODE = (f"AEO-REC-{number:02}" for number in range(4, 9))


class _Moment(NamedTuple):
    """An instant of a recognition that is looked at, and where its findings stand."""

    at: str
    path: str


class AgreedCheck(Struct, frozen=True):
    """Asks records what a partner profile says of their recognitions."""

    profile: PartnerProfile

    def broken(self, record: AeoRecord, context: Context) -> Iterator[Broken]:
        """Yield each rule with a place where a record breaks it."""
        for code, breach in self._breaches(record, context):
            yield all_rules()[code], breach

    def _breaches(self, record: AeoRecord, context: Context) -> Iterator[tuple[str, Breach]]:
        for i, recognition in enumerate(items_of(record.recognitions)):
            if recognition.agreement != self.profile.code:
                continue
            path = f"/recognitions/{i}"
            if not self._is_by_other_side(record, recognition, context):
                told = " and ".join(sorted(side.party for side in self.profile.parties))
                breach = Breach(
                    f"{path}/partner",
                    f"the agreement is between {told}, and the record is of "
                    f"{record.administration}",
                    got=recognition.partner,
                )
                yield PARTIES, breach
                continue
            yield from self._by_mode(recognition, path)
            for moment in _moments(recognition, path, context.at):
                yield from self._at(record, recognition, moment, context)

    def _is_by_other_side(
        self, record: AeoRecord, recognition: Recognition, context: Context
    ) -> bool:
        others = [
            side.party
            for side in self.profile.parties
            if not is_of_side(record.administration, side.party, context.reference)
        ]
        # One side is the record's own, and the partner is the other.
        return others == [recognition.partner]

    def _by_mode(self, recognition: Recognition, path: str) -> Iterator[tuple[str, Breach]]:
        side = self.profile.side(recognition.partner)
        assert side is not None  # it is the other side
        if recognition.identifier_mode is not side.identifier_mode:
            breach = Breach(
                f"{path}/identifierMode",
                f"{recognition.partner} finds a holder by {side.identifier_mode}",
                got=recognition.identifier_mode,
                expected=side.identifier_mode,
            )
            yield MODE, breach
        elif side.identifier_mode in OWN_CODES:
            schemes = side.identifier_schemes or ()
            for j, number in enumerate(items_of(recognition.identifiers)):
                if schemes and number.scheme not in schemes:
                    breach = Breach(
                        f"{path}/identifiers/{j}/scheme",
                        f"is none of the schemes by which {recognition.partner} finds a holder",
                        got=number.scheme,
                        expected=", ".join(sorted(schemes)),
                    )
                    yield MODE, breach

    def _at(
        self, record: AeoRecord, recognition: Recognition, moment: _Moment, context: Context
    ) -> Iterator[tuple[str, Breach]]:
        """Narrow the rows step by step; the step that leaves none is the rule that is broken."""
        rows = [
            row
            for row in self.profile.rows
            if row.recognised_by == recognition.partner
            and covers_programme(row, record, context.reference)
            and counts_at(row.from_, row.until, moment.at)
            and not excludes_tin(row, record.holder.tin)
        ]
        term = term_at(record, moment.at)
        of_tier = [row for row in rows if covers_tier(row, term)]
        if not rows:
            told = f"no row for {record.programme} and this TIN is in force at {moment.at}"
            yield IN_FORCE, Breach(moment.path, told)
        elif term is None:
            told = f"lies in no term at {moment.at}, so no tier is held"
            yield TIER, Breach(moment.path, told)
        elif not of_tier:
            yield TIER, Breach(moment.path, _why_no_tier(rows, moment.at))
        elif not any(covers_role(row, term) for row in of_tier):
            told = f"no role held at {moment.at} is one that a row for the tier asks for"
            yield ROLE, Breach(moment.path, told, got=", ".join(term.roles))


def _moments(recognition: Recognition, path: str, at: str) -> Iterator[_Moment]:
    """Yield the first instant of a recognition, and that of the question where it holds then."""
    yield _Moment(recognition.from_, f"{path}/from")
    until = recognition.until
    if recognition.from_ < at and (until is UNSET or at < until):
        yield _Moment(at, f"{path}/until")


def _why_no_tier(rows: Sequence[ProfileRow], at: str) -> str:
    tiers = ", ".join(sorted({tier for row in rows for tier in row.tiers}))
    return f"no tier held at {at} is one of the rows in force, {tiers}"
