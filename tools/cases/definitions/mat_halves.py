"""The other halves of who in a declaration is recognised: MAT-01, by hand from part 12.

Which lookup takes a number of which place, in which mode; which number speaks against another;
which moment an acceptance is; to which party the number of a document belongs.
"""

from __future__ import annotations

from typing import Any

from matching import MatchingCase, answered, document, party
from recognising import T, adopted, profile, row

from definitions.bases import LEI
from definitions.mat import FEWER, FOUND, NUMBER, OTHER, TIN, case, with_scheme
from definitions.rcg_streams import OWN_CODES, code, numbered, second

YES = answered("yes", **FOUND)
BY_NUMBER = answered("yes", tin=TIN, lookup="aeo-number", **FEWER)
TWO_OF_OURS = adopted(
    profile(mode="partner-customs-code", schemes='identifier_schemes = ["JP-CN", "JP-MRA"]')
)
TWO_OF_OTHERS = adopted(profile(schemes='identifier_schemes = ["DUNS", "LEI"]'))
FROM_T = adopted(profile(row(since=T)))
IN_BRUSSELS = adopted(profile(row(since="2026-01-01T00:00:00Z"), zone="Europe/Brussels"))
UNNAMED = "Specimen Goods"


def _accepted(name: str, title: str, why: str, written: str, answer: Any, **more: Any) -> Any:
    """Return a case of a message of form `wco` whose acceptance is written so."""
    message = (
        f"<Declaration><AcceptanceDateTime>{written}</AcceptanceDateTime>"
        f"<TypeCode>IMA</TypeCode><Exporter><ID>{TIN}</ID></Exporter></Declaration>\n"
    )
    given: dict[str, Any] = {"profiles": FROM_T, "requirements": ("DEC-2-1",), **more}
    return case(name, title, why, party("exporter", TIN), answer, by_hand=message, **given)


