"""A full disk under temporary files is told as that, and never as one under what is written."""

from __future__ import annotations

import errno
import io
import os
import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from aeo_exchange.endless import keep
from aeo_exchange.files import copied_aside, temporary_in_errors
from aeo_exchange.formats.workbooks.book import written_book
from aeo_exchange.operations.sheets.export_store import RowStore
from aeo_exchange.operations.sheets.remarks import Remark, Remarks
from aeo_exchange.report import Severity

FULL = "/dev/full"
pytestmark = pytest.mark.skipif(not os.path.exists(FULL), reason="a system without devices")  # noqa: PTH110


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Make a folder for temporary files in which there is no room; return what is said of it."""
    (tmp_path / "full").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "full"))
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda *_, **__: Path(FULL).open("w+b"))  # noqa: SIM115
    return (
        f"no room is left in {tmp_path / 'full'}; make some there, or name another folder by TMPDIR"
    )


def test_a_workbook_that_has_no_room_aside_names_the_folder(told):
    with pytest.raises(OSError, match="TMPDIR") as full, written_book(io.BytesIO()):
        raise OSError(errno.ENOSPC, "No space")  # as of a row that is kept
    assert (full.value.filename, full.value.strerror) == ("temporary files", told)


def test_a_workbook_that_has_no_room_where_it_is_to_stand_does_not():
    with (
        pytest.raises(OSError, match="No space") as full,
        Path(FULL).open("wb", buffering=0) as stream,
        written_book(stream) as book,
    ):
        book.add_worksheet("a")
    assert (full.value.filename, full.value.strerror) == (None, "No space left on device")


@pytest.mark.parametrize("size", [10, 1 << 17])
def test_what_is_copied_aside_names_the_folder(tmp_path, told, size):
    (tmp_path / "content").write_bytes(b"a" * size)
    with (
        (tmp_path / "content").open("rb") as stream,
        pytest.raises(OSError, match="TMPDIR") as full,
    ):
        copied_aside(stream, "content")
    assert (full.value.filename, full.value.strerror) == ("temporary files", told)


def test_remarks_and_rows_that_wait_name_the_folder(told):
    remark = Remark(severity=Severity.ERROR, code="AEO-SYN-01", message="m" * (1 << 17))
    with pytest.raises(OSError, match="TMPDIR") as full, Remarks() as remarks:
        remarks.add(remark)
    assert full.value.strerror == told
    store = RowStore()
    store._file.rollover()  # noqa: SLF001 sixteen megabytes take long
    store._file.write(b"a")  # noqa: SLF001 as above
    with pytest.raises(OSError, match="TMPDIR") as full:
        store.close()
    assert full.value.strerror == told


def test_only_a_full_disk_that_nobody_named_is_that_of_temporary_files():
    for cause, named in (
        (OSError(errno.ENOSPC, "No space"), "temporary files"),
        (OSError(errno.ENOSPC, "No space", f"{tempfile.gettempdir()}/a"), "temporary files"),
        (OSError(errno.ENOSPC, "No space", "/else/where"), "/else/where"),
        (OSError(errno.EIO, "Input/output error"), None),
    ):
        with pytest.raises(OSError, match=r".") as raised, temporary_in_errors():
            raise cause
        assert raised.value.filename == named


def test_a_pipe_that_is_longer_than_there_is_room_names_the_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=6))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "four").write_bytes(b"1234")
    said = f"longer than 3 bytes, half of what is free in {tmp_path}; .* a folder by TMPDIR"
    with (tmp_path / "four").open("rb") as stream, pytest.raises(OSError, match=said):
        keep(stream, io.BytesIO(), "four")
