"""The text of the specification to its requirements: level, roles, place, and what tests them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from aeo_exchange.conformance.suite.cases import Case
from aeo_exchange.conformance.suite.lists import ProductRole
from aeo_exchange.rules import all_rules

SPEC = Path(__file__).resolve().parents[2] / "docs" / "spec"
REQUIREMENT = re.compile(r"^\*\*(?P<id>[A-Z]{3}-\d+-\d+)\*\* ", re.MULTILINE)
HEADING = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)
RULE = re.compile(r"\bAEO-[A-Z]+-\d\d\b")
NO_RULE = re.compile(r"\(([^()]*?)No rule(?: by itself)?[:.]?\s*(?P<why>(?:[^()]|\([^()]*\))*)\)")
# Whom a requirement binds, where its reason says so.
BINDS = re.compile(r"\bbinds (?:the )?(?P<whom>[a-z]+(?: [a-z]+)?)")
# These are no products, so no role has to do anything for them.
NO_PRODUCT = ("reference data", "runner", "suite", "this standard", "those", "who", "vendor")
ROLES = frozenset(role.value for role in ProductRole)
ROLE_ROW = re.compile(
    r"^\| (?P<roles>[a-z, -]+) \| [^|]+ \| (?P<parts>[0-9][0-9, to]*) \|$", re.MULTILINE
)
LEVELS = ("MUST", "SHOULD", "MAY")
# Words about levels, not of a level.
ABOUT = re.compile(r"\b(?:level|of|a|every|broken) (?:MUST|SHOULD|MAY)\b")
# Requirements that no rule checks and cases show all the same.
SHOWN_BY = {
    "CON-5-5": ("AEO-STR-08.n*", "AEO-STR-06.n*", "AEO-HOS-05.n*"),
    "CON-7-7": ("AEO-SYN-01.p02", "CNV-0*.p04", "CNV-04.p03"),
    "CON-7-8": ("AEO-STR-01.n*", "AEO-XCH-0*.n*"),
    "CON-7-10": ("AEO-SYN-05.p01",),
    "CON-9-3": ("AEO-STA-10.n*",),
    "CON-9-4": ("AEO-COD-07.*", "AEO-STR-01.*"),
    "REC-3-2": ("AEO-COD-07.n*", "FAR-PROGRAMME.p01"),
    "REC-6-7": ("STS-*",),
    "REC-6-8": ("STS-*",),
    "REC-6-9": ("STS-*",),
    "CNF-3-13": ("STS-*",),
    "REC-10-2": ("CNV-0*.p02", "CNV-0*.p06"),
    "RDA-3-1": ("PRG-*",),
    "RUL-1-3": ("AEO-TIER-0*", "AEO-COD-07.n*"),
    "RUL-2-1": ("AEO-SYN-*.n*", "AEO-STR-*.n*"),
    "RUL-2-2": ("AEO-STR-01.n*", "AEO-COD-01.n*", "AEO-LIF-01.n*"),
    "RUL-3-1": ("AEO-COD-07.*", "AEO-STR-01.*"),
    "RUL-3-2": ("AEO-XCH-*", "AEO-SYN-01.p02"),
    "RUL-3-3": ("AEO-*.n*",),
    "ATT-3-5": ("AEO-SIG-15.n*", "AEO-SIG-16.n*"),
    "ATT-7-10": ("AEO-STA-10.*", "AEO-SIG-19.*"),
    "ATT-2-15": ("AEO-SIG-01.[pn]90*",),
    "ATT-2-16": ("AEO-SIG-01.[pn]90*",),
    "ATT-2-12": ("ISS-01.p*",),
    "CNF-3-5": ("CNV-0*.n*", "CNV-04.p05"),
    "CNF-3-9": ("ISS-*",),
    "CNF-3-10": ("ISS-*.p*",),
    "CNF-3-11": ("ISS-*.p*",),
    "CNF-3-12": ("STL-*",),
    "CNF-3-14": ("RCV-*",),
    "CNF-3-15": ("RCG-*",),
    "CNF-3-16": ("PRD-*",),
    "CNF-3-17": ("SND-*",),
    "CNF-3-18": ("MAT-*",),
}
# Where the text alone does not say why no case can test a requirement, or a rule of it.
REASONS = {
    "AEO-SYN-00": "An input that cannot be read cannot be handed over; tests of a program show it.",
}
# And of a part as long as no case of it can be written.
REASONS_OF_PARTS = {
    "XCH": "It takes a stream of messages; its cases come with scenarios, and tests show it.",
}


class Requirement(NamedTuple):
    """One numbered requirement, as the text has it."""

    id: str
    text: str
    file: str
    anchor: str


def read_requirements() -> list[Requirement]:
    """Return every requirement in the order of the text."""
    parts = sorted(SPEC.glob("[0-9]*-*.md"), key=lambda path: int(path.name.partition("-")[0]))
    return [requirement for path in parts for requirement in _of_part(path)]


def described(
    requirements: Sequence[Requirement], cases: Sequence[Case]
) -> list[dict[str, object]]:
    """Return the requirements as requirements.json has them."""
    roles = _roles_by_part()
    ids = [case.id for case in cases]
    by_name: dict[str, set[str]] = {}
    for case in cases:
        for name in (*case.requirement, case.id.partition(".")[0]):
            by_name.setdefault(name, set()).add(case.id)
    return [
        _entry(requirement, ids, by_name, roles.get(requirement.file.partition("-")[0], []))
        for requirement in requirements
    ]


def _of_part(path: Path) -> Iterator[Requirement]:
    text = path.read_text(encoding="utf-8")
    stops = sorted(
        match.start() for form in (REQUIREMENT, HEADING) for match in form.finditer(text)
    )
    for match in REQUIREMENT.finditer(text):
        end = next((stop for stop in stops if stop > match.start()), len(text))
        titles = [heading["title"] for heading in HEADING.finditer(text[: match.start()])]
        yield Requirement(match["id"], text[match.end() : end], path.name, _anchor(titles[-1]))


def _anchor(title: str) -> str:
    """Return the anchor that a heading gets where the text is read."""
    return re.sub(r"[^a-z0-9 -]", "", title.lower()).strip().replace(" ", "-")


def _roles_by_part() -> dict[str, list[str]]:
    """Return the roles that each part concerns, by the number of the part."""
    roles: dict[str, list[str]] = {}
    for row in ROLE_ROW.finditer((SPEC / "0-overview.md").read_text(encoding="utf-8")):
        for part in _parts(row["parts"]):
            roles.setdefault(part, []).extend(row["roles"].split(", "))
    return roles


def _parts(text: str) -> list[str]:
    """Return the parts that `1, 2, 7` or `1 to 5` names."""
    if " to " in text:
        first, last = (int(end) for end in text.split(" to "))
        return [str(number) for number in range(first, last + 1)]
    return text.split(", ")


def _entry(
    requirement: Requirement, ids: list[str], by_name: Mapping[str, set[str]], roles: list[str]
) -> dict[str, object]:
    """Return a requirement; `by_name` has the cases by requirement and by rule."""
    rules = sorted(set(RULE.findall(requirement.text)) & set(all_rules()))
    shown = {case for name in (requirement.id, *rules) for case in by_name.get(name, ())}
    for pattern in SHOWN_BY.get(requirement.id, ()):
        shown |= {case for case in ids if fnmatchcase(case, pattern)}
    tested = [case for case in ids if case in shown]
    return {
        "id": requirement.id,
        "level": _level(requirement.text, rules),
        "roles": _bound(requirement, roles, tested=bool(tested)),
        "file": f"docs/spec/{requirement.file}",
        "anchor": requirement.anchor,
        "kind": "testable" if tested else "reviewed",
        **({} if tested else {"reason": _reason(requirement, rules)}),
        "rules": rules,
        "cases": tested,
    }


def _bound(requirement: Requirement, roles: list[str], *, tested: bool) -> list[str]:
    """Return the roles that a requirement binds: those of its part, unless its reason tells."""
    told = NO_RULE.search(requirement.text)
    whom = BINDS.search(" ".join(told["why"].split())) if told else None
    if whom is None:
        return roles
    if whom["whom"].startswith(NO_PRODUCT):
        return roles if tested else []
    first = whom["whom"].split()[0]
    return [first] if first in ROLES else roles


def _level(text: str, rules: list[str]) -> str:
    """Return the strongest key word, else that of the rules, else that the text explains."""
    bare = ABOUT.sub("", text)
    for level in LEVELS:
        if re.search(rf"\b{level}\b", bare):
            return level
    levels = {all_rules()[rule].level.value for rule in rules}
    return next((level for level in LEVELS if level in levels), "EXPLAINS")


def _reason(requirement: Requirement, rules: list[str]) -> str:
    told = NO_RULE.search(requirement.text)
    if requirement.id in REASONS:
        return REASONS[requirement.id]
    if told:
        why = " ".join(told["why"].split()).rstrip(".")
        return why[:1].upper() + why[1:] + "."
    by_part = REASONS_OF_PARTS.get(requirement.id.partition("-")[0], "No case yet.")
    return next((REASONS[rule] for rule in rules if rule in REASONS), by_part)
