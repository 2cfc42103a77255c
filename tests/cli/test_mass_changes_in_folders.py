"""Who reads folders and keeps no register is told of a mass change too (XCH-8-18, XCH-13-9)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from aeo_exchange.exchange.heads import HeadReset, read_head
from exchange.made_views import order
from exchange.profiles import changed, profile
from exchange.streams import create, firms, head_of, signed
from running import instead
from trust.made_lists import made
from trust.made_world import trust

# Japan goes by the numbers of firms here, so that declarations can be asked too.
CHANGES = (
    ('identifier_mode = "partner-customs-code"', 'identifier_mode = "aeo-number"'),
    ('identifier_schemes = ["JP-MRA"]', 'identifier_schemes = ["HK-BR"]'),
)
ASKED = ("--profile", "p.toml", "--by", "JP")
RELY = ("--trust", "list.jwt", "--root", "root.pem")
DAYS = ("2026-10-29", "2026-10-30", "2026-10-31", "2026-11-01")
OLD, NEW = "HK00000001", "HK00000050"
MANY = range(40, 61)  # 21 firms more, beside 2


def night(folder: Path, *held, at: str) -> None:
    create(folder, *held, views=order(profile(*CHANGES), at=at))


@pytest.fixture
def nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with four heads: the third brings 21 firms, the fourth says the same again."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793534400")  # 2026-11-01T12:00:00Z
    (tmp_path / "list.jwt").write_bytes(trust())
    (tmp_path / "root.pem").write_bytes(made("root").pem)
    (tmp_path / "p.toml").write_bytes(changed(*CHANGES))
    states = (firms(1), firms(1, 2), firms(1, 2, *MANY), firms(1, 2, *MANY))
    for day, held in zip(DAYS, states, strict=True):
        night(tmp_path / "hk", *held, at=f"{day}T00:00:00Z")
    return tmp_path / "hk"


@pytest.fixture
def ask(aeo):
    def run(tin, *more, sources=("hk",)):
        places = [part for source in sources for part in ("--from", source)]
        about = (*ASKED, "--at", "2026-11-01T00:00:00Z")
        asked = instead((*about, "--party-role", "exporter", "--flow", "import"), more)
        done = aeo("recognise", "--tin", tin, *asked, *places, *RELY, "--format", "json")
        answer = json.loads(done.stdout)
        return answer, (answer["result"], [why["code"] for why in answer["reasons"]])

    return run


def heads(*numbers: int) -> list[str]:
    return [f"hk/{number:010}.head.jwt" for number in numbers]


def digest_in(answer) -> str:
    """Return the digest of the head that is held, as the answer tells it."""
    (told,) = (why["because"] for why in answer["reasons"] if why["code"] == "not-trusted")
    assert "AEO-XCH-26: 21 new, 0 changed and 0 gone, beside 2 entries held" in told
    (digest,) = re.findall(r"[0-9a-f]{64}", told)
    return digest


SOURCES = [
    ("hk",),  # the folder of a stream: the heads before stand in it
    ("hk/head.jwt",),
    tuple(heads(2, 3, 4)),
    ("hk", "hk/0000000001.head.jwt"),
]


@pytest.mark.usefixtures("nights")
@pytest.mark.parametrize("sources", SOURCES)
def test_firms_of_a_mass_change_are_not_recognised_and_those_before_it_are(ask, sources):
    result, reasons = ask(NEW, sources=sources)[1]
    assert (result, "not-trusted" in reasons) == ("UNDETERMINED", True)
    answer, (result, reasons) = ask(OLD, sources=sources)
    assert (result, set(reasons)) == ("RECOGNISED", {"recognised", "not-trusted"})
    assert [head["sequence"] for head in answer["restsOn"]["heads"]] == [2]


def test_a_mass_change_that_was_confirmed_by_its_digest_is_taken(nights, ask):
    third, fourth = (read_head((nights.parent / one).read_bytes()).digest for one in heads(3, 4))
    assert digest_in(ask(NEW, sources=("hk",))[0]) == fourth
    # Of the heads in the folder the third brought it: whoever takes that one has taken both.
    for digest in (third, fourth):
        answer, said = ask(NEW, "--confirm", digest)
        assert said == ("RECOGNISED", ["recognised"])
        assert [head["sequence"] for head in answer["restsOn"]["heads"]] == [4]
    assert ask(NEW, "--confirm", "0" * 64)[1][0] == "UNDETERMINED"


def test_a_snapshot_that_is_alone_is_beside_nothing(nights, ask):
    for name in heads(1, 2, 3):
        (nights.parent / name).unlink()
    assert ask(NEW)[1] == ("RECOGNISED", ["recognised"])


@pytest.mark.usefixtures("nights")
def test_what_was_not_known_yet_is_no_head_before(ask):
    answer, said = ask(OLD, "--known-at", "2026-10-30T12:00:00Z", sources=heads(2, 3))
    assert said == ("RECOGNISED", ["recognised"])
    assert [head["sequence"] for head in answer["restsOn"]["heads"]] == [2]


def test_a_reset_that_was_taken_is_not_counted_and_what_comes_behind_it_is(nights, ask):
    signed(nights, replace(head_of(nights), reset=HeadReset(reason="A backup was restored")))
    digest = read_head((nights / "head.jwt").read_bytes()).digest
    (nights / "0000000004.head.jwt").write_bytes((nights / "head.jwt").read_bytes())
    assert ask(NEW, "--confirm-reset", digest)[1] == ("RECOGNISED", ["recognised"])
    night(nights, *firms(1, 2, *MANY, *range(70, 95)), at="2026-11-01T06:00:00Z")
    answer, said = ask("HK00000071", "--confirm-reset", digest)
    assert said[0] == "UNDETERMINED"
    assert "25 new" in str(answer["reasons"])


def test_the_limit_is_that_of_the_asking_side(nights, ask):
    more = (('side = "HK"', 'side = "JP"'), ("at_least = 20", "at_least = 21"))
    (nights.parent / "p.toml").write_bytes(changed(*CHANGES, *more))
    assert ask(NEW)[1] == ("RECOGNISED", ["recognised"])


def test_a_night_is_counted_without_reading_the_snapshots_before(nights, ask):
    """The delta that the head names tells how many lines are not as they were."""
    for file in nights.glob("0000000001.snapshot*"):
        file.unlink()
    assert ask(NEW)[1][0] == "UNDETERMINED"


def test_declarations_are_asked_beside_the_same_heads(nights, aeo):
    folder = nights.parent
    row = "{},2026-11-01,import,exporter,{}\n"
    rows = "".join(row.format(number, tin) for number, tin in enumerate((OLD, NEW), 1))
    (folder / "d.csv").write_text(f"declaration,acceptedAt,flow,role,id\n{rows}")
    third = read_head((folder / heads(3)[0]).read_bytes()).digest

    def results(*more: str) -> list[str]:
        done = aeo("match", "d.csv", *ASKED, "--from", "hk", *RELY, "--format", "ndjson", *more)
        said = map(json.loads, done.stdout.splitlines())
        return [one["parties"][0]["result"] for one in said]

    assert results() == ["RECOGNISED", "UNDETERMINED"]
    whole = ("match", "d.csv", *ASKED, "--from", "hk", *RELY)
    told = aeo(*whole, "--format", "json")
    (held,) = json.loads(told.stdout)["summary"]["notCounted"]
    assert (held["stream"], held["code"]) == ("hk", "not-trusted")
    assert "AEO-XCH-26: 21 new, 0 changed and 0 gone, beside 2 entries held" in held["because"]
    assert told.stderr == f"warning: hk: not-trusted: {held['because']}\n"
    assert aeo(*whole).stdout.endswith("; 1 stream did not count\n")
    taken = aeo(*whole, "--format", "json", "--confirm", third)
    assert ("notCounted" in json.loads(taken.stdout)["summary"], taken.stderr) == (False, "")
    assert results("--confirm", third) == ["RECOGNISED", "RECOGNISED"]
    signed(nights, replace(head_of(nights), sequence=5, reset=HeadReset(reason="Begun anew")))
    last = read_head((nights / "head.jwt").read_bytes()).digest
    assert results() == ["UNDETERMINED", "UNDETERMINED"]
    assert results("--confirm-reset", last) == ["RECOGNISED", "RECOGNISED"]


def test_a_register_takes_a_head_by_another_command(aeo):
    done = aeo("recognise", "--tin", OLD, "--db", "r.db", "--confirm", "0" * 64)
    assert done.returncode == 2
    assert "aeo register adopt --head" in done.stderr
