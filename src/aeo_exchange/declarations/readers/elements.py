"""Elements of XML as the readers of declarations look at them: by local names."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

__all__ = [
    "child_texts",
    "local_name",
    "local_name_of",
    "small_name_of",
    "texts_named",
    "wildcards",
]

Element = etree._Element  # noqa: SLF001 lxml has no public name for its class


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


def child_texts(element: Element) -> dict[str, str]:
    """Return the texts of the children by their names in lower case; of several the first."""
    texts: dict[str, str] = {}
    for child in element:
        name = small_name_of(child.tag)  # type: ignore[arg-type]  # as above
        if name not in texts:
            texts[name] = child.text or ""
    return texts


def texts_named(element: Element, name: str) -> tuple[str, ...]:
    """Return the texts of all children of a name, in lower case, each once."""
    texts = (
        (child.text or "").strip()
        for child in element
        if small_name_of(child.tag) == name  # type: ignore[arg-type]  # as above
    )
    return tuple(dict.fromkeys(filter(None, texts)))
