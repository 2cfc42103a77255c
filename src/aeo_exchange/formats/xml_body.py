"""A snapshot or a delta in XML to the lines that say the same in NDJSON, and back (XCH-6-6).

What reads the lines judges their form, whichever syntax they came in; here only what XML alone can
get wrong is refused.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import chain

import msgspec
from lxml import etree
from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.errors import LimitExceeded, MalformedDocument, ReadError
from aeo_exchange.formats.limits import Limits
from aeo_exchange.formats.record_line import RecordLine
from aeo_exchange.formats.xml_doubt import Doubt
from aeo_exchange.formats.xml_pieces import RECORD_TAG, feed_chunk, malformed_xml
from aeo_exchange.formats.xml_prolog import LONGEST_PROLOG, check_prolog
from aeo_exchange.formats.xml_tree import SCHEMA_LOCATION, Element, careful_tree, fast_record
from aeo_exchange.formats.xml_write import record_lines
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.shape import NAMESPACE
from aeo_exchange.model.tree import Tree
from aeo_exchange.reader_codes import FOREIGN_ELEMENT, TOO_LARGE

__all__ = ["DELTA_ROOT", "SNAPSHOT_ROOT", "body_lines", "body_pieces"]

SNAPSHOT_ROOT, DELTA_ROOT = "AeoSnapshot", "AeoDelta"
MOST_BYTES = 1 << 23  # of one entry as written
_OURS = f"{{{NAMESPACE}}}"
ENTRY, DROP, BASE = (f"{_OURS}{name}" for name in ("Entry", "Drop", "Base"))
NAMED = [f"{_OURS}Key", f"{_OURS}Salt"]
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_LIMITS = Limits()
_NO_LINE = frozenset({"-0"})  # RFC 8785 writes 0, which is another number of the record
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_PARTS = {"Cause": "cause", "EffectiveFrom": "effectiveFrom", "RetainUntil": "retainUntil"}
TOMBSTONES = (tuple(_PARTS), (*_PARTS, "To"))


def body_lines(pieces: Iterable[bytes], root: str) -> Iterator[bytes]:
    """Yield the lines of an XML body, each with its line feed; one element is in memory at a time.

    Raises ReadError for what no line can say: what is not well-formed, or stands where it may not.
    """
    waiting = iter(pieces)
    head = _prolog(waiting)
    check_prolog(io.BytesIO(head), frozenset({root}))
    parser = etree.XMLPullParser(
        ("end",),
        tag=(ENTRY, DROP, BASE),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    unread, doubt = 0, Doubt()
    for piece in chain([head], waiting):
        refusal = feed_chunk(parser, piece)
        unread += len(piece)
        doubt.take(piece)
        for _, element in parser.read_events():
            unread = 0
            yield _line(element, root, doubt)
            _forget(element)
            doubt.settle()
        if refusal is not None:
            raise refusal
        if unread > MOST_BYTES:
            raise LimitExceeded(TOO_LARGE, f"an entry is longer than {MOST_BYTES:,} bytes")
    _end(parser)


def _prolog(pieces: Iterator[bytes]) -> bytes:
    """Return the beginning of a text, with its root where that comes in time."""
    head = b""
    for piece in pieces:
        head += piece
        if len(head) > LONGEST_PROLOG:
            break
    return head


def _line(element: Element, root: str, doubt: Doubt) -> bytes:
    parent = element.getparent()
    if parent is None or parent.tag != f"{_OURS}{root}" or parent.getparent() is not None:
        raise _refused(element, "stands where it may not")
    _require_alone(parent, element)
    if element.tag == DROP:
        return canonical_item({"drop": _text(element)}) + b"\n"
    if element.tag == BASE:
        number, state = _texts(element, [("Root", "Sequence")])["Sequence"], _text(element[0])
        if not _NUMBER.fullmatch(number):
            raise _refused(element, "has no number as its Sequence")
        return canonical_item({"base": {"root": state, "sequence": int(number)}}) + b"\n"
    return _entry(element, doubt)


def _entry(element: Element, doubt: Doubt) -> bytes:
    children = _children(element)
    if [child.tag for child in children[:2]] != NAMED or len(children) != len(NAMED) + 1:
        raise _refused(element, "is not Key, Salt and one of AeoRecord and Tombstone")
    key, salt, content = _text(children[0]), _text(children[1]), children[2]
    line: dict[str, Tree] = {"key": key, "salt": salt}
    if content.tag == RECORD_TAG:
        if doubt.is_usual(content):
            return RecordLine.of(key, salt, fast_record(content))
        line["record"] = _careful(content)
    elif content.tag == f"{_OURS}Tombstone":
        names = {**_PARTS, "To": "to"}
        texts = _texts(content, TOMBSTONES)
        line["tombstone"] = {names[name]: text for name, text in texts.items()}
    else:
        raise _refused(element, "holds neither a record nor a tombstone")
    return canonical_item(line) + b"\n"


def _careful(element: Element) -> Tree:
    """Return the tree of a record, or refuse one with a fault that no tree can show."""
    tree, faults = careful_tree(element, _LIMITS, unwritable=_NO_LINE)
    if faults:
        fault = faults[0]
        raise MalformedDocument(fault.rule, f"{fault.path}: {fault.message}")
    return tree


def _children(element: Element) -> list[Element]:
    """Return the elements in one, comments aside; neither attributes nor text may stand there."""
    children = [child for child in element if isinstance(child.tag, str)]
    between = [element.text, *(child.tail for child in element)]
    if element.attrib or any(text and text.strip(" \t\r\n") for text in between):
        raise _refused(element, "has an attribute, or text between its elements")
    return children


def _texts(element: Element, orders: Sequence[tuple[str, ...]]) -> dict[str, str]:
    """Return the texts of the elements in one, which stand in one of some orders."""
    children = _children(element)
    names = tuple(str(child.tag).removeprefix(_OURS) for child in children)
    if names not in orders:
        raise _refused(element, f"does not hold {' and '.join(orders[0])} in this order")
    return {name: _text(child) for name, child in zip(names, children, strict=True)}


def _text(element: Element) -> str:
    if element.attrib or len(element):
        raise _refused(element, "holds more than a text")
    return element.text or ""


def _require_alone(root: Element, element: Element) -> None:
    """Refuse what stands between two entries; what was read before is gone by now."""
    texts = [root.text]
    for before in element.itersiblings(preceding=True):
        if isinstance(before.tag, str) and before.tag not in {ENTRY, DROP, BASE}:
            raise _refused(before, "stands where it may not")
        texts.append(before.tail)
    if any(text and text.strip(" \t\r\n") for text in texts):
        raise _refused(root, "holds text between its elements")
    if any(name != SCHEMA_LOCATION for name in root.attrib):
        raise _refused(root, "has an attribute")


def _forget(element: Element) -> None:
    """Free an element that was read, and what stood before it."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    assert parent is not None
    while (before := element.getprevious()) is not None:
        parent.remove(before)
    parent.text = None


