"""`make rule` writes the cases of a rule and asks every step, whatever an earlier one said."""

from __future__ import annotations

import sys
from pathlib import Path

import ask_rule
import pytest


def test_what_is_no_rule_is_said_and_nothing_is_asked(capsys, monkeypatch) -> None:
    monkeypatch.setattr(ask_rule, "steps", pytest.fail)
    assert ask_rule.main(["AEO-LIF-999"]) == 2
    assert capsys.readouterr().out.startswith("AEO-LIF-999 is no rule")
    assert ask_rule.main([]) == 2


def test_the_cases_of_a_rule_are_written_as_they_are_published(tmp_path, monkeypatch) -> None:
    published = ask_rule.CASES
    monkeypatch.setattr(ask_rule, "CASES", tmp_path)
    written = ask_rule.write_cases()
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert set(written) == files
    # Of the rule itself, and of others whose records it may speak of.
    about = {Path(name).parts[1].partition(".")[0] for name in files}
    assert about > {"AEO-LIF-06", "FAR-ISSUEDAT", "PRG-CN-AEO"}
    assert all((tmp_path / name).read_bytes() == (published / name).read_bytes() for name in files)
    assert ask_rule.write_cases() == []


def test_files_written_are_counted_of_the_rule_and_of_others(capsys, monkeypatch) -> None:
    written = ["LIF/AEO-LIF-06.n01/case.json", "FAR/FAR-ISSUEDAT.p01/case.json"]
    monkeypatch.setattr(ask_rule, "write_cases", lambda: written)
    monkeypatch.setattr(ask_rule, "steps", lambda _: ())
    assert ask_rule.main(["AEO-LIF-06"]) == 0
    assert "cases: 1 files written of AEO-LIF-06, 1 of others\n" in capsys.readouterr().out


@pytest.mark.parametrize(("first", "code"), [("1", 1), ("0", 0)])
def test_each_step_is_asked_and_one_that_fails_is_told(first, code, capsys, monkeypatch) -> None:
    said = [("one", f"print('a fault'); raise SystemExit({first})"), ("two", "print('unseen')")]
    monkeypatch.setattr(
        ask_rule,
        "steps",
        lambda _: ((title, Path.cwd(), [sys.executable, "-c", text]) for title, text in said),
    )
    assert ask_rule.main(["AEO-LIF-06"]) == code
    out = capsys.readouterr().out
    assert f"one: {'fails' if code else 'right'}\n" in out
    assert ("a fault" in out) is bool(code)
    assert "two: right\n" in out
    assert "unseen" not in out


def test_each_step_asks_what_is_there(monkeypatch) -> None:
    monkeypatch.setattr(ask_rule, "_changed", lambda: ["src/aeo_exchange/report.py"])
    monkeypatch.setattr(ask_rule, "asks_javascript", lambda: True)
    steps = list(ask_rule.steps("AEO-LIF-06"))
    assert [title for title, _, _ in steps][2:] == [
        *("tests", "the implementation in JavaScript", "form", "lint", "types")
    ]
    missing = [
        word
        for _, folder, command in steps
        for word in command[1:]
        if ("/" in word or word.endswith((".py", ".mjs"))) and not (folder / word).exists()
    ]
    assert missing == []
    node = next(command for title, _, command in steps if "JavaScript" in title)
    assert node[-1] == "AEO-LIF"
