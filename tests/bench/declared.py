"""Rows of the bench about declarations: XML beside lxml alone, tables beside csv.reader alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from lxml import etree
from msgspec import UNSET
from msgspec.structs import replace
from tests.bench.declared_xml import SIZES, declared_documents, firm_number

from aeo_exchange.counting import how_many
from aeo_exchange.declarations.held_answers import held_matcher
from aeo_exchange.declarations.matching import DeclarationMatcher, MatchTerms
from aeo_exchange.declarations.readers.contents import declarations_of
from aeo_exchange.exchange.profile_file import read_partner_profile
from aeo_exchange.exchange.recognition.evidence import (
    AdoptedProfile,
    HeldChange,
    HeldEvidence,
    HeldHead,
    HeldKey,
    HeldStream,
)
from aeo_exchange.formats import Content
from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.instants import instant
from aeo_exchange.model.record import Authorisation, Consent
from aeo_exchange.operations.reading import read_record
from aeo_exchange.operations.recognition.match import (
    DeclarationLimits,
    declaration_layout,
    matched_declarations,
)
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.resources import published

__all__ = [
    "declaration_rows",
    "declared_evidence",
    "declared_table",
    "profile_by_numbers",
]

Row = Callable[..., None]
Best = Callable[..., list[float]]
FIRMS, MOST, ROUNDS = 10_000, 10_000, 3
K = "2026-11-01T12:00:00Z"
HEADER = "declaration,acceptedAt,flow,role,id,name,country\n"
BY_NUMBERS = (
    (b'identifier_mode = "partner-customs-code"', b'identifier_mode = "aeo-number"'),
    (b'identifier_schemes = ["JP-MRA"]\n', b""),
    (b'side = "HK"', b'side = "JP"'),
)
GIVEN = Consent(scope="HK-JP-2026", state=ConsentState.GIVEN, since="2026-02-01T00:00:00Z")


def declaration_rows(count: int, row: Row, best: Best) -> None:
    """Measure declarations of each size, of which one in three names a firm that is held."""
    terms, evidence = declared_evidence(FIRMS)
    work = _Work(terms, evidence)
    for items in SIZES:
        _sized_rows(min(count, MOST) // items, items, work, row, best)
    many = min(count, MOST) * 5
    table = Content(name="t.csv", held=declared_table(many, FIRMS))
    known = work.matcher()
    plain, rows = best(
        lambda: sum(1 for _ in csv.reader(io.StringIO((table.held or b"").decode()))),
        lambda: work.match([table], known),
    )
    row("match CSV / csv.reader alone", rows / plain, "none", f"{many / rows:,.0f} rows/s")


def _sized_rows(many: int, items: int, work: _Work, row: Row, best: Best) -> None:
    documents = [Content(name="d", held=text) for text in declared_documents(many, items)]
    known = work.matcher()
    fresh = iter([work.matcher() for _ in range(ROUNDS)])
    alone, only, ours, again = best(
        lambda: _parse(documents),
        lambda: work.read(documents),
        lambda: work.match(documents, next(fresh)),
        lambda: work.match(documents, known),
    )
    size = sum(len(document.held or b"") for document in documents) / many / 1000
    told = f"{how_many(items, 'item')}, {size:.0f} kB"
    note = f"{many / ours:,.0f} declarations/s"
    row(f"match XML declarations of {told} / lxml alone", ours / alone, "<= 2", note)
    row("the same, of parties that were met before", again / alone, "<= 2")
    row("the same, read alone", only / alone, "<= 2")


class _Work:
    """What is done with declarations, under the terms and by the evidence of this bench."""

    def __init__(self, terms: MatchTerms, evidence: HeldEvidence) -> None:
        self._terms, self._evidence = terms, evidence
        self._layout, self._limits = declaration_layout(None), DeclarationLimits()

    def matcher(self) -> DeclarationMatcher:
        """Return one that has met nobody yet."""
        return held_matcher(self._terms, self._evidence)

    def match(self, contents: Iterable[Content], matcher: DeclarationMatcher) -> None:
        """Answer about each."""
        said = matched_declarations(contents, matcher, self._terms, self._layout, self._limits)
        assert sum(
            party.result == "RECOGNISED" for declaration in said for party in declaration.parties
        )

    def read(self, several: Iterable[Content]) -> None:
        """Read each, and answer nothing."""
        for content in several:
            for _ in declarations_of(content, self._layout, self._limits):
                pass


def _parse(documents: Iterable[Content]) -> None:
    """Parse each, and let it go: 10,000 trees that are kept are a work of their own."""
    for document in documents:
        etree.fromstring(document.held or b"")


def declared_evidence(firms: int) -> tuple[MatchTerms, HeldEvidence]:
    """Return what so many firms of Hong Kong make Japan hold, and under which terms it asks."""
    profile = read_partner_profile(profile_by_numbers(), shipped())
    terms = MatchTerms(profile=profile, asked_by="JP", known_at=instant(K))
    head = HeldHead(sequence=1, digest="a" * 64, as_of="2026-11-01T00:00:00Z", applied_at=K)
    stream = HeldStream(sender="HK", heads=(head,), keys=tuple(_keys(firms)))
    evidence = HeldEvidence(
        profiles=(AdoptedProfile(profile),), streams=(stream,), reference=shipped()
    )
    return terms, evidence


def profile_by_numbers() -> bytes:
    """Return the sample of a partner profile, by which Japan goes by AEO numbers."""
    text = published("samples/profiles/HK-JP.toml").read_bytes()
    for mine, other in BY_NUMBERS:
        assert text.count(mine) == 1
        text = text.replace(mine, other)
    return text


def _keys(firms: int) -> Iterable[HeldKey]:
    sample = read_record(published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes())
    for number in range(firms):
        holder = replace(sample.holder, tin=f"HK{number * 7919:08}", identifiers=UNSET)
        record = replace(
            sample,
            record_id=f"HK-{number}",
            holder=holder,
            authorisation=_granted(sample.authorisation, number),
            consents=(GIVEN,),
            revision=1,
        )
        change = HeldChange(state="accepted", applied_at=K, record=record)
        yield HeldKey(key=f"HK/HK-{number}", changes=(change,))


def _granted(sample: Authorisation, number: int) -> Authorisation:
    """Return an authorisation with a number of its own, from one of two thousand days on."""
    first = datetime(2021, 3, 1, 16, tzinfo=UTC) + timedelta(days=number % 2000)
    term = replace(sample.terms[-1], from_=instant(first))
    return replace(sample, number=f"HKAEO-{number:06}", terms=(term,))


def declared_table(many: int, firms: int) -> bytes:
    rows = (
        f"{place},2026-10-{place % 28 + 1:02},import,exporter,{firm_number(place % firms)},"
        f"Example {place},HK\n"
        for place in range(many)
    )
    return (HEADER + "".join(rows)).encode()
