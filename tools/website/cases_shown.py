"""Cases of the suite as examples: what is given in JSON and XML, what is answered and where."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from functools import cached_property
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from aeo_exchange import validate

__all__ = ["Case", "all_cases", "case_html", "shown_texts", "telling"]

SHORT = 20_000
FEW = 3
WIDTH = 60
LONGEST = 6_000  # of an input; what is longer is cut, and says so
HARMLESS = re.compile(r"[^\t\n\r -~\u00a0-\u02ff\u0370-\u1fff\u2c00-\ud7ff\uf900-\ufaff]")
SYNTAXES = {
    "record+json": "JSON",
    "record+ndjson": "NDJSON",
    "record+xml": "XML",
    "status+sd-jwt": "SD-JWT",
    "attestation+xml": "XML",
    "record+csv": "CSV",
}
Json: TypeAlias = Any


class Case:
    """One case, read from its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: Json = json.loads((folder / "case.json").read_bytes())
        self.id: str = self.told["id"]
        self.rule, _, self.number = self.id.partition(".")

    @property
    def fails(self) -> bool:
        """Whether the case breaks its rule."""
        return str(self.number).startswith("n")

    @cached_property
    def inputs(self) -> dict[str, bytes]:
        """The content of each input by the name of its syntax."""
        return {
            SYNTAXES[kind]: (self.folder / entry["path"]).read_bytes()
            for entry in self.told["inputs"]
            if (kind := re.sub(r"^application/vnd\.aeo-exchange\.|;.*$", "", entry["media"]))
            in SYNTAXES
        }

    @property
    def findings(self) -> list[Json]:
        """The findings that are expected."""
        expected: list[Json] = self.told["expect"].get("findings", [])
        return expected

    @property
    def is_plain(self) -> bool:
        """Whether one record is validated, and nothing else is asked."""
        return str(self.told["operation"]) == "validate" and not self.told.get("options")

    @property
    def verdict(self) -> str:
        """The verdict that is expected, or what is asked where none is."""
        return str(self.told["expect"].get("verdict", self.told["operation"]))


def all_cases(folder: Path) -> list[Case]:
    """Return the cases in the order of their ids."""
    return [Case(path.parent) for path in sorted(folder.glob("*/*/case.json"))]


def telling(case: Case) -> tuple[bool, bool, str]:
    """Put first the case that shows most: both syntaxes, then a short input."""
    inputs = case.inputs
    is_both = "XML" in inputs and len(inputs) > 1
    is_short = max(map(len, inputs.values()), default=0) < SHORT
    return not is_both, not is_short, case.id


def case_html(case: Case) -> str:
    """Return a case as HTML: what it is, what is answered, its inputs one below the other."""
    told = case.told
    answered = [
        f"<li><code>{escape(finding['code'])}</code> ({finding['severity']})"
        + (f" at <code>{escape(finding['path'])}</code>" if finding.get("path") else "")
        + "</li>"
        for finding in case.findings
    ]
    texts = dict(sorted(case.inputs.items(), key=lambda one: one[0] == "NDJSON"))
    if "JSON" in texts:
        texts.pop("NDJSON", None)
    return "\n".join(
        (
            f"<p><strong>{escape(case.id)}</strong> {escape(told['title'])}. {escape(told['why'])}",
            f"Answer: <strong>{escape(case.verdict)}</strong>.</p>",
            *(("<ul>", *answered, "</ul>") if answered else ()),
            *shown_texts(texts, [finding["code"] for finding in case.findings], told["at"]),
        )
    )


def shown_texts(texts: dict[str, bytes], codes: list[str], at: str) -> Iterator[str]:
    """Yield each text to unfold, with the lines marked at which one of the codes is found."""
    for place, (syntax, content) in enumerate(texts.items()):
        state = "" if place else " open"
        marks = _marked_lines(content, codes, at) if codes else frozenset()
        text = _legible(syntax, content)
        told = "".join(_chosen_lines(text, marks))
        yield f'<details class="example"{state}><summary>{syntax}{told}</summary>'
        yield f'<pre tabindex="0"><code>{_lines(text, marks)}</code></pre>'
        yield "</details>"


def _chosen_lines(text: str, marks: frozenset[int]) -> Iterator[str]:
    """Yield the lines that are marked, for whoever need not see the rest; a few of many."""
    lines = text.split("\n")
    there = (number for number in sorted(marks) if number <= len(lines))  # not the end of a text
    for number in islice(there, FEW):
        line = lines[number - 1].strip()
        shown = f"{line[:WIDTH]}…" if len(line) > WIDTH else line
        yield f"; line {number}: <code>{escape(shown)}</code>"


def _marked_lines(content: bytes, codes: list[str], at: str) -> frozenset[int]:
    reports = validate(content, at=at, together=True)
    return frozenset(
        finding.line
        for report in reports
        for finding in report.findings
        if isinstance(finding.line, int) and finding.code in codes
    )


def _lines(text: str, marks: frozenset[int]) -> str:
    """Return a text as HTML, cut where it is long."""
    whole = [
        f"<mark>{line}</mark>" if number in marks else line
        for number, line in enumerate(escape(text[:LONGEST]).split("\n"), 1)
    ]
    if len(text) > LONGEST:
        whole.append(f"… cut here; {len(text) - LONGEST:,} characters more")
    return "\n".join(whole)


def _legible(syntax: str, content: bytes) -> str:
    """Return content as text: what is invisible or broken as an escape, a token unpacked."""
    text = content.decode("utf-8", "backslashreplace").rstrip("\n")
    if syntax == "SD-JWT":
        text = "\n\n".join((text, *_unpacked(text)))
    return HARMLESS.sub(lambda match: f"\\u{{{ord(match[0]):04X}}}", text)


def _unpacked(token: str) -> Iterator[str]:
    """Yield what the parts of a token hold, as far as they can be read."""
    signed, *disclosures = token.split("~")
    parts = (("header", signed.split(".")[:1]), ("payload", signed.split(".")[1:2]))
    for name, encoded in (*parts, ("disclosures", disclosures)):
        texts = [text for part in encoded if part for text in _decoded(part)]
        if texts:
            yield f"# {name}\n" + "\n".join(texts)


def _decoded(part: str) -> Iterator[str]:
    try:
        content = base64.b64decode(part + "=" * (-len(part) % 4), altchars="-_", validate=True)
        tree = json.loads(content)
    except ValueError:
        return
    flat = isinstance(tree, list)
    yield json.dumps(tree, ensure_ascii=False, indent=None if flat else 1)
