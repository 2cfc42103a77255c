"""A site with a fault is not written, and a folder that was not built here is left alone."""

from __future__ import annotations

import pytest
from build_site import MARK, main

WHOLE = {"index.html": b"<p>whole", MARK: b""}


@pytest.fixture
def made(monkeypatch):
    """Let the site be of the files given."""

    def give(files):
        monkeypatch.setattr("build_site.site_files", lambda _: files)

    return give


def test_a_site_is_written_and_made_anew(made, tmp_path, capsys):
    folder = tmp_path / "site"
    made(WHOLE | {"old.html": b"<p>old"})
    assert main(["-o", str(folder)]) == 0
    made(WHOLE)
    assert main(["-o", str(folder)]) == 0
    assert {path.name for path in folder.iterdir()} == WHOLE.keys()
    assert "1 pages, 2 files" in capsys.readouterr().out


def test_a_fault_is_said_and_leaves_what_was_there(made, tmp_path, capsys):
    folder = tmp_path / "site"
    made(WHOLE)
    main(["-o", str(folder)])
    made(WHOLE | {"a.html": b"<a href='no.html'>1</a><img src='https://cdn.example/a.png'>"})
    assert main(["-o", str(folder)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "a.html: loads https://cdn.example/a.png, which is not of this site",
        "a.html: links to no.html, which is not there",
        "2 faults; nothing is written",
    ]
    assert not (folder / "a.html").exists()
    assert (folder / "index.html").exists()


def test_a_folder_of_somebody_else_is_left_alone(made, tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine")
    made(WHOLE)
    assert main(["-o", str(tmp_path)]) == 1
    assert "left alone" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
