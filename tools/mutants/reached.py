"""Which cases run a line of our implementation: no other can catch a mutant of it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cache
from pathlib import Path

from mutations import Mutant
from products import ROOT

__all__ = ["EVERY", "cases_reaching"]

# Stands for all cases: what a module does when it is loaded, and what may be remembered.
EVERY = "*"
REMEMBERED = "src/aeo_exchange/reference/"
FEW = 3  # cases; what so few run may be what the others found done


def cases_reaching(path: Path) -> Callable[[Mutant], frozenset[str]]:
    """Return how to find the cases that came by where a mutant stands; EVERY among them for all."""
    import coverage  # noqa: PLC0415 of the tools alone; what only scores goes without

    held = coverage.CoverageData(basename=str(path))
    held.read()
    names = {name: held.contexts_by_lineno(name) for name in held.measured_files()}

    def cases(mutant: Mutant) -> frozenset[str]:
        ran = names.get(str(ROOT / mutant.path), {})
        lines = range(mutant.lines[0], mutant.lines[1] + 1)
        reaching = frozenset(name for line in lines for name in ran.get(line, ()))
        kept = mutant.path.startswith(REMEMBERED) or len(reaching) < FEW
        return reaching | {EVERY} if reaching and (kept or not _is_inside(mutant)) else reaching

    return cases


def _is_inside(mutant: Mutant) -> bool:
    """Say whether a mutant stands in the body of a function, which runs when it is called."""
    return any(first <= mutant.lines[0] <= last for first, last in _bodies(mutant.path))


@cache
def _bodies(path: str) -> tuple[tuple[int, int], ...]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = (function for function in ast.walk(tree) if isinstance(function, ast.FunctionDef))
    return tuple((function.body[0].lineno, function.end_lineno or 0) for function in functions)
