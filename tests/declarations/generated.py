"""A generated stream of Hong Kong, and generated rows of declared parties that ask about it."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import TypeAlias

from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.recognition.evidence import (
    ChangeState,
    HeldChange,
    HeldEvidence,
    HeldKey,
)
from aeo_exchange.exchange.recognition.question import IssuedCode
from aeo_exchange.exchange.recognition.reasons import RecognitionReason
from aeo_exchange.model.codes import Role, Status
from aeo_exchange.model.record import AeoRecord, FormerTin, Identifier, StatusEvent
from declarations.matched import going_by
from exchange.made_views import FIRM, firm
from exchange.recognising import HEAD, accepted, event, evidence, gone, key, stream

Kind: TypeAlias = Callable[[int, Random], tuple[HeldChange, ...]]

HEADER = (
    *("declaration", "acceptedAt", "flow", "role", "id", "scheme", "aeoNumber", "name", "country"),
)
LATER = "2026-06-30T15:00:00Z"
NOON = "2026-10-30T03:00:00Z"  # of Japan
ROLES = ("exporter", "Exporter", "consignor", "importer", "manufacturer", "agent", "", "owner")
FLOWS = ("import", "IMPORT", "export", "transit", "", "sideways")
SCHEMES = (*[""] * 10, "TIN", "LEI", "BR-CNPJ", "JP-MRA", "XX-NONE")
MOMENTS = (
    *("2026-10-30", "2026-07-01", "2026-06-30", "2026-04-01", "2026-03-31", "2024-02-29"),
    *("2023-02-29", "2024-02-29T23:59:59Z", "2026-06-30T15:00:00Z", "2026-06-30T14:59:59Z"),
    *("2026-07-01T00:00:00+09:00", "2026-06-30 23:59:59", "2026-07-01T00:00", "20260701", ""),
    *("2026-11-03T21:00:01Z", "2026-11-03T21:00:00Z", "2026-11-04", "2026-11-03", "2026-11-05"),
    *("tomorrow", "2026-02-30T00:00:00Z", "0001-01-01", "9999-12-31", "2026-10-30T25:00:00Z"),
    *("2026-10-29T14:59:59Z", "2026-10-29T15:00:00Z", "2026-10-30T02:59:59Z"),
    *("2026-10-30T03:00:00Z", "2026-10-29", "2026-10-30", "2026-11-01", "2026-10-31T15:00:00Z"),
    *("2026-10-31", "2026-10-30T12:00:00+09:00", "2026-10-30T00:00:00Z", "2026-11-01T00:00:00Z"),
    *("2026-10-15T10:00:00Z", "2026-09-01", "2026-08-31T23:59:59Z"),
    *(" 2026-10-30 ", "2026-10-30T00:00:00.5Z", "20261030T120000Z", "1999-12-31T23:59:59Z"),
)
UNKNOWN = "HK-NONE"
COMPOSED_EACH = 13
MOST, HALF, SELDOM = 0.8, 0.5, 0.3
WHITE = ("", " ", "\t", "\u3000", "\u00a0", "\u202f", "\u2028", "\u0085", "\x1f", "\u1680")
# Signs that nobody sees, and that are no white space: a number with one is another number.
HIDDEN = ("\u200b", "\ufeff", "\u00ad", "\u200e", "\u2060", "\u0301")
# What is written in two ways: as one sign, and as a letter with a mark that combines.
COMPOSED = "HKAEO-\u00c9-{:05}"
EXCLUDED = "HK9"


def tin(place: int) -> str:
    if place % len(KINDS) == OF_EXCLUDED_TIN:
        return f"{EXCLUDED}{place * 7919 + 11:07}"
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
            until={0: LATER, 1: NOON}.get(place % 7),
        )
        for place in range(firms)
    )
    return evidence(stream(*keys, unread=0), issued_codes=codes)


def generated_profile(mode: str, *schemes: str) -> PartnerProfile:
    """Return a profile by a mode, of which rows leave out TINs and name a programme of nobody."""
    base = going_by(mode, *schemes)
    rows = tuple(replace(row, tin_prefixes_excluded=(EXCLUDED,)) for row in base.rows)
    return replace(base, rows=(*rows, replace(rows[0], programme=UNKNOWN)))


# What keeps a whole stream from answering, or makes less of what it answers.
WORLDS: dict[str, dict[str, object]] = {
    "disputed": {"disputed": True},
    "restored": {"restored": True},
    "unread": {"unread": 1},
    "of no known holder": {"lost_until": LATER},
    "transcribed": {"transcribed": True},
    "no head": {"heads": ()},
    "key compromised": {"heads": (replace(HEAD, compromised_since=LATER),)},
    "refused": {"refusal": (RecognitionReason.NOT_TRUSTED, "no list of trust")},
}


def in_world(held: HeldEvidence, world: str) -> HeldEvidence:
    """Return evidence in which something is so of the whole stream."""
    (one,) = held.streams
    return replace(held, streams=(replace(one, **WORLDS[world]),))


def _of(*events: StatusEvent, **changes: object) -> Kind:
    """Return a kind of firm by what came after its grant, and by what its record has instead."""
    given = {"history": (*FIRM.history, *events), **changes}
    return lambda place, _: (accepted(_record(place, **given)),)


def _plain(place: int, _random: Random) -> tuple[HeldChange, ...]:
    return (accepted(_record(place)),)


def _then(change: HeldChange) -> Kind:
    """Return a kind of firm of which the record came, and then something else."""
    return lambda place, _: (accepted(_record(place)), change)


def _unread(state: ChangeState) -> Kind:
    """Return a kind of firm of whose record nothing but the holder can be read."""

    def unread(place: int, _random: Random) -> tuple[HeldChange, ...]:
        change = accepted(_record(place))
        return (replace(change, state=state, holder=change.record.holder, record=None),)

    return unread


def _suspended(place: int, random: Random) -> tuple[HeldChange, ...]:
    paused = event(2, Status.SUSPENDED, LATER, recorded_at=LATER)
    again = event(3, Status.REINSTATED, "2026-10-29T15:00:00Z", recorded_at=LATER)
    history = (*FIRM.history, paused, *((again,) if random.random() < HALF else ()))
    return (accepted(_record(place, history=history)),)


def _paused(since: str, until: str) -> Kind:
    """Return a kind of firm that was suspended, and given back what it had."""
    return _of(
        event(2, Status.SUSPENDED, since, recorded_at=LATER),
        event(3, Status.REINSTATED, until, recorded_at=LATER),
    )


def _terms(*terms: tuple[str, str, tuple[str, ...]], **changes: object) -> Kind:
    last = FIRM.authorisation.terms[-1]
    made = tuple(
        replace(last, **{"from_": begin, "until": end, "tiers": tiers, **changes})
        for begin, end, tiers in terms
    )

    def of_terms(place: int, _random: Random) -> tuple[HeldChange, ...]:
        record = _record(place)
        authorisation = replace(record.authorisation, terms=made)
        return (accepted(replace(record, authorisation=authorisation)),)

    return of_terms


LONG_AGO, LONG_AFTER = "2021-02-28T16:00:00Z", "2028-02-29T16:00:00Z"
BOTH = ("TIER1", "TIER2")
# The kinds of firms, in turn. Tests ask about the first nine by their place.
KINDS: tuple[Kind, ...] = (
    _plain,
    _then(gone("consent-withdrawn", LATER)),
    _of(event(2, Status.REVOKED, LATER, recorded_at=LATER)),
    _suspended,
    _unread("rejected"),
    *(_plain,) * 4,
    _unread("newer"),
    _then(replace(accepted(), state="missing", record=None)),
    _then(gone("out-of-scope", LATER)),
    _then(gone("erased", LATER)),
    _of(moved_to="MO"),
    _of(consents=()),
    _of(programme="HK-OTHER"),
    _of(programme=UNKNOWN),
    _terms((LONG_AGO, LONG_AFTER, ("TIER2",)), roles=(Role.WAREHOUSE,)),
    # On one day of Japan, and of Hong Kong.
    _paused("2026-10-29T18:00:00Z", "2026-10-30T03:00:00Z"),
    _paused("2026-10-29T15:00:00Z", "2026-10-29T15:00:00Z"),
    # Terms that touch: of the same tier, of another, on a leap day.
    _terms((LONG_AGO, LATER, ("TIER2",)), (LATER, LONG_AFTER, ("TIER2",))),
    _terms((LONG_AGO, LATER, ("TIER2",)), (LATER, LONG_AFTER, ("TIER1",))),
    _terms((LONG_AGO, LATER, BOTH), (LATER, LONG_AFTER, ("TIER3",))),
    _plain,
)
OF_EXCLUDED_TIN = len(KINDS) - 1


def _key(place: int, random: Random) -> HeldKey:
    name = f"HK/HK-2021-{place:06}"
    return key(*KINDS[place % len(KINDS)](place, random), name=name)


def _number_of_authorisation(place: int) -> str:
    if place % COMPOSED_EACH == 0:
        return COMPOSED.format(place)
    return f"HKAEO-{place if place % 8 else 5:05}"


def _record(place: int, **changes: object) -> AeoRecord:
    until = NOON if place % 4 == 0 else LATER
    formers = (FormerTin(tin=tin(place + 500_000), until=until),) if place % 2 == 0 else UNSET
    numbers = [Identifier(scheme="LEI", value=lei(place if place % 10 else 3))]
    if place % 3 == 0:
        numbers.append(Identifier(scheme="CN-AEO", value=f"AEOCN{place:010}", until=until))
    if place % 6 == 0:
        value = f"{place:08}/0001-95"
        numbers.append(Identifier(scheme="BR-CNPJ", value=value, from_=LATER))
    holder = replace(FIRM.holder, tin=tin(place), former_tins=formers, identifiers=tuple(numbers))
    authorisation = replace(FIRM.authorisation, number=_number_of_authorisation(place))
    last = authorisation.terms[-1]
    if place % 7 == 0:
        term = replace(last, tiers=("TIER1",), until="2026-10-31T15:00:00Z")
        authorisation = replace(authorisation, terms=(*authorisation.terms[:-1], term))
    given = {"record_id": f"HK-2021-{place:06}", "holder": holder, "authorisation": authorisation}
    return firm(**{**given, **changes})


FULL_NAMES = ("Cafe\u0301", "Caf\u00e9", "Shop\u200b", "\u05d0\u05d1 \u200f")
NAMES = (
    *("", "Straße İ  Ltd", "=1+1", "'-x", "#N/A", "'Tis", "#one", 'Firm, "One"', "株式会社"),
    *FULL_NAMES,
)


def generated_rows(rows: int, firms: int, random: Random) -> Iterator[Sequence[str]]:
    """Yield rows as `HEADER` has them, of which many are nearly right; some are of one shipment."""
    row: list[str] = []
    for number in range(rows):
        place = random.randrange(firms)
        party = (
            _written(_number(place, random), random),
            random.choice(SCHEMES),
            _written(_second(place, random), random) if random.random() < SELDOM else "",
        )
        is_whole = bool(row) and row[0] == f"D{number - 1}" and row[7] in FULL_NAMES
        if is_whole and random.random() < HALF:
            # Another party of the same role, in the row that follows.
            row = [*row[:4], *party, f"Second {number}", "HK"]
        else:
            row = [
                f"D{number}",
                random.choice(MOMENTS) if random.random() < MOST else _instant(random),
                random.choice(FLOWS) if random.random() < SELDOM / 2 else "import",
                random.choice(ROLES) if random.random() < SELDOM else "exporter",
                *party,
                random.choice(NAMES),
                "HK",
            ]
        yield row


def generated_numbers(several: int, firms: int, random: Random) -> Iterator[str]:
    """Yield numbers of one party: mostly of one firm, else of its neighbours; some are as good."""
    place = random.randrange(firms)
    for _ in range(several):
        number = random.choice((_number, _second))(place, random)
        yield _written(number, random).strip() or tin(place)


def _instant(random: Random) -> str:
    month, day, hour = random.randrange(1, 13), random.randrange(1, 29), random.randrange(24)
    return f"2026-{month:02}-{day:02}T{hour:02}:{random.randrange(60):02}:00Z"


def _number(place: int, random: Random) -> str:
    if random.random() < HALF:
        return random.choice((tin(place), f"MRA-{place:05}"))
    return random.choice(
        (
            *(tin(place), tin(place), tin(place + 500_000), lei(place), f"MRA-{place:05}"),
            *(f"HKAEO-{place:05}", f"AEOCN{place:010}", f"{place:08}/0001-95", f"{place:08}000195"),
            *(tin(place + 500_000), tin(place + 500_000)),
            # Zeros that a spreadsheet lost.
            *(f"HK{tin(place)[2:].lstrip('0')}", f"MRA-{place}"),
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
        (
            _number_of_authorisation(other),
            f"HKAEO-{other:05}",
            f"AEOCN{other:010}",
            tin(other),
            "000",
            f"HKAEO-{other:04}",
        )
    )


def _written(number: str, random: Random) -> str:
    """Return a number as it was, as hands write it, or with one character wrong."""
    chance = random.random()
    if chance < 0.5 or not number:
        return number
    if "\u00c9" in number:
        return unicodedata.normalize(random.choice(("NFC", "NFD")), number)
    if chance < 0.6:
        return number.lower()
    if chance < 0.7:
        return "".join(chr(ord(sign) + 0xFEE0) if sign < "\x7f" else sign for sign in number)
    at = random.randrange(len(number))
    if chance < 0.8:
        return number[:at] + random.choice(WHITE) + number[at:] + random.choice(WHITE)
    if chance < 0.85:
        return number[:at] + random.choice(HIDDEN) + number[at:]
    if chance < 0.93:
        return number[:at] + random.choice("0123456789AK'\\") + number[at + 1 :]
    return number[:at] + number[at : at + 2][::-1] + number[at + 2 :]


def as_csv(rows: Iterator[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    return text.getvalue().encode()
