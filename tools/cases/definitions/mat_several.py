"""Several parties of one role in a declaration: MAT-01, by hand from part 12.

Each is answered about by itself, and is told by its role and by which of that role it is.
"""

from __future__ import annotations

from typing import Any

from matching import ACCEPTED, MatchingCase, answered, document, party, within
from recognising import entries, head, stream

from definitions.mat import FEWER, FOUND, NUMBER, OTHER, TIN, case
from definitions.rcg import suspended_from
from definitions.rcg_streams import second

NOBODY = "HK99000077"
MESSAGE = "<Declaration><AcceptanceDateTime>20261101000000Z</AcceptanceDateTime>"


def _yes(role: str = "exporter", ordinal: int = 1, **more: Any) -> Any:
    return answered("yes", role=role, ordinal=ordinal, **{**FOUND, **more})


def _open(role: str = "exporter", ordinal: int = 1) -> Any:
    return answered("open", "not-found", role=role, ordinal=ordinal)


def _several(name: str, title: str, why: str, parties: Any, answers: Any, **more: Any) -> Any:
    given: dict[str, Any] = {"requirements": ("DEC-1-14", "DEC-4-1"), **more}
    return case(name, title, why, parties, answers, **given)


EACH = "Each is answered about by itself: what is said of one says nothing of the other."
SUSPENDED = second(suspended_from("2026-06-01"))
HELD_TWO: dict[str, Any] = {
    "records": ((), SUSPENDED),
    "streams": (stream(head(41, entries(0, 1))),),
}
TWO_ROLES: tuple[MatchingCase, ...] = (
    _several(
        "p80",
        "Two manufacturers, the first of them a firm that is recognised",
        EACH,
        (party("manufacturer", TIN), party("manufacturer", NOBODY)),
        (_yes("manufacturer"), _open("manufacturer", 2)),
    ),
    _several(
        "p81",
        "Two manufacturers, the second of them a firm that is recognised",
        EACH,
        (party("manufacturer", NOBODY), party("manufacturer", TIN)),
        (_open("manufacturer"), _yes("manufacturer", 2)),
    ),
    _several(
        "p82",
        "Two consignees, the second of them suspended",
        EACH,
        (party("consignee", TIN), party("consignee", OTHER)),
        (
            _yes("consignee"),
            answered("no", "status", role="consignee", ordinal=2, tin=OTHER, lookup="tin"),
        ),
        **HELD_TWO,
    ),
    _several(
        "p83",
        "Two consignees, the first of them suspended",
        EACH,
        (party("consignee", OTHER), party("consignee", TIN)),
        (
            answered("no", "status", role="consignee", tin=OTHER, lookup="tin"),
            _yes("consignee", 2),
        ),
        **HELD_TWO,
    ),
    _several(
        "n80",
        "Two exporters, one suspended and one of a number that nobody has",
        "Of one it is no, of the other nobody can tell.",
        (party("exporter", OTHER), party("exporter", NOBODY)),
        (answered("no", "status", tin=OTHER, lookup="tin"), _open("exporter", 2)),
        **HELD_TWO,
    ),
    _several(
        "p84",
        "One exporter, named twice",
        "Equal parties are one party.",
        (party("exporter", TIN), party("importer", NOBODY), party("exporter", TIN)),
        (_yes(), _open("importer")),
        requirements=("DEC-1-1", "DEC-1-14"),
    ),
    _several(
        "p85",
        "Two exporters of two names with one number",
        "They are not equal, so they are two; both are recognised by the number.",
        (party("exporter", TIN, name="Specimen Goods"), party("exporter", TIN, name="Sample")),
        (_yes(), _yes("exporter", 2)),
        requirements=("DEC-1-1", "DEC-1-14"),
    ),
    _several(
        "p86",
        "An exporter that is named again between two others",
        "It stands where it is named first.",
        (
            party("exporter", TIN),
            party("exporter", NOBODY),
            party("exporter", TIN),
            party("exporter", "HK99000078"),
        ),
        (_yes(), _open("exporter", 2), _open("exporter", 3)),
        requirements=("DEC-1-1", "DEC-1-14"),
    ),
)
DOCUMENTS: tuple[MatchingCase, ...] = (
    _several(
        "p87",
        "A document of the exporter, where there are two exporters",
        "Nobody can tell of which it is, so the number is a party of its own, behind the others.",
        (party("exporter", name="Specimen Goods"), party("exporter", NOBODY)),
        (
            answered("open", "no-number"),
            _open("exporter", 2),
            answered("yes", ordinal=3, tin=TIN, lookup="aeo-number", **FEWER),
        ),
        beside=document(NUMBER, types=("Y022",)),
        requirements=("DEC-1-4", "DEC-1-14"),
    ),
)


