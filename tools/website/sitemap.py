"""What stands where on the site, in which section, and whether it binds anybody."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePosixPath

from msgspec import Struct

__all__ = ["SECTIONS", "Page", "Section", "Standing", "place_of", "section_of", "way"]


class Standing(StrEnum):
    """Whether a page is part of the standard (GOV-1-1)."""

    NORMATIVE = "Normative: part of the standard. What has no key word in capitals explains."
    RULE = "Normative: sentence and level. Reason and cases explain."
    ITEM = "Normative: definition, cardinality, shape and disclosure class. Cases explain."
    INFORMATIVE = "Informative: explains, and is no part of the standard."


class Section(Struct, frozen=True):
    """A group of pages, by the page with which it begins."""

    name: str
    start: str


STANDARD = Section("Standard", "spec/0-overview.html")
RULES = Section("Rules", "rules.html")
ITEMS = Section("Items", "data-dictionary.html")
CODES = Section("Code lists", "codes/index.html")
PROGRAMMES = Section("Programmes", "programmes/README.html")
GUIDES = Section("Guides", "index.html#guides")
REFERENCE = Section("Reference", "commands.html")
CONFORMANCE = Section("Conformance", "conformance.html")
DECISIONS = Section("Decisions", "index.html#decisions")
PROJECT = Section("Project", "project/README.html")
TRY = Section("Try it", "try.html")
SECTIONS = (
    *(STANDARD, RULES, ITEMS, CODES, PROGRAMMES, GUIDES),
    *(REFERENCE, CONFORMANCE, DECISIONS, PROJECT, TRY),
)

FOLDERS = {
    "docs/spec": STANDARD,
    "docs/programmes": PROGRAMMES,
    "docs/guides": GUIDES,
    "docs/decisions": DECISIONS,
}
FILES = {
    "docs/README.md": STANDARD,
    "docs/threat-model.md": STANDARD,
    "docs/rules.md": RULES,
    "docs/data-dictionary.md": ITEMS,
    "docs/mapping.md": ITEMS,
    "docs/agreements.md": PROGRAMMES,
    "docs/systems.md": PROGRAMMES,
    "docs/compendium.md": PROGRAMMES,
    "docs/api.md": REFERENCE,
    "docs/commands.md": REFERENCE,
    "docs/mutants.md": CONFORMANCE,
    "conformance/README.md": CONFORMANCE,
}


class Page(Struct, frozen=True, kw_only=True):
    """One page: where it stands, what it is called, what it says.

    `near` are the pages of its section beside which it is listed: those with the same word.
    """

    path: str
    title: str
    body: str
    section: Section
    standing: Standing = Standing.INFORMATIVE
    near: str = ""


def place_of(source: PurePosixPath) -> str:
    """Return where a file of the project stands on the site; a folder is its list of files."""
    if source == PurePosixPath("docs/README.md"):
        return "index.html"
    inside = source.relative_to("docs") if source.parts[:1] == ("docs",) else "project" / source
    return str(inside.with_suffix(".html") if inside.suffix == ".md" else inside)


def section_of(source: PurePosixPath) -> Section:
    """Return the section of a page that is written in Markdown."""
    return FILES.get(str(source)) or FOLDERS.get(str(source.parent), PROJECT)


def way(start: str, end: str) -> str:
    """Return the relative address of one place of the site, seen from another."""
    up = "../" * start.count("/")
    return f"{up}{end}"
