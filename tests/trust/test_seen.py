from __future__ import annotations

import json
import multiprocessing
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.errors import SignatureError, StateError
from aeo_exchange.files import OWNER_ONLY, FileStore
from aeo_exchange.resources import published
from aeo_exchange.trust.seen import Seen
from schemas import keep_to
from trust.other_processes import write_own

DIGEST, OTHER = b"\x01" * 32, b"\x02" * 32


def rule_of(check, *arguments) -> str:
    with pytest.raises(SignatureError) as caught:
        check(*arguments)
    return caught.value.rule


def filled() -> Seen:
    seen = Seen.empty()
    seen.note_list("list", 5, DIGEST)
    seen.note_status("HK", "https://example.org/1", 1_800_000_000)
    seen.note_revision("list", "HK", "HK-1", 3)
    return seen


def check_filled(seen: Seen) -> None:
    assert rule_of(seen.check_list, "list", 4, DIGEST) == "AEO-TRU-05"
    assert rule_of(seen.check_list, "list", 5, OTHER) == "AEO-TRU-06"
    assert rule_of(seen.check_status, "HK", "https://example.org/1", 1_799_999_999) == "AEO-STA-05"
    assert rule_of(seen.check_revision, "list", "HK", "HK-1", 2) == "AEO-SIG-22"
    seen.check_list("list", 5, DIGEST)
    seen.check_list("list", 6, OTHER)
    seen.check_list("another", 1, OTHER)
    seen.check_status("HK", "https://example.org/1", 1_800_000_000)
    seen.check_status("HK", "https://example.org/2", 1)
    seen.check_revision("list", "HK", "HK-1", 3)
    seen.check_revision("list", "JP", "HK-1", 1)
    seen.check_revision("another", "HK", "HK-1", 1)


def test_who_has_seen_nothing_takes_anything():
    seen = Seen.empty()
    seen.check_list("list", 1, DIGEST)
    seen.check_status("HK", "https://example.org/1", 1)
    seen.check_revision("list", "HK", "HK-1", 1)


def test_what_is_older_than_what_was_used_is_refused():
    check_filled(filled())


def test_a_file_keeps_it(tmp_path):
    file = tmp_path / "new" / "folder" / "seen.json"
    filled().write(FileStore(file, OWNER_ONLY))
    check_filled(Seen.read(FileStore(file)))


def test_noting_something_older_changes_nothing():
    seen = filled()
    seen.note_list("list", 4, OTHER)
    seen.note_status("HK", "https://example.org/1", 1)
    seen.note_revision("list", "HK", "HK-1", 1)
    check_filled(seen)


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.integers(1, 2**31), st.sampled_from([DIGEST, OTHER]))
    )
)
def test_the_sequence_of_the_lists_that_are_used_never_falls(issues):
    seen = Seen.empty()
    used: dict[str, list[tuple[int, bytes]]] = {"a": [], "b": []}
    for name, sequence, digest in issues:
        try:
            seen.check_list(name, sequence, digest)
        except SignatureError:
            continue
        seen.note_list(name, sequence, digest)
        used[name].append((sequence, digest))
    for taken in used.values():
        assert [sequence for sequence, _ in taken] == sorted(sequence for sequence, _ in taken)
        assert len(set(taken)) == len({sequence for sequence, _ in taken})


def test_a_link_to_the_file_stays_a_link(tmp_path):
    filled().write(FileStore(tmp_path / "seen.json", OWNER_ONLY))
    (tmp_path / "link.json").symlink_to("seen.json")
    seen = Seen.empty()
    seen.note_revision("list", "HK", "HK-9", 9)
    seen.write(FileStore(tmp_path / "link.json", OWNER_ONLY))
    assert (tmp_path / "link.json").is_symlink()
    check_filled(Seen.read(FileStore(tmp_path / "seen.json")))


def test_who_has_seen_nothing_keeps_nothing(tmp_path):
    Seen.empty().write(FileStore(tmp_path / "new" / "seen.json"))
    assert not (tmp_path / "new").exists()


def test_a_file_that_is_not_there_says_nothing(tmp_path):
    Seen.read(FileStore(tmp_path / "none.json")).check_list("list", 1, DIGEST)


def test_the_file_is_for_its_owner_alone(tmp_path):
    file = tmp_path / "seen.json"
    filled().write(FileStore(file, OWNER_ONLY))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    seen = filled()
    seen.note_list("b", 1, DIGEST)
    seen.write(FileStore(file, OWNER_ONLY))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"specVersion":"2.0"}',
        b'{"specVersion":"1.0","other":1}',
        b'{"specVersion":"1.0","trustLists":[{"listId":"a","sequence":"1","digest":""}]}',
        b'{"specVersion":"1.0","statusLists":[{"administration":"HK","uri":"a","iat":1.5}]}',
        b'{"specVersion":"1.0","revisions":[],"revisions":[]}',
        b"\xff\xfe",
    ],
)
def test_a_broken_file_is_an_error_and_never_taken_for_an_empty_one(content, tmp_path):
    file = tmp_path / "seen.json"
    file.write_bytes(content)
    with pytest.raises(StateError):
        Seen.read(FileStore(file))
    with pytest.raises(StateError):
        filled().write(FileStore(file, OWNER_ONLY))
    assert file.read_bytes() == content


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_a_broken_file(content):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "seen.json"
        file.write_bytes(content)
        with pytest.raises(StateError):
            Seen.read(FileStore(file))


def test_a_file_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        filled().write(FileStore(tmp_path / "file" / "seen.json", OWNER_ONLY))


def test_a_writer_keeps_the_higher_number_of_another(tmp_path):
    file = tmp_path / "seen.json"
    first, second = Seen.read(FileStore(file)), Seen.read(FileStore(file))
    first.note_list("list", 7, DIGEST)
    first.note_revision("list", "HK", "HK-1", 9)
    second.note_list("list", 5, OTHER)
    second.note_revision("list", "HK", "HK-2", 1)
    first.write(FileStore(file, OWNER_ONLY))
    second.write(FileStore(file, OWNER_ONLY))
    kept = Seen.read(FileStore(file))
    assert rule_of(kept.check_list, "list", 6, DIGEST) == "AEO-TRU-05"
    assert rule_of(kept.check_revision, "list", "HK", "HK-1", 8) == "AEO-SIG-22"
    kept.check_revision("list", "HK", "HK-2", 1)


@pytest.mark.long
def test_writers_at_once_lose_nothing(tmp_path):
    file = tmp_path / "seen.json"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=write_own, args=(file, number)) for number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    kept = json.loads(file.read_bytes())
    assert [row["revision"] for row in kept["revisions"]] == [10] * 2
    assert kept["statusLists"] == [
        {"administration": "HK", "uri": "https://example.org/1", "iat": 109}
    ]


def test_writing_again_changes_nothing(tmp_path):
    file = tmp_path / "seen.json"
    filled().write(FileStore(file, OWNER_ONLY))
    before = file.read_bytes(), file.stat().st_ino
    filled().write(FileStore(file, OWNER_ONLY))
    assert (file.read_bytes(), file.stat().st_ino) == before


def test_the_file_keeps_to_its_schema(tmp_path):
    schema = json.loads(published("schemas/1.0/seen.schema.json").read_bytes())
    filled().write(FileStore(tmp_path / "seen.json", OWNER_ONLY))
    keep_to(json.loads((tmp_path / "seen.json").read_bytes()), schema)
