"""The option that names where state is kept: a file, or a row of a register."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from aeo_exchange.cli.db_option import note_database
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.operations.kept_state import StatePlace

if TYPE_CHECKING:
    from aeo_exchange.trust.store import Store

__all__ = ["StatePlaceOption", "opened_store"]


class StatePlaceOption(click.ParamType[StatePlace]):
    """A file that a command keeps, or URL#ROW of a register."""

    name = "place"

    def convert(
        self, value: str | StatePlace, param: click.Parameter | None, ctx: click.Context | None
    ) -> StatePlace:
        """Return the place, and remember its files, which no output may replace."""
        if isinstance(value, StatePlace):
            return value
        place = StatePlace(value)
        if place.is_database:
            note_database(value.partition("#")[0])
        else:
            InputPath().convert(value, param, ctx)
        return place


def opened_store(place: StatePlace, mode: int | None = None) -> Store:
    """Return the store of a place, which is closed with the command."""
    return place.store(os.environ, click.get_current_context().call_on_close, mode)
