"""Documents written in a format, and what became of one that was read."""

from __future__ import annotations

import io
from collections.abc import Iterable

from aeo_exchange.errors import ReadError
from aeo_exchange.formats import FORMATS, Format
from aeo_exchange.model.document import Document
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.reading import structure


def written(records: Iterable[AeoRecord], form: Format) -> bytes:
    """Return records in a format."""
    stream = io.BytesIO()
    FORMATS[form].write(records, stream)
    return stream.getvalue()


def outcome(document: Document | ReadError) -> object:
    """Return the record, or the codes of what is wrong."""
    if isinstance(document, ReadError):
        return document.rule
    record, findings = structure(document)
    return record or {finding.code for finding in findings.told}
