"""Content to reports: one for each record, in the order of the content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import cast

from msgspec import UNSET, UnsetType

from aeo_exchange.errors import ReadError
from aeo_exchange.formats import Limits
from aeo_exchange.formats.sources import Source, contents_of
from aeo_exchange.model.document import Document
from aeo_exchange.operations.placing import Findings, drafts_of_rules, placed, refusal_finding
from aeo_exchange.operations.reading import documents, record_id_of, structure
from aeo_exchange.report import Finding, Report, Severity, Verdict
from aeo_exchange.rules import (
    Broken,
    Context,
    Origin,
    RecordSet,
    Subject,
    breaches_of,
    breaches_together,
)

__all__ = ["unreadable", "validate", "validate_documents"]

UNREADABLE = "AEO-SYN-00"
BATCH = 64  # records in memory at a time; more are no faster


def validate(
    contents: Source | Iterable[Source],
    context: Context | None = None,
    limits: Limits | None = None,
    *,
    at: str | datetime | None = None,
    together: bool = False,
) -> Iterator[Report]:
    """Yield a report for each record of each content.

    Content is bytes, a path or an open binary file, one or several. `at` is the instant of the
    question, by default now; a `context` says it too, and what reference data and which profile of
    a partner count. With `together` each record is also compared with those before it, in
    whatever content.

    Content that cannot be opened gives one UNDETERMINED report with finding AEO-SYN-00, and
    the rest is still validated. Raises NotContent, InvalidInstant.
    """
    asked = context or Context(at=cast("str", datetime.now(UTC) if at is None else at))
    seen = RecordSet() if together else None
    for content in contents_of(contents):
        try:
            found = documents(content, limits or Limits())
            yield from validate_documents(found, content.name, asked, seen)
        except OSError as cause:
            yield unreadable(content.name, cause)


def validate_documents(
    found: Iterable[Document | ReadError],
    source: str,
    context: Context,
    seen: RecordSet | None = None,
) -> Iterator[Report]:
    """Yield a report for each document, and for each that could not be read."""
    for batch in _batches(found):
        yield from _check(batch, source, context, seen)


def _batches(
    found: Iterable[Document | ReadError],
) -> Iterator[list[Document | ReadError]]:
    """Yield documents some at a time; those read before an error are yielded before it."""
    batch: list[Document | ReadError] = []
    try:
        for document in found:
            batch.append(document)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except OSError:
        yield batch
        raise
    yield batch


def _check(
    batch: list[Document | ReadError], source: str, context: Context, seen: RecordSet | None
) -> Iterator[Report]:
    read = [None if isinstance(each, ReadError) else structure(each) for each in batch]
    subjects = [
        Subject(outcome[0], document.compact)
        for document, outcome in zip(batch, read, strict=True)
        if outcome and outcome[0] and isinstance(document, Document)
    ]
    checked = iter(breaches_of(subjects, context))
    for document, outcome in zip(batch, read, strict=True):
        if isinstance(document, ReadError):
            findings = _kept(Findings(told=(refusal_finding(document),)), context)
            yield _report(source, UNSET, findings, context)
        elif outcome and outcome[0]:
            broken = next(checked)
            if seen is not None:
                origin = Origin(source, line=document.line, number=document.number)
                broken += breaches_together(outcome[0], origin, seen, context)
            findings = _of_record(document, broken, context)
            yield _report(source, outcome[0].record_id, findings, context)
        else:
            findings = _kept(outcome[1] if outcome else Findings(), context)
            yield _report(source, record_id_of(document.tree), findings, context)


def _of_record(document: Document, broken: list[Broken], context: Context) -> Findings:
    """Return the findings that the breaches of a record are, with their places."""
    return placed(drafts_of_rules(broken, context.profile), document) if broken else Findings()


def _report(
    source: str, record_id: str | UnsetType, findings: Findings, context: Context
) -> Report:
    return Report(
        source=source,
        record_id=record_id,
        verdict=findings.verdict,
        profile=context.profile.name or UNSET,
        findings=findings.told,
        left_out=findings.left_out,
    )


def _kept(findings: Findings, context: Context) -> Findings:
    """Return the findings of readers and schema without those of rules switched off."""
    if not context.without:
        return findings
    return Findings(told=tuple(each for each in findings.told if each.code not in context.without))


def unreadable(source: str, cause: OSError) -> Report:
    """Return the report on content that could not be opened: not decided, and why."""
    finding = Finding(
        code=UNREADABLE,
        severity=Severity.ERROR,
        path="",
        message=f"cannot be read: {cause.strerror or cause}",
        hint="check the name of the file and the right to read it",
    )
    return Report(source=source, verdict=Verdict.UNDETERMINED, findings=(finding,))
