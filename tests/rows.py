"""A test over many rows as one test: pytest takes longer about a test than such a row takes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

import pytest

Named = Callable[[Any], str] | Sequence[str] | None


def for_each_row(names: str | tuple[str, ...], rows: Iterable[Any], ids: Named = None):
    """Run a test for each row, as `parametrize` does, and tell every row that fails by its name.

    It is for rows that take a millisecond, and need nothing that is made anew for each.
    """
    wanted = (names,) if isinstance(names, str) else names
    named = _named(list(rows), ids)
    assert named, "there is no row"

    def over_all(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def run(**fixtures: object) -> None:
            failures: list[BaseException] = []
            for name, row in named:
                values = row if len(wanted) > 1 else (row,)
                try:
                    test(**fixtures, **dict(zip(wanted, values, strict=True)))
                except (Exception, pytest.fail.Exception) as failure:  # noqa: BLE001 told below
                    failure.add_note(f"in the row {name}")
                    failures.append(failure)
            if failures:
                told = ", ".join(failure.__notes__[-1] for failure in failures)
                raise BaseExceptionGroup(f"{len(failures)} of {len(named)} rows: {told}", failures)

        signature = inspect.signature(test)
        left = [parameter for name, parameter in signature.parameters.items() if name not in wanted]
        run.__signature__ = signature.replace(parameters=left)  # what pytest looks for fixtures in
        return run

    return over_all


def _named(rows: list[Any], ids: Named) -> list[tuple[str, Any]]:
    """Return each row with its name: by a function, from a list, or what it looks like."""
    if ids is None:
        return [(f"{row!r:.99}", row) for row in rows]
    return list(zip(map(ids, rows) if callable(ids) else ids, rows, strict=True))
