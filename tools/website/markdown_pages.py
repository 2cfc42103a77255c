"""Markdown of the project to pages: links led to the site, codes and clauses made links."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path, PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct, field
from sitemap import Page, Standing, place_of, section_of, way

__all__ = ["Markdown", "Written"]

NAMED = re.compile(r"(?<![\w-])[A-Z]{3,4}(?:-[A-Z0-9]+)+(?:\.[pn]\d{2,3})?(?![\w-])")
REQUIREMENT = re.compile(r"[A-Z]{3}-\d+-\d+")
NOT_IN_SLUGS = re.compile(r"[^\w\- ]")
NUMBER = 2  # place in a paragraph, after nothing and the begin of bold, of a requirement's number
COMMENT = re.compile(r"^<!-- .*-->\n", re.MULTILINE)  # marks for tests
# Wide things move inside themselves, by keys too; a corner without words is no heading.
SHOWN = {
    "<table>": '<div class="wide" tabindex="0"><table>',
    "</table>": "</table></div>",
    "<pre>": '<pre tabindex="0">',
    "<th></th>": "<td></td>",
}
PARTS = frozenset({"docs/rules.md", "docs/data-dictionary.md"})
ELSEWHERE = ("http://", "https://", "mailto:")


def _reader() -> MarkdownIt:
    """Return a reader to which HTML is text: our pages have none of their own."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


class Spot(Struct, frozen=True):
    """Where a text comes from, and the page on which it is shown, whole or a piece of it."""

    source: PurePosixPath
    path: str
    is_piece: bool = False


class Written(Struct, frozen=True):
    """A page from Markdown, and the files of the project that it links to."""

    page: Page
    linked: tuple[PurePosixPath, ...]


class Markdown(Struct):
    """The reader of the project's Markdown.

    `names` leads each rule, requirement and case to its place on the site. `items` does so for the
    words of the first column of a table, by the heading above it and the word.
    """

    root: Path
    names: Mapping[str, str]
    items: Mapping[tuple[str, str], str] = {}
    reader: MarkdownIt = field(default_factory=_reader)

    def page(self, source: PurePosixPath, text: str, place: str = "") -> Written:
        """Return the page of a file; `place` is where it stands, unless the usual one."""
        path = place or place_of(source)
        body, title, linked = self._rendered(Spot(source, path), text)
        page = Page(
            path=path,
            title=title or path,
            body=body,
            section=section_of(source),
            standing=_standing(source),
        )
        return Written(page, linked)

    def part(self, source: PurePosixPath, text: str, path: str) -> str:
        """Return a piece of a file as it is shown on the page of that path."""
        return self._rendered(Spot(source, path, is_piece=True), text)[0]

    def _rendered(self, spot: Spot, text: str) -> tuple[str, str, tuple[PurePosixPath, ...]]:
        tokens = self.reader.parse(COMMENT.sub("", text))
        title = _with_anchors(tokens)
        _link_items(tokens, self.items, spot.path)
        linked: list[PurePosixPath] = []
        for token in tokens:
            if token.type == "inline":
                own = title if token.level == 1 and token.content == title else ""
                token.children = list(self._linked(token.children or [], spot.path, own))
                linked.extend(self._led(token.children, spot))
        body = self.reader.renderer.render(tokens, self.reader.options, {})
        for mark, shown in SHOWN.items():
            body = body.replace(mark, shown)
        return body, title, tuple(linked)

    def _linked(self, children: list[Token], path: str, own: str) -> Iterator[Token]:
        """Yield the parts of a line, with links where it names a rule or a requirement."""
        inside = 0
        for place, token in enumerate(children):
            inside += token.nesting if token.type == "link_open" else 0
            inside -= token.type == "link_close"
            first = place == NUMBER and children[place - 1].type == "strong_open"
            if inside or first or own or token.type not in {"text", "code_inline"}:
                yield token
            elif token.type == "text":
                yield from self._with_links(token.content, path)
            elif to := self.names.get(token.content):
                yield from _link(way(path, to), token)
            else:
                yield token

    def _with_links(self, text: str, path: str) -> Iterator[Token]:
        end = 0
        for match in NAMED.finditer(text):
            to = self.names.get(match[0])
            if to is None:
                continue
            yield _text(text[end : match.start()])
            yield from _link(way(path, to), _text(match[0]))
            end = match.end()
        yield _text(text[end:])

    def _led(self, children: list[Token], spot: Spot) -> Iterator[PurePosixPath]:
        """Lead links and pictures of a line to the site, and yield the files that they name."""
        for token in children:
            name = {"link_open": "href", "image": "src"}.get(token.type)
            if name is None or token.meta.get("made"):
                continue
            address = str(token.attrGet(name) or "")
            if address.startswith(ELSEWHERE):
                token.attrSet("rel", "noreferrer")
            elif address.startswith("#"):
                # A piece of a page is led to the whole of it.
                whole = way(spot.path, place_of(spot.source)) if spot.is_piece else ""
                token.attrSet(name, whole + address)
            else:
                file, _, anchor = address.partition("#")
                target = PurePosixPath(posixpath.normpath(spot.source.parent / file))
                place = place_of(target) + ("/index.html" if (self.root / target).is_dir() else "")
                token.attrSet(name, way(spot.path, place) + (f"#{anchor}" if anchor else ""))
                yield target


def _standing(source: PurePosixPath) -> Standing:
    is_part = source.parent.name == "spec" or str(source) in PARTS
    return Standing.NORMATIVE if is_part else Standing.INFORMATIVE


def _with_anchors(tokens: list[Token]) -> str:
    """Give each heading the anchor that its links use, each requirement its number; say the title.

    A heading that comes twice gets a number behind its second anchor, as on the forges.
    """
    title = ""
    met: dict[str, int] = {}
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            words = "".join(child.content for child in inline.children or [])
            title = title or words
            slug = NOT_IN_SLUGS.sub("", words.lower()).replace(" ", "-")
            count = met[slug] = met.get(slug, -1) + 1
            opening.attrSet("id", f"{slug}-{count}" if count else slug)
        elif opening.type == "paragraph_open" and opening.level == 0:
            children = inline.children or []
            number = children[NUMBER].content if len(children) > NUMBER else ""
            if REQUIREMENT.fullmatch(number) and children[NUMBER - 1].type == "strong_open":
                opening.attrSet("id", number)
    return title


def _link_items(tokens: list[Token], items: Mapping[tuple[str, str], str], path: str) -> None:
    """Make links of the words of first columns that have pages."""
    heading = ""
    before = ""
    for place, token in enumerate(tokens):
        if token.type == "inline" and before == "heading_open":
            heading = token.content
        is_cell = token.type == "inline" and before == "td_open"
        if (
            is_cell
            and tokens[place - 2].type == "tr_open"
            and (to := items.get((heading, token.content)))
        ):
            token.children = list(_link(way(path, to), _text(token.content)))
        before = token.type


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _link(address: str, inside: Token) -> Iterator[Token]:
    yield Token("link_open", "a", 1, attrs={"href": address, "class": "id"}, meta={"made": True})
    yield inside
    yield Token("link_close", "a", -1)
