"""What a record says of a recognition, beside the profile that two sides agreed on (XCH-1-9)."""

from __future__ import annotations

from functools import cache

import pytest
from msgspec.structs import replace

from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.formats import Content, Format, Limits
from aeo_exchange.model.codes import IdentifierMode, Role
from aeo_exchange.model.record import AeoRecord, Identifier, Recognition
from aeo_exchange.operations.records.validate import validate_agreed
from aeo_exchange.resources import published
from aeo_exchange.rules import Context, all_rules
from exchange.made_views import FIRM, firm
from exchange.profiles import profile
from formats.documents import written

T = "2026-11-01T00:00:00Z"
SINCE = "2026-03-31T15:00:00Z"  # when the rows of the sample begin
GIVEN = Recognition(
    agreement="HK-JP-2026",
    partner="JP",
    identifier_mode=IdentifierMode.PARTNER_CUSTOMS_CODE,
    identifiers=(Identifier(scheme="JP-MRA", value="P000033"),),
    from_=SINCE,
)


def recognised(**changes: object) -> AeoRecord:
    return firm(recognitions=(*FIRM.recognitions, replace(GIVEN, **changes)))


def rows(**changes: object) -> PartnerProfile:
    """Return the sample with one row, of TIER2, and the changes in it."""
    sample = profile()
    return replace(sample, rows=(replace(sample.rows[0], **changes),))


@cache
def written_alone(record: AeoRecord, form: str) -> bytes:
    return written([record], Format(form))


def found(
    record: AeoRecord, agreed: PartnerProfile | None = None, form: str = "json", at: str = T
) -> list[tuple[str, str]]:
    """Return code and path of each finding of the rules over a profile."""
    content = Content(name="r", held=written_alone(record, form))
    reports = validate_agreed(
        [content], Context(at=at), Limits(), agreed or profile(), together=False
    )
    (report,) = reports
    assert report.record_id == record.record_id
    codes = {code for code, rule in all_rules().items() if rule.station == "partner-profile"}
    return [(finding.code, finding.path) for finding in report.findings if finding.code in codes]


PLACE = "/recognitions/1"
MODE = IdentifierMode.AEO_NUMBER
# What is changed of the record, what is changed of the one row, and what is then wrong with it.
CASES = {
    "it is as agreed": ({}, {}, []),
    "another agreement says nothing of it": ({"agreement": "HK-JP-2027", "partner": "KR"}, {}, []),
    "it is by a third side": ({"partner": "KR"}, {}, [("AEO-REC-04", "partner")]),
    "it begins with the row": ({"from_": SINCE}, {}, []),
    "it begins a second before the row": (
        {"from_": "2026-03-31T14:59:59Z"}, {}, [("AEO-REC-05", "from")],
    ),
    "it ended before the row did": (
        {"until": "2026-06-01T00:00:00Z"}, {"until": "2026-05-01T00:00:00Z"}, [],
    ),
    "the row ends a second after the question": ({}, {"until": "2026-11-01T00:00:01Z"}, []),
    "the row ends at the question": ({}, {"until": T}, [("AEO-REC-05", "until")]),
    "it ends at the question, as the row does": ({"until": T}, {"until": T}, []),
    "it ends a second after the row": (
        {"until": "2026-11-01T00:00:01Z"}, {"until": T}, [("AEO-REC-05", "until")],
    ),
    "the row is of another programme": (
        {}, {"programme": "JP-AEO"}, [("AEO-REC-05", "from"), ("AEO-REC-05", "until")],
    ),
    "the row is of the other direction": (
        {},
        {"granted_by": "JP", "recognised_by": "HK"},
        [("AEO-REC-05", "from"), ("AEO-REC-05", "until")],
    ),
    "the row leaves the TIN out": (
        {},
        {"tin_prefixes_excluded": ("HK0000003",)},
        [("AEO-REC-05", "from"), ("AEO-REC-05", "until")],
    ),
    "the row leaves another TIN out": ({}, {"tin_prefixes_excluded": ("HK0000004",)}, []),
    "the row names another tier": (
        {}, {"tiers": ("TIER1",)}, [("AEO-REC-06", "from"), ("AEO-REC-06", "until")],
    ),
    "the row names the tier among others": ({}, {"tiers": ("TIER1", "TIER2")}, []),
    "it begins before every term": (
        {"from_": "2021-01-01T00:00:00Z"},
        {"from_": "2020-01-01T00:00:00Z"},
        [("AEO-REC-06", "from")],
    ),
    "the row asks for a role that the term lacks": (
        {},
        {"holder_roles": (Role.IMPORTER,)},
        [("AEO-REC-07", "from"), ("AEO-REC-07", "until")],
    ),
    "the row asks for one of its roles": ({}, {"holder_roles": (Role.IMPORTER, Role.EXPORTER)}, []),
    "the role came with a later term": (
        {"from_": "2023-01-01T00:00:00Z"},
        {"from_": "2020-01-01T00:00:00Z", "holder_roles": (Role.WAREHOUSE,)},
        [("AEO-REC-07", "from")],
    ),
    "it finds the holder by something else": (
        {"identifier_mode": MODE}, {}, [("AEO-REC-08", "identifierMode")],
    ),
    "it finds the holder by a number of another scheme": (
        {"identifiers": (Identifier(scheme="HK-BR", value="12345678"),)},
        {},
        [("AEO-REC-08", "identifiers/0/scheme")],
    ),
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("form", ["json", "ndjson", "xml", "csv", "xlsx"])
@pytest.mark.parametrize("case", CASES)
def test_a_recognition_is_compared_with_what_was_agreed(case: str, form: str) -> None:
    changes, row, wrong = CASES[case]
    told = found(recognised(**changes), rows(**row), form)
    assert told == [(code, f"{PLACE}/{path}") for code, path in wrong]


def test_each_rule_over_a_profile_has_a_case_that_fails_and_one_that_passes() -> None:
    failing = {code for _, _, wrong in CASES.values() for code, _ in wrong}
    assert failing == {f"AEO-REC-{number:02}" for number in range(4, 9)}


def test_one_row_of_several_suffices() -> None:
    first, second, third = profile().rows
    assert found(recognised(), replace(profile(), rows=(third, second, first))) == []


def test_what_comes_after_the_question_is_not_looked_at() -> None:
    assert found(recognised(from_="2026-12-01T00:00:00Z"), at=T) == []
    ended = rows(until="2026-12-31T00:00:00Z")
    assert found(recognised(), ended, at="2026-12-30T23:59:59Z") == []
    assert found(recognised(), ended, at="2026-12-31T00:00:00Z") == [
        ("AEO-REC-05", f"{PLACE}/until")
    ]


def test_a_side_that_goes_by_the_aeo_number_takes_every_number() -> None:
    sample = profile()
    by_number = [
        replace(side, identifier_mode=MODE) if side.party == "JP" else side
        for side in sample.parties
    ]
    numbers = (Identifier(scheme="HK-BR", value="12345678"),)
    agreed = replace(sample, parties=tuple(by_number))
    assert found(recognised(identifier_mode=MODE, identifiers=numbers), agreed) == []


def test_the_suite_has_cases_for_both_halves_of_each_rule_over_a_profile() -> None:
    folder = published("conformance/cases/REC")
    for number in range(4, 9):
        names = [path.name for path in folder.glob(f"AEO-REC-{number:02}.*")]
        passing = [name for name in names if ".p" in name]
        failing = [name for name in names if ".n" in name]
        assert (len(passing) >= 1, len(failing) >= 2) == (True, True), number
