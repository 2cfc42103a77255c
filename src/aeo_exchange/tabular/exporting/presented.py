"""A record as one row shows it on a day: of what it has several of, the element that is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, json

from aeo_exchange.formats.tables.cells import written_cell
from aeo_exchange.formats.tables.columns import Step, TableColumn, csv_columns
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.record import AeoRecord, Term
from aeo_exchange.model.standing import Standing
from aeo_exchange.model.status import StatusAnswer, status_at
from aeo_exchange.model.tree import Tree, pointer
from aeo_exchange.tabular.exporting.permission import withheld_item
from aeo_exchange.tabular.layout import Layout

__all__ = ["Presented", "Presenter", "said_status"]

TERM: tuple[Step, ...] = ("authorisation", "terms", 0)
_SAID = frozenset(
    {
        Standing.GRANTED,
        Standing.SUSPENDED,
        Standing.EXPIRED,
        Standing.WITHDRAWN,
        Standing.REVOKED,
    }
)
Elements = dict[tuple[Step, ...], int | None]
Place = tuple[TableColumn, tuple[Step, ...], str]


class Presented(Struct, frozen=True):
    """The items of a record that a layout has fields for, as texts, and where each stands in it.

    `tree` is the record as JSON has it. `reasons` tells of items that may not be shown why.
    """

    record: AeoRecord
    tree: Tree
    items: Mapping[str, str]
    paths: Mapping[str, str]
    reasons: Mapping[str, str]

    @property
    def owner(self) -> dict[str, str]:
        """The programme and the administration."""
        record = self.record
        return {"programme": record.programme, "administration": record.administration}


class Presenter:
    """Shows records by the fields of one layout, as they stand at one instant."""

    def __init__(self, layout: Layout, at: Instant) -> None:
        self._at = at
        self._known: dict[tuple[int | None, ...], list[Place]] = {}
        columns = {column.name: column for column in csv_columns()}
        names = dict.fromkeys(field.item for field in layout.fields)
        self._columns = [columns[name] for name in names if name in columns]
        self._asked = _asked(self._columns, layout, columns)
        self._withheld = {
            column.name: withheld_item(column.steps, layout) for column in self._columns
        }

    def present(self, record: AeoRecord) -> Presented:
        """Return what a row shows of a record."""
        tree: Tree = json.decode(json.encode(record))  # arrays are lists, as in what is read back
        elements: Elements = {key: _chosen(tree, key, asked) for key, asked in self._asked.items()}
        elements[TERM] = _place_of_term(record.authorisation.terms, self._at)
        items, paths, reasons = dict(_status(record, self._at)), {}, {}
        for column, steps, path in self._places(elements):
            value = _at_steps(tree, steps)
            if value is None:
                continue
            paths[column.name] = path
            if why := self._withheld[column.name]:
                reasons[path] = why
            else:
                items[column.name] = written_cell(value, column)
        return Presented(record, tree, items, paths, reasons)

    def _places(self, elements: Elements) -> list[Place]:
        """Return where the items of some elements stand; few records of a list differ in it."""
        key = tuple(elements.values())
        known = self._known.get(key)
        if known is None:
            steps = ((column, _steps(column.steps, elements)) for column in self._columns)
            known = [(column, told, pointer(told)) for column, told in steps if told is not None]
            self._known[key] = known
        return known


def _asked(
    fields: Sequence[TableColumn], layout: Layout, columns: Mapping[str, TableColumn]
) -> dict[tuple[Step, ...], dict[str, str]]:
    """Return what an element has to have to be the one that fields of a group mean.

    That is what the layout says of it: constants, and the scheme of a number.
    """
    said = [(columns[name].steps, text) for name, text in layout.constants.items()]
    said += [
        ((*columns[field.item].steps[:-1], "scheme"), field.scheme)
        for field in layout.fields
        if field.scheme and field.item.endswith(".value")
    ]
    groups = {
        column.steps[: place + 1]
        for column in fields
        for place, step in enumerate(column.steps[:-1])
        if isinstance(step, int)
    }
    return {
        group: {str(steps[-1]): text for steps, text in said if steps[:-1] == group}
        for group in groups
    }


def _chosen(tree: Tree, key: tuple[Step, ...], asked: Mapping[str, str]) -> int | None:
    """Return the place of the element that has what is asked; None where there is none."""
    number = key[-1]
    assert isinstance(number, int)
    held = _at_steps(tree, key[:-1])
    elements = held if isinstance(held, list | tuple) else ()
    if not asked:
        return number if number < len(elements) else None
    fit = (
        place
        for place, element in enumerate(elements)
        if isinstance(element, dict) and asked.items() <= element.items()
    )
    return next(fit, None)


def _place_of_term(terms: Sequence[Term], at: Instant) -> int:
    """Return the place of the term that counts at an instant, else of the next to come."""
    begun = sum(term.from_ <= at for term in terms)
    return max(begun - 1, 0)


def _steps(steps: tuple[Step, ...], elements: Elements) -> tuple[Step, ...] | None:
    told: list[Step] = []
    for place, step in enumerate(steps):
        meant = elements.get(steps[: place + 1], step)
        if meant is None:
            return None
        told.append(meant)
    return tuple(told)


def _at_steps(tree: Tree, steps: Sequence[Step]) -> Tree:
    for step in steps:
        if isinstance(step, int) and isinstance(tree, list | tuple) and step < len(tree):
            tree = tree[step]
        elif isinstance(step, str) and isinstance(tree, dict):
            tree = tree.get(step)
        else:
            return None
    return tree


def said_status(answer: StatusAnswer) -> str:
    """Return the code of a status that a list can tell; nothing for what is none of them."""
    return str(answer.status) if answer.status in _SAID else ""


def _status(record: AeoRecord, at: Instant) -> Iterator[tuple[str, str]]:
    """Yield the items of the status at an instant; of one that is granted nothing else is told.

    The reason of an event is restricted, and never told.
    """
    answer = status_at(record, at=at)
    yield "status", said_status(answer)
    if answer.status is Standing.GRANTED or answer.event is None:
        return
    event = answer.event
    for name, text in {
        "status.from": event.effective_from,
        "status.until": event.planned_until,
    }.items():
        if text:
            yield name, str(text)
