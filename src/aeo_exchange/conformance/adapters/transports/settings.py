"""What every transport holds to: time, output, memory, environment, network."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["Settings"]


class Settings(Struct, frozen=True, kw_only=True):
    """Limits of an adapter.

    `deadline` is the time for one answer and `start` for the first word, in seconds; `output`
    the longest answer in bytes; `memory` the most that its processes may hold together, in
    bytes, and `processes` how many they may be; `address_space` is set by the system before the
    program starts, where it is not 0. `keep` names variables of the environment that are passed
    on. Without `online` only this machine is asked. `roles` are what is told of an adapter that
    cannot tell itself (argv).
    """

    deadline: float = 10.0
    start: float = 30.0
    output: int = 16 << 20
    memory: int = 2 << 30
    processes: int = 128
    address_space: int = 0
    keep: tuple[str, ...] = ()
    online: bool = False
    roles: tuple[str, ...] = ("validator",)
