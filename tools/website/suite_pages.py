"""What the suite holds: cases of no rule, family by family, and the cases of each requirement."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from cases_shown import Case
from sitemap import CONFORMANCE, Page, way

__all__ = ["case_places", "case_table", "suite_pages"]

FAMILIES = {
    "CNV": "conversion from one syntax to another",
    "FAR": "the far end of an item: longest, most, latest, every script",
    "ISS": "what an issuer signs, and what it refuses",
    "MAT": "who in a declaration is recognised, and what is only near",
    "PRD": "views of records for one audience, and what they leave out",
    "PRG": "one record of each programme that is known",
    "RCG": "who is recognised under a partner profile",
    "SND": "the next message of a stream, and what a sender must not make",
    "STL": "status lists that a status-service publishes",
    "STS": "the status of an authorisation at an instant",
}
REQUIREMENTS = "cases/requirements.html"


def case_places(cases: list[Case]) -> dict[str, str]:
    """Return where each case stands: on the page of its rule, or of its family."""
    return {
        case.id: f"{f'rules/{case.rule}' if _has_rule(case) else f'cases/{_family(case)}'}.html"
        f"#{case.id}"
        for case in cases
    }


def case_table(cases: list[Case]) -> Iterator[str]:
    """Yield a table of cases, each with a place of its own."""
    yield '<div class="wide" tabindex="0"><table><thead><tr><th>case</th><th>is</th>'
    yield "<th>answer</th></tr></thead><tbody>"
    for case in cases:
        told = f"{escape(case.told['title'])}. <small>{escape(case.told['why'])}</small>"
        yield f"<tr id='{case.id}'><td class='id'>{case.id}</td><td>{told}</td>"
        yield f"<td>{case.verdict}</td></tr>"
    yield "</tbody></table></div>"


def suite_pages(root: Path, cases: list[Case], names: Mapping[str, str]) -> Iterator[Page]:
    """Yield a page for each family of cases without a rule, and one of the requirements."""
    for family in sorted({_family(case) for case in cases if not _has_rule(case)}):
        about = FAMILIES.get(family, "cases of a family that has no words here yet")
        own = [case for case in cases if not _has_rule(case) and _family(case) == family]
        title = f"Cases {family}"
        body = "\n".join((f"<h1>{title}</h1><p>{about.capitalize()}.</p>", *case_table(own)))
        yield Page(path=f"cases/{family}.html", title=title, body=body, section=CONFORMANCE)
    requirements = json.loads((root / "conformance" / "requirements.json").read_bytes())
    rows = "\n".join(_row(requirement, names) for requirement in requirements["requirements"])
    body = (
        "<h1>Cases of each requirement</h1><p>What no case can show is read by people; the reason "
        "stands in its place.</p><div class='wide' tabindex='0'><table><thead><tr>"
        "<th>requirement</th><th>level</th><th>binds</th><th>rules</th><th>cases</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )
    yield Page(path=REQUIREMENTS, title="Cases of each requirement", body=body, section=CONFORMANCE)


def _has_rule(case: Case) -> bool:
    return case.id.startswith("AEO-")


def _family(case: Case) -> str:
    return case.id.partition("-")[0]


def _row(requirement: dict[str, object], names: Mapping[str, str]) -> str:
    cases = requirement["cases"]
    assert isinstance(cases, list)
    shown = _links(cases, names) or escape(str(requirement.get("reason", "")))
    rules, roles = requirement["rules"], requirement["roles"]
    assert isinstance(rules, list)
    assert isinstance(roles, list)
    cells = (
        _links([requirement["id"]], names),
        str(requirement["level"]),
        ", ".join(roles),
        _links(rules, names),
        shown,
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _links(named: list[object], names: Mapping[str, str]) -> str:
    return ", ".join(
        f"<a class='id' href='{way(REQUIREMENTS, names[str(name)])}'>{name}</a>" for name in named
    )
