"""Every file of the site by its name: texts of the project, rules, items, reports, the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path, PurePosixPath

from cases_shown import all_cases
from item_pages import code_list_pages, item_pages, item_places
from markdown_pages import Markdown, Written
from msgspec import Struct
from reports_shown import report_pages
from rule_pages import requirements_of, rule_pages, rule_places
from search_index import search_index
from shell import framed, neighbours
from sitemap import TRY, Page, place_of, section_of
from suite_pages import case_places, suite_pages

__all__ = ["Given", "site_files"]

STATIC = Path(__file__).parent / "static"
SAMPLE = "samples/attestations/lamp-works.presented.aeo.sdjwt"
COMMANDS = PurePosixPath("docs/commands.md")
COMMAND = re.compile(r"^## (?=aeo)", re.MULTILINE)


class Given(Struct, frozen=True, kw_only=True):
    """What the site is built of: the project, and what was made of it before."""

    root: Path
    reports: Path | None = None
    page: Path | None = None


def site_files(given: Given) -> dict[str, bytes]:
    """Return every file of the site."""
    texts = _texts(given.root)
    requirements = requirements_of(texts)
    cases = all_cases(given.root / "conformance" / "cases")
    numbers = {
        number: f"{place_of(source)}#{number}" for number, (source, _) in requirements.items()
    }
    names = rule_places() | numbers | case_places(cases)
    markdown = Markdown(root=given.root, names=names, items=item_places())
    written, files = _from_texts(given.root, markdown, texts)
    reports, shown = report_pages(given.reports)
    pages = [
        *written,
        *rule_pages(markdown, requirements, cases),
        *item_pages(cases),
        *code_list_pages(),
        *suite_pages(given.root, cases, names),
        *reports,
        _trial(given.page),
    ]
    beside = neighbours(pages)
    framed_pages = {page.path: framed(page, beside).encode() for page in pages}
    assert len(framed_pages) == len(pages), "two pages stand in one place"
    static = {path.name: path.read_bytes() for path in sorted(STATIC.iterdir())}
    static["icon.svg"] = (given.root / "web/verify/icon.svg").read_bytes()
    static["sample.sdjwt"] = (given.root / SAMPLE).read_bytes()
    static["search-index.js"] = search_index(pages).encode()
    return {**files, **shown, **_page_for_officers(given.page), **framed_pages, **static}


def _texts(root: Path) -> dict[PurePosixPath, str]:
    return {
        PurePosixPath(path.relative_to(root).as_posix()): path.read_text("utf-8")
        for path in sorted((root / "docs").rglob("*.md"))
    }


def _from_texts(
    root: Path, markdown: Markdown, texts: dict[PurePosixPath, str]
) -> tuple[list[Page], dict[str, bytes]]:
    """Return the pages of texts and of those they link to, and the other files linked."""
    pages: list[Page] = []
    files: dict[str, bytes] = {}
    waiting = list(texts)
    met = set(waiting)
    while waiting:
        source = waiting.pop(0)
        path = root / source
        if path.is_dir():
            page, inside = _listing(root, source)
            pages.append(page)
            files |= inside
        elif not path.exists():
            continue  # the check says which link is broken
        elif source.suffix != ".md":
            files[place_of(source)] = path.read_bytes()
        else:
            for written in _written(markdown, source, path.read_text("utf-8")):
                pages.append(written.page)
                waiting += [one for one in dict.fromkeys(written.linked) if one not in met]
                met.update(written.linked)
    return sorted(pages, key=_place_in_lists), files


def _place_in_lists(page: Page) -> tuple[bool, bool, list[int], str]:
    """Put the index first, and parts in the order of their numbers before what has none."""
    numbers = [int(number) for number in re.findall(r"\d+", page.path)]
    return page.path != "index.html", not numbers, numbers, page.path.removesuffix(".html")


def _written(markdown: Markdown, source: PurePosixPath, text: str) -> Iterator[Written]:
    """Yield the page of a text; the reference of the commands gives a page for each."""
    if source != COMMANDS:
        yield markdown.page(source, text)
        return
    head, *sections = COMMAND.split(text)
    listed = [head]
    for section in sections:
        name, _, rest = section.partition("\n")
        place = f"commands/{name.replace(' ', '-')}.html"
        yield markdown.page(source, f"# {name}\n{rest}", place)
        listed.append(f"- [`{name}`](commands/{name.replace(' ', '-')}.md)\n")
    index = markdown.page(source, "".join(listed))
    yield Written(index.page, ())  # the pages it leads to are those above, and no files


def _listing(root: Path, folder: PurePosixPath) -> tuple[Page, dict[str, bytes]]:
    """Return the list of the files in a folder, and these files."""
    paths = sorted((root / folder).iterdir(), key=lambda path: path.name)
    files = [path for path in paths if path.is_file()]
    entries = [f"<li><a href='{path.name}'>{escape(path.name)}</a></li>" for path in files]
    entries += [f"<li>{escape(path.name)}/</li>" for path in paths if path.is_dir()]
    place = place_of(folder)
    page = Page(
        path=f"{place}/index.html",
        title=str(folder),
        body=f"<h1>{escape(str(folder))}</h1><ul>{''.join(entries)}</ul>",
        section=section_of(folder / "any"),
        near="folders",
    )
    return page, {f"{place}/{path.name}": path.read_bytes() for path in files}


def _trial(built: Path | None) -> Page:
    """Return what leads to the page for officers, or says why it is not here."""
    if built:
        body = (
            "<p><a href='try/index.html'>Open the page for officers</a>. It takes published test "
            "keys and asks about a fixed day: for trial alone. A browser runs it from a host (such "
            "as <code>python3 -m http.server</code> in this folder), not from a disk. Paste the "
            "<a href='sample.sdjwt'>sample</a>, and type the TIN <code>HK00000033</code>.</p>"
        )
    else:
        body = (
            "<p>The page for officers is not part of this copy: it is built with npm, which was "
            "not there. <code>make page</code> builds it.</p>"
        )
    guide = "<p><a href='guides/page.html'>What it does, and how an agency hosts it</a></p>"
    return Page(path="try.html", title="Try it", body=f"<h1>Try it</h1>{body}{guide}", section=TRY)


def _page_for_officers(built: Path | None) -> dict[str, bytes]:
    if built is None:
        return {}
    return {
        f"try/{path.relative_to(built).as_posix()}": path.read_bytes()
        for path in sorted(built.rglob("*"))
        if path.is_file()
    }
