"""Whom a party may mean: MAT-01, by hand from section 5 of part 12.

One case for each way in which a number can be near, for several holders that are, and for those who
have no number; a candidate is never a yes.
"""

from __future__ import annotations

from typing import Any

from matching import MatchingCase, answered, party

from definitions.bases import LEI
from definitions.mat import BY_LEI, case, with_scheme
from definitions.rcg_streams import former, numbered, second

# Without zeros, so that nothing is near in two ways.
TIN, NEIGHBOUR = "HK48213765", "HK48213768"
FIRM = (("/holder/tin", TIN),)
NAME = "Example Trading Limited"
UNKNOWN = "HK99000077"


def _near(name: str, title: str, number: Any, near: str, *more: Any, **given: Any) -> MatchingCase:
    """Return a case of a number that is near to one of the firm, or of those in `holders`."""
    holders = given.pop("holders", (TIN,))
    reasons = given.pop("reasons", ("not-found",))
    answer = answered("open", *reasons, near=[(tin, near) for tin in holders])
    told = {
        "records": ((*FIRM, *more),),
        "requirements": ("DEC-5-1", "DEC-5-2"),
        **given,
    }
    why = "Nobody has the number: whoever is near is a candidate, and never a yes."
    quoted = number if isinstance(number, dict) else party("exporter", number)
    return case(name, title, why, quoted, answer, **told)


ONE_CHARACTER: tuple[MatchingCase, ...] = (
    _near("n115", "A TIN without its last digit", "HK4821376", "one-character"),
    _near("n116", "A TIN without a digit within", "HK4813765", "one-character"),
    _near("n117", "A TIN without its first letter", "K48213765", "one-character"),
    _near("n118", "A TIN with another last digit", "HK48213769", "one-character"),
    _near("n119", "A TIN with another digit within", "HK49213765", "one-character"),
    _near("n139", "A TIN with another digit in its second half", "HK48219765", "one-character"),
    _near("n120", "A TIN with another first letter", "JK48213765", "one-character"),
    _near("n121", "A TIN with one digit more within", "HK482713765", "one-character"),
    _near("n122", "A TIN with one letter more in front", "XHK48213765", "one-character"),
    _near("n123", "A TIN whose first two letters are exchanged", "KH48213765", "one-character"),
    _near("n124", "A TIN with two digits exchanged within", "HK48123765", "one-character"),
    _near(
        "n125",
        "A number that is one digit off from those of two firms",
        "HK48213769",
        "one-character",
        holders=(TIN, NEIGHBOUR),
        records=(FIRM, second(("/holder/tin", NEIGHBOUR))),
    ),
    _near(
        "n126",
        "The number of an authorisation with another letter, as one",
        ("HKAEO-EX-000I", "aeo-number"),
        "one-character",
    ),
)
FIELDS: tuple[MatchingCase, ...] = (
    _near(
        "n127",
        "An identifier that begins a second after the acceptance",
        LEI,
        "former-identifier",
        numbered(LEI, **{"from": "2026-11-01T00:00:01Z"}),
        profiles=BY_LEI,
    ),
    _near(
        "n128",
        "An identifier of a scheme by which the profile does not go",
        LEI,
        "other-field",
        numbered(LEI),
    ),
    _near(
        "n129",
        "An identifier as the number of an authorisation",
        (LEI, "aeo-number"),
        "other-field",
        numbered(LEI),
    ),
    _near(
        "n130",
        "A TIN that the firm had before, as the number of an authorisation",
        ("HK00000003", "aeo-number"),
        "former-tin",
        former("HK00000003", "2026-09-15T00:00:00Z"),
    ),
    _near(
        "n131",
        "The number of an authorisation with zeros in front",
        ("00HKAEO-EX-0001", "aeo-number"),
        "written-otherwise",
    ),
    _near("n132", "A TIN with points and a stroke", "HK.482/137.65", "written-otherwise"),
    _near(
        "n133",
        "A number that is near, where nobody says when the declaration was accepted",
        "HK48213769",
        "one-character",
        reasons=("no-acceptance",),
        accepted="",
    ),
)
OTHER_SCHEME: tuple[MatchingCase, ...] = (
    _near(
        "n140",
        "The characters of an identifier, under another scheme",
        {"role": "exporter", "numbers": [{"value": LEI, "scheme": "GLN"}]},
        "other-field",
        numbered(LEI),
        profiles=BY_LEI,
        by_hand=with_scheme("GLN", LEI),
        requirements=("DEC-1-13", "DEC-5-2"),
    ),
)
NAMES: tuple[MatchingCase, ...] = (
    _near(
        "n134",
        "The name of a firm beside a number that nobody has",
        party("exporter", UNKNOWN, name=NAME),
        "name",
    ),
    _near(
        "n135",
        "The name of a firm beside a number of zeros",
        party("exporter", "000000000", name=NAME),
        "name",
        reasons=("placeholder",),
    ),
    _near(
        "n136",
        "The name of a firm with another legal form, in capitals",
        party("exporter", name="EXAMPLE TRADING LTD."),
        "name",
        reasons=("no-number",),
    ),
    _near(
        "n149",
        "The name of a firm of Turkey in its own capitals",
        party("exporter", name="ÖRNEK İPLİK LTD. ŞTİ."),
        "name",
        ("/holder/legalName", "Örnek İplik Ltd. Şti."),
        reasons=("no-number",),
    ),
)
CASES: tuple[MatchingCase, ...] = (*ONE_CHARACTER, *FIELDS, *OTHER_SCHEME, *NAMES)
