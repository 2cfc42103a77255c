"""What a sender is told of records that are not in a stream: how many, and why."""

from __future__ import annotations

from collections.abc import Mapping

from aeo_exchange.cli.terminal import note

__all__ = ["not_shared_words", "note_views_given"]


def not_shared_words(left: Mapping[str, int]) -> str:
    """Return how many records are not shared for each reason, to stand behind a total."""
    return "".join(f", {count:,} {why}" for why, count in sorted(left.items()))


def note_views_given(left: Mapping[str, int]) -> None:
    """Tell the way out where views were given: who imports a list by habit makes nothing else."""
    if left.get("is-a-view"):
        note(
            "is-a-view: the record was cut for an audience already, and nobody is sent such a one; "
            "give full records, of an import without view.audience"
        )
