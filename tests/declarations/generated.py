"""A generated stream of Hong Kong, and generated rows of declared parties that ask about it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from random import Random

from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.exchange.recognition.held import HeldEvidence, HeldKey
from aeo_exchange.exchange.recognition.question import IssuedCode
from aeo_exchange.model.codes import Status
from aeo_exchange.model.record import AeoRecord, FormerTin, Identifier
from exchange.made_views import FIRM, firm
from exchange.recognising import accepted, event, evidence, gone, key, stream

HEADER = (
    *("declaration", "acceptedAt", "flow", "role", "id", "scheme", "aeoNumber", "name", "country"),
)
LATER = "2026-06-30T15:00:00Z"
ROLES = ("exporter", "Exporter", "consignor", "importer", "manufacturer", "agent", "", "owner")
FLOWS = ("import", "IMPORT", "export", "transit", "", "sideways")
SCHEMES = ("", "", "", "", "TIN", "LEI", "BR-CNPJ", "JP-MRA", "XX-NONE")
MOMENTS = (
    *("2026-10-30", "2026-07-01", "2026-06-30", "2026-04-01", "2026-03-31", "2024-02-29"),
    *("2023-02-29", "2024-02-29T23:59:59Z", "2026-06-30T15:00:00Z", "2026-06-30T14:59:59Z"),
    *("2026-07-01T00:00:00+09:00", "2026-06-30 23:59:59", "2026-07-01T00:00", "20260701", ""),
    *("2026-11-03T21:00:01Z", "2026-11-03T21:00:00Z", "2026-11-04", "2026-11-03", "2026-11-05"),
    *("tomorrow", "2026-02-30T00:00:00Z", "0001-01-01", "9999-12-31", "2026-10-30T25:00:00Z"),
    *(" 2026-10-30 ", "2026-10-30T00:00:00.5Z", "20261030T120000Z", "1999-12-31T23:59:59Z"),
)
WHITE = ("", " ", "\t", "\u3000", "\u00a0")


def tin(place: int) -> str:
    return f"HK{place * 7919 + 11:08}"


def lei(place: int) -> str:
    return f"5493{place * 104_729:014}00"


def generated_evidence(firms: int, random: Random) -> HeldEvidence:
    """Return firms of every kind that a lookup or a status tells apart."""
    keys = [_key(place, random) for place in range(firms)]
    codes = tuple(
        IssuedCode(
            scheme="JP-MRA",
            value=f"MRA-{place:05}",
            tin=tin(place if place % 11 else 3),
            from_=LATER if place % 5 == 0 else None,
            until=LATER if place % 7 == 0 else None,
        )
        for place in range(firms)
    )
    return evidence(stream(*keys, unread=0), issued_codes=codes)


def _key(place: int, random: Random) -> HeldKey:
    name = f"HK/HK-2021-{place:06}"
    kind = place % 9
    if kind == 1:
        return key(accepted(_record(place)), gone("consent-withdrawn", LATER), name=name)
    if kind == 2:
        ended = event(2, Status.REVOKED, LATER, recorded_at=LATER)
        return key(accepted(_record(place, history=(*FIRM.history, ended))), name=name)
    if kind == 3:
        paused = event(2, Status.SUSPENDED, LATER, recorded_at=LATER)
        again = event(3, Status.REINSTATED, "2026-10-29T15:00:00Z", recorded_at=LATER)
        history = (*FIRM.history, paused, *((again,) if random.random() < 0.5 else ()))
        return key(accepted(_record(place, history=history)), name=name)
    if kind == 4:
        change = accepted(_record(place))
        return key(replace(change, state="rejected", holder=change.record.holder, record=None))
    return key(accepted(_record(place)), name=name)


def _record(place: int, **changes: object) -> AeoRecord:
    formers = (FormerTin(tin=tin(place + 500_000), until=LATER),) if place % 4 == 0 else UNSET
    numbers = [Identifier(scheme="LEI", value=lei(place if place % 10 else 3))]
    if place % 3 == 0:
        numbers.append(Identifier(scheme="CN-AEO", value=f"AEOCN{place:010}", until=LATER))
    if place % 6 == 0:
        value = f"{place:08}/0001-95"
        numbers.append(Identifier(scheme="BR-CNPJ", value=value, from_=LATER))
    holder = replace(FIRM.holder, tin=tin(place), former_tins=formers, identifiers=tuple(numbers))
    authorisation = replace(FIRM.authorisation, number=f"HKAEO-{place if place % 8 else 5:05}")
    last = authorisation.terms[-1]
    if place % 7 == 0:
        term = replace(last, tiers=("TIER1",), until="2026-10-31T15:00:00Z")
        authorisation = replace(authorisation, terms=(*authorisation.terms[:-1], term))
    given = {"record_id": f"HK-2021-{place:06}", "holder": holder, "authorisation": authorisation}
    return firm(**{**given, **changes})


def generated_rows(rows: int, firms: int, random: Random) -> Iterator[Sequence[str]]:
    """Yield rows as `HEADER` has them, of which many are nearly right."""
    for number in range(rows):
        place = random.randrange(firms)
        yield (
            f"D{number}",
            random.choice(MOMENTS) if random.random() < 0.6 else _instant(random),
            random.choice(FLOWS) if random.random() < 0.2 else "import",
            random.choice(ROLES) if random.random() < 0.3 else "exporter",
            _written(_number(place, random), random),
            random.choice(SCHEMES),
            _written(_second(place, random), random) if random.random() < 0.3 else "",
            random.choice(
                (
                    "",
                    "Straße İ  Ltd",
                    "=1+1",
                    "'-x",
                    "#N/A",
                    "'Tis",
                    "#one",
                    'Firm, "One"',
                    "株式会社",
                )
            ),
            "HK",
        )


def _instant(random: Random) -> str:
    month, day, hour = random.randrange(1, 13), random.randrange(1, 29), random.randrange(24)
    return f"2026-{month:02}-{day:02}T{hour:02}:{random.randrange(60):02}:00Z"


def _number(place: int, random: Random) -> str:
    return random.choice(
        (
            *(tin(place), tin(place), tin(place + 500_000), lei(place), f"MRA-{place:05}"),
            *(f"HKAEO-{place:05}", f"AEOCN{place:010}", f"{place:08}/0001-95", f"{place:08}000195"),
            *(
                "",
                "0000000",
                "HK99999999",
                "AAAAAA",
                "99",
                "-----",
                "'----",
                "'HK1",
                "5" * 9,
                "HK1111111K",
            ),
            *(f"{tin(place)}ß", f"İ{tin(place)}", tin(place)[2:], "K" + tin(place)[1:]),
        )
    )


def _second(place: int, random: Random) -> str:
    other = place + random.randrange(3)
    return random.choice(
        (f"HKAEO-{other:05}", f"AEOCN{other:010}", tin(other), "000", f"HKAEO-{other:04}")
    )


def _written(number: str, random: Random) -> str:
    """Return a number as it was, as hands write it, or with one character wrong."""
    chance = random.random()
    if chance < 0.5 or not number:
        return number
    if chance < 0.6:
        return number.lower()
    if chance < 0.7:
        return "".join(chr(ord(sign) + 0xFEE0) if sign < "\x7f" else sign for sign in number)
    at = random.randrange(len(number))
    if chance < 0.8:
        return number[:at] + random.choice(WHITE) + number[at:] + random.choice(WHITE)
    if chance < 0.9:
        return number[:at] + random.choice("0123456789AK'\\") + number[at + 1 :]
    return number[:at] + number[at : at + 2][::-1] + number[at + 2 :]


def as_csv(rows: Iterator[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    return text.getvalue().encode()
