"""What a schema says of a member and its readers do not ask for."""

from __future__ import annotations

from msgspec import Meta

__all__ = ["told"]


def told(sentence: str, **facets: object) -> Meta:
    """Return the sentence that describes a member, with facets that are printed alone."""
    return Meta(description=sentence, extra_json_schema=facets)
