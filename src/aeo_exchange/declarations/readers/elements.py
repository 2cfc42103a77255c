"""Elements of XML as the readers of declarations look at them: by local names."""

from __future__ import annotations

from lxml import etree

__all__ = ["child_text", "child_texts", "local_name", "wildcards"]

Element = etree._Element  # noqa: SLF001 lxml has no public name for its class


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def wildcards(*names: str) -> tuple[str, ...]:
    """Return what finds elements of these names in any namespace or in none."""
    return tuple(f"{{*}}{name}" for name in names)


def child_texts(element: Element) -> dict[str, str]:
    """Return the texts of the children by their names in lower case; of several the first."""
    texts: dict[str, str] = {}
    for child in element:
        name = str(child.tag).rpartition("}")[2].lower()
        if name not in texts:
            texts[name] = child.text or ""
    return texts


def child_text(element: Element, name: str) -> str:
    """Return the text of the first child of a name in any namespace, or nothing."""
    for child in element:
        if str(child.tag).rpartition("}")[2] == name:
            return child.text or ""
    return ""
