"""The rows of the tables: what each column means is printed from here (DEC-6-2)."""

from __future__ import annotations

from typing import Annotated, NamedTuple, TypeAlias

from aeo_exchange.exchange.recognition.reasons import RecognitionResult
from aeo_exchange.model.told import told

__all__ = [
    "TABLES",
    "WEIGHTS",
    "AnswerRow",
    "LeadRow",
    "NobodyRow",
    "NumberRow",
    "QuestionRow",
    "SaidRow",
    "StatusRow",
    "TableRow",
    "TakenRow",
]

# How much an answer says: its weight is its place here.
WEIGHTS = (
    RecognitionResult.UNDETERMINED,
    RecognitionResult.NOT_RECOGNISED,
    RecognitionResult.RECOGNISED,
)
From = Annotated[str, told("First instant or day, inclusive; empty: from the beginning.")]
Until = Annotated[str, told("The instant or day behind it, exclusive; `~`: without an end.")]
ByDay = Annotated[bool, told("Whether days are asked about, of the side that asks; else instants.")]
Question = Annotated[int, told("Which question it answers, by the table of questions.")]
Tin = Annotated[str, told("TIN of the holder.")]
Course = Annotated[
    int, told("Number of the course: numbers of which all is answered alike share one.")
]
Compared = Annotated[str, told("The number in its compared form (DEC-3-1).")]


class StatusRow(NamedTuple):
    """The status of one tier of one record, from an instant until another."""

    key: Annotated[str, told("Key of the record (REC-1-3).")]
    sender: Annotated[str, told("Sender of the stream; of loose records, the side.")]
    programme: Annotated[str, told("Programme of the record.")]
    tin: Tin
    tier: Annotated[str, told("The tier.")]
    status: Annotated[str, told("Status of the tier (REC-6).")]
    from_: From
    until: Until


class NumberRow(NamedTuple):
    """A number of a holder."""

    number: Compared
    kind: Annotated[str, told("tin, former-tin, identifier, or authorisation-number.")]
    scheme: Annotated[str, told("Scheme of an identifier; else empty.")]
    tin: Tin
    from_: From
    until: Until


class LeadRow(NamedTuple):
    """A number that leads to somebody, and the course of what it answers."""

    lookup: Annotated[str, told("The lookup that takes the number (DEC-3-2).")]
    scheme: Annotated[str, told("The scheme of the number; empty: none, as of a TIN.")]
    number: Compared
    place: Annotated[int, told("Of several leads of one number the lower goes first.")]
    tin: Annotated[str, told("TIN that is asked about; empty, where it is another number.")]
    course: Course


class AnswerRow(NamedTuple):
    """What is answered to one question in a course, where it leads to somebody."""

    course: Course
    question: Question
    by_day: ByDay
    from_: From
    until: Until
    tin: Annotated[str, told("TIN of the one holder; empty: it is that of the lead.")]
    holders: Annotated[int, told("How many holders the number leads to.")]
    weight: Annotated[int, told("How much the answer says: 2 yes, 1 no, 0 it cannot be told.")]
    said: Annotated[int, told("The answer, by the table of sayings.")]


class SaidRow(NamedTuple):
    """An answer in words; few differ."""

    said: Annotated[int, told("Its number.")]
    result: Annotated[str, told("RECOGNISED, NOT_RECOGNISED or UNDETERMINED.")]
    reasons: Annotated[str, told("Codes of the reasons, with blanks between.")]
    benefits: Annotated[str, told("Codes of the benefits, with blanks between.")]


class NobodyRow(NamedTuple):
    """What is answered about a number that nobody has (DEC-4-2)."""

    question: Question
    by_day: ByDay
    from_: From
    until: Until
    is_no: Annotated[bool, told("Whether it is a no, whoever is meant.")]
    reasons: Annotated[str, told("All reasons of a no; else those told beside.")]


class QuestionRow(NamedTuple):
    """As which role and with which flow is asked; those that rows do not tell apart are one."""

    role: Annotated[str, told("Role of a record (DEC-1-2), or empty.")]
    flow: Annotated[str, told("Flow, or empty.")]
    question: Annotated[int, told("Number of the question.")]


class TakenRow(NamedTuple):
    """Which lookup takes which numbers of a declared party."""

    place: Annotated[
        str, told("`id`, `aeo-number`, `mutual-recognition` or `authorisation-holder`.")
    ]
    declared: Annotated[str, told("Scheme that the declaration names; `*`: whatever it is.")]
    lookup: Annotated[str, told("The lookup; empty: taken, and nothing is looked up.")]
    scheme: Annotated[str, told("Scheme as which it is looked up; empty: none.")]
    turn: Annotated[int, told("The lower goes first.")]


TableRow: TypeAlias = (
    StatusRow | NumberRow | LeadRow | AnswerRow | SaidRow | NobodyRow | QuestionRow | TakenRow
)
# In the order in which they are written.
TABLES: dict[str, type[TableRow]] = {
    "statuses": StatusRow,
    "numbers": NumberRow,
    "questions": QuestionRow,
    "taken": TakenRow,
    "answers": AnswerRow,
    "leads": LeadRow,
    "nobody": NobodyRow,
    "sayings": SaidRow,
}
