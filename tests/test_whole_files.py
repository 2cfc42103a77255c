"""A new file takes the place of none that appeared while it was made, and leaves nothing half."""

from __future__ import annotations

import errno
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from aeo_exchange import files
from aeo_exchange.files import OWNER_ONLY, claimed, whole_file, whole_folder
from aeo_exchange.operations.measuring import folder as reports
from aeo_exchange.operations.recognition import interval_tables as tables
from stopping import asked_to_stop


def test_a_file_that_appeared_meanwhile_stays_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "out"
    writing = whole_file(path, OWNER_ONLY, is_new=True)
    writing.__enter__().write(b"mine")
    path.write_bytes(b"theirs")
    with pytest.raises(FileExistsError, match="appeared meanwhile") as refused:
        writing.__exit__(None, None, None)
    assert refused.value.filename == str(path)
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"theirs"]


def test_a_new_file_has_its_rights_and_one_name(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with whole_file(path, OWNER_ONLY, is_new=True) as stream:
        stream.write(b"mine")
    assert [file.name for file in tmp_path.iterdir()] == ["out"]
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"mine", OWNER_ONLY)
    assert path.stat().st_nlink == 1


def test_where_no_file_can_have_two_names_it_is_moved(tmp_path: Path, monkeypatch) -> None:
    def refuse(_self: Path, _target: str) -> None:
        raise PermissionError

    monkeypatch.setattr(files.Path, "hardlink_to", refuse)
    with whole_file(tmp_path / "out", OWNER_ONLY, is_new=True) as stream:
        stream.write(b"mine")
    assert (tmp_path / "out").read_bytes() == b"mine"


