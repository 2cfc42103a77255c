"""How many workers answer where nobody says how many are to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest

from aeo_exchange.declarations.layout import declaration_layout
from aeo_exchange.declarations.matching import DeclarationMatcher, MatchTerms
from aeo_exchange.declarations.readers.limits import DeclarationLimits
from aeo_exchange.formats import Content
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.recognition import match_parallel
from aeo_exchange.operations.recognition.match import match_rows
from aeo_exchange.operations.recognition.match_parallel import (
    MatchWork,
    jobs_for,
    shown_matches,
)
from aeo_exchange.operations.workers import Work
from declarations.matched import by_numbers
from exchange.recognising import K


@pytest.mark.parametrize(
    ("files", "cores", "jobs"),
    [(1, 8, 1), (999, 8, 1), (1_000, 1, 1), (1_000, 2, 2), (1_000, 4, 4), (10_000, 64, 4)],
)
def test_few_files_are_for_one_process_and_many_for_four_cores_at_most(
    monkeypatch: pytest.MonkeyPatch, files: int, cores: int, jobs: int
) -> None:
    monkeypatch.setattr(match_parallel, "_cores", lambda: cores)
    assert jobs_for(files, None) == jobs
    assert jobs_for(files, 3) == 3


def test_as_many_workers_begin_as_are_to(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []

    def in_order(work: Work, _do: object, _parts: object) -> Iterator[object]:
        begun.append(work.jobs)
        return iter(())

    monkeypatch.setattr(match_parallel, "in_order", in_order)
    work = MatchWork(
        matcher=cast("DeclarationMatcher", None),
        terms=cast("MatchTerms", None),
        layout=declaration_layout(None),
        limits=DeclarationLimits(),
        show=str,
    )
    files = [Content(name=f"{place}.xml", held=b"<x/>") for place in range(1_000)]
    assert not list(shown_matches(files, work, 3))
    assert begun == [3]


def test_no_worker_begins_for_what_one_alone_would_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between tables stand a few files at a time; for each of these times workers began."""

    def in_order(_work: Work, _do: object, _parts: object) -> Iterator[object]:
        raise AssertionError

    monkeypatch.setattr(match_parallel, "in_order", in_order)
    asked = MatchTerms(profile=by_numbers(), asked_by="JP", known_at=instant(K))
    work = MatchWork(
        matcher=cast("DeclarationMatcher", None),
        terms=asked,
        layout=declaration_layout(None),
        limits=DeclarationLimits(),
        show=match_rows,
    )
    files = [Content(name=f"{place}.xml", held=b"<x/>") for place in range(20)]
    (shown,) = shown_matches(files, work, 3)
    assert [text.partition(",")[0] for text in shown.texts] == [one.name for one in files]
    assert not list(shown_matches([], work, 3))
