"""Pairs of names of firms to what nomenklatura makes of them; it runs in an environment of its own.

Asked: `python nomenklatura_pairs.py pairs.csv`. It prints JSON: its version, the most memory that
it held, and of each algorithm the score of each pair, from 0 to 1, and the processor time of one.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

ROUNDS = 3
ALGORITHMS = ("logic-v1", "logic-v2")  # of seven the two that were best on these pairs


def main() -> None:
    """Score and print."""
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as stream:
        pairs = list(csv.DictReader(stream))
    told = {name: _scored(name, pairs) for name in ALGORITHMS}
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"version": version("nomenklatura"), "mib": most, "algorithms": told}))


def _scored(name: str, pairs: list[dict[str, str]]) -> dict[str, object]:
    from nomenklatura.matching import get_algorithm

    algorithm = get_algorithm(name)
    config = algorithm.default_config()
    scores: list[float] = []
    spent = 0.0
    for _ in range(ROUNDS):
        firms = [(_firm(pair["declared"]), _firm(pair["held"])) for pair in pairs]
        begun = time.process_time()
        scores = [algorithm.compare(one, other, config).score for one, other in firms]
        spent = time.process_time() - begun  # the last time, when all is loaded
    return {"scores": scores, "microseconds": spent / len(pairs) * 1e6}


def _firm(name: str) -> object:
    """Return a firm of its own key, by which nomenklatura keeps what it has made of a name."""
    from followthemoney import model

    properties = {"name": [name]}
    return model.get_proxy({"id": str(uuid4()), "schema": "Company", "properties": properties})


if __name__ == "__main__":
    main()
