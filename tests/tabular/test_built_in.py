"""Each built-in layout reads its clean and its dirty input to what was expected.

`python tests/tabular/test_built_in.py` writes the expected files anew; look at what changes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))
from aeo_exchange.tabular.loading import built_in_layouts, layout_of
from rows import for_each_row
from tabular.imports import FILES, imported

INPUTS = sorted(file for file in FILES.glob("*/*") if file.stem in {"clean", "dirty"})


def result(file: Path) -> dict:
    done = imported(file, file.parent.name)
    report = json.loads(msgspec.json.encode(done.report))
    return {
        "records": [json.loads(record) for record in done.records],
        "candidates": [candidate.record for candidate in done.candidates],
        "report": {name: report[name] for name in report if name not in {"sha256", "layout"}},
    }


def expected(file: Path) -> Path:
    return file.with_name(f"{file.stem}.expected.json")


@for_each_row("file", INPUTS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_an_input_gives_what_is_expected(file) -> None:
    assert result(file) == json.loads(expected(file).read_text("utf-8"))


def test_each_layout_of_the_package_has_a_clean_and_a_dirty_input() -> None:
    there = {(file.parent.name, file.stem) for file in INPUTS}
    assert there == {(name, kind) for name in built_in_layouts() for kind in ("clean", "dirty")}


def test_each_layout_says_where_it_is_known_from() -> None:
    layouts = [layout_of(name) for name in built_in_layouts()]
    assert [layout.name for layout in layouts] == list(built_in_layouts())
    words = ("nvented", "read in", "found in")
    assert all(any(said in layout.origin for said in words) for layout in layouts)


if __name__ == "__main__":
    for path in INPUTS:
        text = json.dumps(result(path), indent=1, ensure_ascii=False) + "\n"
        expected(path).write_text(text, "utf-8")
