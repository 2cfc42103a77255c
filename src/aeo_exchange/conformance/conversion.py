"""What a converter wrote, read by our reader: the syntax asked for, and the same digests."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET, UnsetType

from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.protocol import Reply, decoded
from aeo_exchange.errors import AeoError
from aeo_exchange.formats import FORMATS, Content, Format
from aeo_exchange.formats.detect import detect
from aeo_exchange.model.canonical import digest
from aeo_exchange.operations.reading import read_records

__all__ = ["format_of", "output_differences"]

# One JSON object on one line is one record in either syntax (CON-7-9).
ALIKE = frozenset({Format.JSON, Format.NDJSON})


def format_of(media: str) -> Format:
    """Return the format of a media type, whatever its parameters; raises KeyError."""
    bare = media.partition(";")[0].strip()
    return {row.media_type.partition(";")[0]: form for form, row in FORMATS.items()}[bare]


def output_differences(
    reply: Reply, target: str | UnsetType, digests: tuple[str, ...]
) -> Iterator[str]:
    """Yield how what a converter wrote differs from the records that went in."""
    if reply.output is UNSET or target is UNSET:
        yield "no output"
        return
    try:
        output = decoded(reply.output)
        content = Content(name="output", held=output)
        found = tuple(digest(each) for each in read_records(content))
        written = detect(content)
    except AeoError as cause:
        prefix = "" if isinstance(cause, AdapterFailure) else "the output is no record: "
        yield f"{prefix}{cause}"
        return
    wanted = format_of(target)
    one_line = len(found) == 1 and {written, wanted} <= ALIKE and output.strip().count(b"\n") == 0
    if written is not wanted and not one_line:
        yield f"the output is {written}, asked was {wanted}"
    if found != digests:
        yield f"digests of the output {' '.join(found)}, expected {' '.join(digests)}"
