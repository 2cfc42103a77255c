"""Mutants that look carelessly at what stands beside a record or a head."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from aeo_exchange.conformance.adapters.own.receiver import (
    FilesAtHand,
    MessageAtHand,
    signed_head,
)
from aeo_exchange.conformance.mutants.making import Answering, with_findings
from aeo_exchange.conformance.mutants.receivers import asking
from aeo_exchange.exchange.heads import Head, HeadFile

__all__ = ["AGREEING"]


def _deaf_to(code: str, end: str = "") -> Answering:
    """Return a validator that says nothing of a rule, or of it at some places."""
    return with_findings(
        lambda finding: finding.get("code") != code or not str(finding.get("path")).endswith(end)
    )


class _NamedAlone(FilesAtHand):
    """The files of a message without those that its head does not name."""

    def beside(self, _head: Head) -> Iterator[HeadFile]:
        """Yield nothing."""
        return iter(())


class _BesideFirst(FilesAtHand):
    """The files of a message, those that its head does not name before the others."""

    def offered(self, head: Head) -> list[HeadFile]:
        """Return all of them."""
        return [*self.beside(head), *super().offered(head)]


def _with_files(kind: type[FilesAtHand]) -> Answering:
    return asking(lambda came: came._replace(files=kind(came.files.contents)))


def _under_one_profile(came: MessageAtHand) -> MessageAtHand:
    """Compare revisions as if every head were under one version of the profile."""
    held, signed = came.asked.held, signed_head(came.token)
    if held is None or signed is None or signed.head is None:
        return came
    before = replace(held.head, profile=signed.head.profile)
    return came._replace(asked=replace(came.asked, held=replace(held, head=before)))


def _taking(*codes: str) -> Answering:
    """Return a sender that takes answers in spite of some rules."""
    return with_findings(lambda finding: finding.get("code") not in codes)


# What is taken wrongly -> the implementation that does so.
AGREEING: dict[str, Answering] = {
    "agrees-with-any-role": _deaf_to("AEO-REC-07"),
    "agrees-with-any-tier": _deaf_to("AEO-REC-06"),
    "compares-across-profiles": asking(_under_one_profile),
    "looks-at-the-begin-alone": _deaf_to("AEO-REC-05", "/until"),
    "sees-only-what-is-named": _with_files(_NamedAlone),
    "takes-codes-of-others": _taking("AEO-XCH-45"),
    "takes-old-answers": _taking("AEO-XCH-42"),
    "takes-the-second-answer": _taking("AEO-XCH-43"),
    "takes-what-lies-beside-first": _with_files(_BesideFirst),
}
