"""`aeo diff`: what happened between two lists, and when nothing can be told."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from aeo_exchange.resources import published

STORY = published("samples/story")
STEPS = {
    ("01-granted-tier1", "02-tier2"): {"tier-up", "renewed", "other"},
    ("02-tier2", "03-renewed"): {"renewed", "other"},
    ("04-renewed-again", "05-suspended"): {"suspended"},
    ("05-suspended", "06-reinstated"): {"reinstated", "other"},
}


def story(name: str, suffix: str = "json") -> str:
    return str(STORY / f"{name}.aeo.{suffix}")


def changed(tree: dict, **items: object) -> dict:
    """Return a record in its next revision, with other items at paths such as `holder__tin`."""
    new = json.loads(json.dumps(tree))
    new["revision"] += 1
    for path, value in items.items():
        *outer, last = path.split("__")
        inner = new
        for name in outer:
            inner = inner[name]
        inner[last] = value
    return new


def written(path: Path, *trees: dict) -> str:
    path.write_text("".join(json.dumps(tree) + "\n" for tree in trees), encoding="utf-8")
    return str(path)


def counts(done) -> dict[str, int]:
    return json.loads(done.stdout)["counts"]


@pytest.mark.parametrize(("old", "new"), STEPS)
def test_each_step_of_the_story_is_told_in_any_two_formats(aeo, old, new):
    done = aeo("diff", story(old), story(new, "xml"), "--format", "json")
    assert done.returncode == 1
    assert set(counts(done)) == STEPS[old, new]


def test_the_same_records_in_two_formats_are_no_difference(aeo):
    done = aeo("diff", story("02-tier2"), story("02-tier2", "xml"))
    assert (done.returncode, done.stdout) == (0, "1 record before, 1 now: 1 the same\n")


@pytest.mark.parametrize(
    ("what", "items"),
    [
        ("tin", {"holder__tin": "HK00000043"}),
        ("name", {"holder__legalName": "Another Example Limited"}),
        ("address", {"holder__address__city": "Elsewhere"}),
        ("size", {"msme__sizeClass": "large"}),
        ("reissued", {"issuedAt": "2026-01-01T00:00:00Z"}),
    ],
)
def test_what_changed_is_named(aeo, tmp_path, what, items):
    tree = json.loads(Path(story("04-renewed-again")).read_text("utf-8"))
    old = written(tmp_path / "old.ndjson", tree)
    new = written(tmp_path / "new.ndjson", changed(tree, **items))
    done = aeo("diff", old, new, "--format", "json")
    assert counts(done) == {what: 1}


def test_new_and_gone_are_told_and_gone_is_no_revocation(aeo, tmp_path):
    tree = json.loads(Path(story("02-tier2")).read_text("utf-8"))
    other = {**tree, "recordId": "HK-OTHER"}
    old, new = written(tmp_path / "a.ndjson", tree), written(tmp_path / "b.ndjson", other)
    done = aeo("diff", old, new)
    assert "new (1)" in done.stdout
    assert "gone (1): It is not in the new list; this is not a revocation." in done.stdout


def test_the_highest_revision_of_each_list_counts(aeo, tmp_path):
    tree = json.loads(Path(story("02-tier2")).read_text("utf-8"))
    higher = changed(tree, holder__tin="HK00000043")
    old = written(tmp_path / "a.ndjson", higher, tree)
    new = written(tmp_path / "b.ndjson", tree, higher)
    assert aeo("diff", old, new).returncode == 0


def test_one_revision_with_two_contents_is_a_fork(aeo, tmp_path):
    tree = json.loads(Path(story("02-tier2")).read_text("utf-8"))
    other = {**changed(tree, holder__tin="HK00000043"), "revision": tree["revision"]}
    old, new = written(tmp_path / "a.ndjson", tree), written(tmp_path / "b.ndjson", other)
    assert counts(aeo("diff", old, new, "--format", "json")) == {"forked": 1}


@pytest.mark.parametrize("broken", ['{"recordId": "HK-2018-0042"}\n', "{not a record\n"])
@pytest.mark.parametrize("side", ["old", "new"])
def test_what_cannot_be_read_is_neither_new_nor_gone(aeo, tmp_path, broken, side):
    whole = written(tmp_path / "whole.ndjson", json.loads(Path(story("02-tier2")).read_text()))
    (tmp_path / "broken.ndjson").write_text(broken)
    lists = [str(tmp_path / "broken.ndjson"), whole]
    done = aeo("diff", *(lists if side == "old" else reversed(lists)), "--format", "json")
    assert counts(done) == {"unread": 1}
    assert done.returncode == 1


def test_a_list_that_is_absent_decides_nothing(aeo, tmp_path):
    done = aeo("diff", story("02-tier2"), str(tmp_path / "absent.json"), "--format", "json")
    assert (done.returncode, counts(done)) == (3, {"unread": 1})


def test_csv_has_a_row_for_each_item_and_no_formula(aeo, tmp_path):
    tree = json.loads(Path(story("02-tier2")).read_text("utf-8"))
    new = changed(tree, holder__legalName="=1+1 Limited")
    old, new = written(tmp_path / "a.ndjson", tree), written(tmp_path / "b.ndjson", new)
    done = aeo("diff", old, new, "--format", "csv")
    header, row = csv.reader(io.StringIO(done.stdout.removeprefix("\ufeff")))
    assert dict(zip(header, row, strict=True))["new"] == "'=1+1 Limited"


def test_a_page_shows_foreign_text_as_text(aeo, tmp_path):
    tree = json.loads(Path(story("02-tier2")).read_text("utf-8"))
    new = changed(tree, holder__legalName="<script>alert(1)</script>")
    old, new = written(tmp_path / "a.ndjson", tree), written(tmp_path / "b.ndjson", new)
    done = aeo("diff", old, new, "--format", "html")
    assert "<script>" not in done.stdout
    assert "&lt;script&gt;" in done.stdout


def test_a_workbook_of_differences_opens(aeo, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    target = tmp_path / "d.xlsx"
    arguments = ("diff", story("01-granted-tier1"), story("02-tier2"), "--format", "xlsx")
    assert aeo(*arguments, "-o", str(target)).returncode == 1
    rows = list(openpyxl.load_workbook(target)["differences"].values)
    assert rows[0][0] == "what"
    assert {row[0] for row in rows[1:]} == STEPS["01-granted-tier1", "02-tier2"]


@pytest.mark.parametrize("is_reversed", [False, True])
@pytest.mark.parametrize("side", ["old", "new"])
def test_a_list_that_has_two_contents_of_one_revision_is_never_the_same(
    aeo, tmp_path, side, is_reversed
):
    tree = json.loads(Path(story("02-tier2")).read_text("utf-8"))
    other = {**changed(tree, holder__tin="HK00000043"), "revision": tree["revision"]}
    both = [tree, other][:: -1 if is_reversed else 1]
    lists = [
        written(tmp_path / "both.ndjson", *both),
        written(tmp_path / "one.ndjson", tree),
    ]
    done = aeo("diff", *(lists if side == "old" else reversed(lists)), "--format", "json")
    assert (done.returncode, counts(done)) == (1, {"forked": 1})


def test_a_list_with_the_same_revision_twice_is_the_same_list(aeo, tmp_path):
    tree = json.loads(Path(story("02-tier2")).read_text("utf-8"))
    twice = written(tmp_path / "twice.ndjson", tree, tree)
    once = written(tmp_path / "once.ndjson", tree)
    done = aeo("diff", twice, once)
    assert (done.returncode, done.stdout) == (0, "1 record before, 1 now: 1 the same\n")


def test_a_new_list_with_a_lower_revision_tells_no_event(aeo):
    done = aeo("diff", story("06-reinstated"), story("05-suspended"), "--format", "json")
    assert (done.returncode, counts(done)) == (1, {"older": 1})


@pytest.mark.parametrize("side", ["old", "new"])
def test_a_record_with_a_revision_that_cannot_be_read_is_not_the_same(aeo, tmp_path, side):
    tree = json.loads(Path(story("02-tier2")).read_text("utf-8"))
    broken = changed(tree, holder__legalName=5)
    lists = [
        written(tmp_path / "broken.ndjson", tree, broken),
        written(tmp_path / "whole.ndjson", tree),
    ]
    done = aeo("diff", *(lists if side == "old" else reversed(lists)), "--format", "json")
    assert (done.returncode, counts(done)) == (1, {"unread": 1})


def taken_over(tree: dict) -> dict:
    """Return the record as Macao says that it has it now."""
    return {**changed(tree), "administration": "MO", "formerAdministrations": ["HK"]}


def test_a_record_that_was_let_go_is_one_with_the_record_it_became(aeo, tmp_path):
    tree = json.loads(Path(story("02-tier2")).read_text("utf-8"))
    old = written(tmp_path / "a.ndjson", tree)
    new = written(tmp_path / "b.ndjson", {**tree, "movedTo": "MO"}, taken_over(tree))
    told = json.loads(aeo("diff", old, new, "--format", "json").stdout)
    assert [(told["newRecords"], told["counts"])] == [(1, {"other": 1})]


def test_nobody_takes_a_record_out_of_a_list_by_a_word_of_their_own(aeo, tmp_path):
    tree = json.loads(Path(story("02-tier2")).read_text("utf-8"))
    old = written(tmp_path / "a.ndjson", tree)
    new = written(tmp_path / "b.ndjson", tree, taken_over(tree))
    told = json.loads(aeo("diff", old, new, "--format", "json").stdout)
    assert [(told["same"], told["counts"])] == [(1, {"new": 1})]
