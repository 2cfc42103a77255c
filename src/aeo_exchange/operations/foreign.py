"""What to do with a file that another product made: the layout that reads it, or how to get one.

For advice alone: what is handed in stays what it is to the command that was asked.
"""

from __future__ import annotations

import msgspec

from aeo_exchange.errors import ReadError
from aeo_exchange.formats import Content
from aeo_exchange.formats.recognise import Kind, content_kind, seems
from aeo_exchange.model.tree import Tree
from aeo_exchange.reader_codes import ENCODING, UNKNOWN_FORMAT

__all__ = ["advised", "hint_on_tree", "layout_for", "seems_to_be"]

HEAD = 1 << 12
# How what may be XML or a sheet begins, though it is no UTF-8 or has the mark of it.
_BEGINS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_SHEETS = frozenset({Kind.TABLE, Kind.WORKBOOK, Kind.OLD_WORKBOOK})
PROPOSE = "`aeo import --propose FILE` writes a layout for a partner's list, to be corrected"
OWN_MEMBERS = frozenset({"specVersion", "recordId"})


def advised(refusal: ReadError, content: Content) -> ReadError:
    """Return a refusal with advice of its own where what is refused is a file of another kind."""
    if refusal.rule in {UNKNOWN_FORMAT, ENCODING}:
        with content.open() as stream:
            head = stream.read(HEAD)
        if refusal.rule == UNKNOWN_FORMAT or head.startswith(_BEGINS):
            refusal.advice = _reader_of(content, head) or refusal.advice
    return refusal


def seems_to_be(content: Content, head: bytes) -> str:
    """Return what content seems to be, and what reads it, as the end of a sentence with `it`."""
    known = layout_for(content)
    kind = content_kind(head)
    return f"seems to be {kind}; {known}" if known and kind else seems(head)


def hint_on_tree(tree: Tree) -> str:
    """Return which layout reads a document of JSON that is no record at all; nothing for others."""
    if not isinstance(tree, dict) or OWN_MEMBERS & tree.keys():
        return ""
    return layout_for(Content(name="document", held=msgspec.json.encode(tree)))


def _reader_of(content: Content, head: bytes) -> str:
    return layout_for(content) or (PROPOSE if _is_sheet(content, head) else _taken(head))


def layout_for(content: Content) -> str:
    """Return the command that reads content by a layout of the package; nothing where none does."""
    from aeo_exchange.tabular.recognising import known_layout  # noqa: PLC0415 start-up time is felt

    layout = known_layout(content)
    if layout is None:
        return ""
    return f"`aeo import FILE --layout {layout.name}` reads it: {layout.title}"


def _is_sheet(content: Content, head: bytes) -> bool:
    """Say whether content can be looked at for a layout."""
    from aeo_exchange.tabular.readers.kinds import GRIDS, file_kind  # noqa: PLC0415 as above

    if head.startswith(b"PK"):  # which parts a workbook has may stand at its end
        with content.open() as stream:
            try:
                return file_kind(stream) in GRIDS
            except ReadError:
                return False
    kind = content_kind(head)
    is_table = kind is Kind.HTML and b"<table" in head.lower()
    return kind in _SHEETS or is_table


def _taken(head: bytes) -> str:
    """Return what is said of a declaration, which is XML of others and no list."""
    return f"it {seems(head)}" if content_kind(head) is Kind.DECLARATION else ""
