"""Reports to what a command prints, one module per form; adding a form is adding a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from aeo_exchange.cli.render.github import as_github
from aeo_exchange.cli.render.junit import as_junit
from aeo_exchange.cli.render.machine import as_json, as_ndjson
from aeo_exchange.cli.render.sarif import as_sarif
from aeo_exchange.cli.render.style import Style
from aeo_exchange.cli.render.text import as_text
from aeo_exchange.report import Report

__all__ = ["RENDERERS", "Renderer", "Style"]

Renderer: TypeAlias = Callable[[Iterable[Report], Style], Iterator[str]]

RENDERERS: dict[str, Renderer] = {
    "text": as_text,
    "json": as_json,
    "ndjson": as_ndjson,
    "sarif": as_sarif,
    "junit": as_junit,
    "github": as_github,
}
