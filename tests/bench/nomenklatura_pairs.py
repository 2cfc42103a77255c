"""Pairs of names of firms to what nomenklatura makes of them; it runs in an environment of its own.

Asked: `python nomenklatura_pairs.py pairs.csv`. It prints JSON: its version, the score of each pair
from 0 to 1, the processor time of a pair, and the most memory that it held.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path

ROUNDS = 3


def main() -> None:
    """Score and print."""
    from followthemoney import model
    from nomenklatura.matching import get_algorithm

    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as stream:
        pairs = list(csv.DictReader(stream))
    algorithm = get_algorithm("logic-v2")
    config = algorithm.default_config()

    def company(number: int, name: str) -> object:
        properties = {"name": [name]}
        return model.get_proxy({"id": f"c{number}", "schema": "Company", "properties": properties})

    entities = [
        (company(place * 2, pair["declared"]), company(place * 2 + 1, pair["held"]))
        for place, pair in enumerate(pairs)
    ]
    scores = [algorithm.compare(one, other, config).score for one, other in entities]
    begun = time.process_time()
    for _ in range(ROUNDS):
        for one, other in entities:
            algorithm.compare(one, other, config)
    spent = (time.process_time() - begun) / ROUNDS / len(pairs) * 1e6
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told = {
        "version": version("nomenklatura"),
        "scores": scores,
        "microseconds": spent,
        "mib": most,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
