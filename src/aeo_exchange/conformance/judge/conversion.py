"""What a converter wrote, read by our reader: the syntax asked for, and the same digests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import UNSET, UnsetType

from aeo_exchange.conformance.adapters.protocol import Reply, decoded
from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.errors import AeoError
from aeo_exchange.formats import FORMATS, Content, Format
from aeo_exchange.formats.detect import detect
from aeo_exchange.model.canonical import digest
from aeo_exchange.operations.reading import read_records

__all__ = ["Written", "format_of", "output_differences", "read_output"]

# One JSON object on one line is one record in either syntax (CON-7-9).
ALIKE = frozenset({Format.JSON, Format.NDJSON})


def format_of(media: str) -> Format:
    """Return the format of a media type, whatever its parameters; raises KeyError."""
    bare = media.partition(";")[0].strip()
    return {row.media_type.partition(";")[0]: form for form, row in FORMATS.items()}[bare]


class Written(NamedTuple):
    """What a converter wrote: its syntax, the digest of each record, whether it is one line."""

    form: Format
    digests: tuple[str, ...]
    is_one_line: bool


def read_output(output: str) -> Written:
    """Return what base64 of a converter holds; raises AeoError for what is no record."""
    held = decoded(output)
    content = Content(name="output", held=held)
    try:
        digests = tuple(digest(each) for each in read_records(content))
        return Written(detect(content), digests, held.strip().count(b"\n") == 0)
    except AeoError:
        raise
    except Exception as cause:  # a product wrote it, and the report has to be written
        raise AdapterFailure(f"the output cannot be read: {type(cause).__name__}") from cause


def output_differences(
    reply: Reply, target: str | UnsetType, digests: tuple[str, ...]
) -> Iterator[str]:
    """Yield how what a converter wrote differs from the records that went in."""
    if reply.output is UNSET or target is UNSET:
        yield "no output"
        return
    try:
        written = read_output(reply.output)
    except AeoError as cause:
        prefix = "" if isinstance(cause, AdapterFailure) else "the output is no record: "
        yield f"{prefix}{cause}"
        return
    wanted = format_of(target)
    is_either = written.is_one_line and len(written.digests) == 1
    if written.form is not wanted and not (is_either and {written.form, wanted} <= ALIKE):
        yield f"the output is {written.form}, asked was {wanted}"
    if written.digests != digests:
        yield f"digests of the output {' '.join(written.digests)}, expected {' '.join(digests)}"
