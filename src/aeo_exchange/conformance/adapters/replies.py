"""What an adapter answers (CNF-3); adapter-reply.schema.json is printed from it.

Types are demanded of a product; a text or number that is none of the list is told in the schema
only, since to the runner it is a wrong answer and not a broken protocol.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, UnsetType

from aeo_exchange.conformance.adapters.requests import VERSION, Message
from aeo_exchange.conformance.legible import shortened
from aeo_exchange.conformance.suite.lists import Depth
from aeo_exchange.conformance.suite.texts import EACH_ONCE, told
from aeo_exchange.model.standing import Standing as StandingCode
from aeo_exchange.report import Severity, Verdict

__all__ = [
    "NOT_TOLD",
    "AnsweredCandidate",
    "AnsweredCheck",
    "AnsweredParty",
    "AnsweredReason",
    "AnsweredRecognition",
    "AnsweredRecord",
    "AnsweredStanding",
    "AnsweredState",
    "AnsweredViews",
    "Done",
    "Hello",
    "Implementation",
    "LeftOutItem",
    "LeftOutRecord",
    "Named",
    "ProductFault",
    "Reply",
    "StateEntry",
]

# The version of a program that says nothing of itself.
NOT_TOLD = "not told"


class Implementation(Message, frozen=True, kw_only=True):
    """What is under test, in its own words."""

    name: Annotated[str, told("Name of the product.", minLength=1)]
    version: Annotated[str, told("Its exact version.", minLength=1)]
    vendor: Annotated[str | UnsetType, told("Who makes it.", minLength=1)] = UNSET
    language: Annotated[str | UnsetType, told("In what it is written.", minLength=1)] = UNSET
    homepage: Annotated[str | UnsetType, told("Where more is said.", minLength=1)] = UNSET
    digest: Annotated[str | UnsetType, told("Digest of the product.", minLength=1)] = UNSET

    @property
    def title(self) -> str:
        """Its name and version, as they are printed: each is cut where it is very long."""
        return f"{shortened(self.name)} {shortened(self._version)}"

    @property
    def full_title(self) -> str:
        """Its name and version, as they are compared."""
        return f"{self.name} {self._version}"

    @property
    def _version(self) -> str:
        return self.version if self.version != NOT_TOLD else "(version not told)"


class Hello(Message, frozen=True, kw_only=True):
    """What an adapter can do: the answer to hello."""

    # Another version is refused in words of its own.
    v: Annotated[int, told("Version of the protocol.", const=VERSION)]
    implementation: Annotated[Implementation, told("What is under test.")]
    roles: Annotated[tuple[str, ...], told("Roles that are claimed.", minItems=1)]
    operations: Annotated[
        tuple[str, ...],
        told("Operations that are answered; all that the roles ask for when empty."),
    ] = ()
    media: Annotated[tuple[str, ...], told("Media types that are read; all when empty.")] = ()
    spec: Annotated[tuple[str, ...], told("Versions of the standard.")] = ()
    depth: Annotated[Depth, told("How closely answers can be compared.")] = Depth.D1


class Named(Message, frozen=True, kw_only=True):
    """A finding as an adapter tells it; a product may keep codes of its own, or give none."""

    code: Annotated[
        str | UnsetType, told("Code of this standard, or of the product.", minLength=1)
    ] = UNSET
    severity: Annotated[Severity, told("Weight; by default error.")] = Severity.ERROR
    path: Annotated[str | UnsetType, told("JSON Pointer into the record, in every syntax.")] = UNSET
    record: Annotated[int | UnsetType, told("Place of the record, counted from 0.", minimum=0)] = (
        UNSET
    )
    message: Annotated[str | UnsetType, told("For people.")] = UNSET


class AnsweredCheck(Message, frozen=True, kw_only=True):
    """One named check of a verifier and its outcome."""

    name: Annotated[str, told("Name.", minLength=1)]
    outcome: Annotated[Literal["pass", "fail", "undetermined", "skipped"], told("Outcome.")]


class AnsweredStanding(Message, frozen=True, kw_only=True):
    """A status, why it is that, and which event of which revision decides, where one does."""

    status: Annotated[str, told("Code of the list Standing.", enum=[*StandingCode])]
    reason: Annotated[str | UnsetType, told("Code of the list StatusReason.", minLength=1)] = UNSET
    event: Annotated[
        int | UnsetType,
        told("The seq of the event that decides; absent where none does.", minimum=1),
    ] = UNSET
    revision: Annotated[
        int | UnsetType,
        told("The revision that answers; absent where none does.", minimum=1),
    ] = UNSET


class StateEntry(Message, frozen=True, kw_only=True):
    """What became of one key of a stream."""

    key: Annotated[str, told("Key of the entry.", minLength=1)]
    state: Annotated[
        Literal["accepted", "rejected", "newer", "tombstone", "missing"],
        told("How its record was judged, or what stands in its place."),
    ]
    codes: Annotated[tuple[str, ...], told("Codes of the rules that say so.", **EACH_ONCE)] = ()


class AnsweredState(Message, frozen=True, kw_only=True):
    """What a receiver holds of a stream."""

    sequence: Annotated[int, told("Number of the head that was applied last.", minimum=1)]
    root: Annotated[str, told("Its root.", pattern="^[0-9a-f]{64}$")]
    entries: Annotated[tuple[StateEntry, ...], told("Each key, in their order.")]


class AnsweredReason(Message, frozen=True, kw_only=True):
    """A reason of an answer about recognition, and the key that it is about, if it is about one."""

    code: Annotated[str, told("A reason of section 13 of part 6.", minLength=1)]
    key: Annotated[str | UnsetType, told("Key of the record.", minLength=1)] = UNSET
    status: Annotated[
        str | UnsetType, told("Code of the list Standing, with the reason status.", minLength=1)
    ] = UNSET


class AnsweredRecord(Message, frozen=True, kw_only=True):
    """A record that is recognised."""

    key: Annotated[str, told("Its key.", minLength=1)]
    revision: Annotated[int, told("The revision that answers.", minimum=1)]


class AnsweredRecognition(Message, frozen=True, kw_only=True):
    """Why a firm is recognised or not, and what follows; each list is a set."""

    reasons: Annotated[tuple[AnsweredReason, ...], told("Every reason, of every record.")]
    records: Annotated[tuple[AnsweredRecord, ...], told("The records that are recognised.")] = ()
    rows: Annotated[tuple[int, ...], told("Numbers of the rows that count, from 1.")] = ()
    benefits: Annotated[tuple[str, ...], told("Codes of the benefits that follow.")] = ()


class AnsweredCandidate(Message, frozen=True, kw_only=True):
    """A holder that a party may mean."""

    tin: Annotated[str, told("Its TIN.", minLength=1)]
    near: Annotated[str, told("What is near, of section 5 of part 12.", minLength=1)]


class AnsweredParty(Message, frozen=True, kw_only=True):
    """A party of a declaration, and whether it is recognised."""

    role: Annotated[str, told("Its role in the declaration.", minLength=1)]
    ordinal: Annotated[
        int,
        told(
            "Which of the parties of its role it is, in the order in which they are named.",
            minimum=1,
        ),
    ] = 1
    result: Annotated[
        str, told("The answer.", enum=["RECOGNISED", "NOT_RECOGNISED", "UNDETERMINED"])
    ]
    reasons: Annotated[tuple[str, ...], told("Every reason, as a set.")]
    tin: Annotated[str | UnsetType, told("TIN of the holder that was found.", minLength=1)] = UNSET
    lookup: Annotated[
        str | UnsetType, told("The lookup of section 3 of part 12 that found it.", minLength=1)
    ] = UNSET
    benefits: Annotated[tuple[str, ...], told("Codes of the benefits that follow.")] = ()
    candidates: Annotated[tuple[AnsweredCandidate, ...], told("Whom it may mean.")] = ()


class LeftOutRecord(Message, frozen=True, kw_only=True):
    """A record of which no view was cut."""

    key: Annotated[str, told("Its key.", minLength=1)]
    why: Annotated[str, told("The reason of section 2 of part 6.", minLength=1)]


class LeftOutItem(Message, frozen=True, kw_only=True):
    """An item that a view does not have."""

    key: Annotated[str, told("Key of the record.", minLength=1)]
    path: Annotated[str, told("JSON Pointer into the full record.", minLength=1)]
    why: Annotated[str, told("The reason of section 2 of part 6.", minLength=1)]


class AnsweredViews(Message, frozen=True, kw_only=True):
    """What a producer says of what it left out; each list is a set."""

    records: Annotated[tuple[LeftOutRecord, ...], told("Records that are not shared.")] = ()
    items: Annotated[tuple[LeftOutItem, ...], told("Items that went from those shared.")] = ()


class ProductFault(Message, frozen=True, kw_only=True):
    """Why the product could not answer."""

    message: Annotated[str, told("In words.", minLength=1)]


class Reply(Message, frozen=True, kw_only=True):
    """The answer to one question: a verdict, or that there is none, or that it failed."""

    seq: Annotated[int, told("Number of the question that is answered.", minimum=1)]
    verdict: Annotated[Verdict | UnsetType, told("The verdict over all records.")] = UNSET
    findings: Annotated[tuple[Named, ...], told("What was found.")] = ()
    checks: Annotated[tuple[AnsweredCheck, ...], told("Named checks of a verifier.")] = ()
    output: Annotated[
        str | UnsetType, told("What a converter wrote, or what was signed, in base64.")
    ] = UNSET
    digests: Annotated[
        tuple[Annotated[str, told("Digest.", pattern="^[0-9a-f]{64}$")], ...] | UnsetType,
        told("Digest of each record."),
    ] = UNSET
    standing: Annotated[AnsweredStanding | UnsetType, told("The status that was asked for.")] = (
        UNSET
    )
    state: Annotated[
        AnsweredState | UnsetType,
        told("What is held of the stream; absent where nothing was applied."),
    ] = UNSET
    recognition: Annotated[
        AnsweredRecognition | UnsetType, told("What was answered about recognition.")
    ] = UNSET
    left_out: Annotated[
        AnsweredViews | UnsetType, told("What a producer left out of views, and why.")
    ] = UNSET
    parties: Annotated[
        tuple[AnsweredParty, ...] | UnsetType, told("The parties of a declaration.")
    ] = UNSET
    unsupported: Annotated[bool, told("Whether the question is beyond what the product does.")] = (
        False
    )
    reason: Annotated[str | UnsetType, told("Why it is beyond that.", minLength=1)] = UNSET
    error: Annotated[ProductFault | UnsetType, told("What happened, where the product failed.")] = (
        UNSET
    )


class Done(Message, frozen=True, kw_only=True):
    """The answer to reset."""

    ok: Annotated[Literal[True], told("Always true.")]
