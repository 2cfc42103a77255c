"""`aeo recognise`: is this firm recognised under a partner profile, why, and what follows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click
from msgspec import UNSET, Struct

from aeo_exchange import Instant, Limits, ReferenceData
from aeo_exchange.cli.asking_options import (
    AskingOptions,
    FromOptions,
    asking_options,
    from_options,
)
from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.db_option import RegisterPlace, optional_db_options
from aeo_exchange.cli.evidence import (
    APPLIED_ALREADY,
    EvidenceFiles,
    evidence_without_status,
)
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import contents
from aeo_exchange.cli.model_texts import TIN
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import (
    day_option,
    format_option,
    limit_options,
    reference_option,
    test_keys_option,
)
from aeo_exchange.cli.partner_profile_option import (
    WITH_A_REGISTER,
    partner_profile_option,
    profile_asked_under,
)
from aeo_exchange.cli.receipt_options import ReceiptOptions, receipt_options
from aeo_exchange.cli.register_alarms import tell_alarms
from aeo_exchange.cli.render.listing import print_answer
from aeo_exchange.cli.render.recognition import recognition_lines
from aeo_exchange.cli.terminal import note
from aeo_exchange.cli.verdicts import exit_of
from aeo_exchange.operations.attestations.verify import open_trust_lists
from aeo_exchange.operations.exchange.partner_profiles import open_profile
from aeo_exchange.operations.recognition.recognise import (
    Flow,
    HeadQuestion,
    RecognitionAnswer,
    Role,
    Wish,
    by_records,
    by_snapshots,
    recognition_verdict,
    sought,
)

if TYPE_CHECKING:
    from aeo_exchange.operations.register.register import Register

__all__ = ["command"]

ROLES = {role.value: role for role in Role}


class QuestionOptions(Struct, frozen=True, kw_only=True):
    """The question as it was written."""

    tin: str | None
    identifier: str | None
    party_role: str | None
    flow: Flow | None
    profile: Path | None
    asking: AskingOptions
    at: str | None

    def wish(self, reference: ReferenceData, now: str) -> Wish:
        """Return what is asked; raises OSError, ProfileError and WrongChoice."""
        profile = profile_asked_under(self.profile, None, reference)
        return Wish(
            sought=sought(self.tin, self.identifier),
            profile=profile,
            asked_by=self.asking.side(profile),
            at=self.at or now,
            known_at=self.asking.instant_of_knowledge(now),
            party_role=ROLES[self.party_role] if self.party_role else None,
            flow=self.flow,
            issued_codes=self.asking.issued_codes(),
        )

    def of_register(
        self, register: Register, reference: ReferenceData, now: Instant
    ) -> RecognitionAnswer:
        """Return the answer of a register; raises StateError and what `wish` raises."""
        from aeo_exchange.operations.register.recognise import (  # noqa: PLC0415 start-up time is felt
            HeldWish,
            RegisterReader,
        )

        wish = HeldWish(
            sought=sought(self.tin, self.identifier),
            at=self.at or now,
            known_at=self.asking.instant_of_knowledge(register.latest(now)),
            profile=open_profile(self.profile, reference) if self.profile else None,
            asked_by=self.asking.asked_by,
            party_role=ROLES[self.party_role] if self.party_role else None,
            flow=self.flow,
            issued_codes=self.asking.issued_codes(),
        )
        return RegisterReader(register, reference).recognise(wish)


question_options = group_of(
    "question",
    QuestionOptions,
    click.option("--tin", type=TIN, metavar="TIN", help="The firm, by its TIN."),
    click.option(
        "--identifier",
        metavar="SCHEME:VALUE",
        help="The firm, by another number of it, or by a code that you issued.",
    ),
    click.option(
        "--party-role",
        type=click.Choice([*ROLES]),
        metavar="ROLE",
        help="Its role in the declaration, such as exporter.",
    ),
    click.option(
        "--flow", type=click.Choice(get_args(Flow)), help="The flow of the goods, as you see them."
    ),
    partner_profile_option(WITH_A_REGISTER),
    asking_options,
    day_option,
)


class SourceOptions(Struct, frozen=True, kw_only=True):
    """What is asked, and what of it counts."""

    held: FromOptions
    test_keys: bool
    keep: bool

    def require_one(self, place: RegisterPlace) -> None:
        """Refuse a question to nobody, and one to a register and to files."""
        self.held.require_one(place.url)
        if self.keep and place.url is None:
            raise click.UsageError("--keep keeps the decision in a register; name it by --db")


source_options = group_of(
    "source",
    SourceOptions,
    from_options,
    test_keys_option,
    click.option("--keep", is_flag=True, help="Keep the decision in the register too."),
)


@click.command(cls=OnceCommand, name="recognise")
@question_options
@source_options
@optional_db_options
@evidence_without_status
@receipt_options
@reference_option
@limit_options
@format_option("text", "json")
def command(
    question: QuestionOptions,
    source: SourceOptions,
    place: RegisterPlace,
    evidence: EvidenceFiles,
    receipt: ReceiptOptions,
    reference: Path | None,
    limits: Limits,
    form: str,
) -> Exit:
    """Say whether a firm is recognised under a partner profile, why, and what follows.

    A register answers from what it applied. A snapshot is checked first, so it takes --trust and
    --root. Records that came in no stream are
    answered about as well, and never with yes. A day is the day of the side that asks, and must
    have one answer all day. Exit code 0: recognised. 1: not. 4: nobody can tell.
    """
    receipt.require_usable()
    source.require_one(place)
    now = instant_of(None)
    data = ReferenceData(reference)
    if place.url is not None:
        evidence.require_none(APPLIED_ALREADY)
        return _print_answer(_by_register(question, source, place, receipt, data), form)
    wish = question.wish(data, now)
    if snapshots := source.held.snapshots():
        trust = open_trust_lists(evidence.read(test_keys=source.test_keys))
        asked = HeadQuestion(
            trust=trust,
            at=now,
            reference=data,
            profile=wish.profile,
            test_keys=source.test_keys,
        )
        answer = by_snapshots(snapshots, wish, asked, source.held.confirmed)
    else:
        with contents(source.held.places, None) as records:
            answer = by_records(records, wish, data, limits)
    receipt.keep(answer)
    return _print_answer(answer, form)


def _by_register(
    question: QuestionOptions,
    source: SourceOptions,
    place: RegisterPlace,
    receipt: ReceiptOptions,
    reference: ReferenceData,
) -> RecognitionAnswer:
    """Return the answer of a register, and keep it where that was asked for."""
    register, now = place.open(), instant_of(None)
    answer = question.of_register(register, reference, now)
    signed = receipt.keep(answer)
    used = answer.rests_on.profile
    if used is not UNSET:
        tell_alarms(register.waiting_heads(answer.asked_by, used.code, now, reference))
    if source.keep:
        from aeo_exchange.operations.register.care import (  # noqa: PLC0415 start-up time is felt
            keep_answer,
        )

        note(f"decision {keep_answer(register, answer, signed, now)} is kept")
    return answer


def _print_answer(answer: RecognitionAnswer, form: str) -> Exit:
    print_answer(answer, form, recognition_lines)
    return exit_of([recognition_verdict(answer)])
