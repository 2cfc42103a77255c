"""No count that is hidden in one arrangement is told by another, nor by the totals of all."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import product

import pytest

from aeo_exchange.formats import Content
from aeo_exchange.operations.measuring.use import ArrangementUse, arrangement_use
from worked_out import told_by_sums

RESULTS = ("RECOGNISED", "NOT_RECOGNISED", "UNDETERMINED")
REASONS = {"RECOGNISED": "recognised", "NOT_RECOGNISED": "status", "UNDETERMINED": "not-found"}
DAY = "2026-10-05T0{}:00:00Z"
KINDS = (RESULTS[0], "others")
Count = tuple[str, ...]
Counts = dict[Count, int | None]


def decisions(chance: random.Random, arrangements: list[tuple[str, str]]) -> Iterator[str]:
    """Decisions with one party each, all of them released: nobody knows more of what is counted."""
    for asked_by, profile in arrangements:
        for tier, size, result in product(("T1", "T2"), ("small", "large"), RESULTS):
            for _ in range(chance.choice((0, 0, 1, 3, 6, 9))):
                why = [{"code": REASONS[result]}]
                party = {"role": chance.choice(("exporter", "importer")), "result": result,
                         "reasons": why, "tiers": [tier], "sizeClass": size}  # fmt: skip
                told = {"askedBy": asked_by, "profile": profile, "at": DAY.format(1),
                        "knownAt": DAY.format(2), "acceptedAt": DAY.format(1),
                        "releasedAt": DAY.format(3), "parties": [party]}  # fmt: skip
                yield json.dumps(told)


def published(use: ArrangementUse) -> Counts:
    """Every count of a report; one that is hidden is None."""
    counts: Counts = {
        (one.asked_by, one.profile, one.dimension, one.value, one.result): one.parties or 0
        if not one.hidden
        else None
        for one in use.counts
    }
    for one in use.clearance:
        kind = RESULTS[0] if "at least" in one.cleared else "others"
        counts["cleared", one.asked_by, one.profile, one.dimension, one.value, kind] = (
            None if one.hidden else one.declarations or 0
        )
    for name in ("declarations", "parties", "recognised"):
        told = getattr(use, name)
        counts["all", name, "", "", ""] = told if isinstance(told, int) else None
    return counts


def sums_known(counts: Counts) -> Iterator[list[Count]]:
    """What everybody knows to add up, the sum last."""
    of = {key[:2] for key in counts if key[0] not in {"all", "cleared"}}
    for asked_by, profile in of:
        lines = {key[2:4] for key in counts if key[:2] == (asked_by, profile)}
        for line in lines:
            yield [(asked_by, profile, *line, result) for result in (*RESULTS, "")]
        for dimension in {name for name, _ in lines if name}:
            values = [value for name, value in lines if name == dimension]
            for result in RESULTS[1:] if dimension == "reason" else (*RESULTS, ""):
                cells = [(asked_by, profile, dimension, value, result) for value in values]
                yield [*cells, (asked_by, profile, "", "", result)]
    totals = [(*one, "", "", "") for one in of]
    for name in ("declarations", "parties"):
        yield [*totals, ("all", name, "", "", "")]
    yield [(*one, "", "", RESULTS[0]) for one in of] + [("all", "recognised", "", "", "")]


def cleared_as_parties(counts: Counts) -> Iterator[list[Count]]:
    """What is known where each declaration has one party, and all of them were released."""
    for _, *line in {key[:-1] for key in counts if key[0] == "cleared"}:
        yes, no = (("cleared", *line, kind) for kind in KINDS)
        yield [yes, no, (*line, "")]
        yield [yes, (*line, RESULTS[0])]


def cleared_sums(counts: Counts) -> Iterator[list[Count]]:
    """What everybody knows of the numbers of declarations that were released."""
    lines = {key[1:-1] for key in counts if key[0] == "cleared"}
    for *arrangement, dimension in {line[:3] for line in lines if line[2]}:
        for kind in KINDS:
            cells = [
                ("cleared", *line, kind) for line in lines if line[:3] == (*arrangement, dimension)
            ]
            yield [*cells, ("cleared", *arrangement, "", "", kind)]


def use_of(lines: list[str], least: int) -> ArrangementUse:
    content = Content(name="d", held="\n".join(lines).encode())
    return arrangement_use([content], least, lambda *_: None)


@pytest.mark.long
def test_no_sum_over_arrangements_tells_a_hidden_count() -> None:
    chance, hidden_of_all, shown_of_all = random.Random(21), 0, 0  # noqa: S311 no secret
    several = [("JP", "HK-JP-2026"), ("JP", "JP-SG-2025"), ("SG", "JP-SG-2025")]
    for many in (2, 3, 1):
        lines = list(decisions(chance, several[:many]))
        counts = published(use_of(lines, 3))
        hidden = {key for key, count in counts.items() if count is None}
        told = published(use_of(lines, 1))
        assert None not in told.values()
        small = {key for key, count in told.items() if 0 < (count or 0) < 3}
        assert small <= hidden
        # Declarations are hidden beside parties: what is told of parties may tell them again.
        of_parties = {key for key in hidden if not {"cleared", "declarations"} & set(key)}
        sums = [*sums_known(told), *cleared_as_parties(told), *cleared_sums(told)]
        worked_out = told_by_sums(sums, hidden)
        assert not worked_out & (small | of_parties)
        is_hidden = counts["all", "recognised", "", "", ""] is None
        hidden_of_all, shown_of_all = hidden_of_all + is_hidden, shown_of_all + (not is_hidden)
    assert hidden_of_all
    assert shown_of_all


def test_what_the_law_looks_for_it_finds() -> None:
    """A total of all that is shown beside one arrangement tells the other."""
    lines = list(decisions(random.Random(1), [("JP", "A-JP-2026"), ("JP", "B-JP-2026")]))  # noqa: S311
    counts = published(use_of(lines, 1))
    other = ("JP", "B-JP-2026", "", "", "")
    assert other in told_by_sums(list(sums_known(counts)), {other})


@pytest.mark.long
def test_no_sum_of_declarations_that_were_released_tells_a_small_one() -> None:
    """Where few were released, what is told of parties says nothing; the sums among them do."""
    chance, hidden_of_all = random.Random(5), 0  # noqa: S311 no secret
    for _ in range(12):
        made = list(decisions(chance, [("JP", "A-JP-2026")]))
        lines = [
            line if chance.random() < 0.6 else line.replace("releasedAt", "kept") for line in made
        ]
        counts, told = published(use_of(lines, 3)), published(use_of(lines, 1))
        cleared = {key for key in told if key[0] == "cleared"}
        hidden = {key for key in cleared if counts[key] is None}
        small = {key for key in cleared if 0 < (told[key] or 0) < 3}
        assert small <= hidden
        assert not told_by_sums(list(cleared_sums(told)), hidden) & small
        hidden_of_all += len(hidden)
    assert hidden_of_all
