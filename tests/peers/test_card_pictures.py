"""Of two hundred pictures of printed cards nearly all are read; none is read wrongly."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from card_pictures import TROUBLES, picture_of, printed
from cards import EVIDENCE, STATUS, card, sample
from peers.built_page import PAGE, build, configured
from picture_states import STATES
from running import run_within

pytestmark = pytest.mark.long

PICTURES, LEAST = 200, 190
NODE = Path(__file__).parent / "node"
Ask = Callable[..., list[dict[str, Any]]]


def write(folder: Path, seeds: range) -> list[str]:
    """Write pictures; return what troubles each."""
    sheet = printed(card(sample()))
    told = []
    for seed in seeds:
        troubles, picture = picture_of(sheet, seed)
        (folder / f"{seed:03}.jpg").write_bytes(picture)
        told.append(f"{seed:03} {', '.join(troubles)}")
    return told


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Make the pictures; return their folder, and what troubles each."""
    folder = tmp_path_factory.mktemp("taken")
    count = os.cpu_count() or 1
    with ProcessPoolExecutor(count) as pool:
        made = pool.map(write, [folder] * count, [range(n, PICTURES, count) for n in range(count)])
        troubles = sorted(trouble for part in made for trouble in part)
    return folder, troubles


@pytest.fixture(scope="module")
def ask_page(tool: Callable[[str], str], npm_package: Callable[[str], Path]) -> Ask:
    """Return what asks built pages about files, and returns what each page showed."""
    npm_package("playwright-core")
    if not (PAGE / "node_modules" / "zxing-wasm").is_dir():
        tool("zxing-wasm (npm ci in web/verify)")

    def ask(*questions: tuple[Path, list[Path]]) -> list[dict[str, Any]]:
        lines = [
            json.dumps({"page": str(page), "files": [str(file) for file in files]}) + "\n"
            for page, files in questions
        ]
        done = subprocess.run(
            [tool("node"), NODE / "page_pictures.mjs", tool("chromium")],
            input="".join(lines),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return ask


def test_of_200_pictures_of_cards_190_are_read_and_the_others_are_no_no(taken):
    folder, troubles = taken
    done = run_within(
        folder, "verify", "*.jpg", *EVIDENCE, STATUS, "--at=2026-11-01", "--format=ndjson"
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == PICTURES
    unread = [
        trouble
        for trouble, answer in zip(troubles, answers, strict=True)
        if answer["verdict"] != "VALID"
    ]
    print(f"aeo verify read {PICTURES - len(unread)} of {PICTURES}; not read: {unread}")
    assert PICTURES - len(unread) >= LEAST, unread
    assert {answer["verdict"] for answer in answers} <= {"VALID", "UNDETERMINED"}
    refused = {answer["checks"][0].get("code") for answer in answers} - {None}
    assert refused <= {"AEO-SYN-00"}
    assert {name for trouble in troubles for name in trouble[4:].split(", ")} == set(TROUBLES)


@pytest.mark.peer
def test_the_page_reads_190_of_them_too_given_in_one_go(taken, ask_page: Ask, tmp_path):
    folder, troubles = taken
    build(tmp_path / "page")
    (seen,) = ask_page((tmp_path / "page", sorted(folder.glob("*.jpg"))))
    assert seen["errors"] == []
    assert [row["source"] for row in seen["rows"]] == [f"{n:03}.jpg" for n in range(PICTURES)]
    kinds = [row["kind"] for row in seen["rows"]]
    unread = [trouble for trouble, kind in zip(troubles, kinds, strict=True) if kind != "yes"]
    print(f"the page read {PICTURES - len(unread)} of {PICTURES}; not read: {unread}")
    assert PICTURES - len(unread) >= LEAST, unread
    assert set(kinds) <= {"yes", "unread"}
    refused = {code for answer in seen["answers"] for code in answer["codes"]}
    assert refused <= {"AEO-SYN-00"}


@pytest.mark.peer
def test_the_page_tells_the_six_states_of_a_picture_apart(ask_page: Ask, tmp_path):
    questions = []
    for name, state in STATES.items():
        page, file = tmp_path / f"{name} page", tmp_path / f"{name}.png"
        lists = [] if state.status is None else [f"lists/{state.status}"]
        change = {"at": f"{state.at}T00:00:00Z", "statusLists": lists}
        build(page, "--config", str(configured(tmp_path / f"{name} own", change)))
        state.picture().save(file)
        questions.append((page, [file]))
    for (name, state), seen in zip(STATES.items(), ask_page(*questions), strict=True):
        (answer,) = seen["answers"]
        assert (name, answer["kind"], answer["codes"]) == (name, state.kind, [state.code])
        assert f"What to do next: {state.hint}" in answer["text"]
        assert ("says nothing about the firm" in answer["text"]) == (name == "unreadable")
