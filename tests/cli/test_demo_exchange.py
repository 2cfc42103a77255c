"""Two months of an exchange: each thing that goes wrong is named, and both sides end equal."""

from __future__ import annotations

import csv
import errno
import re
from collections import Counter
from pathlib import Path

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.cli.render.simulation import simulation_html
from aeo_exchange.exchange.heads import read_head
from aeo_exchange.exchange.receiving import HeadQuestion
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.attestations.verify import TrustEvidence, open_trust_lists
from aeo_exchange.operations.register.register import Register, init_register
from aeo_exchange.operations.simulation import Happened, Played, play, practice_folder
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.trust.roots import read_root


@pytest.fixture(scope="module")
def practice(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("practice")


@pytest.fixture(scope="module")
def played(practice) -> Played:
    return play(practice_folder(practice))


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
    monkeypatch.setattr("aeo_exchange.operations.simulation.play", lambda _practice: played)
    done = aeo("demo", "exchange", "--html", "line.html")
    assert done.returncode == 0, done.stderr
    assert "In the end both sides hold the same entries, byte for byte.\n" in done.stdout
    assert (tmp_path / "line.html").read_text("utf-8").startswith("<!doctype html>")
    again = aeo("demo", "exchange", "--html", "line.html")
    assert again.returncode == 2
    assert "--force" in again.stderr


def test_two_sides_that_differ_in_the_end_are_no_success(aeo, played, monkeypatch):
    differing = replace(played, equal=False)
    monkeypatch.setattr("aeo_exchange.operations.simulation.play", lambda _practice: differing)
    done = aeo("demo", "exchange")
    assert done.returncode == 1
    assert "do NOT hold the same entries" in done.stdout


def test_the_time_line_is_that_of_the_exchange(aeo):
    refused = aeo("demo", "--html", "line.html")
    assert refused.returncode == 2
    assert "--html and --messages go with" in refused.stderr


def begun_with(folder: Path, profile: Path) -> Register:
    url = str(folder / "jp.db")
    init_register(url, {})
    register = Register(url, {})
    register.adopt_profile(profile, shipped(), instant("2026-04-01T00:00:00Z"))
    return register


class Operator:
    """Who applies the messages to a register, and does what the guide says at each refusal."""

    def __init__(self, register: Register, practice: Path) -> None:
        self.register, self.practice = register, practice
        self.root = read_root((practice / "root.cert.pem").read_bytes())

    def apply(self, folder: str, at: str, trust_list: str) -> tuple[str, str]:
        lists = (self.practice / trust_list).read_bytes()
        trust = open_trust_lists(TrustEvidence(trust=(lists,), roots=(self.root,)))
        asked = HeadQuestion(trust=trust, at=instant(at), reference=shipped())
        done = self.register.apply(self.practice / folder, asked)
        return done.outcome, "" if done.outcome == "applied" else done.check.steps[-1].code

    def mend(self, row: dict[str, str]) -> None:
        """Take what a person may take, and apply the message again where that helps."""
        head = read_head((self.practice / row["folder"] / "head.jwt").read_bytes())
        (stream,) = self.register.query(None).streams
        match row["code"]:
            case "AEO-XCH-26" | "AEO-XCH-18":
                self.register.adopt_head(head.digest, instant(row["at"]))
                assert self.apply(row["folder"], row["at"], row["trust_list"])[0] == "applied"
            case "AEO-XCH-15":
                self.register.adopt_head(stream.digest, instant(row["at"]))
            case "AEO-TRU-07":
                assert self.apply(row["folder"], row["at"], "trust-list-2.jwt")[0] == "applied"


@pytest.mark.usefixtures("played")
def test_the_messages_can_be_practised_with_in_a_register(practice, tmp_path):
    with (practice / "messages.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    operator = Operator(begun_with(tmp_path, practice / "HK-JP.toml"), practice)
    for row in rows:
        done = operator.apply(row["folder"], row["at"], row["trust_list"])
        assert done == (row["outcome"], row["code"]), row
        operator.mend(row)
    (stream,) = operator.register.query(None).streams
    assert (stream.as_of[:10], stream.disputed) == ("2026-06-30", UNSET)
    operator.register.close()


def test_the_messages_are_kept_in_a_new_folder(aeo, tmp_path, played, monkeypatch):
    given = []
    monkeypatch.setattr(
        "aeo_exchange.operations.simulation.play", lambda folder: given.append(folder) or played
    )
    assert aeo("demo", "exchange", "--messages", "practice").returncode == 0
    assert given[0] is not None
    (tmp_path / "practice" / "file").touch()
    again = aeo("demo", "exchange", "--messages", "practice")
    assert (again.returncode, "practice is not empty" in again.stderr) == (2, True)
    assert len(given) == 1


def test_a_full_disk_is_told_with_the_file_of_the_messages(tmp_path, monkeypatch):
    def full(*_given):
        raise OSError(errno.ENOSPC, "No space left on device")  # a write names no file

    folder = practice_folder(tmp_path / "practice")
    monkeypatch.setattr(Path, "write_bytes", full)
    for write, name in (
        (lambda: folder.keep_file("HK-JP.toml", b"x"), "HK-JP.toml"),
        (lambda: folder.keep_trust_list(b"x"), "trust-list-1.jwt"),
        (folder.finish, "messages.csv"),
    ):
        with pytest.raises(OSError, match="No space left") as refused:
            write()
        assert refused.value.filename == str(tmp_path / "practice" / name)
