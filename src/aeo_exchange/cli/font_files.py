"""Fonts for a card: files that were named, and those of the system where fontconfig knows them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click

from aeo_exchange.endless import is_read_once
from aeo_exchange.operations.cards.forms import FontFile

__all__ = ["named_font", "system_fonts"]

_PROGRAM = "fc-match"
_PATIENCE = 30  # seconds, since the first question after a font was installed makes a cache
# How fontconfig names what of Chinese a font is drawn for.
_CHINESE = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}
_OF_A_COLLECTION = 0xFFFF  # the rest of the number is which of its weights is meant


def named_font(
    _context: click.Context, _option: click.Parameter, files: tuple[str, ...]
) -> tuple[FontFile, ...]:
    """Return the fonts of the option --font; one of a collection is named as FILE:2.

    Raises OSError for one that cannot be read.
    """
    return tuple(map(_font, files))


def _font(given: str) -> FontFile:
    file, _, number = given.rpartition(":")
    if file and number.isascii() and number.isdigit():
        font = FontFile(path=Path(file), index=int(number))
    else:
        font = FontFile(path=Path(given))
    if is_read_once(font.path):
        raise click.BadParameter(f"{font.path} is a pipe or a device; a font is read twice")
    font.path.open("rb").close()
    return font


def system_fonts(letters: frozenset[str], language: str) -> Iterator[FontFile]:
    """Yield fonts of the system for letters of a language, best first; none without fontconfig."""
    program = shutil.which(_PROGRAM)
    if program is None:
        return
    wanted = " ".join(f"{ord(letter):x}" for letter in sorted(letters))
    spoken = f":lang={_spoken(language)}" if language else ""
    pattern = f"sans-serif:charset={wanted}{spoken}"
    command = [program, "--all", "--format=%{file}\\t%{index}\\n", pattern]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 no shell
    except (OSError, subprocess.TimeoutExpired):
        return
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        file, _, number = line.rpartition("\t")
        if file and number.isdigit():
            yield FontFile(path=Path(file), index=int(number) & _OF_A_COLLECTION)


def _spoken(language: str) -> str:
    tag = language.lower()
    return _CHINESE.get(tag, tag.partition("-")[0])
