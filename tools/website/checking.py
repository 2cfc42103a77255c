"""What must hold of a built site: every link leads somewhere, nothing is asked of another host."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from lxml import etree, html
from msgspec import Struct, field

__all__ = ["faults"]

# Attributes that make a browser fetch something, as opposed to a link that a reader follows.
LOADS = frozenset({"src", "srcset", "data", "poster", "action", "formaction", "background"})
STYLES = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
REFRESH = re.compile(r"\s*\d+\s*;\s*url=", re.IGNORECASE)
FOLLOWED = frozenset({"http", "https", "mailto"})


class Links(Struct):
    """The anchors of a page, the links that its reader follows, and what it loads by itself."""

    anchors: list[str] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)

    def note(self, element: html.HtmlElement) -> None:
        """Note what an element is called, links to, and loads."""
        for name, value in element.attrib.items():
            if name == "id":
                self.anchors.append(value)
            elif name.endswith("href"):
                (self.followed if element.tag == "a" else self.loaded).append(value)
            elif name in LOADS:
                self.loaded.append(value)
            elif name == "style":
                self.note_styles(value)
            elif name == "content" and REFRESH.match(value):
                self.loaded.append(REFRESH.sub("", value))
        if element.tag == "style":
            self.note_styles(element.text or "")

    def note_styles(self, text: str) -> None:
        """Note what styles load."""
        self.loaded.extend(one or two for one, two in STYLES.findall(text))


def faults(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield a sentence for each broken link and each thing that another host would be asked for."""
    read = {name: _links(content) for name, content in files.items() if name.endswith(".html")}
    anchors = {name: frozenset(links.anchors) for name, links in read.items()}
    for name, links in read.items():
        for address in links.loaded:
            yield from _of_loading(name, address, files)
        for address in links.followed:
            yield from _of_following(name, address, files, anchors)
        for anchor in sorted(anchors[name]):
            if links.anchors.count(anchor) > 1:
                yield f"{name}: two places are called {anchor}"
    for name, content in files.items():
        if name.endswith(".css"):
            for one, two in STYLES.findall(content.decode()):
                yield from _of_loading(name, one or two, files)


def _links(content: bytes) -> Links:
    links = Links()
    for element in html.document_fromstring(content).iter(etree.Element):
        links.note(element)
    return links


def _of_loading(name: str, address: str, files: Mapping[str, bytes]) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or address.startswith("/"):
        yield f"{name}: loads {address}, which is not of this site"
    elif _target(name, parts.path) not in files:
        yield f"{name}: loads {address}, which is not there"


def _of_following(
    name: str, address: str, files: Mapping[str, bytes], anchors: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme in FOLLOWED:
        return
    target = _target(name, parts.path) if parts.path else name
    if parts.scheme or parts.netloc or address.startswith("/") or target not in files:
        yield f"{name}: links to {address}, which is not there"
    elif parts.fragment and unquote(parts.fragment) not in anchors.get(target, ()):
        yield f"{name}: links to {address}, and {target} has no such place"


def _target(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
