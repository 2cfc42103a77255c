"""Rows of the bench about declarations: XML beside lxml alone, tables beside csv.reader alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lxml import etree
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.declarations.matching import DeclarationMatcher, MatchTerms
from aeo_exchange.declarations.readers.contents import declarations_of
from aeo_exchange.exchange.profile_file import read_partner_profile
from aeo_exchange.exchange.recognition.held import (
    AdoptedProfile,
    HeldChange,
    HeldEvidence,
    HeldHead,
    HeldKey,
    HeldStream,
)
from aeo_exchange.formats import Content
from aeo_exchange.model.codes import ConsentState, IdentifierMode
from aeo_exchange.model.instants import instant
from aeo_exchange.model.record import Authorisation, Consent
from aeo_exchange.operations.match import (
    DeclarationLimits,
    declaration_layout,
    matched_declarations,
)
from aeo_exchange.operations.reading import read_record
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.resources import published

__all__ = [
    "declaration_rows",
    "declared_documents",
    "declared_evidence",
    "declared_table",
]

Row = Callable[..., None]
Best = Callable[..., list[float]]
FIRMS, MOST, ITEMS, ROUNDS = 10_000, 10_000, 20, 3
K = "2026-11-01T12:00:00Z"
HEADER = "declaration,acceptedAt,flow,role,id,name,country\n"
GIVEN = Consent(scope="HK-JP-2026", state=ConsentState.GIVEN, since="2026-02-01T00:00:00Z")


def declaration_rows(count: int, row: Row, best: Best) -> None:
    """Measure declarations, of which one in three names a firm that is held."""
    many = min(count, MOST)
    terms, evidence = declared_evidence(FIRMS)
    documents = [Content(name="d", held=text) for text in declared_documents(many)]
    table = Content(name="t.csv", held=declared_table(many * 5, FIRMS))
    layout, limits = declaration_layout(None), DeclarationLimits()

    def match(contents: Iterable[Content], matcher: DeclarationMatcher) -> int:
        said = matched_declarations(contents, matcher, terms, layout, limits)
        recognised = sum(
            party.result == "RECOGNISED" for declaration in said for party in declaration.parties
        )
        assert recognised
        return recognised

    def read(several: Iterable[Content]) -> None:
        for document in several:
            for _ in declarations_of(document, layout, limits):
                pass

    known = DeclarationMatcher(terms, evidence)
    fresh = iter([DeclarationMatcher(terms, evidence) for _ in range(ROUNDS)])
    alone, plain, only, ours, again, rows = best(
        lambda: _parse(documents),
        lambda: sum(1 for _ in csv.reader(io.StringIO((table.held or b"").decode()))),
        lambda: read(documents),
        lambda: match(documents, next(fresh)),
        lambda: match(documents, known),
        lambda: match([table], known),
    )
    size = sum(len(document.held or b"") for document in documents) / many
    note = f"{many / ours:,.0f} declarations/s of {size:,.0f} bytes"
    row("match XML declarations / lxml alone", ours / alone, "<= 2", note)
    row("the same, of parties that were met before", again / alone, "none")
    row("read XML declarations / lxml alone", only / alone, "<= 2")
    row("match CSV / csv.reader alone", rows / plain, "none", f"{many * 5 / rows:,.0f} rows/s")


def _parse(documents: Iterable[Content]) -> None:
    """Parse each, and let it go: 10,000 trees that are kept are a work of their own."""
    for document in documents:
        etree.fromstring(document.held or b"")


def declared_evidence(firms: int) -> tuple[MatchTerms, HeldEvidence]:
    """Return what so many firms of Hong Kong make Japan hold, and under which terms it asks."""
    profile = read_partner_profile(published("samples/profiles/HK-JP.toml").read_bytes(), shipped())
    hong_kong, japan = profile.parties
    by_number = replace(japan, identifier_mode=IdentifierMode.AEO_NUMBER, identifier_schemes=UNSET)
    own = replace(profile.settings, side="JP")
    profile = replace(profile, parties=(hong_kong, by_number), own=own)
    terms = MatchTerms(profile=profile, asked_by="JP", known_at=instant(K))
    head = HeldHead(sequence=1, digest="a" * 64, as_of="2026-11-01T00:00:00Z", applied_at=K)
    stream = HeldStream(sender="HK", heads=(head,), keys=tuple(_keys(firms)))
    evidence = HeldEvidence(
        profiles=(AdoptedProfile(profile),), streams=(stream,), reference=shipped()
    )
    return terms, evidence


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


def _number(place: int) -> str:
    return f"HK{place * 7919 if place % 3 == 0 else place * 104_729 + 7:08}"


def declared_documents(many: int) -> Iterable[bytes]:
    """Yield the sample with an exporter of its own, an importer of some hundreds, and items."""
    text = (Path(published("samples/declarations")) / "wco-import.xml").read_text("utf-8")
    begin, end = text.index("      <GovernmentAgencyGoodsItem>"), text.index("      <Importer>")
    # Of twenty items one quotes an AEO, the others an invoice.
    item = text[begin:end].replace(">Y<", ">N<").replace(">022<", ">380<")
    text = text[:end] + item * (ITEMS - 1) + text[end:]
    for place in range(many):
        own = text.replace("HK00000033", _number(place)).replace("HKAEO-EX-0033", f"AEO-{place}")
        yield own.replace("JP0000123403", f"JP{place % 300:010}").encode()


def declared_table(many: int, firms: int) -> bytes:
    rows = (
        f"{place},2026-10-{place % 28 + 1:02},import,exporter,{_number(place % firms)},"
        f"Example {place},HK\n"
        for place in range(many)
    )
    return (HEADER + "".join(rows)).encode()
