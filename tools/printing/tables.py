"""Code lists as CSV and the data dictionary as Markdown, printed from the shape."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from aeo_exchange.model.codes import Code
from aeo_exchange.model.disclosure import Disclosure
from aeo_exchange.model.shape import (
    BooleanType,
    Group,
    ItemShape,
    Leaf,
    groups_under,
    kind_name,
    leaves,
)
from aeo_exchange.model.texts import IntegerType, TextType

__all__ = ["print_code_list", "print_dictionary", "print_mapping"]

MAPPING_HEAD = (
    "# Items in the words of other models\n\n"
    "Printed from the model by `make schemas`; do not edit.\n\n"
    "Every item of a record that may leave an administration, with the same idea in the WCO Data "
    "Model (its id) and in the reusable entities of the UN/CEFACT Cross Industry schemas, release "
    "D16B (entity and element; an attribute stands behind `@`). A dash means that nothing of the "
    "same meaning was found in what is public, not that there is none. Ids were read on "
    "21 November 2026 in mapping tables of declarations, names on 28 November 2026 in copies of "
    "the schemas; an item is like its counterpart, and not always the same in length or code "
    "list.\n\n"
    "| item | class | WCO Data Model | UN/CEFACT |\n"
    "|---|---|---|---|"
)


def print_code_list(codes: type[Code]) -> str:
    """Return a code list as CSV (RFC 4180, line feeds): code, definition, equivalent."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(("code", "definition", "equivalent"))
    writer.writerows((code.value, code.definition, code.equivalent) for code in codes)
    return sheet.getvalue()


def print_dictionary(root: Group) -> str:
    """Return the data dictionary: every item with its place, cardinality, type and class."""
    parts = ["# Data dictionary\n", "Printed from the model by `make schemas`; do not edit.\n"]
    for group in groups_under(root):
        parts.append(f"## {group.name}\n\n{group.definition}\n")
        parts.append("\n".join(_rows(group)) + "\n")
    parts.append("## Types\n")
    parts.append("\n".join(_types(root)) + "\n")
    return "\n".join(parts)


def print_mapping(root: Group) -> str:
    """Return every item that may leave an administration, in the words of other models."""
    lines = [MAPPING_HEAD]
    lines.extend(
        f"| {path} | {field.item.disclosure} | {_others(field)} |"
        for path, field in _leaving(root, "")
    )
    return "\n".join(lines) + "\n"


def _leaving(group: Group, above: str) -> Iterator[tuple[str, ItemShape]]:
    for field in group.fields:
        if field.item.disclosure is Disclosure.RESTRICTED:
            continue
        path = f"{above}{field.name}"
        if isinstance(field.kind, Group):
            yield from _leaving(field.kind, f"{path}.")
        else:
            yield path, field


def _others(field: ItemShape) -> str:
    return f"{field.item.wco or '-'} | {field.item.cefact or '-'}"


def _rows(group: Group) -> Iterator[str]:
    yield "| item | element | card. | type | disclosure | WCO | definition |"
    yield "|---|---|---|---|---|---|---|"
    for field in group.fields:
        yield (
            f"| {field.name} | {field.element} | {field.cardinality}{_set(field)} "
            f"| {kind_name(field.kind)} | {field.item.disclosure} | {field.item.wco} "
            f"| {field.item.definition} |"
        )


def _set(field: ItemShape) -> str:
    return " set" if field.item.is_set else ""


def _types(root: Group) -> Iterator[str]:
    yield "| type | form | length | example | definition |"
    yield "|---|---|---|---|---|"
    for leaf in leaves(root):
        yield _type(leaf)


def _type(leaf: Leaf) -> str:
    match leaf:
        case TextType():
            form = "free text" if "\x00" in leaf.pattern else f"`{_cell(leaf.pattern)}`"
            return (
                f"| {leaf.name} | {form} | 1..{leaf.longest} | `{leaf.example}` "
                f"| {_cell(leaf.definition)} |"
            )
        case IntegerType():
            return (
                f"| {leaf.name} | `{leaf.pattern}` | {leaf.least}..{leaf.greatest} | | "
                f"{leaf.definition} |"
            )
        case BooleanType():
            return f"| {leaf.name} | `true` or `false` | | | {leaf.definition} |"
        case _:
            codes = ", ".join(f"`{code.value}`" for code in leaf)
            return f"| {leaf.__name__} | {codes} | | | {(leaf.__doc__ or '').strip()} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
