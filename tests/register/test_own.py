"""The own records of a side: kept revision by revision, and published from the register."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.errors import StateError, WrongChoice
from aeo_exchange.exchange.views import view_of
from aeo_exchange.formats import Limits
from aeo_exchange.model.canonical import canonical_bytes
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.exchange.snapshots import SnapshotOrder
from aeo_exchange.operations.register.own_records import (
    KeptOwn,
    keep_own,
    last_own_lines,
    own_lines,
    publish_own,
)
from aeo_exchange.operations.register.register import Register
from aeo_exchange.operations.site.publish import Published, PublishOrder
from aeo_exchange.reference.programmes import shipped
from exchange.made_views import order, revisions
from exchange.sites import STREAM, bytes_of, codes, graded, night, published
from exchange.streams import SECRET, content, firms, head_of
from trust.made_lists import made

NO_FAULT: list[object] = []


def kept(register: Register, *records, refused: list[object] = NO_FAULT) -> KeptOwn:
    given = [content(*records)]
    basis = (instant(night(0)), shipped())
    return keep_own(register, given, basis, refused.append, Limits())


def publish(register: Register, site: Path, number: int, **given) -> Published:
    at = night(number)
    made_by = SnapshotOrder(
        **{
            "views": order(at=at),
            "sender": "HK",
            "key": made("HK").key,
            "secret": SECRET,
            **given,
        }
    )
    refused: list[object] = []
    wanted = PublishOrder(snapshot=made_by, site=site)
    done = publish_own(register, wanted, refused.append, Limits(), at)
    assert not refused
    return done


def later(record, at: str):
    """Return the next revision of a record, in which something changed that all may see."""
    name = f"{record.holder.legal_name} Limited"
    return replace(
        record,
        revision=record.revision + 1,
        issued_at=at,
        holder=replace(record.holder, legal_name=name),
    )


def test_revisions_are_kept_once_and_come_out_as_they_are(register):
    one, two = firms(1, 2)
    assert kept(register, one, two) == KeptOwn(read=2, new=2, refused=0)
    assert kept(register, two, one, two) == KeptOwn(read=3, new=0, refused=0)
    assert kept(register, later(one, night(1))).new == 1
    lines = list(own_lines(register))
    assert len(lines) == 3
    last = list(last_own_lines(register))
    assert last == [canonical_bytes(row) + b"\n" for row in (later(one, night(1)), two)]
    assert sorted(lines) == sorted(
        canonical + b"\n" for canonical in map(canonical_bytes, (one, later(one, night(1)), two))
    )


def test_a_revision_that_is_kept_is_never_changed(register):
    (one,) = firms(1)
    kept(register, one)
    other = replace(later(one, night(1)), revision=one.revision)
    for given in ([other], [*firms(2), other]):
        with pytest.raises(WrongChoice, match="revision 5 is kept with another content"):
            kept(register, *given)
    with pytest.raises(WrongChoice, match="HK-2021-0003: revision 5 is kept with another"):
        kept(register, *firms(3), replace(other, record_id="HK-2021-0003"))
    assert len(list(own_lines(register))) == 1


def test_of_a_delivery_with_a_fault_nothing_is_kept(register):
    one, two = firms(1, 2)
    faults: list[object] = []
    broken = replace(two, revision=0)
    done = kept(register, one, broken, refused=faults)
    assert (done.read, done.new, done.refused, len(faults)) == (2, 0, 1, 1)
    assert not list(own_lines(register))
    with pytest.raises(WrongChoice, match="was cut for an audience"):
        kept(register, one, view_of(revisions(two), order()).record)
    assert not list(own_lines(register))


def test_what_is_published_from_a_register_is_what_files_would_give(register, tmp_path):
    one, two = firms(1, 2)
    kept(register, one, two)
    assert publish(register, tmp_path / "site", 0).is_new
    assert not publish(register, tmp_path / "site", 0).is_new
    changed = later(one, night(1))
    kept(register, changed)
    assert publish(register, tmp_path / "site", 1).head.sequence == 2
    published(tmp_path / "files", one, two)
    published(tmp_path / "files", one, two, changed, at=night(1))
    from_register, from_files = bytes_of(tmp_path / "site"), bytes_of(tmp_path / "files")
    assert from_register.keys() == from_files.keys()
    different = {name for name in from_files if from_files[name] != from_register[name]}
    # A signature is another each time.
    assert all(name.endswith("head.jwt") for name in different)
    assert head_of(tmp_path / "site" / STREAM) == head_of(tmp_path / "files" / STREAM)


def test_a_site_that_was_restored_is_not_gone_on_from(register, tmp_path):
    site = tmp_path / "site"
    kept(register, *firms(1))
    publish(register, site, 0)
    shutil.copytree(site, tmp_path / "backup")
    kept(register, *firms(2))
    publish(register, site, 1)
    shutil.rmtree(site)
    shutil.copytree(tmp_path / "backup", site)
    with pytest.raises(StateError, match="head 2 was published, and the site holds head 1") as no:
        publish(register, site, 2)
    assert "--reset" in no.value.advice
    shutil.rmtree(site)
    with pytest.raises(StateError, match="the site holds head 0"):
        publish(register, site, 2)
    done = publish(register, site, 2, reset="The host was restored", at_least=2)
    assert (done.head.sequence, done.head.reset.reason) == (3, "The host was restored")
    # Of the row of heads nothing is amiss but the nights that are lost.
    assert codes(graded(site, night(2))) == {}
    # From then on all is as before, and no delta leads over the reset.
    kept(register, *firms(3))
    assert publish(register, site, 3).head.sequence == 4
    assert codes(graded(site, night(3))) == {}


def test_another_head_under_a_number_that_was_published_is_told(register, tmp_path):
    site = tmp_path / "site"
    kept(register, *firms(1))
    publish(register, site, 0)
    shutil.copytree(site, tmp_path / "backup")
    kept(register, *firms(2))
    publish(register, site, 1)
    shutil.rmtree(site)
    shutil.copytree(tmp_path / "backup", site)
    published(site, *firms(1, 3), at=night(1))  # from files, which remember nothing
    with pytest.raises(StateError, match="head 2 was published, and the site holds another head 2"):
        publish(register, site, 2)


def test_a_reset_makes_a_head_at_once_and_needs_no_tombstone_for_what_is_gone(tmp_path):
    site = tmp_path / "site"
    published(site, *firms(1, 2))
    with pytest.raises(WrongChoice, match="HK-2021-0002 was sent before and is not among"):
        published(site, *firms(1), at=night(1))
    done = published(site, *firms(1), at=night(1), reset="A new system", at_least=40)
    assert (done.head.sequence, done.head.count, done.is_new) == (40, 1, True)
    assert [file.base for file in done.head.files] == [UNSET]
    # Where nothing changed a reset is a new head too.
    again = published(site, *firms(1), at=night(1), reset="A new system")
    assert (again.head.sequence, again.is_new) == (41, True)


def test_records_of_before_are_not_published_behind_what_partners_hold(tmp_path):
    site = tmp_path / "site"
    (one,) = firms(1)
    published(site, one, later(one, night(1)), at=night(1))
    with pytest.raises(WrongChoice, match="sent in revision 6, and among the records is 5"):
        published(site, one, at=night(2))
    done = published(site, one, at=night(2), reset="A backup was restored")
    assert done.head.sequence == 2