PLACES: tuple[MatchingCase, ...] = (
    case(
        "p61",
        "The number of an authorisation in the class of mutual recognition",
        "Where the mode is aeo-number that place is looked up as one too.",
        party("exporter", (NUMBER, "mutual-recognition")),
        BY_NUMBER,
    ),
    case(
        "p62",
        "The number of an authorisation as that of its holder",
        "Where the mode is aeo-number that place is looked up as one too.",
        party("exporter", (NUMBER, "authorisation-holder")),
        BY_NUMBER,
    ),
    case(
        "p63",
        "A TIN in the class of mutual recognition, where the asking side goes by its own codes",
        "That place is one of a TIN in every mode.",
        party("exporter", (TIN, "mutual-recognition")),
        YES,
        profiles=OWN_CODES,
        codes=code(OTHER),
    ),
    case(
        "p64",
        "A TIN as that of the holder of an authorisation",
        "It is looked up as a TIN.",
        party("exporter", (TIN, "authorisation-holder")),
        YES,
    ),
    case(
        "p65",
        "A code of the second scheme of the asking side",
        "It is looked up as a number of each of them.",
        party("exporter", "P0001"),
        answered("yes", tin=TIN, lookup="own-code", **FEWER),
        profiles=TWO_OF_OURS,
        codes=code(TIN),
    ),
    case(
        "p66",
        "An identifier of the second scheme of the side that asks",
        "It is looked up as a number of each of them.",
        party("exporter", LEI),
        answered("yes", tin=TIN, lookup="identifier", **FEWER),
        records=((numbered(LEI),),),
        profiles=TWO_OF_OTHERS,
    ),
    case(
        "p67",
        "The number of an AEO that a record has among its identifiers",
        "A scheme CC-AEO is one of such numbers.",
        party("exporter", ("HKAEO-EX-0009", "aeo-number")),
        BY_NUMBER,
        records=((("/holder/identifiers", [{"scheme": "HK-AEO", "value": "HKAEO-EX-0009"}]),),),
    ),
    case(
        "n64",
        "The number of an authorisation, where the asking side goes by its own codes",
        "No lookup takes it in that mode.",
        party("exporter", (NUMBER, "aeo-number")),
        answered("open", "no-number", near=((TIN, "authorisation-number"),)),
        profiles=OWN_CODES,
        codes=code(TIN),
        requirements=("DEC-3-2", "DEC-4-2"),
    ),
    case(
        "n66",
        "The number of an authorisation in the class of mutual recognition, in that mode",
        "It is taken as a TIN there, and is none.",
        party("exporter", (NUMBER, "mutual-recognition")),
        answered("open", "not-found", near=((TIN, "authorisation-number"),)),
        profiles=OWN_CODES,
        codes=code(TIN),
        requirements=("DEC-3-2", "DEC-4-2"),
    ),
)
SEVERAL: tuple[MatchingCase, ...] = (
    case(
        "p68",
        "A TIN beside the number of an authorisation of its country that nobody has",
        "In that place a number begins as it likes, and speaks for nobody else.",
        party("exporter", TIN, ("HK99000077", "aeo-number")),
        YES,
        requirements=("DEC-3-3",),
    ),
    case(
        "p69",
        "A TIN beside a number of its country that is of zeros alone",
        "A placeholder speaks for nobody.",
        party("exporter", TIN, ("HK00000000", "mutual-recognition")),
        YES,
        requirements=("DEC-3-3", "DEC-3-4"),
    ),
    case(
        "p70",
        "A TIN beside the number of its authorisation, as that of the party",
        "It led nowhere there, and is a number of this holder all the same.",
        party("exporter", TIN, NUMBER),
        YES,
        requirements=("DEC-3-3",),
    ),
    case(
        "p71",
        "A TIN beside a code of the asking side, whose table is not at hand",
        "It is the TIN that leads to the holder, and the answer to it counts.",
        party("exporter", "P0001", (TIN, "mutual-recognition")),
        YES,
        profiles=OWN_CODES,
        requirements=("DEC-3-2", "DEC-4-1"),
    ),
    case(
        "p78",
        "The same, the TIN first",
        "Which number stands first decides nothing.",
        party("exporter", (TIN, "mutual-recognition"), "P0001"),
        YES,
        profiles=OWN_CODES,
        requirements=("DEC-3-2", "DEC-4-1"),
    ),
    case(
        "n63",
        "A code of the asking side under another of its schemes",
        "Under a scheme that the declaration names it is looked up as a number of that one alone.",
        party("exporter", "P0001"),
        answered("open", "not-found"),
        profiles=TWO_OF_OURS,
        codes=code(TIN),
        by_hand=with_scheme("JP-CN", "P0001"),
        requirements=("DEC-1-13", "DEC-3-2"),
    ),
    case(
        "n65",
        "A TIN beside that of another firm, as the number of an authorisation",
        "It led nowhere there, and is a number of another holder at hand.",
        party("exporter", TIN, (OTHER, "aeo-number")),
        answered("open", "numbers-differ"),
        records=((), second()),
        requirements=("DEC-3-3",),
    ),
    case(
        "n67",
        "A number that nobody has, where the stream is too old for the acceptance",
        "What keeps the stream from answering is told beside.",
        party("exporter", "HK99000077"),
        answered("open", "not-found", "stale"),
        accepted="2026-11-09T00:00:00Z",
        requirements=("DEC-4-2",),
    ),
    case(
        "n68",
        "The TIN of a firm, where the stream is too old for the acceptance",
        "The number is that of the firm still, and nothing is answered about it.",
        party("exporter", TIN),
        answered("open", "stale", tin=TIN, lookup="tin"),
        accepted="2026-11-09T00:00:00Z",
        requirements=("DEC-4-1",),
    ),
)
NO_ROW = answered("no", "no-row", tin=TIN, lookup="tin")
NONE = answered("open", "no-acceptance")
MOMENTS: tuple[MatchingCase, ...] = (
    _accepted(
        "p72",
        "An acceptance with an offset, at the first second of the row",
        "It is the instant in whatever zone it is written.",
        "20261101090000+09",
        YES,
    ),
    _accepted(
        "n70",
        "An acceptance with an offset, a second before the row",
        "It is the instant in whatever zone it is written.",
        "20261101085959+09",
        NO_ROW,
    ),
    _accepted(
        "p73",
        "An acceptance without a zone, at the first second of the row",
        "It is a time of the zone of the side that asks.",
        "20261101090000",
        YES,
    ),
    _accepted(
        "n71",
        "An acceptance without a zone, a second before the row",
        "It is a time of the zone of the side that asks.",
        "20261101085959",
        NO_ROW,
    ),
    _accepted(
        "p74",
        "An acceptance without seconds, at the first minute of the row",
        "It is the first second of the minute.",
        "202611010900",
        YES,
    ),
    _accepted(
        "n72",
        "An acceptance at a time that the zone had twice",
        "Nobody can tell which of the two it was.",
        "20261025023000",
        NONE,
        profiles=IN_BRUSSELS,
    ),
    _accepted(
        "n73",
        "An acceptance at a time that the zone left out",
        "There was no such time.",
        "20260329023000",
        NONE,
        profiles=IN_BRUSSELS,
    ),
)


def _quoted(name: str, title: str, why: str, parties: Any, answers: Any, type_: str) -> Any:
    return case(
        name,
        title,
        why,
        parties,
        answers,
        beside=document(NUMBER, types=(type_,)),
        requirements=("DEC-1-4",),
    )


DOCUMENTS: tuple[MatchingCase, ...] = (
    _quoted(
        "p75",
        "A document of consignor or exporter, where there is a consignor alone",
        "It belongs to the exporter, and where there is none to the consignor.",
        party("consignor", name=UNNAMED),
        answered("yes", tin=TIN, lookup="aeo-number", role="consignor", **FEWER),
        "Y022",
    ),
    _quoted(
        "p77",
        "A document whose code is in small letters",
        "Codes are compared with letters in either case.",
        party("exporter", name=UNNAMED),
        BY_NUMBER,
        "y022",
    ),
)
CASES: tuple[MatchingCase, ...] = (*PLACES, *SEVERAL, *MOMENTS, *DOCUMENTS)
