"""An outcome to what is told of it: its reasons, its benefits, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import UNSET

from aeo_exchange.exchange.partner_profile import Benefit, PartnerProfile
from aeo_exchange.exchange.profile_file import profile_digest
from aeo_exchange.exchange.recognition.answer import (
    RecognitionBasis,
    RecognitionWhy,
    UsedHead,
    UsedList,
    UsedProfile,
    UsedRecord,
)
from aeo_exchange.exchange.recognition.case import RecognitionCase
from aeo_exchange.exchange.recognition.judgement import Judgement
from aeo_exchange.exchange.recognition.outcome import RecognitionOutcome
from aeo_exchange.exchange.recognition.reasons import RecognitionReason
from aeo_exchange.model.canonical import digest

__all__ = ["benefits_of", "reasons_of", "recognition_basis"]


def reasons_of(outcome: RecognitionOutcome) -> tuple[RecognitionWhy, ...]:
    """Return every reason once; those that decide stand first."""
    every = [why for judgement in outcome.judgements for why in _evidence_reasons(judgement)]
    return tuple(dict.fromkeys(every))


def benefits_of(
    profile: PartnerProfile | None, outcomes: Sequence[RecognitionOutcome]
) -> tuple[Benefit, ...]:
    """Return the benefits that follow at each of the moments, in the order of the profile."""
    always = set.intersection(*(_codes(outcome) for outcome in outcomes))
    known = () if profile is None else profile.benefits or ()
    return tuple(benefit for benefit in known if benefit.code in always)


def recognition_basis(case: RecognitionCase, outcome: RecognitionOutcome) -> RecognitionBasis:
    """Return the profile with its rows, the records looked at, and the heads that were asked."""
    records = {used.key: used for used in reversed([*_records(outcome)])}
    return RecognitionBasis(
        profile=UNSET if case.profile is None else _profile(case.profile, outcome),
        records=tuple(records[key] for key in sorted(records)),
        heads=tuple(_heads(case, outcome)),
    )


def _evidence_reasons(judgement: Judgement) -> Iterator[RecognitionWhy]:
    known, reason = judgement.known, judgement.reason
    because = reason.definition
    if judgement.told:
        because = f"{because} {judgement.told}"
    yield RecognitionWhy(
        code=reason,
        because=because,
        key=known.key if known else UNSET,
        sender=known.stream.sender if known else UNSET,
        status=judgement.status or UNSET,
    )
    assumed = dict.fromkeys(why for holding in judgement.rows for why in holding.assumed)
    if known and known.stream.transcribed and reason is not RecognitionReason.TRANSCRIBED:
        assumed[RecognitionReason.TRANSCRIBED] = None
    for why in assumed:
        yield RecognitionWhy(
            code=why,
            because=why.definition,
            key=known.key if known else UNSET,
            sender=known.stream.sender if known else UNSET,
        )


def _codes(outcome: RecognitionOutcome) -> set[str]:
    return {
        code
        for judgement in outcome.judgements
        for holding in judgement.rows
        for code in holding.row.benefits or ()
    }


def _profile(profile: PartnerProfile, outcome: RecognitionOutcome) -> UsedProfile:
    rows = {row.number for judgement in outcome.judgements for row in judgement.rows}
    return UsedProfile(
        code=profile.code,
        version=profile.version,
        digest=profile_digest(profile),
        rows=tuple(sorted(rows)),
    )


def _records(outcome: RecognitionOutcome) -> Iterator[UsedRecord]:
    for judgement in outcome.judgements:
        known = judgement.known
        if known is not None and known.last.record is not None:
            yield UsedRecord(
                key=known.key,
                revision=known.last.record.revision,
                digest=known.last.digest or digest(known.last.record),
                result=judgement.result,
                transcribed=known.stream.transcribed,
            )


def _heads(case: RecognitionCase, outcome: RecognitionOutcome) -> Iterator[UsedHead]:
    for stream in outcome.asked:
        head = stream.head_at(case.question.known_at)
        if head is not None:
            yield UsedHead(
                sender=stream.sender,
                sequence=head.sequence,
                digest=head.digest,
                as_of=head.as_of,
                trust_lists=tuple(
                    UsedList(list_id=list_id, sequence=sequence)
                    for list_id, sequence in head.trust_lists
                ),
            )
