"""What is said of a declaration, as it is printed: each party, its answer, why, and candidates."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.declarations.declaration import PartyRole, QuotedNumber
from aeo_exchange.exchange.partner_profile import Flow
from aeo_exchange.exchange.recognition.answer import RecognitionBasis
from aeo_exchange.exchange.recognition.reasons import RecognitionResult
from aeo_exchange.model.codes import Code

__all__ = [
    "LeadPlace",
    "LookupName",
    "MatchCandidate",
    "MatchReason",
    "MatchRefusal",
    "MatchSummary",
    "MatchWhy",
    "MatchedDeclaration",
    "MatchedNumber",
    "MatchedParty",
    "NearMiss",
    "StreamNotCounted",
]

LeadPlace: TypeAlias = Literal[
    "id", "mutual-recognition", "authorisation-holder", "aeo-number", "name-address"
]
LookupName: TypeAlias = Literal["own-code", "tin", "identifier", "aeo-number", "link"]


class MatchReason(Code):
    """Why a party of a declaration has no answer of its holder (DEC-4-4)."""

    NO_ACCEPTANCE = (
        "no-acceptance",
        "The declaration does not say when it was accepted, or not so that it can be told.",
    )
    NO_NUMBER = "no-number", "The party has no number by which the profile identifies."
    NOT_FOUND = "not-found", "No record at hand has the number."
    PLACEHOLDER = "placeholder", "The number stands for none."
    NUMBERS_DIFFER = "numbers-differ", "The numbers of the party lead to different holders."


class NearMiss(Code):
    """What makes a holder a candidate (DEC-5-2), the best first."""

    LEADS_HERE = "leads-here", "It leads to the holder, and another number of the party does not."
    FORMER_TIN = "former-tin", "It was a TIN of the holder, and was no longer."
    FORMER_IDENTIFIER = "former-identifier", "It is a number of the holder of another time."
    AUTHORISATION_NUMBER = "authorisation-number", "It is the number of an authorisation."
    OTHER_FIELD = "other-field", "It is a number of the holder, in the place of another."
    WITHOUT_COUNTRY = "without-country", "It is the TIN without its country."
    WRITTEN_OTHERWISE = "written-otherwise", "Marks or zeros in front differ."
    ONE_CHARACTER = "one-character", "One character differs, or two are exchanged."
    NAME = "name", "The names are alike, or the address is the same and the names may be."


# Without the garbage collector: nothing of an answer leads back to it, and there are many.
class _MatchPart(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True, gc=False):
    """A part of the answer; what does not apply is left out."""


class MatchWhy(_MatchPart, frozen=True, kw_only=True):
    """A reason, of XCH-13-7 or of DEC-4-4, and the record that it is about."""

    code: str
    because: str
    key: str | UnsetType = UNSET


class MatchedNumber(_MatchPart, frozen=True, kw_only=True):
    """The number, or the name, that led to the holder: where it stood, and by which lookup."""

    value: str
    place: LeadPlace
    lookup: LookupName


class MatchCandidate(_MatchPart, frozen=True, kw_only=True):
    """A holder that the party may mean; an officer looks, and nothing follows by itself.

    `score`, of a name that can be compared, is from 0 to 100; `number` is that of the holder that
    is near, or its TIN.
    """

    tin: str
    name: str
    number: str
    near: NearMiss
    differs: str
    score: int | UnsetType = UNSET


class MatchedParty(_MatchPart, frozen=True, kw_only=True):
    """A party, and whether it is recognised.

    `tiers` are those that its records have in force at T, and `sizeClass` the last that they tell.
    """

    role: PartyRole
    name: str = ""
    address: str = ""
    country: str = ""
    numbers: tuple[QuotedNumber, ...] = ()
    result: RecognitionResult
    reasons: tuple[MatchWhy, ...]
    found_by: MatchedNumber | UnsetType = UNSET
    tin: str | UnsetType = UNSET
    tiers: tuple[str, ...] = ()
    size_class: str | UnsetType = UNSET
    since: str | UnsetType = UNSET
    would_be: RecognitionResult | UnsetType = UNSET
    benefits: tuple[str, ...] = ()
    candidates: tuple[MatchCandidate, ...] = ()
    rests_on: RecognitionBasis | UnsetType = UNSET


class MatchRefusal(_MatchPart, frozen=True, kw_only=True):
    """Why something of a source was not read."""

    code: str
    message: str


class MatchedDeclaration(_MatchPart, frozen=True, kw_only=True):
    """A declaration with its parties, or why there is none.

    `at` is what was asked about; `atWasGiven`: by who asks, and not by the declaration. `profile`
    is the code of the profile, and `partner` its other side; days and months are those of
    `timeZone`, the zone of the side that asks.
    """

    source: str
    line: int | UnsetType = UNSET
    number: str = ""
    accepted_at: str = ""
    released_at: str = ""
    at: str | UnsetType = UNSET
    at_was_given: bool = False
    flow: Flow | UnsetType = UNSET
    is_notification: bool = False
    asked_by: str
    profile: str
    partner: str
    time_zone: str
    known_at: str
    parties: tuple[MatchedParty, ...] = ()
    refusal: MatchRefusal | UnsetType = UNSET


class StreamNotCounted(_MatchPart, frozen=True, kw_only=True):
    """A stream, or a head of one, by which nothing is answered: the reason, and what it says."""

    stream: str
    code: str
    because: str


class MatchSummary(_MatchPart, frozen=True, kw_only=True):
    """How many declarations and parties there were, what was answered, and what did not count."""

    declarations: int
    notifications: int
    without_parties: int
    refused: int
    parties: int
    recognised: int
    not_recognised: int
    undetermined: int
    with_candidates: int
    reasons: dict[str, int]
    not_counted: tuple[StreamNotCounted, ...] = ()
