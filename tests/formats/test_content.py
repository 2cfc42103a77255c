"""The first bytes of a content, and what is said of one that has none."""

from __future__ import annotations

import pytest

from aeo_exchange.formats import Content


def test_the_first_bytes_are_given_and_no_more(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"1\r\n2\x1a3")
    content = Content(name="a.txt", path=tmp_path / "a.txt")
    assert content.begin(3) == b"1\r\n"
    assert content.begin(64) == b"1\r\n2\x1a3"


@pytest.mark.parametrize("name", ["", "absent"])
def test_what_cannot_be_read_is_told_by_its_name(tmp_path, name):
    path = tmp_path / name
    with pytest.raises(OSError, match="directory") as told:
        Content(name="x", path=path).begin(8)
    assert told.value.filename == str(path)
