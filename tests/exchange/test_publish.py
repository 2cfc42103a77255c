from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.errors import UntrustedKey, WrongChoice
from aeo_exchange.exchange.heads import HeadReset
from aeo_exchange.exchange.windows import bases_before
from aeo_exchange.operations import writing
from aeo_exchange.operations.exchange import body_files, snapshots
from aeo_exchange.operations.exchange.stream_states import open_state
from aeo_exchange.operations.site import hints as site_hints
from aeo_exchange.operations.site import publish as publishing
from aeo_exchange.operations.site.publish import sides_of
from aeo_exchange.report import Severity, Verdict
from exchange.made_views import AT, order
from exchange.profiles import profile
from exchange.sites import STREAM, bytes_of, codes, graded, night, published
from exchange.streams import apply, check, firms, head_of, lines_of, objection, signed
from trust.made_world import trust

ONE, TWO, THREE, FOUR = firms(1, 2, 3, 4)


@pytest.fixture
def site(tmp_path) -> Path:
    published(tmp_path / "site", ONE, TWO)
    return tmp_path / "site"


def test_a_site_has_the_files_of_the_layout_and_a_partner_can_read_it(site) -> None:
    assert set(bytes_of(site)) == {
        ".well-known/aeo-exchange.json",
        f"{STREAM}/head.jwt",
        f"{STREAM}/0000000001.head.jwt",
        f"{STREAM}/0000000001.snapshot.aeo.ndjson.gz",
    }
    hints = json.loads((site / ".well-known/aeo-exchange.json").read_bytes())
    assert hints == {
        "specVersion": "1.0",
        "streams": [{"iss": "HK", "aud": "JP", "agreement": "HK-JP-2026", "path": STREAM}],
        "trustLists": [],
    }
    assert check(site / STREAM).verdict is Verdict.VALID
    answer = graded(site)
    assert (answer.verdict, answer.remarks) == (Verdict.VALID, ())
    assert (answer.streams, answer.heads) == (1, 1)


def test_publishing_again_changes_no_byte_until_a_head_is_due(site) -> None:
    before = bytes_of(site)
    for hour in (0, 1, 12):
        done = published(site, TWO, ONE, at=f"2026-11-01T{hour:02}:00:00Z")
        assert not done.is_new
        assert bytes_of(site) == before
    # The next head was told for 26 hours later, so one is due after 13.
    assert not published(site, ONE, TWO, at="2026-11-01T12:59:59Z").is_new
    assert published(site, ONE, TWO, at="2026-11-01T13:00:00Z").is_new


def test_a_heartbeat_names_the_snapshot_of_its_state_and_needs_no_file_of_its_own(site) -> None:
    before = bytes_of(site)
    done = published(site, ONE, TWO, at=night(1))
    assert (done.is_new, done.head.sequence) == (True, 2)
    assert [file.name for file in done.head.files] == ["0000000001.snapshot.aeo.ndjson.gz"]
    after = bytes_of(site)
    assert set(after) - set(before) == {f"{STREAM}/0000000002.head.jwt"}
    assert {name for name in before if before[name] != after[name]} == {f"{STREAM}/head.jwt"}
    assert check(site / STREAM, at=night(1)).verdict is Verdict.VALID
    assert graded(site, at=night(1)).remarks == ()


def test_a_change_is_published_at_once_with_a_delta_from_the_head_before(site) -> None:
    done = published(site, ONE, TWO, THREE, at="2026-11-01T01:00:00Z")
    assert [file.name for file in done.head.files] == [
        "0000000002.snapshot.aeo.ndjson.gz",
        "0000000001-0000000002.delta.aeo.ndjson.gz",
    ]
    assert graded(site, at=night(1)).remarks == ()


def test_another_text_of_the_profile_has_a_head_of_its_own(site) -> None:
    other = profile(("content_days = ", "content_days = 1"))
    done = published(site, ONE, TWO, at="2026-11-01T01:00:00Z", views=order(other, AT))
    assert (done.is_new, done.head.sequence) == (True, 2)


