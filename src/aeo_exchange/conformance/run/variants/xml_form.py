"""XML written in another way: prefixes, white space and comments between elements, references."""

from __future__ import annotations

import random
import re
from html import escape
from itertools import count
from xml.etree import ElementTree as ET  # the suite is ours; no product's bytes come here

from aeo_exchange.conformance.run.variants.rewritten import Rewritten
from aeo_exchange.model.shape import NAMESPACE

__all__ = ["rewritten_xml"]

CHANGES = ("prefixes", "white-space", "comments", "references", "attribute-order")
# The one attribute that a root may carry, and that every reader ignores (CON-8-3).
HINT = (
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
    f'xsi:schemaLocation="{NAMESPACE} aeo-record.xsd"',
)
BREAKS = ("\n", "\r\n", "\n\n", " ", "\t", "")
WORDS = ("aeo", "r", "ns1", "status", "x-1", "A")
SELDOM = 0.04
MUST_ESCAPE = re.compile(r"[\r\t\n&<>]")
DECLARATION = b"<?xml "


def rewritten_xml(content: bytes, chance: random.Random, *, lines: bool) -> Rewritten | None:
    """Return XML that says the same, or None where the text itself matters."""
    # Comments and CDATA of the input would be lost, and they may be what the case is about.
    has_declaration = content.startswith(DECLARATION)
    if lines or b"<!" in content or content.count(b"<?") > has_declaration:
        return None
    try:
        root = ET.fromstring(content)  # noqa: S314 as above
    except ET.ParseError:
        return None
    if any(_is_mixed(element) for element in root.iter()):
        return None
    return Rewritten(_XmlWriter(root, chance).written().encode(), CHANGES)


def _is_mixed(element: ET.Element) -> bool:
    texts = [element.text, *(child.tail for child in element)] if len(element) else []
    return any(text and text.strip(" \t\r\n") for text in texts)


class _XmlWriter:
    """One document on its way to text, with a prefix for each namespace."""

    def __init__(self, root: ET.Element, chance: random.Random) -> None:
        self._root = root
        self._chance = chance
        self._prefixes = self._chosen()

    def written(self) -> str:
        """Return the document as text."""
        head = self._chance.choice(('<?xml version="1.0" encoding="utf-8"?>\n', ""))
        declared = [
            f'xmlns{":" if prefix else ""}{prefix}="{escape(uri)}"'
            for uri, prefix in self._prefixes.items()
        ]
        if list(self._prefixes) == [NAMESPACE] and not self._root.attrib:
            declared += HINT
        self._chance.shuffle(declared)
        return f"{head}{self._element(self._root, declared)}{self._gap()}"

    def _chosen(self) -> dict[str, str]:
        """Return a prefix by namespace; the default one stays only where all elements share it."""
        tags = [element.tag for element in self._root.iter()]
        names = [*tags, *(name for element in self._root.iter() for name in element.attrib)]
        namespaces = sorted({name[1:].partition("}")[0] for name in names if name.startswith("{")})
        if len(namespaces) == 1 and all(tag.startswith("{") for tag in tags):
            return {namespaces[0]: self._chance.choice(("", *WORDS))}
        numbers = count(1)
        return {uri: f"p{next(numbers)}" for uri in namespaces}

    def _name(self, tag: str) -> str:
        uri, brace, local = tag[1:].rpartition("}")
        prefix = self._prefixes[uri] if brace else ""
        return f"{prefix}:{local}" if prefix else (local if brace else tag)

    def _element(self, element: ET.Element, declared: list[str]) -> str:
        name = self._name(element.tag)
        attributes = [
            f'{self._name(member)}="{escape(value)}"' for member, value in element.attrib.items()
        ]
        self._chance.shuffle(attributes)
        start = " ".join([name, *declared, *attributes]) + self._chance.choice(("", "", " "))
        if len(element):
            inside = "".join(self._gap() + self._element(child, []) for child in element)
            return f"<{start}>{inside}{self._gap()}</{name}>"
        if not element.text:
            return self._chance.choice((f"<{start}/>", f"<{start}></{name}>"))
        return f"<{start}>{self._text(element.text)}</{name}>"

    def _text(self, text: str) -> str:
        seldom = self._chance.random
        if MUST_ESCAPE.search(text):
            return "".join(map(self._character, text))
        # The same draws, without a call for each of the millions of characters of a run.
        return "".join([f"&#x{ord(one):x};" if seldom() < SELDOM else one for one in text])

    def _character(self, character: str) -> str:
        if character in "\r\t\n" or self._chance.random() < SELDOM:
            return f"&#x{ord(character):x};"
        return escape(character, quote=False)

    def _gap(self) -> str:
        """Return what may stand between elements and says nothing."""
        space = self._chance.choice(BREAKS) + " " * self._chance.randrange(5)
        return f"{space}<!-- {self._chance.randrange(1000)} -->" if self._rarely() else space

    def _rarely(self) -> bool:
        return self._chance.random() < SELDOM
