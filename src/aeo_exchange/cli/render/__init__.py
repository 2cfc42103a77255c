"""Reports to what a command prints, one module per form; adding a form is adding a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import TypeAlias

from aeo_exchange.cli.render.style import Style
from aeo_exchange.report import Report

__all__ = ["RENDERERS", "Renderer", "Style", "renderer"]

Renderer: TypeAlias = Callable[[Iterable[Report], Style], Iterator[str]]

# Form -> module below this one and its function, imported on use.
RENDERERS = {
    "text": ("text", "as_text"),
    "json": ("machine", "as_json"),
    "ndjson": ("machine", "as_ndjson"),
    "sarif": ("sarif", "as_sarif"),
    "junit": ("junit", "as_junit"),
    "github": ("github", "as_github"),
    "csv": ("table", "as_csv"),
}


def renderer(form: str) -> Renderer:
    """Return what prints a form."""
    module, name = RENDERERS[form]
    render: Renderer = getattr(import_module(f"{__name__}.{module}"), name)
    return render
