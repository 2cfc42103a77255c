"""Parties that have several numbers, in whatever places, are answered by tables as plainly."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("duckdb")

from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.declarations.answer import MatchedParty
from aeo_exchange.declarations.declaration import (
    Declaration,
    DeclaredParty,
    NumberPlace,
    PartyRole,
    QuotedNumber,
)
from aeo_exchange.declarations.held_answers import held_matcher
from aeo_exchange.declarations.layout import declaration_layout
from aeo_exchange.declarations.matching import DeclarationMatcher
from aeo_exchange.declarations.moments import moment_written
from aeo_exchange.declarations.readers.contents import declarations_of
from aeo_exchange.declarations.readers.limits import DeclarationLimits
from aeo_exchange.errors import WrongChoice
from aeo_exchange.formats import Content
from aeo_exchange.model.codes import Role
from declarations.asked_cases import NO_TABLES, holdings_of_cases
from declarations.generated import MOMENTS, WORLDS, generated_evidence, generated_numbers, in_world
from declarations.interval_tables import MODES, under
from declarations.table_matcher import by_tables

FIRMS = 48  # two of each kind
PLACES: tuple[NumberPlace, ...] = (
    *("id",) * 4,
    *("aeo-number",) * 2,
    "mutual-recognition",
    "authorisation-holder",
)
SCHEMES = (*("",) * 6, "TIN", "LEI", "BR-CNPJ", "JP-MRA", "HK-AEO", "XX-NONE")


def in_words(said: MatchedParty) -> dict[str, object]:
    """Return all that tables tell of a party."""
    return {
        "party": (said.role, said.name, said.address, said.country, said.numbers),
        "result": said.result,
        "reasons": sorted(why.code for why in said.reasons),
        "found": None if said.found_by is UNSET else (said.found_by, said.tin or ""),
        "benefits": said.benefits,
    }


def generated_declaration(random: Random) -> Declaration:
    """Return a declaration of one party that is named by one to four numbers of any place."""
    several = random.choice((0, 1, 1, 1, 2, 2, 3, 4))
    numbers = tuple(
        QuotedNumber(value=value, place=random.choice(PLACES), scheme=random.choice(SCHEMES))
        for value in generated_numbers(several, FIRMS, random)
    )
    return Declaration(
        accepted_at=moment_written(random.choice(MOMENTS)),
        flow=random.choice(("import", "export", "transit", None)),
        parties=(DeclaredParty(role=random.choice(list(PartyRole)), name="N", numbers=numbers),),
    )


def compared(
    one: DeclarationMatcher, other: DeclarationMatcher, asked: list[Declaration]
) -> Counter[str]:
    """Compare what both say of each party; return how often what is said."""
    met = Counter[str]()
    for declaration in asked:
        plain, said = (by.matched(declaration, "d") for by in (one, other))
        for first, second in zip(plain.parties, said.parties, strict=True):
            assert in_words(second) == in_words(first), declaration
            met[first.result] += 1
            met.update(why.code for why in first.reasons)
    return met


@pytest.mark.parametrize("mode", MODES)
def test_parties_of_several_numbers_are_answered_as_by_what_is_held(
    mode: str, tmp_path: Path
) -> None:
    terms, held = under(mode, generated_evidence(FIRMS, Random(1)))  # noqa: S311 no secret
    terms = replace(terms, asked_as={PartyRole.CONSIGNOR: Role.EXPORTER})
    tables = by_tables(tmp_path / "tables", held, terms)
    random = Random(3)  # noqa: S311 no secret
    met = compared(
        held_matcher(terms, held), tables, [generated_declaration(random) for _ in range(2000)]
    )
    assert {"RECOGNISED", "NOT_RECOGNISED", "UNDETERMINED"} < met.keys()
    assert {"numbers-differ", "not-found", "no-acceptance", "no-number", "placeholder"} < met.keys()
    assert ("two-holders" in met) is (mode == "aeo-number")  # what was issued is of one


@pytest.mark.long
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("world", WORLDS)
def test_they_are_where_a_stream_is(world: str, mode: str, tmp_path: Path) -> None:
    terms, held = under(mode, in_world(generated_evidence(FIRMS, Random(1)), world))  # noqa: S311
    tables = by_tables(tmp_path / "tables", held, terms)
    random = Random(5)  # noqa: S311 no secret
    assert compared(
        held_matcher(terms, held), tables, [generated_declaration(random) for _ in range(300)]
    )


def test_every_case_of_a_matcher_is_answered_by_tables(tmp_path: Path) -> None:
    """By the declarations as they are; no row leaves one out, and no candidate is named."""
    left_out = Counter[str]()
    for number, (held, terms, cases) in enumerate(holdings_of_cases()):
        try:
            tables = by_tables(tmp_path / str(number), held, terms)
        except WrongChoice:
            left_out[NO_TABLES] += len(cases)
            continue
        for case in cases:
            check(case, tables)
    assert left_out == {NO_TABLES: 3}


def check(case: Path, tables: DeclarationMatcher) -> None:
    told = json.loads(case.read_bytes())
    content = Content(name="d", path=case.parent / told["inputs"][0]["path"])
    met = declarations_of(content, declaration_layout(None), DeclarationLimits())
    read_ones = [one.declaration for one in met if one.declaration is not None]
    said = [party for one in read_ones for party in tables.matched(one, "d").parties]
    met_of = Counter[str]()
    by_party = {}
    for one in said:
        met_of[one.role] += 1
        by_party[one.role, met_of[one.role]] = one
    assert len(by_party) == len(told["expect"]["parties"]), case
    for expected in told["expect"]["parties"]:
        one = by_party[expected["role"], expected.get("ordinal", 1)]
        assert one.result == expected["result"], case
        assert sorted(why.code for why in one.reasons) == sorted(expected["reasons"]), case
        assert list(one.benefits) == expected.get("benefits", []), case
        assert "tin" not in expected or one.tin == expected["tin"], case
        assert not one.candidates
