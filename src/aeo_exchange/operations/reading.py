"""Content to documents, and documents to records with findings: what every verb shares."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import UNSET

from aeo_exchange.errors import InvalidRecord, ReadError
from aeo_exchange.formats import FORMATS, Content, Limits
from aeo_exchange.formats.detect import detect
from aeo_exchange.model.document import Document, Fault
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.report import Finding, Report, Severity, verdict_of
from aeo_exchange.rules import all_rules

__all__ = ["all_placed", "documents", "read_record", "read_records", "refusal_finding", "structure"]


def documents(content: Content, limits: Limits) -> Iterator[Document | ReadError]:
    """Yield the documents of content in any format; what cannot be read is yielded as an error.

    Raises OSError when the content cannot be opened.
    """
    try:
        form = detect(content)
    except ReadError as refusal:
        yield refusal
        return
    yield from FORMATS[form].read(content, limits)


def structure(document: Document) -> tuple[AeoRecord | None, tuple[Finding, ...]]:
    """Return the record of a document, or None, with the findings about text and structure."""
    if document.record is not None:
        return document.record, ()
    assert document.tree is not UNSET
    try:
        record = msgspec.convert(document.tree, AeoRecord)
    except msgspec.ValidationError as cause:
        from aeo_exchange.schema.check import structure_findings  # noqa: PLC0415 start-up time

        found = structure_findings(document.tree) or (_objection("AEO-STR-03", str(cause)),)
    else:
        if not document.faults and not document.objection:
            return record, ()
        found = ()
    misspelt = {fault.path for fault in document.faults if fault.rule == "AEO-SYN-03"}
    found = (
        *(_fault_finding(fault) for fault in document.faults),
        *(each for each in found if each.path not in misspelt),
    )
    if not found:
        # The two schemas disagree, which a law forbids; the stricter one is believed.
        found = (_objection("AEO-SYN-01", document.objection),)
    return None, tuple(sorted(all_placed(_once(found), document), key=_reading_order))


def _once(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings with each code once at each path, as RUL-2-2 asks, the first of several."""
    return tuple({(each.code, each.path): each for each in reversed(findings)}.values())[::-1]


def all_placed(findings: tuple[Finding, ...], document: Document) -> tuple[Finding, ...]:
    """Return findings with their places, or the one that the parser of places has instead.

    It sees more than the first parser: what it refuses is not well-formed.
    """
    try:
        return tuple(_placed(finding, document) for finding in findings)
    except ReadError as refusal:
        return (refusal_finding(refusal),)


def _placed(finding: Finding, document: Document) -> Finding:
    """Return a finding with the line, column and XPath that its path has in the document."""
    position = document.locate(finding.path)
    return msgspec.structs.replace(
        finding,
        line=position.line if position else UNSET,
        column=position.column if position else UNSET,
        xpath=document.xpath(finding.path) or UNSET,
    )


def _reading_order(finding: Finding) -> tuple[int, int, str]:
    line = 0 if finding.line is UNSET else finding.line
    return (line, 0 if finding.column is UNSET else finding.column, finding.code)


def refusal_finding(refusal: ReadError) -> Finding:
    """Return what a reader refused as the finding it is."""
    return Finding(
        code=refusal.rule,
        severity=Severity.ERROR,
        path="",
        line=refusal.line or UNSET,
        column=refusal.column or UNSET,
        message=refusal.message,
        hint=refusal.advice,
    )


def read_records(content: Content | bytes, limits: Limits | None = None) -> Iterator[AeoRecord]:
    """Yield the records of content in any format, as far as its structure holds.

    Raises ReadError for content that cannot be read, InvalidRecord for a document that is no
    record, OSError when the content cannot be opened. The rules are not asked: `validate` does.
    """
    source = Content(name="content", held=content) if isinstance(content, bytes) else content
    for document in documents(source, limits or Limits()):
        if isinstance(document, ReadError):
            raise document
        record, findings = structure(document)
        if record is None:
            raise InvalidRecord(
                Report(source=source.name, verdict=verdict_of(findings), findings=findings)
            )
        yield record


def read_record(content: Content | bytes, limits: Limits | None = None) -> AeoRecord:
    """Return the first record of content; raises as `read_records` does."""
    return next(read_records(content, limits))


def _fault_finding(fault: Fault) -> Finding:
    return Finding(
        code=fault.rule,
        severity=all_rules()[fault.rule].level.severity,
        path=fault.path,
        message=fault.message,
        got=fault.got or UNSET,
    )


def _objection(code: str, message: str) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, path="", message=message)
