"""Elements of XML as the readers of declarations look at them: by local names.

What a reader takes of a party or a document becomes a value first, so that one that is written as
another before it is read once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

from aeo_exchange.declarations.assembly import CUT, LONGEST, WrittenNumber, cut

__all__ = [
    "Element",
    "Within",
    "Written",
    "child_texts",
    "length_of",
    "local_name",
    "local_name_of",
    "number_in",
    "number_written",
    "numbers_named",
    "own_text",
    "parts_named",
    "small_name_of",
    "texts_named",
    "wildcards",
    "with_another",
    "written",
]

Element = etree._Element  # noqa: SLF001 lxml has no public name for its class
# Elements in an element, each with its tag, the text before the first in it, and those in it; of
# one that has a scheme, which has none in it, that stands there.
Within: TypeAlias = tuple[tuple[str, str | None], ...]
Written: TypeAlias = tuple[tuple[str, str | None, Within], ...]


LONG_ENOUGH = 8 * LONGEST  # characters of a text before it is cut; some may be blanks
MOST_TAGS = 512  # that are kept; a hostile one may be long


@lru_cache(maxsize=MOST_TAGS)
def local_name_of(tag: str) -> str:
    """Return the name of a tag without its namespace."""
    return tag.rpartition("}")[2]


@lru_cache(maxsize=MOST_TAGS)
def small_name_of(tag: str) -> str:
    """Return the name of a tag without its namespace, in lower case."""
    return tag.rpartition("}")[2].lower()


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return local_name_of(element.tag)  # type: ignore[arg-type]  # comments are not parsed


def wildcards(*names: str) -> tuple[str, ...]:
    """Return what finds elements of these names in any namespace or in none."""
    return tuple(f"{{*}}{name}" for name in names)


SCHEME = "schemeID"
ENDS_OF_NUMBERS = ("ID", "Id", "id")  # of the names of elements that may have a scheme


def written(element: Element) -> Written:
    """Return what stands in an element, two levels deep: of it nothing else is read."""
    return tuple(
        [
            # Most have a text and nothing else.
            _part(child) if len(child) or child.keys() else (child.tag, child.text, ())  # type: ignore[misc]  # comments are not parsed
            for child in element
        ]
    )


def _part(element: Element) -> tuple[str, str | None, Within]:
    """Return an element with those in it, or with the scheme that it names as a number."""
    tag: str = element.tag  # type: ignore[assignment]  # comments are not parsed
    if len(element):
        within: Within = tuple([(part.tag, own_text(part)) for part in element])  # type: ignore[misc]  # as above
        return tag, None, within
    scheme = element.get(SCHEME) if tag.endswith(ENDS_OF_NUMBERS) else None
    return tag, element.text, () if scheme is None else ((SCHEME, scheme),)


def number_in(element: Element) -> WrittenNumber:
    """Return the number that an element is, with the scheme that it names."""
    return WrittenNumber(own_text(element), element.get(SCHEME) or "")


def own_text(element: Element) -> str:
    """Return the text of an element; nothing where elements stand in it, which may cut it short."""
    return "" if len(element) else element.text or ""


def length_of(parts: Written) -> int:
    """Return how many characters of names and texts there are."""
    length = 0
    for tag, text, within in parts:
        length += len(tag) + len(text or "")
        for name, inner in within:
            length += len(name) + len(inner or "")
    return length


# Names are compared as they are; a reader whose letters may be in either case gives
# `small_name_of`, and names in lower case.
Naming: TypeAlias = Callable[[str], str]


def parts_named(parts: Written, name: str, naming: Naming = local_name_of) -> list[Within]:
    """Return what stands in each element of a name."""
    return [within for tag, _, within in parts if naming(tag) == name]


def child_texts(*several: Written | Within, naming: Naming = local_name_of) -> dict[str, str]:
    """Return the texts of elements by their names.

    Of several that differ all are told, with commas: the first alone may be that of another.
    """
    texts: dict[str, str] = {}
    for parts in several:
        for tag, text, *_ in parts:
            name = naming(tag)
            texts[name] = with_another(texts[name], text or "") if name in texts else text or ""
    return texts


def numbers_named(parts: Written, *names: str) -> tuple[WrittenNumber, ...]:
    """Return the numbers of all elements of some names, each with the scheme that it names."""
    return tuple(
        [
            number_written(text, within)
            for tag, text, within in parts
            if text is not None and local_name_of(tag) in names
        ]
    )


def number_written(text: str, within: Within) -> WrittenNumber:
    """Return the number that an element with a text is, with the scheme that it names.

    In an element without a text others may stand, and then what is in it is no scheme.
    """
    return WrittenNumber(text, within[0][1] or "" if within else "")


def with_another(text: str, more: str) -> str:
    """Return a text and another one of the same name, which may be the same.

    One that would be cut later, whatever follows, is cut here: thousands may follow.
    """
    if not text.strip() or text == more:
        return more
    if len(text) > LONG_ENOUGH:
        text = cut(" ".join(text.split()))
    if len(text) == LONGEST and text.endswith(CUT):
        return text
    return f"{text}, {more}" if more.strip() else text


def texts_named(parts: Written, name: str, naming: Naming = local_name_of) -> tuple[str, ...]:
    """Return the texts of all elements of a name, each once."""
    texts = [(text or "").strip() for tag, text, _ in parts if naming(tag) == name]
    return tuple(dict.fromkeys(filter(None, texts)))
