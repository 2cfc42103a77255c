"""Rows of the bench about names of firms: ours, and beside them those of nomenklatura.

What nomenklatura needs does not go into one environment with what we need. It is asked in its own:
NOMENKLATURA_PYTHON names a Python that has it.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from aeo_exchange.declarations.names import folded_name
from aeo_exchange.declarations.near_names import (
    ALIKE,
    likeness_at_one_address,
    name_likeness,
)
from aeo_exchange.resources import published

__all__ = ["name_rows"]

Row = Callable[..., None]
PEER = Path(__file__).with_name("nomenklatura_pairs.py")
INTERPRETER = "NOMENKLATURA_PYTHON"
PEER_ALIKE = 0.7  # its own threshold
ROUNDS = 20


def name_rows(row: Row) -> None:
    """Measure names on the published pairs: precision and recall by script, and time for a pair."""
    try:
        from rapidfuzz.fuzz import ratio
    except ImportError:
        print("names: not measured, rapidfuzz is not installed")
        return
    file = published("samples/names/pairs.csv")
    with file.open(encoding="utf-8", newline="") as stream:
        pairs = list(csv.DictReader(stream))
    folded = [(folded_name(pair["declared"]), folded_name(pair["held"])) for pair in pairs]
    begun = time.process_time()
    likenesses = [name_likeness(*names, ratio) for _ in range(ROUNDS) for names in folded]
    each_pair = (time.process_time() - begun) / len(likenesses) * 1e6
    row("names: microseconds for a pair", each_pair, "<= 50")
    begun = time.process_time()
    near_ones = [likeness_at_one_address(*names, ratio) for _ in range(ROUNDS) for names in folded]
    each_pair = (time.process_time() - begun) / len(near_ones) * 1e6
    row("names: microseconds for a pair at one address", each_pair, "<= 50")
    begun = time.process_time()
    for _ in range(ROUNDS):
        folded_name.cache_clear()
        for pair in pairs:
            folded_name(pair["declared"])
    folding = (time.process_time() - begun) / ROUNDS / len(pairs) * 1e6
    row("names: microseconds to fold one that is new", folding, "none")
    _by_script("names", pairs, [likeness >= ALIKE for likeness in likenesses], row)
    # As if every pair, of two firms too, stood at one address: the worst that can be.
    at_one_address = [likeness >= ALIKE for likeness in near_ones]
    _by_script("names at one address", pairs, at_one_address, row, scripts=("all",))
    _peer_rows(file, pairs, row)


def _by_script(
    name: str,
    pairs: Sequence[dict[str, str]],
    is_alike: Sequence[bool],
    row: Row,
    scripts: Sequence[str] = (),
) -> None:
    for script in scripts or ("all", *dict.fromkeys(pair["script"] for pair in pairs)):
        tally = Counter(
            (pair["same"] == "1", alike)
            for pair, alike in zip(pairs, is_alike, strict=False)
            if script in ("all", pair["script"])
        )
        right, wrong, missed = tally[True, True], tally[False, True], tally[True, False]
        recall = f"recall {right / max(right + missed, 1):.2f} of {tally.total()} pairs"
        row(f"{name}: precision, {script}", right / max(right + wrong, 1), "none", recall)


def _peer_rows(file: Path, pairs: Sequence[dict[str, str]], row: Row) -> None:
    interpreter = os.environ.get(INTERPRETER)
    if not interpreter:
        print(f"nomenklatura: not measured, {INTERPRETER} names no Python that has it")
        return
    done = subprocess.run([interpreter, PEER, file], check=False, capture_output=True, text=True)
    if done.returncode:
        print(f"nomenklatura: not measured, {done.stderr.strip().splitlines()[-1]}")
        return
    told = json.loads(done.stdout)
    for algorithm, made in told["algorithms"].items():
        name = f"nomenklatura {told['version']} {algorithm}"
        row(f"{name}: microseconds for a pair", made["microseconds"], "none", f"{told['mib']} MiB")
        _by_script(name, pairs, [score >= PEER_ALIKE for score in made["scores"]], row)