def test_deltas_lead_from_the_heads_1_7_and_30_before() -> None:
    class State(NamedTuple):
        head: object

    heads = [State(SimpleNamespace(root=f"{number}", reset=UNSET)) for number in range(40, 0, -1)]
    assert [state.head.root for state in bases_before("41", heads)] == ["40", "34", "11"]
    # Of two with one root one suffices, and none is needed from the own root.
    heads[6] = heads[0]
    assert [state.head.root for state in bases_before("41", heads)] == ["40", "11"]
    assert [state.head.root for state in bases_before("11", heads)] == ["40"]
    # None leads over a reset, and one leads from it.
    heads[0] = heads[6] = State(SimpleNamespace(root="x", reset=HeadReset(reason="x")))
    assert [state.head.root for state in bases_before("41", heads)] == ["x"]


def test_of_two_heads_with_one_root_one_delta_suffices_and_of_the_own_root_none(tmp_path) -> None:
    site = tmp_path / "site"
    for number in range(8):
        published(site, ONE, TWO, at=night(number))
    done = published(site, ONE, TWO, THREE, at=night(8))
    assert [file.base.sequence for file in done.head.files if file.base] == [8]
    done = published(site, ONE, TWO, THREE, at=night(9))
    bases = [file.base.sequence for file in done.head.files if file.base]
    assert bases == [3]  # of the heads 9, 3 and none: that of 9 has the root of this one
    assert graded(site, at=night(9)).remarks == ()


def test_no_delta_leads_over_a_reset(site) -> None:
    head = replace(head_of(site / STREAM), sequence=2, reset=HeadReset(reason="x"))
    for number in (2, 3):
        signed(
            site / STREAM, replace(head, sequence=number, reset=head.reset if number < 3 else UNSET)
        )
        shutil.copy(site / STREAM / "head.jwt", site / STREAM / f"{number:010}.head.jwt")
    done = published(site, ONE, TWO, THREE, at=night(1))
    assert [file.base.sequence for file in done.head.files if file.base] == [3]
    done = published(site, ONE, TWO, THREE, FOUR, at=night(2))
    assert [file.base.sequence for file in done.head.files if file.base] == [4]


class End(BaseException):
    """The end of the process, at some place."""


def test_an_end_at_any_place_leaves_a_site_that_a_partner_can_read(tmp_path, monkeypatch) -> None:
    """The process ends before the write of each file, then it is started again."""
    real = writing.written_whole
    reached = 0
    while True:
        site = tmp_path / f"site-{reached}"
        published(site, ONE, TWO)
        stop, count = reached, 0

        def ending(path, mode, stop=stop):
            nonlocal count
            if count == stop:
                raise End
            count += 1
            return real(path, mode)

        for module in (body_files, publishing, site_hints, snapshots):
            monkeypatch.setattr(module, "written_whole", ending)
        try:
            published(site, ONE, TWO, THREE, at=night(1))
        except End:
            pass
        else:
            break
        finally:
            monkeypatch.undo()
        errors = [
            remark
            for remark in graded(site, at=night(1)).remarks
            if remark.severity is Severity.ERROR
            and remark.code != "AEO-XCH-61"
            and not remark.path.endswith(".next.snapshot.aeo.ndjson.gz")
        ]
        assert errors == []
        assert check(site / STREAM, at=night(1)).verdict is Verdict.VALID
        done = published(site, ONE, TWO, THREE, at=night(1))
        assert done.head.count == 3
        again = graded(site, at=night(1))
        assert again.verdict is Verdict.VALID
        assert head_of(site / STREAM).count == 3
        reached += 1
    # The body, the delta, the numbered head, the latest one.
    assert reached == 4


def test_what_was_left_behind_keeps_its_number(site) -> None:
    orphan = site / STREAM / "0000000002.snapshot.aeo.ndjson.gz"
    orphan.write_bytes(b"left behind")
    done = published(site, ONE, TWO, THREE, at=night(1))
    assert done.head.sequence == 3
    assert orphan.read_bytes() == b"left behind"
    answer = graded(site, at=night(1))
    assert codes(answer) == {(f"{STREAM}/{orphan.name}", "AEO-XCH-60"): 1}
    assert answer.verdict is Verdict.VALID


