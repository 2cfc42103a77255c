"""Options that belong together, which a command gets as one argument of a type of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Protocol, TypeVar, cast

__all__ = ["Decorator", "as_one", "group_of"]

Function = TypeVar("Function", bound=Callable[..., object])


class Decorator(Protocol):
    """What adds an option to a command, or makes one argument of several."""

    def __call__(self, function: Function, /) -> Function:
        """Return the command with it."""


def as_one(name: str, make: Callable[..., object]) -> Decorator:
    """Give a command what `make` returns as its argument `name`, in place of what `make` takes.

    It stands below the options that it takes, wherever they are among the others.
    """
    taken = tuple(signature(make).parameters)

    def decorated(function: Function) -> Function:
        @wraps(function)
        def merged(**given: object) -> object:
            made = make(**{option: given.pop(option) for option in taken})
            return function(**{name: made}, **given)

        return cast("Function", merged)

    return decorated


def group_of(name: str, make: Callable[..., object], *options: Decorator) -> Decorator:
    """Return what adds options to a command, in the order of its help page, as one argument."""

    def decorated(function: Function) -> Function:
        command = as_one(name, make)(function)
        for option in reversed(options):
            command = option(command)
        return command

    return decorated
