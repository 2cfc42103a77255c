"""Of two hundred pictures of printed cards nearly all are read; none is read wrongly."""

from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from card_pictures import TROUBLES, picture_of, printed
from cards import EVIDENCE, STATUS, card, sample
from running import run_within

pytestmark = pytest.mark.long

PICTURES, LEAST = 200, 190


def write(folder: Path, seeds: range) -> list[str]:
    """Write pictures; return what troubles each."""
    sheet = printed(card(sample()))
    told = []
    for seed in seeds:
        troubles, picture = picture_of(sheet, seed)
        (folder / f"{seed:03}.jpg").write_bytes(picture)
        told.append(f"{seed:03} {', '.join(troubles)}")
    return told


def test_of_200_pictures_of_cards_190_are_read_and_the_others_are_no_no(tmp_path):
    count = os.cpu_count() or 1
    with ProcessPoolExecutor(count) as pool:
        made = pool.map(
            write, [tmp_path] * count, [range(n, PICTURES, count) for n in range(count)]
        )
        troubles = sorted(each for part in made for each in part)
    done = run_within(
        tmp_path, "verify", "*.jpg", *EVIDENCE, STATUS, "--at=2026-11-01", "--format=ndjson"
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == PICTURES
    unread = [
        trouble
        for trouble, answer in zip(troubles, answers, strict=True)
        if answer["verdict"] != "VALID"
    ]
    assert PICTURES - len(unread) >= LEAST, unread
    assert {answer["verdict"] for answer in answers} <= {"VALID", "UNDETERMINED"}
    refused = {answer["checks"][0].get("code") for answer in answers} - {None}
    assert refused <= {"AEO-SYN-00"}
    assert {name for trouble in troubles for name in trouble[4:].split(", ")} == set(TROUBLES)
