"""Every exception of the package: stable code, one sentence of advice.

The file is long because the codes of exceptions are one list, and callers read it as a whole.

AeoError
├── ReadError             content that a reader refuses
│   ├── UnknownFormat         in no format that this package reads, or no record in it
│   ├── MalformedDocument     not well-formed, or not written as the standard says
│   └── LimitExceeded         larger, deeper or longer than the limits allow
├── InvalidRecord         a record was asked for, the document has error findings
│   ├── UnreadContent         no record, where it may be a revision of any
│   └── NewerVersion          a record of a version that this reader does not know
├── NothingToShare        records to begin a stream with are views, or none is
├── NotContent            what a program gave to be read is no bytes, path or binary file
├── SeveralRecords        one record was asked for, the content has several
├── NoRecord              what was given as the record of an attestation is no record
├── WrongType             an argument of a function has a type that it does not take
├── SeveralAttestations   one attestation was asked about, the content has several
├── SignatureError        what claims to be signed, or is to be signed, is refused
│   ├── BadSignature          not as the standard says, or not signed by the key
│   │   └── NoAttestation         no attestation at all, so nothing is known of any
│   │       └── UnreadPicture         a picture in which no code can be read
│   ├── UnsupportedAlgorithm  neither ES256 nor ES384, or a key of another kind
│   ├── UntrustedKey          the trust list does not let the key say this
│   ├── UnusableKey           a file or token that gives no key
│   ├── NotSigned             a record that cannot be signed as asked
│   ├── NotDisclosed          a claim that the attestation does not disclose
│   ├── MessageRefused        a head, a file or an entry of a stream that is not applied
│   └── StatusError           a status list that gives no answer
│       ├── StaleStatusList       it does not answer for this instant
│       └── StatusIndexOutOfRange it has no such entry
├── DoesNotFit            a presentation that is too long for one QR code
├── ItemsLost             a record has items that the format asked for has no place for
├── ReferenceDataError    a reference file that does not hold to its own schema
│   ├── LayoutError           a layout that does not, or that there is none of
│   │   ├── DeclarationLayoutError  one of a table of declared parties
│   │   └── AnswersFileError      what a person said of records that vanished
│   └── ProfileError          a partner profile that does not, or that does not fit the question
├── StateError            a file that this program keeps for itself cannot be used
├── WrongChoice           a place, a key or an instant was named that does not fit the file
├── InvalidInstant        what was given as an instant is none
├── WorkerLost            the system ended a worker process, so not all was looked at
└── MissingExtra          an optional part of the package is not installed

Of an operation over many documents the faults are findings, and only inability to do the job
is raised (see report.py); what reads or verifies one thing raises, and its caller turns that
into a finding or an answer.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from aeo_exchange.reader_codes import UNREADABLE

if TYPE_CHECKING:
    from aeo_exchange.report import Report

__all__ = [
    "AeoError",
    "AnswersFileError",
    "BadSignature",
    "DeclarationLayoutError",
    "DoesNotFit",
    "InvalidInstant",
    "InvalidRecord",
    "ItemsLost",
    "LayoutError",
    "LimitExceeded",
    "MalformedDocument",
    "MessageRefused",
    "MissingExtra",
    "NewerVersion",
    "NoAttestation",
    "NoRecord",
    "NotContent",
    "NotDisclosed",
    "NotSigned",
    "NothingToShare",
    "ProfileError",
    "ReadError",
    "ReferenceDataError",
    "SeveralAttestations",
    "SeveralRecords",
    "SignatureError",
    "StaleStatusList",
    "StateError",
    "StatusError",
    "StatusIndexOutOfRange",
    "UnknownFormat",
    "UnreadContent",
    "UnreadPicture",
    "UnsupportedAlgorithm",
    "UntrustedKey",
    "UnusableKey",
    "WorkerLost",
    "WrongChoice",
    "WrongType",
]


class AeoError(Exception):
    """The job cannot be done; `code` is stable, `advice` tells the user what to do next."""

    code = "aeo-error"
    advice = "Report this with the input that caused it."


class ReadError(AeoError):
    """Content that a reader refuses, with the rule it breaks and, where known, the place.

    `line` and `column` are 1-based and count code points; `line` is absent where the
    content has no lines (binary), `column` where the parser does not tell. `cell` names sheet and
    cell of a workbook, such as `("Records", "B7")`.
    """

    code = "read-error"
    advice = "Open the file at the place named and compare it with a sample of `aeo demo`."

    def __init__(
        self,
        rule: str,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        cell: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.line = line
        self.column = column
        self.cell = cell

    def __reduce__(self) -> tuple[object, ...]:
        # Worker processes send these back whole; Exception alone would lose the place.
        again = partial(type(self), line=self.line, column=self.column, cell=self.cell)
        return (again, (self.rule, self.message))


class UnknownFormat(ReadError):
    """The content is in no format this package reads."""

    code = "unknown-format"
    advice = "Give a record in one of the formats named, such as JSON; `aeo demo` shows samples."


class MalformedDocument(ReadError):
    """The content is not well-formed, or writes a value in a way the standard refuses."""

    code = "malformed-document"
    advice = "Correct the text at the place named; `aeo explain CODE` says why it is refused."


class LimitExceeded(ReadError):
    """The content is larger, deeper or longer than the limits allow."""

    code = "limit-exceeded"
    advice = "Split the file, or raise the limit named if the content is yours and trusted."


class InvalidRecord(AeoError):
    """A record was asked for and the document has error findings, held in `report`."""

    code = "invalid-record"
    advice = "Run `aeo validate` on the document and correct the findings."

    def __init__(self, report: Report) -> None:
        first = report.findings[0]
        super().__init__(f"{first.code} at {first.path or '/'}: {first.message}")
        self.report = report


class UnreadContent(InvalidRecord):
    """Content that is no record and tells no id, where it may be a revision of any record."""

    code = "unread-content"
    advice = "Mend it, or take it away where it holds no record. Nothing was changed."

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        told = f"{report.source} is not a record that can be read, and may be a revision of any"
        self.args = (f"{told}, such as the one that ended a consent",)


class NewerVersion(InvalidRecord):
    """A record was asked for and is of a newer minor version, so that nobody here can judge it."""

    code = "newer-version"
    advice = "Use a newer release of this program, or ask the sender for version 1.0."


class NothingToShare(AeoError):
    """A stream was to begin, and no record at hand is one of which a state could be made."""

    code = "nothing-to-share"
    advice = (
        "Give the full records, of which views are cut: with a first state of nobody all that "
        "comes next is a mass change, which your partner holds. No head was written."
    )


class SeveralRecords(AeoError):
    """One record was asked for, and the content has several."""

    code = "several-records"
    advice = "Give the one record that is meant, alone."


class NoRecord(AeoError):
    """What was given as the record of an attestation is no record, so it proves nothing."""

    code = "no-record"
    advice = "Give the record that the attestation was made from, in JSON or XML."


class NotContent(AeoError, TypeError):
    """What a program gave to be read is neither bytes, nor a path, nor an open binary file."""

    code = "not-content"
    advice = "Give bytes, a path (str or pathlib.Path), or a file opened with mode 'rb'."


class WrongType(AeoError, TypeError):
    """An argument of a public function has a type that the function does not take."""

    code = "wrong-type"
    advice = "Give what the message names; docs/api.md says what each function takes."


class SeveralAttestations(AeoError):
    """One attestation was asked about, and the content has several."""

    code = "several-attestations"
    advice = "Ask with `verify_each`, which gives an answer for each of them."


class SignatureError(AeoError):
    """Something signed that is refused, with the rule it breaks; `rule` may be empty for keys."""

    code = "signature-error"
    advice = "Ask the administration for a new attestation; `aeo explain CODE` says why."

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.rule, self.message))


class BadSignature(SignatureError):
    """Not written as the standard says, or not signed by the key it names."""

    code = "bad-signature"


class NoAttestation(BadSignature):
    """Content that is no attestation at all, so that nothing is known of any."""

    code = "no-attestation"
    advice = "Give the file or text that the administration, or the holder, calls the attestation."


class UnreadPicture(NoAttestation):
    """A picture in which no code can be read, for a reason that says nothing about any firm."""

    code = "unread-picture"

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(UNREADABLE, f"cannot be read: {reason}")
        self.advice = advice
        self._given = (reason, advice)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), self._given)


class UnsupportedAlgorithm(SignatureError):
    """An algorithm or a kind of key outside the short list of this standard."""

    code = "unsupported-algorithm"
    advice = "Use an elliptic key on P-256 and ES256."


class UntrustedKey(SignatureError):
    """The trust list does not let the key say this, or there is no list that counts."""

    code = "untrusted-key"
    advice = "Get the current trust list from whoever keeps it for you."


class UnusableKey(SignatureError):
    """A file or token that gives no key: unreadable, another kind, a wrong passphrase."""

    code = "unusable-key"
    advice = "Give a PEM file with a P-256 key, and its passphrase if it has one."


class NotSigned(SignatureError):
    """A record that cannot be signed as asked: in another name, or for longer than it may."""

    code = "not-signed"
    advice = "Change what the message names; the record and what is asked must agree."


class NotDisclosed(SignatureError):
    """A claim to be presented that the attestation at hand does not disclose."""

    code = "not-disclosed"
    advice = "Leave the name out, or ask for the attestation as it was issued."


class MessageRefused(SignatureError):
    """A head, a file or an entry of a stream that a receiver does not apply."""

    code = "message-refused"
    advice = "Nothing of the message was applied; `aeo explain CODE` says why."


class StatusError(SignatureError):
    """A status list that gives no answer."""

    code = "status-error"
    advice = "Fetch the status list again from the address that the attestation names."


class StaleStatusList(StatusError):
    """A status list that does not answer for the instant asked about."""

    code = "stale-status-list"


class StatusIndexOutOfRange(StatusError):
    """A status list that has no entry of the index."""

    code = "status-index-out-of-range"
    advice = "The attestation is wrong or the list is; ask the administration."


class DoesNotFit(AeoError):
    """A presentation that is longer than one QR code holds."""

    code = "does-not-fit"
    advice = "Pass the attestation on as a file, or sign it with a shorter address of its status."


class ItemsLost(AeoError):
    """A record has items that the format asked for has no place for."""

    code = "items-lost"
    advice = "Write another format, or accept the loss: --max-loss listed names each item."


class ReferenceDataError(AeoError):
    """A file of reference data that cannot be read or does not hold to its own schema."""

    code = "reference-data-error"
    advice = "Compare the file with its schema, `aeo schema show NAME-file.schema.json`."


class LayoutError(ReferenceDataError):
    """A layout that cannot be read, breaks its schema, or is unknown."""

    code = "layout-error"
    advice = "Compare the layout with its schema, `aeo schema show layout-file.schema.json`."


class DeclarationLayoutError(LayoutError):
    """A layout of a table of declared parties that cannot be read, or breaks its schema."""

    advice = (
        "Compare the layout with its schema, `aeo schema show declaration-layout-file.schema.json`."
    )


class AnswersFileError(LayoutError):
    """What a person said of records that vanished cannot be read, or breaks its schema."""

    advice = "Compare the answers with their schema, `aeo schema show answers-file.schema.json`."


class ProfileError(ReferenceDataError):
    """A partner profile that cannot be read, does not go together, or does not fit the question."""

    code = "profile-error"
    advice = "`aeo profile check FILE` names every fault."


class StateError(AeoError):
    """A file that this program keeps for itself is broken, or does not allow what is asked."""

    code = "state-error"
    advice = (
        "Look at the file. Restore a broken one from a copy: a new one knows nothing of the past."
    )


class WrongChoice(AeoError):
    """What was asked for does not fit a file that is in order; the message says what would."""

    code = "wrong-choice"
    advice = "Nothing was changed."


class InvalidInstant(AeoError, ValueError):
    """What a caller gave is no instant: it has another form, or no time zone."""

    code = "invalid-instant"
    advice = (
        "Give a datetime with a time zone, or text such as 2026-11-21T09:30:00Z "
        "or 2026-11-21T17:30:00+08:00."
    )


class WorkerLost(AeoError):
    """A worker process was ended from outside, mostly for lack of memory."""

    code = "worker-lost"
    advice = "Not all was looked at. Ask again with fewer --jobs, or with more memory."


class MissingExtra(AeoError):
    """An optional part of the package is not installed: `extra`, which `what` needs."""

    code = "missing-extra"

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra `{extra}`")
        self.advice = f"Install it: pip install 'aeo-exchange[{extra}]'."
        self._given = (what, extra)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), self._given)