def test_a_file_that_may_be_replaced_is(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with whole_file(path, OWNER_ONLY) as stream:
        stream.write(b"mine")
        path.write_bytes(b"theirs")
    assert path.read_bytes() == b"mine"


def test_a_claim_is_one_process_s_until_it_is_left(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    (tmp_path / "base").write_bytes(b"")
    with claimed(tmp_path / "base") as first, claimed(tmp_path / "base") as second:
        assert (first, second) == (True, False)
    with claimed(tmp_path / "base") as again:
        assert again


def test_a_full_disk_is_named_by_the_file_and_another_file_keeps_its_name(tmp_path):
    path = tmp_path / "out"
    for given, named in ((None, str(path)), ("source", "source")):
        with pytest.raises(OSError, match="No space") as raised, whole_file(path, OWNER_ONLY):
            raise OSError(errno.ENOSPC, "No space left on device", given)
        assert raised.value.filename == named
        assert not path.exists()
    with (
        pytest.raises(OSError, match="not from the system") as raised,
        whole_file(path, OWNER_ONLY),
    ):
        raise OSError("not from the system")
    assert raised.value.filename is None
    nowhere = tmp_path / "none" / "out"
    with pytest.raises(FileNotFoundError) as raised, whole_file(nowhere, OWNER_ONLY):
        pass
    assert raised.value.filename == str(nowhere)


def test_a_folder_that_cannot_take_the_place_of_an_older_one_leaves_it_there(
    tmp_path: Path, monkeypatch
) -> None:
    old = tmp_path / "out"
    old.mkdir()
    (old / "file").write_bytes(b"old")
    renamed = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "made":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return renamed(path, target)

    monkeypatch.setattr(files.Path, "rename", refuse)
    with pytest.raises(PermissionError), whole_folder(old) as made:
        (made / "file").write_bytes(b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (old / "file").read_bytes() == b"old"


def test_a_folder_that_cannot_be_made_is_named_as_it_was_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / ("report" * 30)
    full = OSError(errno.ENOSPC, "No space left on device")
    for cause in (full, OSError(errno.ENOSPC, "No space left on device", "elsewhere")):
        with pytest.raises(OSError, match="No space") as raised, whole_folder(folder):
            raise cause
        assert raised.value.filename == (str(folder) if cause is full else "elsewhere")
    with pytest.raises(FileNotFoundError) as missing, whole_folder(tmp_path / "none" / "report"):
        pass
    assert missing.value.filename == str(tmp_path / "none" / "report")
    with pytest.raises(FileNotFoundError) as within, whole_folder(folder) as made:
        (made / "none" / "use.csv").write_bytes(b"")
    assert within.value.filename == str(folder)
    assert not list(tmp_path.iterdir())


def test_a_new_folder_takes_nothing_from_one_that_appeared_meanwhile(tmp_path):
    folder = tmp_path / "report"

    def report(mine: str, *, is_new: bool) -> None:
        with whole_folder(folder, is_new=is_new) as made:
            (made / mine).write_text("mine")
            if is_new:
                folder.mkdir()
                (folder / "theirs").write_text("theirs")

    with pytest.raises(FileExistsError, match="appeared meanwhile, and stays") as raised:
        report("second", is_new=True)
    assert raised.value.filename == str(folder)
    assert [path.name for path in tmp_path.rglob("*")] == ["report", "theirs"]
    report("third", is_new=False)
    assert [path.name for path in folder.iterdir()] == ["third"]


WRITTEN = {
    reports: lambda folder, replaces: reports.write_report(folder, {}, replaces=replaces),
    tables: lambda folder, replaces: tables.export_tables(folder, None, None, replaces=replaces),
}


@pytest.mark.parametrize("module", WRITTEN, ids=["use", "export"])
def test_a_report_and_tables_say_whether_they_may_replace(module, tmp_path, monkeypatch):
    """Both look before they begin to write, which takes long; another may be done meanwhile."""
    asked = []

    def noted(_folder, *, is_new=False):
        asked.append(is_new)
        raise FileExistsError

    monkeypatch.setattr(module, "whole_folder", noted)
    for replaces in (False, True):
        with pytest.raises(FileExistsError):
            WRITTEN[module](tmp_path / "new", replaces)
    assert asked == [True, False]


def file_at(path: Path) -> None:
    with whole_file(path, OWNER_ONLY) as stream:
        stream.write(b"mine")


def new_file_at(path: Path) -> None:
    with whole_file(path, OWNER_ONLY, is_new=True) as stream:
        stream.write(b"mine")


def no_file_at(path: Path) -> None:
    with suppress(ValueError), whole_file(path, OWNER_ONLY):
        raise ValueError


def folder_at(path: Path) -> None:
    with whole_folder(path) as made:
        (made / "file").write_bytes(b"mine")


def no_folder_at(path: Path) -> None:
    with suppress(ValueError), whole_folder(path) as made:
        (made / "file").write_bytes(b"mine")
        raise ValueError


# A stream that was opened where the process was asked to stop is closed when it is found.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("write", [file_at, new_file_at, no_file_at, folder_at, no_folder_at])
def test_wherever_a_process_is_asked_to_stop_nothing_half_written_stays(tmp_path: Path, write):
    for number in count(1):
        folder = tmp_path / str(number)
        folder.mkdir()
        if not asked_to_stop(write, folder / "out", number):
            break
        assert {file.name for file in folder.iterdir()} <= {"out"}, number
    assert number > 20


def test_a_name_may_be_as_long_as_the_system_allows(tmp_path: Path) -> None:
    name = "\N{CJK UNIFIED IDEOGRAPH-6E2C}" * 84  # of 252 bytes, where 255 are allowed
    with whole_file(tmp_path / name, OWNER_ONLY) as stream:
        stream.write(b"mine")
    with whole_folder(tmp_path / f"{name}f") as made:
        (made / "a").write_bytes(b"mine")
    assert {path.name for path in tmp_path.iterdir()} == {name, f"{name}f"}


def test_a_file_that_may_not_be_replaced_is_named_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"theirs")

    def refused(self: Path, to: Path) -> None:  # as in a folder where each may take away its own
        raise PermissionError(errno.EPERM, "Operation not permitted", str(self), None, str(to))

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(PermissionError) as told, whole_file(path, OWNER_ONLY) as stream:
        stream.write(b"mine")
    assert told.value.filename == str(path)
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"theirs"]