def test_who_missed_nights_goes_on_by_a_delta_of_the_window_or_else_by_the_snapshot(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    site = tmp_path / "site"
    for number in range(8):
        published(site, *firms(*range(1, number + 2)), at=night(number))
    stream, deltas = site / STREAM, tmp_path / "deltas"
    deltas.mkdir()
    for file in (stream / "head.jwt", *stream.glob("*-0000000008.delta.*")):
        shutil.copy(file, deltas)
    last = night(7)
    for held, by_delta in ((7, True), (1, True), (3, False)):
        base = stream / f"{held:010}.head.jwt"
        alone = apply(base, deltas, tmp_path / f"{held}-by-delta", at=last)
        assert (alone.verdict is Verdict.VALID) is by_delta
        assert by_delta or objection(alone) == ("files", "refused", "AEO-XCH-20")
        result = tmp_path / f"{held}-by-either"
        assert apply(base, stream, result, at=last).verdict is Verdict.VALID
        assert lines_of(result) == lines_of(stream)


def test_a_snapshot_that_was_taken_away_is_passed_over(tmp_path) -> None:
    site = tmp_path / "site"
    for number in range(8):
        published(site, *firms(*range(1, number + 2)), at=night(number))
    (site / STREAM / "0000000002.snapshot.aeo.ndjson.gz").unlink()
    done = published(site, *firms(*range(1, 10)), at=night(8))
    assert [file.base.sequence for file in done.head.files if file.base] == [8]
    missing = graded(site, at=night(8))
    assert codes(missing) == {(f"{STREAM}/0000000009.head.jwt", "AEO-XCH-63"): 1}
    assert missing.verdict is Verdict.VALID


def test_no_delta_leads_from_a_state_older_than_a_tombstone_was_kept(site) -> None:
    """A sender that publishes twice in two years; the snapshot leads on."""
    published(site, TWO, replace(ONE, moved_to="CN"), at=night(1))
    shutil.copy(site / STREAM / "0000000001.head.jwt", site / STREAM / "0000000002.head.jwt")
    done = published(site, TWO, replace(ONE, moved_to="CN"), at=night(500))
    assert [file.name for file in done.head.files if file.base] == []
    assert done.head.count == 1


def test_a_trust_list_stands_beside_the_streams_and_what_is_none_is_refused(tmp_path) -> None:
    site = tmp_path / "site"
    lists = trust()
    published(site, ONE, trust_list=lists)
    assert (site / "aeo/1/HK/trust-list.jwt").read_bytes() == lists
    hints = json.loads((site / ".well-known/aeo-exchange.json").read_bytes())
    assert hints["trustLists"] == [{"iss": "HK", "path": "aeo/1/HK/trust-list.jwt"}]
    assert graded(site).remarks == ()
    before = bytes_of(site)
    with pytest.raises(UntrustedKey):
        published(site, ONE, trust_list=b"x")
    assert bytes_of(site) == before


def test_whose_stream_it_is_the_profile_says_or_the_operator() -> None:
    kept = profile()
    assert sides_of(kept, None, None) == ("HK", "JP")
    assert sides_of(kept, "JP", None) == ("JP", "HK")
    assert sides_of(kept, None, "JP-MOF") == ("HK", "JP-MOF")
    nobodys = profile(('side = "HK"\n', ""))
    with pytest.raises(WrongChoice, match="--sender"):
        sides_of(nobodys, None, None)
    with pytest.raises(WrongChoice, match="--audience"):
        sides_of(kept, "CN", None)


def nights(site: Path) -> Path:
    published(site, ONE, TWO, THREE, at=night(1))
    return site / STREAM


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def another_head(folder: Path, **changes) -> None:
    """Put a head with changes in the place of the latest one."""
    signed(folder, replace(head_of(folder), **changes))
    shutil.copy(folder / "head.jwt", folder / "0000000002.head.jwt")


SNAPSHOT, DELTA = "0000000002.snapshot.aeo.ndjson.gz", "0000000001-0000000002.delta.aeo.ndjson.gz"
LAST, LATEST = "0000000002.head.jwt", "head.jwt"
# What is done to the folder of a stream, and what is said of which file.
FAULTS = {
    "a snapshot cut off": (lambda folder: cut(folder / SNAPSHOT), SNAPSHOT, "AEO-XCH-21"),
    "a delta cut off": (lambda folder: cut(folder / DELTA), DELTA, "AEO-XCH-21"),
    "no snapshot": (lambda folder: (folder / SNAPSHOT).unlink(), LAST, "AEO-XCH-63"),
    "no delta": (lambda folder: (folder / DELTA).unlink(), LAST, "AEO-XCH-63"),
    "no latest head": (lambda folder: (folder / LATEST).unlink(), LATEST, "AEO-XCH-61"),
    "an old latest head": (
        lambda folder: shutil.copy(folder / "0000000001.head.jwt", folder / LATEST),
        LATEST,
        "AEO-XCH-61",
    ),
    "a head that is none": (lambda folder: (folder / LAST).write_text("x"), LAST, "AEO-XCH-10"),
    "a head under another number": (
        lambda folder: (folder / LAST).rename(folder / "0000000007.head.jwt"),
        "0000000007.head.jwt",
        "AEO-XCH-60",
    ),
    "another root": (
        lambda folder: another_head(folder, root="0" * 64),
        SNAPSHOT,
        "AEO-XCH-24",
    ),
    "a secret": (lambda folder: (folder / "jp.secret").write_text("x"), "jp.secret", "AEO-XCH-60"),
    "a latest head that has no number of its own": (
        lambda folder: [file.unlink() for file in folder.glob("0*.head.jwt")],
        LATEST,
        "AEO-XCH-61",
    ),
    "a secret that is called as a head is": (
        lambda folder: (folder / "my.head.jwt").write_text("x"),
        "my.head.jwt",
        "AEO-XCH-60",
    ),
    "a folder in the place of a snapshot": (
        lambda folder: ((folder / SNAPSHOT).unlink(), (folder / SNAPSHOT).mkdir()),
        SNAPSHOT,
        "AEO-XCH-21",
    ),
    "a folder in the place of a head": (
        lambda folder: (folder / "0000000003.head.jwt").mkdir(),
        "0000000003.head.jwt",
        "AEO-XCH-60",
    ),
    "a head from the future": (
        lambda folder: another_head(
            folder, issued_at="2026-11-02T00:01:01Z", next_update="2026-11-03T00:00:00Z"
        ),
        LAST,
        "AEO-XCH-14",
    ),
    "a head of a later version": (
        lambda folder: another_head(folder, spec_version="1.9"),
        LAST,
        "AEO-SYN-11",
    ),
    "time that goes back": (
        lambda folder: another_head(folder, as_of="2026-10-31T00:00:00Z"),
        LAST,
        "AEO-XCH-17",
    ),
    "a head that came late": (
        lambda folder: another_head(
            folder,
            as_of="2026-11-02T02:00:01Z",
            issued_at="2026-11-02T02:00:01Z",
        ),
        LAST,
        "AEO-XCH-62",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_a_partner_could_not_read_is_told_of_its_file(site, fault) -> None:
    spoil, file, code = FAULTS[fault]
    folder = nights(site)
    assert graded(site, at=night(1)).remarks == ()
    spoil(folder)
    answer = graded(site, at=night(1))
    assert (f"{STREAM}/{file}", code) in codes(answer)


def test_a_head_that_is_ahead_by_the_skew_is_not_from_the_future(site) -> None:
    folder = nights(site)
    within = {"issued_at": "2026-11-02T00:01:00Z", "next_update": "2026-11-03T00:00:00Z"}
    another_head(folder, **within)
    assert graded(site, at=night(1)).remarks == ()


def test_of_a_head_of_a_later_version_nobody_can_tell(site) -> None:
    folder = nights(site)
    another_head(folder, spec_version="1.9")
    for body in (SNAPSHOT, DELTA):
        (folder / body).unlink()
    answer = graded(site, at=night(1))
    assert answer.verdict is Verdict.UNDETERMINED
    assert codes(answer) == {(f"{STREAM}/{LAST}", "AEO-SYN-11"): 1}


def linked(path: Path, to: Path | str) -> None:
    path.symlink_to(to)


# What stands in a site and is no file that a host would serve, and what is said of which path.
ODD = {
    "a link to a folder elsewhere": (lambda site: linked(site / "old", site.parent), "old", "out"),
    "a link to a file elsewhere": (lambda site: linked(site / "x", "/etc/hosts"), "x", "out"),
    "a link to nothing": (lambda site: linked(site / "gone", "nowhere"), "gone", "nowhere"),
    "a circle of links": (lambda site: linked(site / "loop", "loop"), "loop", "nowhere"),
    "a pipe": (lambda site: os.mkfifo(site / "pipe"), "pipe", "a pipe"),
    "a pipe that is called as a head is": (
        lambda site: os.mkfifo(site / STREAM / "0000000009.head.jwt"),
        f"{STREAM}/0000000009.head.jwt",
        "a pipe",
    ),
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.parametrize("kind", ODD)
def test_what_no_host_serves_is_told_and_never_waited_for(site, kind) -> None:
    put, path, words = ODD[kind]
    put(site)
    told = [one for one in graded(site).remarks if one.path == path]
    assert told[0].code == "AEO-XCH-60"
    assert words in told[0].message
    assert graded(site).verdict is Verdict.NOT_VALID


def test_the_folder_of_one_stream_is_graded_without_its_site(site, tmp_path) -> None:
    folder = nights(site)
    shutil.copytree(folder, tmp_path / "incoming")
    answer = graded(tmp_path / "incoming", at=night(1))
    assert (answer.verdict, answer.remarks, answer.streams, answer.heads) == ("VALID", (), 1, 2)
    assert not any("others see the paths" in thing for thing in answer.open)
    cut(tmp_path / "incoming" / SNAPSHOT)
    (tmp_path / "incoming" / "key.pem").touch()
    assert codes(graded(tmp_path / "incoming", at=night(1))) == {
        (SNAPSHOT, "AEO-XCH-21"): 1,
        ("key.pem", "AEO-XCH-60"): 1,
    }
    with pytest.raises(WrongChoice, match="is one stream"):
        graded(tmp_path / "incoming", headers={})


def test_a_link_within_a_site_is_a_file_of_it(site) -> None:
    latest = site / STREAM / LATEST
    latest.unlink()
    linked(latest, "0000000001.head.jwt")
    assert graded(site).remarks == ()


@pytest.mark.parametrize("content", [b"x", b"-----BEGIN PRIVATE KEY-----\n"])
def test_what_stands_in_the_place_of_a_trust_list_is_one(site, content) -> None:
    published(site, ONE, TWO, at=night(1), trust_list=trust())
    assert graded(site, at=night(1)).remarks == ()
    (site / "aeo/1/HK/trust-list.jwt").write_bytes(content)
    assert codes(graded(site, at=night(1))) == {("aeo/1/HK/trust-list.jwt", "AEO-TRU-02"): 1}


def test_a_head_at_its_last_instant_is_not_late_and_behind_it_is(site) -> None:
    assert graded(site, at="2026-11-02T02:00:00Z").remarks == ()
    late = graded(site, at="2026-11-02T02:00:01Z")
    assert codes(late) == {(f"{STREAM}/0000000001.head.jwt", "AEO-XCH-62"): 1}
    assert late.verdict is Verdict.VALID


def test_who_signed_is_asked_where_somebody_is_trusted_and_told_as_open_else(site) -> None:
    folder = nights(site)
    signed(folder, head_of(folder), by="other")
    shutil.copy(folder / LATEST, folder / LAST)
    assert codes(graded(site, at=night(1))) == {(f"{STREAM}/{LAST}", "AEO-TRU-07"): 1}
    alone = graded(site, at=night(1), trusting=False)
    assert (alone.verdict, alone.remarks) == (Verdict.UNDETERMINED, ())
    assert any("no trust list" in thing for thing in alone.open)


def test_a_stream_in_the_folder_of_another_and_a_site_without_any_are_told(site) -> None:
    folder = site / STREAM
    folder.rename(folder.with_name("CN.CN-HK-2013"))
    told = codes(graded(site))
    assert ("aeo/1/HK/CN.CN-HK-2013/0000000001.head.jwt", "AEO-XCH-60") in told
    assert (".well-known/aeo-exchange.json", "AEO-XCH-65") in told
    shutil.rmtree(site / "aeo")
    assert ("aeo/1", "AEO-XCH-60") in codes(graded(site))


@pytest.mark.parametrize("content", ["x", "{}", '{"specVersion":"1.0","more":1}'])
def test_hints_that_are_none_are_told(site, content) -> None:
    hints = site / ".well-known/aeo-exchange.json"
    hints.write_text(content)
    assert codes(graded(site)) == {(".well-known/aeo-exchange.json", "AEO-XCH-65"): 1}
    hints.unlink()
    assert codes(graded(site)) == {(".well-known/aeo-exchange.json", "AEO-XCH-65"): 1}


def test_a_site_is_not_changed_by_looking_at_it(site) -> None:
    before = bytes_of(site)
    graded(site)
    assert bytes_of(site) == before
    assert open_state(site / STREAM).head.sequence == 1


OPAQUE = "aeo/1/HK/" + "a2" * 13


def moved(site: Path, name: str) -> Path:
    """Put the stream into another folder, and have the hints say what stands there."""
    (site / STREAM).rename(site / name)
    site_hints.write_hints(site)
    return site / name


def test_an_opaque_name_is_in_place_and_in_no_hint(site) -> None:
    told = (site / ".well-known/aeo-exchange.json").read_bytes()
    moved(site, OPAQUE)
    assert graded(site).remarks == ()
    hinting = told.replace(STREAM.encode(), OPAQUE.encode())
    (site / ".well-known/aeo-exchange.json").write_bytes(hinting)
    (remark,) = graded(site).remarks
    assert (remark.code, "which no hint tells" in remark.message) == ("AEO-XCH-65", True)


@pytest.mark.parametrize("name", ["a2" * 12 + "a", "A2" * 13, "a-" * 13, "a2" * 33])
def test_what_is_no_opaque_name_is_the_wrong_place(site, name) -> None:
    folder = moved(site, f"aeo/1/HK/{name}")
    assert (f"aeo/1/HK/{name}/0000000001.head.jwt", "AEO-XCH-60") in codes(graded(site))
    folder.rename(site / "aeo/1/HK" / ("b" * 26))
    site_hints.write_hints(site)
    assert graded(site).remarks == ()


def test_a_folder_holds_one_stream_and_a_stream_stands_in_one(site) -> None:
    shutil.copytree(site / STREAM, site / OPAQUE)
    (remark,) = graded(site).remarks
    assert (remark.path, remark.code) == (OPAQUE, "AEO-XCH-60")
    assert remark.message == f"the stream stands in {STREAM} too"
    shutil.rmtree(site / STREAM)
    site_hints.write_hints(site)
    other = replace(head_of(site / OPAQUE), sequence=2, aud="JP-KOBE")
    signed(site / OPAQUE, other)
    (site / OPAQUE / "head.jwt").rename(site / OPAQUE / "0000000002.head.jwt")
    shutil.copy(site / OPAQUE / "0000000002.head.jwt", site / OPAQUE / "head.jwt")
    messages = [one.message for one in graded(site).remarks if one.code == "AEO-XCH-60"]
    assert messages == ["it is of HK/JP-KOBE/HK-JP-2026, in the folder of HK/JP/HK-JP-2026"]


MANY = firms(*range(10, 31))  # 21, more than 20 and than 10 percent


def test_a_night_that_a_partner_would_hold_stops_and_the_site_stands(site) -> None:
    before = bytes_of(site)
    with pytest.raises(WrongChoice, match="JP would hold this for a person: 21 new, 0 changed"):
        published(site, ONE, TWO, *MANY, at=night(1))
    assert bytes_of(site) == before
    with pytest.raises(WrongChoice) as refused:
        published(site, ONE, TWO, *MANY, at=night(1), most_changes=20)
    assert "`--confirm-mass-change 21`" in refused.value.advice
    assert bytes_of(site) == before
    done = published(site, ONE, TWO, *MANY, at=night(1), most_changes=21)
    assert (done.is_new, done.head.count) == (True, 23)
    # What was confirmed counts for that night alone; the next has nothing to confirm.
    assert published(site, ONE, TWO, *MANY, at=night(2)).is_new


def test_a_sender_stops_at_just_what_a_receiver_holds(site, tmp_path) -> None:
    shutil.copytree(site / STREAM, tmp_path / "held")
    assert published(site, ONE, TWO, *MANY, at=night(1), most_changes=1000).is_new
    answer = apply(tmp_path / "held", site / STREAM, tmp_path / "result", at=night(1))
    assert objection(answer) == ("changes", "held", "AEO-XCH-26")
    shutil.rmtree(site)
    published(site, ONE, TWO)
    assert published(site, ONE, TWO, *MANY[:20], at=night(1)).is_new  # 20 are let pass by both
    result = apply(tmp_path / "held", site / STREAM, tmp_path / "more", at=night(1))
    assert result.verdict is Verdict.VALID


def test_what_begins_and_what_begins_anew_is_beside_nothing(tmp_path) -> None:
    assert published(tmp_path / "site", *MANY).is_new
    with pytest.raises(WrongChoice, match="0 new, 21 changed and 0 gone"):
        published(tmp_path / "site", *(replace(one, revision=9) for one in MANY), at=night(1))
    reset = "A backup was restored"
    assert published(tmp_path / "site", ONE, TWO, reset=reset, at=night(1)).is_new


def test_the_limit_of_the_sender_for_what_it_receives_is_not_that_of_its_partner(site) -> None:
    own = profile(("at_least = 20", "at_least = 1"))  # `side` is HK, which sends here
    views = order(own, at=night(1))
    assert published(site, ONE, TWO, THREE, FOUR, at=night(1), views=views).is_new
