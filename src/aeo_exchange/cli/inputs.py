"""Arguments to contents: files, folders, patterns, lists of files, standard input."""

from __future__ import annotations

import codecs
import glob
import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

import click
from msgspec import Struct

from aeo_exchange import Content, Format
from aeo_exchange.cli.closed_folders import closed_to
from aeo_exchange.cli.input_places import (
    NOT_LOOKED_UP,
    InputPlace,
    PlacedInput,
    front_of_folder,
    identity_of,
    input_place,
)
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.read_files import (
    FoundFile,
    note_found,
    note_read,
    note_standard_input,
    standard_input,
)
from aeo_exchange.cli.terminal import note
from aeo_exchange.counting import how_many
from aeo_exchange.endless import keep, read_all, read_file
from aeo_exchange.safe_text import writable_in_json

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["OF_ATTESTATIONS", "OF_RECORDS", "STDIN", "InputOptions", "contents", "input_options"]

STDIN = "-"
# Folders of programs and their parts, which nobody means who names the folder above.
OF_PROGRAMS = frozenset({"node_modules", "__pycache__"})
ENVIRONMENT = "pyvenv.cfg"  # stands in each virtual environment of Python
OF_RECORDS = tuple(suffix for form in Format for suffix in form.row.suffixes)
OF_ATTESTATIONS = (".sdjwt", ".xml")
Opened: TypeAlias = Callable[[], AbstractContextManager[BinaryIO]]


class InputOptions(Struct, frozen=True, kw_only=True):
    """What a command was told to read, not yet looked for."""

    inputs: tuple[str, ...]
    files_from: str | None

    def contents(
        self, suffixes: tuple[str, ...] = OF_RECORDS
    ) -> AbstractContextManager[list[Content]]:
        """Give the contents, as `contents` does."""
        return contents(self.inputs, self.files_from, suffixes)


