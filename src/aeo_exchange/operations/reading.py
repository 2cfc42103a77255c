"""The one way from content to records: its documents, the record of each or none, and findings.

Every verb reads so. The rules are asked behind it, in one place: `validate.judged`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import msgspec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.errors import InvalidRecord, NewerVersion, ReadError, SeveralRecords
from aeo_exchange.formats import FORMATS, Content, Limits
from aeo_exchange.formats.detect import recognised
from aeo_exchange.formats.recognise import seems_by_names
from aeo_exchange.formats.sources import Source, content_of
from aeo_exchange.model.document import Document, Fault
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree
from aeo_exchange.model.version import VERSION, is_newer
from aeo_exchange.operations.foreign import advised, hint_on_tree
from aeo_exchange.operations.placing import Findings, UnplacedFinding, placed, refusal_finding
from aeo_exchange.reader_codes import (
    ATTRIBUTE,
    FOREIGN_ELEMENT,
    MALFORMED,
    NEWER_VERSION,
    NUMBER_FORM,
    STRAY_TEXT,
    UNKNOWN_FORMAT,
    UNREADABLE,
)
from aeo_exchange.report import Finding, Report, Severity, Verdict
from aeo_exchange.rules import Level, all_rules
from aeo_exchange.safe_text import MESSAGE_LENGTH, excerpt

__all__ = [
    "Reading",
    "documents",
    "read",
    "read_contents",
    "read_record",
    "read_records",
    "reading_of",
    "refusal_of",
    "structure",
    "unopened",
]

# Of AeoRecords, beside the records or without any; within a record a document has them.
BESIDE = frozenset({UNKNOWN_FORMAT, ATTRIBUTE, FOREIGN_ELEMENT, STRAY_TEXT})
NONE = Findings()


class Reading(Struct, frozen=True, kw_only=True, gc=False):
    """What reading one document of a source gave: its record, or the findings that forbid one.

    A record may have findings too, of rules that readers check and that are no MUST.

    Without a `document` nothing could be made of the bytes, or they could not be had at all.
    """

    source: str
    document: Document | None = None
    record: AeoRecord | None = None
    findings: Findings = NONE

    @property
    def is_beside(self) -> bool:
        """Whether this is about what stands beside the records, and about none of them."""
        codes = {finding.code for finding in self.findings.told}
        return self.document is None and not codes.isdisjoint(BESIDE)

    @property
    def record_id(self) -> str | UnsetType:
        """The id of the record; of what is no record where it has one in the right place."""
        if self.record is not None:
            return self.record.record_id
        return UNSET if self.document is None else _record_id_of(self.document.tree)

    def report(self) -> Report:
        """Return the report on what was read, before any rule is asked."""
        return msgspec.structs.replace(self.findings.report(self.source), record_id=self.record_id)


def read_contents(contents: Iterable[Content], limits: Limits) -> Iterator[Reading]:
    """Yield what each document of each content gives, in their order; see `read`."""
    for content in contents:
        yield from read(content, limits)


def read(content: Content, limits: Limits, form: str | None = None) -> Iterator[Reading]:
    """Yield what each document of content gives; what cannot be read, or opened, is told so too.

    The content is opened once; again only for the places of what is wrong with it.
    """
    try:
        for document in documents(content, limits, form):
            if isinstance(document, ReadError):
                told = refusal_finding(advised(document, content))
                refused = Findings(told=(told,))
                yield Reading(source=content.name, findings=refused)
            else:
                yield reading_of(document, content.name)
    except OSError as cause:
        yield unopened(content, cause)


def unopened(content: Content, cause: OSError) -> Reading:
    """Return what is said of content that could not be opened: not decided, and why."""
    finding = Finding(
        code=UNREADABLE,
        severity=Severity.ERROR,
        path="",
        message=f"cannot be read: {cause.strerror or cause}",
        hint="check the name of the file and the right to read it",
    )
    return Reading(source=content.name, findings=Findings(told=(finding,)))


def reading_of(document: Document, source: str) -> Reading:
    """Return what a document gives that is at hand already."""
    record, findings = structure(document)
    return Reading(source=source, document=document, record=record, findings=findings)


def documents(
    content: Content, limits: Limits, form: str | None = None
) -> Iterator[Document | ReadError]:
    """Yield the documents of content in any format; what cannot be read is yielded as an error.

    The format is recognised unless it is told. Raises OSError when the content cannot be opened.
    """
    with content.open() as stream:
        try:
            form = form or recognised(stream)
        except ReadError as refusal:
            yield refusal
            return
        yield from FORMATS[form].read(content, stream, limits)


def structure(document: Document) -> tuple[AeoRecord | None, Findings]:
    """Return the record of a document, or None, with the findings about text and structure."""
    if document.record is not None:
        return document.record, NONE
    assert document.tree is not UNSET
    if is_newer(document.tree):
        return None, placed([_newer(document.tree)], document)
    try:
        record = msgspec.convert(document.tree, AeoRecord)
    except msgspec.ValidationError as cause:
        drafts = _drafts_of_tree(document.tree) or [_objection("AEO-STR-03", str(cause))]
    else:
        if not document.objection and not any(map(_forbids, document.faults)):
            return record, _warnings(document)
        drafts = []
    misspelt = {fault.path for fault in document.faults if fault.rule == NUMBER_FORM}
    drafts = [
        *map(_draft_of_fault, document.faults),
        *(draft for draft in drafts if draft.path not in misspelt),
    ]
    # Without any, the two schemas disagree, which a law forbids; the stricter one is believed.
    drafts = drafts or [_objection(MALFORMED, document.objection)]
    return None, _hinted(placed(_once(drafts), document, in_order=True), document.tree)


def _forbids(fault: Fault) -> bool:
    """Say whether what has this fault is no record; a formula in a cell forbids none."""
    return all_rules()[fault.rule].level is Level.MUST


def _warnings(document: Document) -> Findings:
    drafts = [_draft_of_fault(fault) for fault in document.faults]
    return placed(drafts, document, in_order=True) if drafts else NONE


def _hinted(findings: Findings, tree: Tree) -> Findings:
    """Return findings of which the first says what the document seems to be, if it is known."""
    known = seems_by_names(tree) if isinstance(tree, dict) else ""
    hint = f"the document {known}" if known else hint_on_tree(tree)
    if not hint or not findings.told:
        return findings
    first, *others = findings.told
    told = (msgspec.structs.replace(first, hint=hint), *others)
    return msgspec.structs.replace(findings, told=told)


def _once(drafts: list[UnplacedFinding]) -> list[UnplacedFinding]:
    """Return drafts with each code once at each path, as RUL-2-2 asks, the first of several."""
    return list({(draft.code, draft.path): draft for draft in reversed(drafts)}.values())[::-1]


def _record_id_of(tree: Tree | UnsetType) -> str | UnsetType:
    """Return the record id of a tree that is no record, where it has one in the right place."""
    record_id = tree.get("recordId") if isinstance(tree, dict) else None
    return record_id if isinstance(record_id, str) else UNSET


def read_records(content: Source, limits: Limits | None = None) -> Iterator[AeoRecord]:
    """Yield the records of content in any format, as far as its structure holds.

    Content is bytes, a path or an open binary file; NotContent is raised for anything else.
    Raises ReadError for content that cannot be read, InvalidRecord for a document that is no
    record, NewerVersion for one that only a newer reader can judge, OSError when the content
    cannot be opened. The rules are not asked: `validate` does.
    """
    source = content_of(content)
    for document in documents(source, limits or Limits()):
        if isinstance(document, ReadError):
            raise document
        record, findings = structure(document)
        if record is None:
            raise refusal_of(findings.report(source.name))
        yield record


def refusal_of(report: Report) -> InvalidRecord:
    """Return the error that says why a document gives no record, or none that can be used."""
    kind = NewerVersion if report.verdict is Verdict.UNDETERMINED else InvalidRecord
    return kind(report)


def read_record(content: Source, limits: Limits | None = None) -> AeoRecord:
    """Return the one record of content; raises as `read_records` does, SeveralRecords for more.

    Of several records none is chosen by guessing (CNF-3-9).
    """
    records = read_records(content, limits)
    record = next(records)
    if next(records, None) is not None:
        raise SeveralRecords("the content holds several records, and one was asked for")
    return record


def _drafts_of_tree(tree: Tree) -> list[UnplacedFinding]:
    from aeo_exchange.schema.check import finding_of_miss, misses  # noqa: PLC0415 start-up time

    return [
        UnplacedFinding(
            miss.code, Severity.ERROR, miss.path, partial(finding_of_miss, miss, tree), miss.more
        )
        for miss in misses(tree)
    ]


def _newer(tree: Tree) -> UnplacedFinding:
    """Return the one thing that is said of a record whose version is not known here."""
    version = tree["specVersion"] if isinstance(tree, dict) else ""
    finding = Finding(
        code=NEWER_VERSION,
        severity=Severity.ERROR,
        path="/specVersion",
        message=f"version {version} is newer than this reader, which knows {VERSION}",
        got=str(version),
        expected=VERSION,
        hint=NewerVersion.advice,
    )
    return UnplacedFinding(NEWER_VERSION, Severity.ERROR, finding.path, lambda: finding)


def _draft_of_fault(fault: Fault) -> UnplacedFinding:
    severity = all_rules()[fault.rule].level.severity
    return UnplacedFinding(
        fault.rule, severity, fault.path, partial(_finding_of_fault, fault, severity)
    )


def _finding_of_fault(fault: Fault, severity: Severity) -> Finding:
    return Finding(
        code=fault.rule,
        severity=severity,
        path=fault.path,
        message=fault.message,
        got=excerpt(fault.got) or UNSET,
    )


def _objection(code: str, message: str) -> UnplacedFinding:
    message = excerpt(message, MESSAGE_LENGTH)
    finding = Finding(code=code, severity=Severity.ERROR, path="", message=message)
    return UnplacedFinding(code, Severity.ERROR, "", lambda: finding)
