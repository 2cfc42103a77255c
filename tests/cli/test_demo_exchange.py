"""Two months of an exchange: each thing that goes wrong is named, and both sides end equal."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from msgspec.structs import replace

from aeo_exchange.cli.render.simulation import simulation_html
from aeo_exchange.operations.simulation import Happened, Played, play


@pytest.fixture(scope="module")
def played() -> Played:
    return play()


def test_what_goes_wrong_has_a_code_of_its_own_and_advice(played):
    stopped = [note for note in played.log if note.kind in {"refused", "held"}]
    codes = ["AEO-XCH-16", "AEO-TRU-07", "AEO-XCH-26", "AEO-XCH-15", "AEO-XCH-18"]
    assert [note.code for note in stopped] == codes
    assert all(note.advice for note in stopped)


def test_both_sides_are_equal_in_the_end_and_one_message_was_lost(played):
    assert played.equal
    kinds = Counter(note.kind for note in played.log)
    assert kinds["lost"] == 1
    assert kinds["applied"] == 14


@pytest.mark.parametrize(
    ("firm", "answers"),
    [
        (31, ["RECOGNISED (recognised)"]),
        (3, ["RECOGNISED (recognised)", "NOT_RECOGNISED (status)", "RECOGNISED (recognised)"]),
        (7, ["NOT_RECOGNISED (consent-withdrawn)", "RECOGNISED (recognised)"]),
        (9, ["NOT_RECOGNISED (status)", "RECOGNISED (recognised)"]),
        (11, ["UNDETERMINED (out-of-use)"]),
    ],
)
def test_what_japan_hears_of_a_firm(played, firm, answers):
    asked = [note.words for note in played.log if f"is firm {firm} recognised" in note.words]
    assert [words.partition("? ")[2] for words in asked] == answers


def test_the_nights_stand_in_their_order(played):
    days = [note.at for note in played.log]
    assert days == sorted(days)
    assert (days[0][:10], days[-1][:10]) == ("2026-05-01", "2026-06-30")


def test_the_page_stands_alone_and_says_foreign_text_as_text(played):
    note = Happened(at=played.log[0].at, side="JP", kind="event", words="<script>&")
    page = "".join(simulation_html(replace(played, log=(*played.log, note))))
    assert "&lt;script&gt;&amp;" in page
    assert not re.search(r"<script|https?:|src=|url\(", page)
    assert page.count("<li ") == len(played.log) + 1


def test_the_demo_prints_the_log_and_draws_it(aeo, tmp_path, played, monkeypatch):
    monkeypatch.setattr("aeo_exchange.operations.simulation.play", lambda: played)
    done = aeo("demo", "exchange", "--html", "line.html")
    assert done.returncode == 0, done.stderr
    assert "In the end both sides hold the same entries, byte for byte.\n" in done.stdout
    assert (tmp_path / "line.html").read_text("utf-8").startswith("<!doctype html>")
    again = aeo("demo", "exchange", "--html", "line.html")
    assert again.returncode == 2
    assert "--force" in again.stderr


def test_two_sides_that_differ_in_the_end_are_no_success(aeo, played, monkeypatch):
    differing = replace(played, equal=False)
    monkeypatch.setattr("aeo_exchange.operations.simulation.play", lambda: differing)
    done = aeo("demo", "exchange")
    assert done.returncode == 1
    assert "do NOT hold the same entries" in done.stdout


def test_the_time_line_is_that_of_the_exchange(aeo):
    refused = aeo("demo", "--html", "line.html")
    assert refused.returncode == 2
    assert "--html goes with" in refused.stderr
