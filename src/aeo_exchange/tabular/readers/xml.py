"""XML of anybody to rows: by local names, with comments, `<null/>` and wrappers passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from lxml import etree

from aeo_exchange.errors import LimitExceeded, MalformedDocument, ReadError
from aeo_exchange.formats.content import Content
from aeo_exchange.formats.xml_fault import xml_fault
from aeo_exchange.reader_codes import DOCTYPE, MALFORMED, TOO_DEEP, TOO_LARGE
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.readers.trees import Leaf, leads_to, nothing_at_rows, row_of, text_cell
from aeo_exchange.tabular.rows import Opened, SourceRow

__all__ = ["opened_xml"]

DEEPEST = 64
HEAD = 4096


@contextmanager
def opened_xml(content: Content, layout: Layout) -> Iterator[Opened]:
    """Give the rows of an XML document, as a stream; raises ReadError."""
    opened = Opened(rows=iter(()))
    opened.rows = _rows(content, layout, opened)
    yield opened


def _rows(content: Content, layout: Layout, opened: Opened) -> Iterator[SourceRow | ReadError]:
    with content.open() as stream:
        if b"<!DOCTYPE" in stream.read(HEAD):
            raise MalformedDocument(DOCTYPE, "the document has a document type, which may lie")
        stream.seek(0)
        events = etree.iterparse(
            stream,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            yield from _walked(events, layout, opened)
        except etree.XMLSyntaxError as cause:
            fault = xml_fault(cause, events.error_log)
            if fault.is_limit:
                raise LimitExceeded(TOO_LARGE, fault.message, line=fault.line) from cause
            at = f" in line {fault.line}" if fault.line else ""
            raise MalformedDocument(
                MALFORMED, f"not well-formed XML{at}: {fault.message}", line=fault.line
            ) from cause


def _walked(
    events: Iterable[tuple[str, etree._Element]], layout: Layout, opened: Opened
) -> Iterator[SourceRow]:
    """Yield the elements that are rows and hold something, and forget each behind."""
    names: list[str] = []
    number, answered, root = 0, False, ""
    for event, element in events:
        if event == "start":
            names.append(_local(element))
            root = root or names[0]
            answer = layout.file.answer
            answered = answered or bool(answer and leads_to(answer, names))
            if len(names) > DEEPEST:
                raise LimitExceeded(TOO_DEEP, f"the document nests more than {DEEPEST} levels")
            continue
        if _is_row(element, names, layout):
            number += 1
            row = row_of(number, _leaves(element, ()), layout)
            if row.cells:
                yield row
            else:
                opened.passed_over += 1
            _forget(element)
        names.pop()
    if not number and not answered:
        raise nothing_at_rows(layout, f"the element {root}")


def _is_row(element: etree._Element, names: list[str], layout: Layout) -> bool:
    wanted = layout.file.namespace
    if wanted and not str(element.tag).startswith(f"{{{wanted}}}"):
        return False
    return leads_to(layout.file.rows, names) if layout.file.rows else len(names) == 1


def _forget(element: etree._Element) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]  # type: ignore[union-attr]  # it has a sibling


def _local(element: etree._Element) -> str:
    return _local_name(str(element.tag))


def _local_name(name: str) -> str:
    """Return a name without its namespace, or without a prefix that nobody declared."""
    return name.rpartition("}")[2].rpartition(":")[2]


def _leaves(element: etree._Element, way: tuple[str, ...]) -> Iterator[Leaf]:
    """Yield the texts of an element by the names that lead to them; attributes have an @."""
    for name, value in element.attrib.items():
        yield (*way, f"@{_local_name(str(name))}"), text_cell(str(value))
    inner = [child for child in element if isinstance(child.tag, str)]
    if not inner:
        yield way, text_cell(element.text or "")
        return
    seen: dict[str, int] = {}
    for child in inner:
        name = _local(child)
        seen[name] = seen.get(name, 0) + 1
        yield from _leaves(child, (*way, name, str(seen[name])))