def _any_file(
    _context: click.Context, _parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Have the shell offer the files that begin so."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 start-up time is felt

    return [CompletionItem(begun, type="file")]


# The arguments that name inputs; they make one, `inputs`.
input_options = group_of(
    "inputs",
    InputOptions,
    click.argument(
        "inputs",
        nargs=-1,
        metavar="[FILE | FOLDER | PATTERN | -]...",
        shell_complete=_any_file,
    ),
    click.option(
        "--files-from",
        metavar="FILE",
        help="Read the names of inputs from a file, one a line; - for standard input.",
    ),
)


@contextmanager
def contents(
    inputs: tuple[str, ...], files_from: str | None, suffixes: tuple[str, ...] = OF_RECORDS
) -> Iterator[list[Content]]:
    """Give the contents that arguments name, in order, each once; of a folder those of suffixes.

    Standard input and pipes give their bytes once, and places are looked up by reading again: so
    they are kept in temporary files, whatever their size.
    A name that matches nothing becomes a content that cannot be opened, so that the others are
    still processed and the exit code is 3.
    """
    names = [*inputs, *(_names_in_list(files_from) if files_from else ())]
    if not names:
        raise click.UsageError("give files, folders or patterns, or - for standard input")
    with ExitStack() as held:
        kept = _SpooledInputs(held)
        by_identity: dict[str, PlacedInput] = {}
        front_of = cache(front_of_folder)
        for name in names:
            for placed in _matches(name, kept, suffixes):
                by_identity.setdefault(identity_of(placed, front_of), placed)
        _note_all(by_identity)
        yield [placed.content for placed in by_identity.values()]


def _note_all(by_identity: Mapping[str, PlacedInput]) -> None:
    """Note what is read: a file as it was found; what is none, such as a folder, to be looked up.

    What comes to stand where nothing stood, or in a folder that held nothing, is no output either.
    """
    files: list[FoundFile] = []
    for real, placed in by_identity.items():
        path, place = placed.content.path, placed.place
        if place.inode and stat.S_ISREG(place.mode):
            files.append(FoundFile(real, place.inode))
        elif path is not None:
            note_read(path)
    note_found(files)


class _SpooledInputs:
    """What can be read once, in a temporary file each; the folder goes when `held` is left."""

    def __init__(self, held: ExitStack) -> None:
        self._held = held
        self._paths: dict[str, Path] = {}
        self._folder = ""

    def content(self, name: str, shown: str, opened: Opened) -> Content:
        """Return what a name gives, which is read the first time that it is met."""
        if name not in self._paths:
            try:
                self._paths[name] = self._written(shown, opened)
            except OSError as cause:
                return Content.refused(shown, cause)
        return Content(name=shown, path=self._paths[name])

    def _written(self, shown: str, opened: Opened) -> Path:
        import tempfile  # noqa: PLC0415 start-up time is felt

        from aeo_exchange.operations.writing import temporary_in_errors  # noqa: PLC0415 as above

        if not self._folder:
            self._folder = self._held.enter_context(tempfile.TemporaryDirectory(prefix="aeo-"))
        path = Path(self._folder) / str(len(self._paths))
        with temporary_in_errors(), path.open("wb") as kept, opened() as stream:
            keep(stream, kept, shown)
        return path


def _names_in_list(files_from: str) -> list[str]:
    """Return the names of a list, as the system writes them: a name may have any bytes but two.

    A list with NUL in it, as `find -print0` writes it, ends each name so and not with its line.
    A byte order mark in front, as PowerShell writes it, is no part of the first name.
    """
    if files_from == STDIN:
        with standard_input() as given:
            listed = read_all(given, "standard input")
    else:
        note_read(Path(files_from))
        listed = read_file(Path(files_from))
    listed = listed.removeprefix(codecs.BOM_UTF8)
    names = listed.split(b"\0") if b"\0" in listed else listed.splitlines()
    return [os.fsdecode(name) for name in names if name.strip()]


def _matches(name: str, kept: _SpooledInputs, suffixes: tuple[str, ...]) -> Iterator[PlacedInput]:
    if name == STDIN:
        note_standard_input()
        content = kept.content(name, "<stdin>", lambda: nullcontext(sys.stdin.buffer))
        yield PlacedInput(content, NOT_LOOKED_UP)
        return
    path, place = Path(name), input_place(name)
    if stat.S_ISDIR(place.mode):
        yield from _in_folder(path, suffixes)
    elif not place.mode and not place.is_link and glob.has_magic(name):
        yield from _of_pattern(name, kept, suffixes)
    else:
        # No `file/` is there, but it is read as `file`: that is what is opened.
        yield _of_file(name, path, place if place.mode else input_place(str(path)), kept)


def _of_file(name: str, path: Path, place: InputPlace, kept: _SpooledInputs) -> PlacedInput:
    shown = writable_in_json(name)
    if stat.S_ISFIFO(place.mode) or stat.S_ISCHR(place.mode):
        note_read(path)
        content = kept.content(os.path.realpath(name), shown, lambda: path.open("rb"))
        return PlacedInput(content, NOT_LOOKED_UP)
    return PlacedInput(Content(name=shown, path=path), place)


def _of_pattern(
    pattern: str, kept: _SpooledInputs, suffixes: tuple[str, ...]
) -> Iterator[PlacedInput]:
    matched = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 Path.glob takes no absolute one
    for match in matched:
        yield from _matches(match, kept, suffixes)
    closed = {str(cause.filename): cause for cause in closed_to(pattern)}
    for folder, cause in closed.items():
        yield _refused(folder, cause)
    if not matched and not closed:
        yield _missing(pattern)


def _in_folder(folder: Path, suffixes: tuple[str, ...]) -> Iterator[PlacedInput]:
    files_met: list[tuple[Path, str]] = []
    skipped, left_out = 0, 0
    closed: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        above = Path(place)
        looked_in = sorted(name for name in folders if not _is_of_programs(above / name))
        left_out += len(folders) - len(looked_in)
        folders[:] = looked_in
        for file in sorted(files):
            if file.endswith(suffixes):
                files_met.append((above, file))
            else:
                skipped += 1
    if skipped:
        number = how_many(skipped, "file")
        note(f"{folder}: skipped {number} without a suffix of {', '.join(suffixes)}")
    if left_out:
        number = how_many(left_out, "folder")
        note(f"{folder}: left out {number} hidden or of programs; name such a folder to read it")
    for above, file in files_met:
        path = above / file
        name = str(path)
        content = Content(name=writable_in_json(name), path=path)
        yield PlacedInput(content, input_place(name), (str(above), file))
    for cause in closed:
        yield _refused(str(cause.filename), cause)
    if not files_met and not closed:
        yield _no_content(str(folder), f"has no file with a suffix of {', '.join(suffixes)}")


def _is_of_programs(folder: Path) -> bool:
    """Say whether a folder is hidden, or holds programs and what they are made of."""
    if folder.name.startswith(".") or folder.name in OF_PROGRAMS:
        return True
    return os.path.exists(folder / ENVIRONMENT)  # noqa: PTH110 what cannot be asked is looked into


def _refused(name: str, cause: OSError) -> PlacedInput:
    return PlacedInput(Content.refused(writable_in_json(name), cause), NOT_LOOKED_UP)


def _missing(name: str) -> PlacedInput:
    return _no_content(name, "nothing matched")


def _no_content(name: str, reason: str) -> PlacedInput:
    """Return a content for what matched nothing; opening it says so, and the exit code is 3."""
    note(f"{name}: {reason}; name files to read them")
    content = Content(name=writable_in_json(name), path=Path(name), absent=reason)
    return PlacedInput(content, NOT_LOOKED_UP)
