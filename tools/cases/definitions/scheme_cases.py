"""Which cases try the numbers of a scheme: an id is never given to another case (CNF-2-2).

So a scheme that is added goes to the end with the next free numbers, wherever its row stands in
`schemes.toml`, and a number that is added to the wrong ones of a scheme gets the next free one.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["SCHEME_CASES", "cases_of_scheme"]

# Scheme -> the number of the case of its right numbers, those of the cases of its wrong ones.
SCHEME_CASES: dict[str, tuple[int, Sequence[int]]] = {
    "AL-NIPT": (10, (10,)),
    "AR-CUIT": (11, (11,)),
    "AU-ABN": (12, (12,)),
    "AU-ACN": (13, (13,)),
    "AZ-VOEN": (14, (14,)),
    "BR-CNPJ": (15, (15,)),
    "BY-UNP": (16, (16, 17)),
    "CA-BN": (17, (18, 19)),
    "CH-UID": (18, (20,)),
    "CL-RUT": (19, (21, 22)),
    "CN-AEO": (20, (23,)),
    "CN-CUSTOMS": (21, (24,)),
    "CN-USCC": (22, (25,)),
    "CO-NIT": (23, (26, 27)),
    "CR-CPJ": (24, (28,)),
    "DO-CEDULA": (25, (29,)),
    "DO-RNC": (26, (30,)),
    "DUNS": (27, (31,)),
    "DZ-NIF": (28, (32, 33)),
    "EC-RUC": (29, (34, 35)),
    "EG-TN": (30, (36,)),
    "EORI": (31, (37, 38, 39, 40)),
    "EU-VAT": (32, range(41, 88)),
    "FJ-TIN": (33, (88,)),
    "FR-SIREN": (34, (89,)),
    "FR-SIRET": (35, (90,)),
    "FR-TVA": (36, (91,)),
    "GB-EORI": (37, (92, 93)),
    "GB-UTR": (38, (94,)),
    "GB-VAT": (39, (95,)),
    "GH-TIN": (40, (96,)),
    "GLN": (41, (97,)),
    "GT-NIT": (42, (98, 99, 100)),
    "HK-BR": (43, (101,)),
    "ID-NIB": (44, (102,)),
    "ID-NPWP": (45, (103, 104)),
    "IL-HP": (46, (105,)),
    "IN-GSTIN": (47, (106,)),
    "IN-IEC": (48, (107,)),
    "IN-PAN": (49, (108,)),
    "JM-TRN": (50, (109,)),
    "JP-CN": (51, (110,)),
    "JP-IMPEXP": (52, (111, 112)),
    "JP-PARTY12": (53, (113,)),
    "KE-PIN": (54, (114,)),
    "KR-BRN": (55, (115,)),
    "LEI": (56, (116,)),
    "MA-ICE": (57, (117,)),
    "MD-IDNO": (58, (118,)),
    "ME-PIB": (59, (119,)),
    "MID": (60, (120,)),
    "MK-EDB": (61, (121,)),
    "MX-RFC": (62, (122, 123, 124)),
    "MY-AEO": (63, (125,)),
    "MZ-NUIT": (64, (126,)),
    "NO-ORGNR": (65, (127,)),
    "NZ-IRD": (66, (128, 129)),
    "NZ-NZBN": (67, (130,)),
    "PE-RUC": (68, (131,)),
    "PH-TIN": (69, (132, 133, 134)),
    "PY-RUC": (70, (135, 136, 137)),
    "RS-PIB": (71, (138,)),
    "SG-AEO": (72, (139,)),
    "SG-UEN": (73, (140, 141)),
    "SN-NINEA": (74, (142, 143)),
    "SV-NIT": (75, (144,)),
    "TCUIN": (76, (145,)),
    "TH-TIN": (77, (146,)),
    "TN-MF": (78, (147, 148)),
    "TR-TCKN": (79, (149,)),
    "TR-VKN": (80, (150,)),
    "TW-UBN": (81, (151, 152)),
    "UA-EDRPOU": (82, (153,)),
    "UA-RNTRC": (83, (154,)),
    "UG-TIN": (84, (155,)),
    "US-EIN": (85, (156,)),
    "UY-RUT": (86, (157,)),
    "VN-MST": (87, (158, 159)),
    "XI-EORI": (88, (160, 161)),
    "ZA-CCN": (89, (162,)),
    "ZA-TIN": (90, (163,)),
    "ZM-TPIN": (91, (164,)),
}


def cases_of_scheme(code: str, wrong: int) -> tuple[int, Sequence[int]]:
    """Return the numbers of the cases of a scheme that has so many wrong numbers.

    Raises LookupError, which says what to add, where they are not as many.
    """
    right, others = SCHEME_CASES.get(code, (0, ()))
    if right and len(others) == wrong:
        return right, others
    free = 1 + max(number for _, numbers in SCHEME_CASES.values() for number in numbers)
    next_right = 1 + max(number for number, _ in SCHEME_CASES.values())
    raise LookupError(
        f"{code}: {wrong} wrong numbers, {len(others)} cases of them. Add what is missing to "
        "SCHEME_CASES in tools/cases/definitions/scheme_cases.py; the next free numbers are "
        f"{next_right} for the case of its right ones, and {free} for one of a wrong one"
    )
