"""Build the site of the standard into one folder that opens from a disk or any static host.

`make site` builds it. Nothing is fetched, and a broken link or anything that another host would be
asked for fails the build. With --reports the reports of `aeo conformance run` in that folder are
shown, with --page the built page for officers.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Broken records are shown in XML by what writes those of the cases.
sys.path.append(str(ROOT / "tools" / "cases"))

from checking import faults  # noqa: E402 it leads there
from site_files import Given, site_files  # noqa: E402

MARK = "site.css"  # by which a folder that was built here is known


def main(arguments: list[str]) -> int:
    """Build into the folder given, which is made anew."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "build" / "site")
    parser.add_argument("--reports", type=Path, help="folder with reports of conformance runs")
    parser.add_argument("--page", type=Path, help="folder with the built page for officers")
    options = parser.parse_args(arguments)
    output: Path = options.output
    if output.exists() and any(output.iterdir()) and not (output / MARK).is_file():
        print(f"{output} was not built here, and is left alone", file=sys.stderr)
        return 1
    files = site_files(Given(root=ROOT, reports=options.reports, page=options.page))
    wrong = list(faults(files))
    for fault in wrong:
        print(fault, file=sys.stderr)
    if wrong:
        print(f"{len(wrong)} faults; nothing is written", file=sys.stderr)
        return 1
    _write(output, files)
    pages = sum(name.endswith(".html") for name in files)
    size = sum(map(len, files.values()))
    print(f"{output}: {pages} pages, {len(files)} files, {size / 1e6:.1f} MB; open index.html")
    return 0


def _write(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in sorted(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
