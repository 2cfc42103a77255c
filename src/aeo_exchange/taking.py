"""What a public function takes: arguments of the types that it says, or a refusal by name.

The annotations are the one place where this is said. The face wraps what it shows, so that the
toolkit itself pays nothing for it. What is read from content, and what is an instant, is left to
its reader, who says more than a type does.
"""

from __future__ import annotations

import io
import sys
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, wraps
from importlib import import_module
from typing import Any, BinaryIO, ParamSpec, TypeVar

from aeo_exchange.errors import WrongType

__all__ = ["taking_its_types"]

P = ParamSpec("P")
R = TypeVar("R")
_UNIONS = (typing.Union, types.UnionType)
_SEVERAL = (Iterable, Sequence)


def taking_its_types(function: Callable[P, R]) -> Callable[P, R]:
    """Return a function that raises WrongType for an argument of another type."""

    @wraps(function)
    def taken(*args: P.args, **kwargs: P.kwargs) -> R:
        names, hints = _wanted(function)
        for name, value in (*zip(names, args, strict=False), *kwargs.items()):
            if name in hints and not _is_one(value, hints[name]):
                raise WrongType(f"{name} is {_named(hints[name])}, not {_kind(value)}")
        return function(*args, **kwargs)

    return taken


@cache
def _wanted(function: Callable[..., object]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return the names of the parameters in order, and the types of those that are looked at."""
    from inspect import Parameter, signature  # noqa: PLC0415 start-up time is felt

    hints = typing.get_type_hints(function, localns=_Late(sys.modules[function.__module__]))
    named = signature(function).parameters.values()
    ordered = tuple(
        parameter.name for parameter in named if parameter.kind is not Parameter.KEYWORD_ONLY
    )
    return ordered, {name: hint for name, hint in hints.items() if not _has_reader(hint)}


class _Late(dict[str, Any]):
    """Names that a module imports for its types alone, found on the face."""

    def __init__(self, module: types.ModuleType) -> None:
        self._module = module

    def __missing__(self, name: str) -> object:
        """Return a public name that the module itself does not have."""
        home = "pathlib" if name == "Path" else "aeo_exchange"
        if hasattr(self._module, name) or not hasattr(import_module(home), name):
            raise KeyError(name)
        return getattr(import_module(home), name)


def _has_reader(hint: object) -> bool:
    """Say whether a type is that of content, or of an instant or a day as text."""
    parts = set(_flat(hint))
    return {bytes, BinaryIO} <= parts or (str in parts and not {date, datetime}.isdisjoint(parts))


def _flat(hint: object) -> Iterable[object]:
    if typing.get_origin(hint) in _UNIONS:
        for argument in typing.get_args(hint):
            yield from _flat(argument)
    else:
        yield hint


def _is_one(value: object, hint: Any) -> bool:  # noqa: ANN401 a type of any kind
    """Say whether a value is of a type; of what can be stepped through once, only that it is."""
    return any(_is_of(value, member) for member in _flat(hint))


def _is_of(value: object, hint: Any) -> bool:  # noqa: ANN401 as above
    kind = typing.get_origin(hint) or hint
    if kind in (Any, object):
        return True
    if kind in (None, type(None)):
        return value is None
    if kind is BinaryIO:
        return _is_written_to(value)
    if kind is Callable:
        return callable(value)
    if kind in _SEVERAL:
        return _is_several(value, kind, typing.get_args(hint))
    if getattr(kind, "_is_protocol", False):
        return all(hasattr(value, name) for name in vars(kind) if name[0] != "_")
    if kind in (bool, int, float, bytes):
        exact = {bool: (bool,), int: (int,), float: (int, float), bytes: (bytes, bytearray)}[kind]
        return isinstance(value, exact) and (kind is bool or not isinstance(value, bool))
    return isinstance(value, kind)


def _is_written_to(value: object) -> bool:
    if not hasattr(value, "write") or isinstance(value, io.TextIOBase):
        return False
    return not isinstance(value, io.IOBase) or (not value.closed and value.writable())


def _is_several(value: object, kind: Any, inner: tuple[Any, ...]) -> bool:  # noqa: ANN401
    if isinstance(value, (str, bytes, bytearray, Mapping)) or not isinstance(value, kind):
        return False
    held = value if isinstance(value, (list, tuple, set, frozenset)) else ()
    return all(_is_one(item, inner[0]) for item in held) if inner else True


def _named(hint: object) -> str:
    names = [_name(member) for member in _flat(hint)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _name(hint: object) -> str:
    if hint is type(None):
        return "None"
    if typing.get_origin(hint) in _SEVERAL:
        return f"several, each {_named(typing.get_args(hint)[0])}"
    if hint is BinaryIO:
        return "a file opened for writing bytes"
    return _with_article(getattr(hint, "__name__", str(hint)))


def _kind(value: object) -> str:
    if isinstance(value, io.IOBase) and not isinstance(value, io.TextIOBase):
        if value.closed:
            return "one that is closed"
        if not value.writable():
            return "one opened for reading"
    return "None" if value is None else _with_article(type(value).__name__)


def _with_article(name: str) -> str:
    return f"an {name}" if name[0] in "aeiouAEIOU" else f"a {name}"