def _end(parser: etree.XMLPullParser) -> None:
    try:
        root = parser.close()
    except etree.XMLSyntaxError as cause:
        line, column = cause.position
        raise malformed_xml(cause.msg or "unknown fault", line, column) from cause
    marker = etree.SubElement(root, "end")
    _require_alone(root, marker)


def _refused(element: Element, why: str) -> ReadError:
    name = str(element.tag).removeprefix(_OURS)
    return MalformedDocument(FOREIGN_ELEMENT, f"{name[:80]} {why}", line=element.sourceline)


def body_pieces(lines: Iterable[bytes], root: str) -> Iterator[bytes]:
    """Yield the XML that says the same as lines, each without its line feed."""
    yield _HEAD + f'<{root} xmlns="{NAMESPACE}">\n'.encode()
    for line in lines:
        yield _element(line).encode()
    yield f"</{root}>\n".encode()


class _WrittenLine(Struct):
    """The members of a line of a snapshot or a delta."""

    key: str = ""
    salt: str = ""
    record: AeoRecord | UnsetType = UNSET
    tombstone: dict[str, str] = field(default_factory=dict)
    drop: str = ""
    base: dict[str, str | int] = field(default_factory=dict)


_LINES = msgspec.json.Decoder(_WrittenLine)


def _element(line: bytes) -> str:
    if isinstance(line, RecordLine):
        content = record_lines(line.record, "", 2, escaped=_has_signs(line))
        return _entry_element(line.key, line.salt, content)
    said = _LINES.decode(line)
    if said.drop:
        return f"  <Drop>{escape(said.drop)}</Drop>\n"
    if said.base:
        root, number = said.base["root"], said.base["sequence"]
        return f"  <Base><Root>{root}</Root><Sequence>{number}</Sequence></Base>\n"
    if isinstance(said.record, UnsetType):
        content = _tombstone(said.tombstone)
    else:
        content = record_lines(said.record, "", 2)
    return _entry_element(said.key, said.salt, content)


def _has_signs(line: bytes) -> bool:
    """Say whether canonical bytes hold a sign that XML escapes; there it stands as it is."""
    return b"&" in line or b"<" in line or b">" in line


def _entry_element(key: str, salt: str, content: str) -> str:
    named = f"    <Key>{escape(key)}</Key>\n    <Salt>{escape(salt)}</Salt>\n"
    return f"  <Entry>\n{named}{content}  </Entry>\n"


def _tombstone(tombstone: dict[str, str]) -> str:
    names = {**_PARTS, "To": "to"}
    inner = "".join(
        f"      <{element}>{escape(tombstone[name])}</{element}>\n"
        for element, name in names.items()
        if name in tombstone
    )
    return f"    <Tombstone>\n{inner}    </Tombstone>\n"
