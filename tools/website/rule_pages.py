"""A page for each rule: what it asks, why, by which requirement, and what its cases show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import PurePosixPath

from cases_shown import Case, case_html, telling
from markdown_pages import Markdown
from sitemap import RULES, Page, Standing, way
from suite_pages import case_table

from aeo_exchange.rules import Level, Rule, all_rules
from aeo_exchange.rules.rule import Station

__all__ = ["requirements_of", "rule_pages", "rule_places"]

PARAGRAPHS = re.compile(r"^\*\*(?P<id>[A-Z]{3}-\d+-\d+)\*\* ", re.MULTILINE)
STOP = re.compile(r"^(?:## |\*\*[A-Z]{3}-\d+-\d+\*\* )", re.MULTILINE)


def requirements_of(texts: Mapping[PurePosixPath, str]) -> dict[str, tuple[PurePosixPath, str]]:
    """Return file and text of each requirement of the specification, by its number."""
    requirements = {}
    for source, text in texts.items():
        for match in PARAGRAPHS.finditer(text):
            stop = STOP.search(text, match.end())
            end = stop.start() if stop else None
            requirements[match["id"]] = (source, text[match.start() : end])
    return requirements


def rule_places() -> dict[str, str]:
    """Return where the page of each rule stands."""
    return {code: f"rules/{code}.html" for code in all_rules()}


def rule_pages(
    markdown: Markdown,
    requirements: Mapping[str, tuple[PurePosixPath, str]],
    cases: list[Case],
) -> Iterator[Page]:
    """Yield the page of each rule."""
    for code, rule in all_rules().items():
        path = f"rules/{code}.html"
        source, text = requirements[rule.clause]
        own = [case for case in cases if case.rule == code]
        parts = (
            f"<h1>{code}</h1>",
            f'<p class="lead">{escape(rule.sentence)}</p>',
            _facts(rule, markdown, path),
            "<h2 id='requirement'>The requirement</h2>",
            f"<blockquote class='piece'>{markdown.part(source, text, path)}</blockquote>",
            *_examples(own),
        )
        yield Page(
            path=path,
            title=code,
            body="\n".join(parts),
            section=RULES,
            standing=Standing.RULE,
            near=rule.area,
        )


def _facts(rule: Rule, markdown: Markdown, path: str) -> str:
    clause = way(path, markdown.names[rule.clause])
    outcome = "an error" if rule.level is Level.MUST else "a warning"
    at = " ".join(f"<code>{escape(pointer)}</code>" for pointer in rule.at.split())
    rows = (
        ("Level", f"<strong>{rule.level}</strong>: a breach is {outcome}"),
        ("Requirement", f'<a href="{clause}">{rule.clause}</a>'),
        ("Reason", escape(rule.reason)),
        ("Checked by", _checker(rule.station)),
        ("Findings stand at", at or "the place that CON-7-8 names"),
        ("On the command line", f"<code>aeo explain {rule.code}</code>"),
    )
    told = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows)
    return f"<dl>{told}</dl>"


def _checker(station: Station) -> str:
    """Return who checks a rule, in words."""
    match station:
        case Station.READER:
            return "the reader, on the way from content to a record"
        case Station.SCHEMA:
            return "the schema"
        case Station.RECORD:
            return "a rule on one record"
        case Station.SET:
            return "a rule on records that are judged together"
        case Station.PARTNER_PROFILE:
            return "a rule on one record, where a partner profile is given"
        case Station.VERIFIER:
            return "a verifier of attestations"
        case Station.RECEIVER:
            return "a receiver of what partners send"
        case Station.PUBLISHER:
            return "whoever looks at a published folder"


def _examples(cases: list[Case]) -> Iterator[str]:
    """Yield a case that fails, one that passes, and the list of all."""
    if not cases:
        yield "<h2 id='cases'>Cases</h2><p>The suite of this version has no case of this rule "
        yield "(RUL-1-4); tests of the program stand in for them.</p>"
        return
    for fails, title in ((True, "A case that fails"), (False, "A case that passes")):
        chosen = min((case for case in cases if case.fails is fails), key=telling, default=None)
        yield f"<h2 id='{'fails' if fails else 'passes'}'>{title}</h2>"
        yield case_html(chosen) if chosen else "<p>The suite has none.</p>"
    yield "<h2 id='cases'>All cases</h2>"
    yield from case_table(cases)
