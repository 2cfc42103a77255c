"""Content to reports: one for each record, in the order of the content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import UNSET, UnsetType

from aeo_exchange.errors import ReadError
from aeo_exchange.formats import Content, Limits
from aeo_exchange.model.document import Document
from aeo_exchange.model.tree import Tree
from aeo_exchange.operations.reading import all_placed, documents, refusal_finding, structure
from aeo_exchange.report import Finding, Report, Severity, Verdict, verdict_of
from aeo_exchange.rules import Context, RecordSet, check, check_together

__all__ = ["unreadable", "validate", "validate_documents"]

UNREADABLE = "AEO-SYN-00"


def validate(
    contents: Iterable[Content],
    context: Context,
    limits: Limits | None = None,
    *,
    together: bool = False,
) -> Iterator[Report]:
    """Yield a report for each record of each content.

    With `together` each record is also compared with those before it, in whatever content.

    Content that cannot be opened gives one UNDETERMINED report with finding AEO-SYN-00, and
    the rest is still validated.
    """
    seen = RecordSet() if together else None
    for content in contents:
        try:
            found = documents(content, limits or Limits())
            yield from validate_documents(found, content.name, context, seen)
        except OSError as cause:
            yield unreadable(content.name, cause)


def validate_documents(
    found: Iterable[Document | ReadError],
    source: str,
    context: Context,
    seen: RecordSet | None = None,
) -> Iterator[Report]:
    """Yield a report for each document, and for each that could not be read."""
    for document in found:
        if isinstance(document, ReadError):
            findings = _kept((refusal_finding(document),), context)
            yield _report(source, UNSET, findings, context)
        else:
            yield _check(document, source, context, seen)


def _check(document: Document, source: str, context: Context, seen: RecordSet | None) -> Report:
    record, findings = structure(document)
    if record is None:
        kept = _kept(findings, context)
        return _report(source, _record_id(document.tree), kept, context)
    found = check(record, context, document.compact)
    if seen is not None:
        found += check_together(record, seen, context)
    if found:
        found = all_placed(found, document)
    return _report(source, record.record_id, found, context)


def _report(
    source: str, record_id: str | UnsetType, findings: tuple[Finding, ...], context: Context
) -> Report:
    return Report(
        source=source,
        record_id=record_id,
        verdict=verdict_of(findings) if findings else Verdict.VALID,
        profile=context.profile.name or UNSET,
        findings=findings,
    )


def _kept(findings: tuple[Finding, ...], context: Context) -> tuple[Finding, ...]:
    """Return the findings of readers and schema without those of rules switched off."""
    if not context.without:
        return findings
    return tuple(each for each in findings if each.code not in context.without)


def _record_id(tree: Tree | UnsetType) -> str | UnsetType:
    """Return the record id of a tree that is no record, where it has one in the right place."""
    found = tree.get("recordId") if isinstance(tree, dict) else None
    return found if isinstance(found, str) else UNSET


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
