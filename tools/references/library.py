"""The reference of the library, docs/api.md, from signatures and docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from enum import Enum

import msgspec

import aeo_exchange
from aeo_exchange.errors import AeoError

HEAD = """# Reference of the library

Printed from the code by `make schemas`; do not edit. [Use it as a library](guides/library.md) has
whole programs.
"""
WIDTH = 100
QUALIFIER = re.compile(r"\b(?:[a-z_]+\.)+(?=[A-Z]|date\b)")
# Parts of classes that Python or msgspec makes, and that say nothing of their own.
MADE = frozenset({"__init__", "__call__"})


def printed() -> dict[str, str]:
    """Return the page by its name below the project folder."""
    groups = (
        ("Verbs", inspect.isroutine),
        ("Classes", lambda value: inspect.isclass(value) and not _is_code(value)),
        ("Closed lists", _is_code),
    )
    text = [HEAD]
    for title, belongs in groups:
        members = [name for name in aeo_exchange.__all__ if belongs(getattr(aeo_exchange, name))]
        plain = [name for name in members if not _is_error(name)]
        text.append(f"\n## {title}\n")
        text.extend(entry for name in plain for entry in _entry(name))
    return {"docs/api.md": "".join([*text, *_aliases(), *_errors()])}


def _is_code(value: object) -> bool:
    return inspect.isclass(value) and issubclass(value, Enum)


def _is_error(name: str) -> bool:
    value = getattr(aeo_exchange, name)
    return inspect.isclass(value) and issubclass(value, AeoError)


def _entry(name: str) -> Iterator[str]:
    value = getattr(aeo_exchange, name)
    yield f"\n### {name}\n\n"
    if inspect.isroutine(value):
        yield f"```python\n{_signature(name, value)}\n```\n\n"
    yield f"{inspect.cleandoc(value.__doc__ or '')}\n"
    if _is_code(value):
        yield "\n" + "".join(f"- `{member.value}`\n" for member in value)
    elif inspect.isclass(value):
        yield from _parts(name, value)


def _parts(name: str, kind: type) -> Iterator[str]:
    """Yield the items of a struct, and the public methods of any class."""
    if issubclass(kind, msgspec.Struct):
        items = [
            f"- `{item.name}`" + ("" if item.required else " (may be absent)")
            for item in msgspec.structs.fields(kind)
            if not item.name.startswith("_")
        ]
        yield "\n" + "\n".join(items) + "\n" if items else ""
    for member, method in vars(kind).items():
        made = member in MADE and not issubclass(kind, msgspec.Struct)
        function = getattr(method, "__func__", None) or getattr(method, "fget", None) or method
        if (member.startswith("_") and not made) or not inspect.isfunction(function):
            continue
        if isinstance(method, property):
            yield f"\n`{name}.{member}`: {inspect.cleandoc(function.__doc__ or '')}\n"
        else:
            title = name if member == "__init__" else f"{name}.{member}"
            yield f"\n```python\n{_signature(title, function)}\n```\n\n"
            yield f"{inspect.cleandoc(function.__doc__ or '')}\n"


def _signature(title: str, function: object) -> str:
    """Return a signature on one line, or one parameter a line; as it is written in the code."""
    signature = inspect.signature(function)  # type: ignore[arg-type]  # a function, tested above
    shown = [str(parameter).replace("'", "") for parameter in _signature_parts(signature)]
    ending = (
        ""
        if signature.return_annotation is inspect.Signature.empty
        else f" -> {_annotation(signature.return_annotation)}"
    )
    line = f"{title}({', '.join(shown)}){ending}"
    if len(line) <= WIDTH:
        return line
    return f"{title}(\n" + "".join(f"    {parameter},\n" for parameter in shown) + f"){ending}"


def _signature_parts(signature: inspect.Signature) -> Iterator[object]:
    only_by_name = False
    for name, given in signature.parameters.items():
        if name in {"self", "cls"}:
            continue
        parameter = given.replace(annotation=_annotation(given.annotation))
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and not only_by_name:
            only_by_name = True
            yield "*"
        default = parameter.default
        if inspect.isroutine(default):  # an address in memory is no default to print
            text = str(parameter.replace(default=inspect.Parameter.empty))
            yield f"{text} = {default.__module__}.{default.__name__}"
        else:
            yield parameter


def _annotation(given: object) -> object:
    """Return an annotation as it is written, whether its module keeps texts or types."""
    if given is inspect.Parameter.empty or isinstance(given, str):
        return given
    return QUALIFIER.sub("", inspect.formatannotation(given))


def _aliases() -> Iterator[str]:
    yield "\n## Other types\n\n"
    for name in aeo_exchange.__all__:
        value = getattr(aeo_exchange, name)
        if not inspect.isroutine(value) and not inspect.isclass(value):
            text = QUALIFIER.sub("", str(value))
            yield f"- `{name}`: `{text}`\n"


def _errors() -> Iterator[str]:
    yield "\n## Errors\n\nEach has a stable `code` and one sentence of `advice`.\n\n"
    yield "| error | kind of | code | when |\n|---|---|---|---|\n"
    for name in filter(_is_error, aeo_exchange.__all__):
        kind = getattr(aeo_exchange, name)
        summary, _, _ = inspect.cleandoc(kind.__doc__ or "").partition("\n")
        yield f"| {name} | {kind.__bases__[0].__name__} | `{kind.code}` | {summary} |\n"
