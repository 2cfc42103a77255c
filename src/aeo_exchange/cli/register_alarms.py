"""Alarms printed beside entries of a register that are read without a question."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import TYPE_CHECKING

from aeo_exchange import ReferenceData
from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.terminal import note
from aeo_exchange.safe_text import visible

if TYPE_CHECKING:
    from aeo_exchange.operations.register.register import Register
    from aeo_exchange.register.alarms import StreamAlarm

__all__ = ["noted_alarms", "tell_alarms"]


def noted_alarms(
    register: Register, names: Container[str] | None = None
) -> tuple[StreamAlarm, ...]:
    """Tell on standard error why nothing is answered from streams, and return it."""
    alarms = register.alarms(instant_of(None), ReferenceData(), names)
    tell_alarms(alarms)
    return alarms


def tell_alarms(alarms: Iterable[StreamAlarm]) -> None:
    """Tell alarms on standard error."""
    for alarm in alarms:
        note(f"warning: {visible(alarm.stream)}: {alarm.code}: {visible(alarm.message)}")
