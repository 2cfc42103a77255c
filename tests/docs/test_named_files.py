"""A page that names a file of code names one that is there.

CONTRIBUTING.md and README name folders as well; tests/docs/test_contributing.py looks at these.
"""

import os
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
CODE = re.compile(r"(?<![\w/.-])(?:\.\./)*((?:[\w-]+/)+[\w-]+\.(?:py|mjs|java))\b")
FOLDERS = ("conformance/implementations", "packages", "src", "tests", "tools", "web")


def test_every_file_of_code_that_a_page_names_is_there() -> None:
    """Named from the top, or from a folder that the page speaks of: `trust/words.py`."""
    there = set(files_of_code())
    named = {(str(page.relative_to(ROOT)), name) for page in PAGES for name in names_in(page)}
    assert len(named) > 100
    assert sorted(row for row in named if row[1] not in there) == []


def names_in(page: Path) -> list[str]:
    return CODE.findall(page.read_text("utf-8"))


def files_of_code():
    """Yield each file by its path, and by each end of that path."""
    for top in FOLDERS:
        for folder, below, names in os.walk(ROOT / top):
            below[:] = [name for name in below if name != "node_modules"]
            home = Path(folder).relative_to(ROOT).parts
            for name in names:
                yield from ("/".join((*home[start:], name)) for start in range(len(home)))
