"""From an item of a record back to the cell that gave it: for what is said of it later."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from aeo_exchange.formats.tables.columns import Step, csv_columns
from aeo_exchange.formats.tables.rows import Filled, tree_of
from aeo_exchange.model.tree import Tree, pointer
from aeo_exchange.tabular.rows import HeadedCell

__all__ = ["given_at", "item_at", "written_path"]


def item_at(path: str) -> str:
    """Return the column of part 10 for a JSON Pointer; a group has the name that leads to it."""
    known = _columns().get(path)
    if known:
        return known
    steps = path.split("/")[1:]
    return ".".join(str(int(step) + 1) if step.isdecimal() else step for step in steps)


@cache
def _columns() -> dict[str, str]:
    return {pointer(column.steps): column.name for column in csv_columns()}


def written_path(path: str, tree: Tree, cells: Sequence[Filled]) -> str | None:
    """Return the path by which the columns of cells name an item of the tree made of them.

    The tree has its sets in an order of their own, no gaps between numbers, and maybe elements of
    an earlier revision, which no column names: None.
    """
    steps: tuple[Step, ...] = ()
    for name in path.split("/")[1:]:
        if isinstance(tree, list) and name.isdecimal():
            index = int(name)
            number = _number_of(tree, index, steps, cells)
            if number is None:
                return None
            steps = (*steps, number)
            tree = tree[index] if index < len(tree) else None
        else:
            steps = (*steps, name)
            tree = tree.get(name) if isinstance(tree, dict) else None
    return pointer(steps)


def _number_of(
    elements: list[Tree], index: int, before: tuple[Step, ...], cells: Sequence[Filled]
) -> int | None:
    """Return the number that the columns give to an element of a list; None for one of before."""
    depth = len(before)
    under: dict[int, list[Filled]] = {}
    for place, steps, column, text in cells:
        if steps[:depth] == before and len(steps) > depth and isinstance(steps[depth], int):
            rest: tuple[Step, ...] = ("element", *steps[depth + 1 :])
            under.setdefault(int(steps[depth]), []).append((place, rest, column, text))
    if not under or index >= len(elements):
        return index
    element = elements[index]
    like = [number for number in sorted(under) if _gave(tree_of(under[number]), element)]
    earlier = sum(other == element for other in elements[:index])
    return like[min(earlier, len(like) - 1)] if like else None


def _gave(made: Tree, element: Tree) -> bool:
    """Say whether an element is what cells made, with what was known before beside it."""
    given = made.get("element") if isinstance(made, dict) else None
    if isinstance(given, dict) and isinstance(element, dict):
        return given.items() <= element.items()
    return given == element


def given_at(written: str, cells: Sequence[Filled]) -> HeadedCell | None:
    """Return the cell of an item, a group or a code; of an item that is absent, that of its group.

    None where nobody could say which: the group stands in several columns, or in none.
    """
    held = [
        (pointer(steps), place)
        for place, steps, _column, _text in cells
        if isinstance(place, HeadedCell) and place.column
    ]
    for path, place in held:
        if path == written or path.startswith(f"{written}/"):
            return place
    while "/" in written[1:]:
        written = written.rpartition("/")[0]
        near = [place for path, place in held if f"{path}/".startswith(f"{written}/")]
        if near:
            return near[0] if len({place.column for place in near}) == 1 else None
    return None
