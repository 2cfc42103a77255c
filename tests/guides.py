"""The guides, as a reader has them."""

from __future__ import annotations

from pathlib import Path

GUIDES = Path(__file__).parents[1] / "docs" / "guides"


def guide(name: str) -> str:
    """Return the text of a guide."""
    return (GUIDES / name).read_text(encoding="utf-8")
