"""Errors that stop a run of the suite; a fault of an adapter is a state of its case instead."""

from __future__ import annotations

from aeo_exchange.errors import AeoError

__all__ = [
    "AdapterFailure",
    "AdapterTimeout",
    "BadSuite",
    "NotCertifying",
    "NothingMatched",
    "UnknownAdapter",
    "UnknownCase",
    "UnreadableFile",
]


class BadSuite(AeoError):
    """A file of the suite that does not hold to its schema."""

    code = "bad-suite"
    advice = "Get the suite again, or run `make cases` in a checkout."


class UnknownAdapter(AeoError):
    """The adapter was named in a way that no transport knows."""

    code = "unknown-adapter"
    advice = "Name it exec:COMMAND, argv:COMMAND, http://HOST or python:MODULE:CALLABLE."


class NothingMatched(AeoError):
    """No case matches the selection."""

    code = "nothing-matched"
    advice = "`aeo conformance list` shows them all."


class UnknownCase(AeoError):
    """A file names a case that the suite does not have."""

    code = "unknown-case"
    advice = "`aeo conformance list` shows them all."


class UnreadableFile(AeoError):
    """A file that is no report, statement or list of known failures; `schema` says what one is."""

    code = "unreadable-file"
    advice = "`aeo schema list` names the schemas of the suite under conformance/."

    def __init__(self, message: str, schema: str = "") -> None:
        super().__init__(message)
        if schema:
            name = f"conformance/{schema}.schema.json"
            self.advice = f"`aeo schema show {name}` prints what it has to look like."


class NotCertifying(AeoError):
    """A run that cannot support a statement of conformance; the message says why."""

    code = "not-certifying"
    advice = "Run every case of a role, with variants and without known failures."


class AdapterFailure(AeoError):
    """The adapter ended, could not be started, or did not keep to the protocol."""

    code = "adapter-failure"
    advice = "Run `aeo conformance smoke` and read what the adapter wrote to standard error."


class AdapterTimeout(AdapterFailure):
    """The adapter gave no answer in time."""

    code = "adapter-timeout"
    advice = "Raise --deadline if the product is only slow."
