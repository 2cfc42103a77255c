"""Two invented months of a stream between two administrations: to see it work, and to practise.

Everything is done by the operations that commands call; nothing is acted. The firms, the terms of
the arrangement and what happens are invented.
"""

from __future__ import annotations

from aeo_exchange.operations.simulation.play import Happened, Played, play
from aeo_exchange.operations.simulation.practice import practice_folder

__all__ = ["Happened", "Played", "play", "practice_folder"]