def _item(name: str, *parties: str) -> str:
    return f"<{name}>{''.join(parties)}</{name}>"


def _of_union(element: str, number: str) -> str:
    return f"<{element}><identificationNumber>{number}</identificationNumber></{element}>"


def _by_hand(name: str, title: str, why: str, text: str, *answers: Any, **more: Any) -> Any:
    return _several(name, title, why, (), answers, by_hand=text, **more)


GOODS = "GovernmentAgencyGoodsItem"
ITEMS: tuple[MatchingCase, ...] = (
    _by_hand(
        "p88",
        "A manufacturer in each of two items of the goods",
        "At whatever depth they stand, they are counted as they are named.",
        MESSAGE
        + _item(GOODS, f"<Manufacturer><ID>{NOBODY}</ID></Manufacturer>")
        + _item(GOODS, f"<Manufacturer><ID>{TIN}</ID></Manufacturer>")
        + "</Declaration>\n",
        _open("manufacturer"),
        _yes("manufacturer", 2),
        requirements=("DEC-1-5", "DEC-1-14"),
    ),
    _by_hand(
        "p89",
        "An exporter of a message of the Union, and others in its items",
        "At whatever depth they stand, they are counted as they are named.",
        f"<CC415C><ImportOperation><declarationAcceptanceDateAndTime>{ACCEPTED}"
        "</declarationAcceptanceDateAndTime></ImportOperation>"
        + _item("GoodsItem", _of_union("Exporter", NOBODY))
        + _item("GoodsItem", _of_union("Exporter", TIN), _of_union("Exporter", NOBODY))
        + "</CC415C>\n",
        _open(),
        _yes("exporter", 2),
        requirements=("DEC-1-5", "DEC-1-14"),
    ),
    _by_hand(
        "p90",
        "Rows of exporters of two declarations",
        "What is asked about is one document: of each role they are counted from its beginning.",
        "declaration,acceptedAt,flow,role,id\n"
        f"D-1,{ACCEPTED},import,exporter,{NOBODY}\n"
        f"D-1,{ACCEPTED},import,exporter,{TIN}\n"
        f"D-2,{ACCEPTED},import,exporter,{NOBODY}\n"
        f"D-2,{ACCEPTED},import,importer,{TIN}\n",
        _open(),
        _yes("exporter", 2),
        _open("exporter", 3),
        _yes("importer"),
        requirements=("DEC-1-7", "DEC-1-14"),
    ),
    _by_hand(
        "p91",
        "Rows with columns for a manufacturer, behind an exporter of its own column",
        "Of a row the party whose role stands in it is before those of columns.",
        "declaration,acceptedAt,flow,exporter.id,manufacturer.id,role,id\n"
        f"D-1,{ACCEPTED},import,HK99000078,{NOBODY},exporter,{TIN}\n"
        f"D-1,{ACCEPTED},import,,{TIN},,\n",
        _yes(),
        _open("exporter", 2),
        _open("manufacturer"),
        _yes("manufacturer", 2),
        requirements=("DEC-1-7", "DEC-1-14"),
    ),
    _by_hand(
        "p121",
        "Rows of one number of a declaration with two instants of acceptance",
        "They are two declarations, each with an acceptance of its own; one would have none.",
        "declaration,acceptedAt,flow,role,id\n"
        f"D-1,{ACCEPTED},import,exporter,{TIN}\n"
        f"D-1,2026-11-01T01:00:00Z,import,exporter,{NOBODY}\n"
        f"D-1,,import,exporter,{TIN}\n",
        _yes(),
        _open("exporter", 2),
        answered("open", "no-acceptance", role="exporter", ordinal=3),
        requirements=("DEC-1-7", "DEC-2-2"),
    ),
    _by_hand(
        "p122",
        "A table whose headers have the words of the items apart, in capitals",
        "They are the columns of the items all the same.",
        f"DECLARATION,ACCEPTED AT,Flow,Role,aeo_number,id\nD-1,{ACCEPTED},import,exporter,,{TIN}\n",
        _yes(),
        requirements=("DEC-1-7",),
    ),
    _several(
        "p92",
        "An exporter of a declaration, and one of a declaration within it",
        "The inner declaration is answered about first, so its exporter is the first.",
        party("exporter", NOBODY),
        (_yes(), _open("exporter", 2)),
        beside=within(party("exporter", TIN), ACCEPTED),
        requirements=("DEC-1-11", "DEC-1-14"),
    ),
)
CASES: tuple[MatchingCase, ...] = (*TWO_ROLES, *DOCUMENTS, *ITEMS)
