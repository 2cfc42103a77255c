"""What is given beside an attestation as its record, to the one record that it is (ATT-7-8)."""

from __future__ import annotations

from itertools import islice

from aeo_exchange.errors import AeoError, NoRecord, ReadError, SeveralRecords, UnknownFormat
from aeo_exchange.formats import Content, Limits
from aeo_exchange.formats.detect import detect
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.operations.foreign import layout_for, seems_to_be
from aeo_exchange.operations.reading import documents, read_record

__all__ = ["is_unclear", "record_at_hand"]

# What a record of either syntax names, and what else holds a record in XML.
JSON_NAMES = (b'"specVersion"', b'"recordId"')
XML_NAME, XML_OTHER = b"AeoRecord", b"AeoAttestation"


def record_at_hand(content: bytes) -> AeoRecord:
    """Return the one record that content is.

    Raises NoRecord for content that is no record, SeveralRecords for more than one, and for a
    record that is broken, or newer than this reader, what `read_record` raises.
    """
    given = Content(name="record", held=content)
    _refuse_other(given, content)
    try:
        return read_record(given)
    except UnknownFormat as cause:
        raise NoRecord(str(cause)) from cause
    except AeoError:
        if len(list(islice(documents(given, Limits()), 2))) > 1:
            raise SeveralRecords("it holds several records, and one is meant") from None
        raise


def is_unclear(content: bytes) -> bool:
    """Say whether nobody can tell which record is at hand: there is none at all, or several."""
    try:
        record_at_hand(content)
    except (NoRecord, SeveralRecords):
        return True
    except AeoError:
        return False
    return False


def _refuse_other(given: Content, content: bytes) -> None:
    """Raise NoRecord for what is in no format of a record, or names nothing that a record has."""
    try:
        detect(given)
    except UnknownFormat as cause:
        raise NoRecord("; ".join(filter(None, (str(cause), layout_for(given))))) from cause
    except ReadError as cause:
        raise NoRecord(f"{cause}; it {seems_to_be(given, content)}") from cause
    if content.lstrip().startswith(b"<"):
        is_one = XML_NAME in content and XML_OTHER not in content
    else:
        is_one = any(name in content for name in JSON_NAMES)
    if not is_one:
        raise NoRecord(f"it {seems_to_be(given, content)}")
