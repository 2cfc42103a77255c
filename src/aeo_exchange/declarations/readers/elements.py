"""Elements of XML as the readers of declarations look at them: by local names."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

__all__ = ["child_texts", "local_name", "wildcards"]

Element = etree._Element  # noqa: SLF001 lxml has no public name for its class


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


@lru_cache(maxsize=4096)
def _local_in_small(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return _local(element.tag)  # type: ignore[arg-type]  # comments are not parsed


def wildcards(*names: str) -> tuple[str, ...]:
    """Return what finds elements of these names in any namespace or in none."""
    return tuple(f"{{*}}{name}" for name in names)


def child_texts(element: Element) -> dict[str, str]:
    """Return the texts of the children by their names in lower case; of several the first."""
    texts: dict[str, str] = {}
    for child in element:
        name = _local_in_small(child.tag)  # type: ignore[arg-type]  # as above
        if name not in texts:
            texts[name] = child.text or ""
    return texts
