"""What the owner of a stream is told of its new secret."""

from __future__ import annotations

from pathlib import Path

from aeo_exchange.cli.terminal import note

__all__ = ["note_new_secret"]


def note_new_secret(file: Path) -> None:
    """Tell where the new secret of a stream is kept."""
    note(f"made the secret of the stream, {file}: keep it, and never publish it")
