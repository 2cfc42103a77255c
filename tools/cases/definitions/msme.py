"""Cases of area MSME: size class, what it rests on, and what it brings."""

from __future__ import annotations

from making import Case, Expected, Json

from aeo_exchange.model.tree import Tree
from definitions.bases import BRITAIN, DOMINICAN, INDIA, MODULES, MSME, PLAIN, TURNOVER, VIEW


def figure(measure: str, value: str, currency: str = "", **more: str) -> dict[str, str]:
    """Return a figure of the year 2024 for the firm alone; without currency, a count."""
    return {
        "measure": measure,
        "value": value,
        **({"currency": currency} if currency else {}),
        "periodEnd": "2024-12-31",
        "aggregation": "single",
        **more,
    }


def size(
    definition: str, version: str, size_class: str, *basis: dict[str, str], **more: Json
) -> tuple[str, Json]:
    """Return the edit that gives a size class, assessed in June 2025."""
    return (
        "/msme",
        {
            "sizeClass": size_class,
            "definition": definition,
            "definitionVersion": version,
            "assessedOn": "2025-06-30",
            "assurance": "self-declared",
            **({"basis": list(basis)} if basis else {}),
            **more,
        },
    )


def indian(size_class: str, investment: str, turnover: str, **more: Json) -> tuple[str, Tree]:
    """Return the edit that gives a class of India since April 2025."""
    return size(
        "IN-MSMED",
        "2025-04-01",
        size_class,
        figure("investment", investment, "INR"),
        figure("turnover", turnover, "INR"),
        **more,
    )


def european(size_class: str, headcount: str, turnover: str) -> tuple[str, Tree]:
    """Return the edit that gives a class of the Union, by the figures of the group."""
    return size(
        "EU-2003-361",
        "2005-01-01",
        size_class,
        figure("headcount", headcount, aggregation="group"),
        figure("turnover", turnover, "EUR", aggregation="group"),
    )


def british(size_class: str, headcount: str, turnover: str, total: str) -> tuple[str, Tree]:
    """Return the edit that gives a class of the United Kingdom since April 2025."""
    return size(
        "GB-CA2006",
        "2025-04-06",
        size_class,
        figure("headcount", headcount),
        figure("turnover", turnover, "GBP"),
        figure("balance-sheet", total, "GBP"),
    )


def dominican(size_class: str, headcount: str, turnover: str, **more: Json) -> tuple[str, Tree]:
    """Return the edit that gives a class of the Dominican Republic since March 2025."""
    return size(
        "DO-187-17",
        "2025",
        size_class,
        figure("headcount", headcount),
        figure("turnover", turnover, "DOP"),
        **more,
    )


CLASS = "/msme/sizeClass"
DOUBTFUL = Expected(CLASS, severity="warning")
CERTIFICATE = {"scheme": "IN-UDYAM", "value": "UDYAM-XX-00-0000001"}

FIGURES = (
    Case(
        id="AEO-MSME-01.p01",
        title="An Indian micro firm at both ceilings",
        why="The ceilings are inclusive: 2.5 crore of investment and 10 crore of turnover.",
        flags=("Msme", "Threshold", "EdgeValue"),
        base=INDIA,
        edits=(indian("micro", "25000000", "100000000"),),
    ),
    Case(
        id="AEO-MSME-01.p02",
        title="A small firm of the Union one person below the ceiling",
        why="Fewer than 50 persons, strictly, and turnover not above 10 million.",
        flags=("Msme", "Threshold", "EdgeValue", "Union"),
        base=MODULES,
        edits=(european("small", "49", "10000000"),),
    ),
    Case(
        id="AEO-MSME-01.p03",
        title="A British micro company with two ceilings of three",
        why="Headcount and turnover hold, so the balance sheet total need not.",
        flags=("Msme", "Threshold", "EdgeValue"),
        base=BRITAIN,
        edits=(british("micro", "10", "1000000", "500000.01"),),
    ),
    Case(
        id="AEO-MSME-01.p04",
        title="A Dominican micro firm at both ceilings, to the centavo",
        why="10 persons and 11419854.62 pesos are within; the firm may be called msme as well.",
        flags=("Msme", "Threshold", "EdgeValue", "Decimal"),
        base=DOMINICAN,
        edits=(dominican("micro", "10", "11419854.62"),),
    ),
    Case(
        id="AEO-MSME-01.p05",
        title="An Indian firm assessed on the last day of the old ceilings",
        why="6 crore was more than a micro firm might turn over until April 2025.",
        flags=("Msme", "Version", "EdgeValue"),
        base=INDIA,
        edits=(
            size(
                "IN-MSMED",
                "2020-07-01",
                "small",
                figure("investment", "9000000", "INR"),
                figure("turnover", "60000000", "INR"),
                assessedOn="2025-03-31",
            ),
        ),
    ),
    Case(
        id="AEO-MSME-01.p06",
        title="Figures that cannot decide",
        why="Pesos are asked for and dollars given: nothing is converted, so nothing is said.",
        flags=("Msme", "Undecided"),
        base=DOMINICAN,
        edits=(
            size(
                "DO-187-17",
                "2025",
                "small",
                figure("headcount", "9"),
                figure("turnover", "100000", "USD"),
            ),
        ),
    ),
    Case(
        id="AEO-MSME-01.p07",
        title="A large group whose member is small by itself",
        why="The definition of the Union counts the group: 400 persons are large.",
        flags=("Msme", "Aggregation", "Union"),
        base=MODULES,
        edits=(
            size(
                "EU-2003-361",
                "2005-01-01",
                "large",
                figure("headcount", "40"),
                figure("headcount", "400", aggregation="group"),
                figure("turnover", "9000000", "EUR"),
                figure("turnover", "90000000", "EUR", aggregation="group"),
                figure("balance-sheet", "80000000", "EUR", aggregation="group"),
            ),
        ),
    ),
    Case(
        id="AEO-MSME-01.p08",
        title="A Dominican small firm said to be one of those not divided further",
        why="Every class below large is msme.",
        flags=("Msme",),
        base=DOMINICAN,
        edits=(dominican("msme", "50", "77084018.72"),),
    ),
    Case(
        id="AEO-MSME-01.p09",
        title="Figures of two years, of which the earlier would give another class",
        why="Of each measure the latest period counts.",
        flags=("Msme", "Period"),
        base=DOMINICAN,
        edits=(
            size(
                "DO-187-17",
                "2025",
                "micro",
                figure("headcount", "80", periodEnd="2023-12-31"),
                figure("turnover", "90000000", "DOP", periodEnd="2023-12-31"),
                figure("headcount", "8"),
                figure("turnover", "9000000", "DOP"),
            ),
        ),
    ),
    Case(
        id="AEO-MSME-01.n01",
        title="An Indian firm one paisa above the ceiling of micro",
        why="A firm above either ceiling is in the next class. Secondary texts give a warning.",
        flags=("Msme", "Threshold", "EdgeValue", "UncertainFact"),
        base=INDIA,
        edits=(indian("micro", "25000000", "100000000.01"),),
        finds=(DOUBTFUL,),
    ),
    Case(
        id="AEO-MSME-01.n02",
        title="A firm of the Union with as many persons as the ceiling",
        why="50 are not fewer than 50: medium. The ceiling was not read again, so a warning.",
        flags=("Msme", "Threshold", "EdgeValue", "Union", "UncertainFact"),
        base=MODULES,
        edits=(european("small", "50", "10000000"),),
        finds=(DOUBTFUL,),
    ),
    Case(
        id="AEO-MSME-01.n03",
        title="A British company with one ceiling of micro out of three",
        why="One is not two: small. The ceilings were not read again, so a warning.",
        flags=("Msme", "Threshold", "EdgeValue", "UncertainFact"),
        base=BRITAIN,
        edits=(british("micro", "10", "1000000.01", "500000.01"),),
        finds=(DOUBTFUL,),
    ),
    Case(
        id="AEO-MSME-01.n04",
        title="A Dominican firm one centavo above the ceiling of micro",
        why="Both must hold, others read, and one does not: small. So a warning.",
        flags=("Msme", "Threshold", "EdgeValue", "Decimal", "UncertainFact"),
        base=DOMINICAN,
        edits=(
            size(
                "DO-187-17",
                "2021",
                "micro",
                figure("headcount", "10", periodEnd="2022-12-31"),
                figure("turnover", "9118990.75", "DOP", periodEnd="2022-12-31"),
                assessedOn="2023-06-30",
            ),
        ),
        finds=(DOUBTFUL,),
    ),
    Case(
        id="AEO-MSME-01.n05",
        title="A large firm by the neutral scale said to be small or medium",
        why="msme is any class but large, and 250 persons are large.",
        flags=("Msme", "Threshold", "EdgeValue"),
        base=PLAIN,
        edits=(
            size(
                "SAFE-NEUTRAL-HC",
                "2026-11-21",
                "msme",
                figure("headcount", "250"),
                assessedOn="2026-06-30",
            ),
        ),
        finds=(CLASS,),
    ),
    Case(
        id="AEO-MSME-01.n06",
        title="An Indian firm assessed on the first day of the new ceilings, by the old ones",
        why="6 crore make a micro firm since 1 April 2025. Secondary texts give a warning.",
        flags=("Msme", "Version", "EdgeValue", "UncertainFact"),
        base=INDIA,
        edits=(indian("small", "9000000", "60000000", assessedOn="2025-04-01"),),
        finds=(DOUBTFUL,),
    ),
    Case(
        id="AEO-MSME-04.p01",
        title="Persons without a currency and money with one",
        why="As it should be.",
        flags=("Msme", "Currency"),
        base=DOMINICAN,
        edits=(dominican("micro", "5", "1000000"),),
    ),
    Case(
        id="AEO-MSME-04.n01",
        title="Turnover and capital without a currency",
        why="Amounts without currency compare with nothing.",
        flags=("Msme", "Currency", "MissingItem"),
        base=PLAIN,
        edits=(
            (
                "/msme",
                {**MSME, "basis": [figure("turnover", "9500000"), figure("capital", "100000")]},
            ),
        ),
        finds=("/msme/basis/0/currency", "/msme/basis/1/currency"),
    ),
    Case(
        id="AEO-MSME-04.n02",
        title="Persons with a currency, behind a good figure",
        why="Persons are no money; each figure is looked at.",
        flags=("Msme", "Currency"),
        base=PLAIN,
        edits=(("/msme", {**MSME, "basis": [TURNOVER, figure("headcount", "12", "HKD")]}),),
        finds=("/msme/basis/1/currency",),
    ),
    Case(
        id="AEO-MSME-08.p01",
        title="One measure of two years, and of the firm and its group",
        why="They are figures for different things.",
        flags=("Msme", "Repeated", "EdgeValue"),
        base=PLAIN,
        edits=(
            (
                "/msme",
                {
                    **MSME,
                    "basis": [
                        TURNOVER,
                        {**TURNOVER, "periodEnd": "2024-12-31"},
                        {**TURNOVER, "aggregation": "group"},
                    ],
                },
            ),
        ),
    ),
    Case(
        id="AEO-MSME-08.n01",
        title="The turnover of one year in two currencies",
        why="It leaves open which of the two counted.",
        flags=("Msme", "Repeated", "Currency"),
        base=PLAIN,
        edits=(("/msme", {**MSME, "basis": [TURNOVER, {**TURNOVER, "currency": "USD"}]}),),
        finds=("/msme/basis/1/measure",),
    ),
    Case(
        id="AEO-MSME-08.n02",
        title="The same headcount twice, another figure between",
        why="Two figures that agree are still two.",
        flags=("Msme", "Repeated"),
        base=PLAIN,
        edits=(
            (
                "/msme",
                {
                    **MSME,
                    "basis": [figure("headcount", "12"), TURNOVER, figure("headcount", "12")],
                },
            ),
        ),
        finds=("/msme/basis/2/measure",),
    ),
)

NAMES = (
    Case(
        id="AEO-MSME-02.p01",
        title="A definition of another economy than the programme's",
        why="It is known in this version; whose it is, the programme does not say.",
        flags=("Msme", "Definition"),
        base=PLAIN,
        edits=(size("EU-2003-361", "2005-01-01", "medium"),),
    ),
    Case(
        id="AEO-MSME-02.n01",
        title="A definition that nobody knows",
        why="A class without a known definition compares with nothing.",
        flags=("Msme", "Definition", "UnknownCode"),
        base=PLAIN,
        edits=(size("HK-SME", "1", "small"),),
        finds=("/msme/definition",),
    ),
    Case(
        id="AEO-MSME-02.n02",
        title="The year of the Act for the version of its ceilings",
        why="The Act of 2006 is known by the versions of 2020 and 2025.",
        flags=("Msme", "Definition", "Version", "CommonSlip"),
        base=INDIA,
        edits=(size("IN-MSMED", "2006", "small"),),
        finds=("/msme/definitionVersion",),
    ),
    Case(
        id="AEO-MSME-02.p02",
        title="Assessed on the first day of the version",
        why="The first day is inclusive.",
        flags=("Msme", "Definition", "Version", "EdgeValue"),
        base=INDIA,
        edits=(size("IN-MSMED", "2025-04-01", "small", assessedOn="2025-04-01"),),
    ),
    Case(
        id="AEO-MSME-02.p03",
        title="An old version, in the year of the next whose day is not known",
        why="The ceilings of 2021 came some day of that year; nobody can say that it was before.",
        flags=("Msme", "Definition", "Version", "EdgeValue"),
        base=DOMINICAN,
        edits=(size("DO-187-17", "2017", "small", assessedOn="2021-03-01"),),
    ),
    Case(
        id="AEO-MSME-02.n03",
        title="A version that was over on the day assessed",
        why="The last day is exclusive: the version ended with 31 March.",
        flags=("Msme", "Definition", "Version", "EdgeValue"),
        base=INDIA,
        edits=(size("IN-MSMED", "2020-07-01", "small", assessedOn="2025-04-01"),),
        finds=("/msme/definitionVersion",),
    ),
    Case(
        id="AEO-MSME-02.n04",
        title="A version that was not yet in force on the day assessed",
        why="What will be in force tomorrow classifies nobody today.",
        flags=("Msme", "Definition", "Version", "EdgeValue"),
        base=INDIA,
        edits=(size("IN-MSMED", "2025-04-01", "small", assessedOn="2025-03-31"),),
        finds=("/msme/definitionVersion",),
    ),
    Case(
        id="AEO-MSME-05.p01",
        title="A certified class with its certificate",
        why="A partner can ask for it by its number.",
        flags=("Msme", "Certificate"),
        base=INDIA,
        edits=(indian("micro", "1000000", "1000000", assurance="certified", evidence=CERTIFICATE),),
    ),
    Case(
        id="AEO-MSME-05.p02",
        title="A certified class in a view, without its certificate",
        why="The certificate is restricted, so a view leaves it out.",
        flags=("Msme", "Certificate", "View"),
        base=VIEW,
        edits=(size("HK-SUCCESS", "1", "msme", assurance="certified"),),
    ),
    Case(
        id="AEO-MSME-05.n01",
        title="A certified class without a certificate",
        why="Who relies on it cannot ask for it.",
        flags=("Msme", "Certificate", "MissingItem"),
        base=PLAIN,
        edits=(("/msme", {**MSME, "assurance": "certified"}),),
        finds=("/msme/evidence",),
    ),
    Case(
        id="AEO-MSME-05.n02",
        title="An Indian firm certified by its figures alone",
        why="The figures show the class; the certificate is still not named.",
        flags=("Msme", "Certificate", "MissingItem"),
        base=INDIA,
        edits=(indian("micro", "1000000", "1000000", assurance="certified"),),
        finds=("/msme/evidence",),
    ),
    Case(
        id="AEO-MSME-06.p01",
        title="A certificate whose last day ends, at -12:00, one second after the issue",
        why="Somewhere it was still that day.",
        flags=("Msme", "Certificate", "TimeZone", "EdgeValue"),
        base=INDIA,
        edits=(
            ("/issuedAt", "2026-10-01T11:59:59Z"),
            indian(
                "micro",
                "1000000",
                "1000000",
                assurance="certified",
                evidence={**CERTIFICATE, "validUntil": "2026-09-30"},
            ),
        ),
    ),
    Case(
        id="AEO-MSME-06.n01",
        title="A certificate whose last day was over everywhere at the issue",
        why="The day ends at -12:00, at noon of the next day in UTC.",
        flags=("Msme", "Certificate", "TimeZone", "EdgeValue"),
        base=INDIA,
        edits=(
            ("/issuedAt", "2026-10-01T12:00:00Z"),
            indian(
                "micro",
                "1000000",
                "1000000",
                assurance="certified",
                evidence={**CERTIFICATE, "validUntil": "2026-09-30"},
            ),
        ),
        finds=("/msme/evidence/validUntil",),
    ),
    Case(
        id="AEO-MSME-06.n02",
        title="A paper of two years ago behind a class that the firm declares itself",
        why="What is named as evidence has to be in force, whoever stands behind the class.",
        flags=("Msme", "Certificate"),
        base=DOMINICAN,
        edits=(
            dominican(
                "micro",
                "5",
                "1000000",
                evidence={"scheme": "DO-MIPYME", "value": "1", "validUntil": "2024-12-31"},
            ),
        ),
        finds=("/msme/evidence/validUntil",),
    ),
)

PROVISIONS = (
    Case(
        id="AEO-MSME-03.p01",
        title="Provisions of Hong Kong for its first tier",
        why="The joint report names both.",
        flags=("Msme", "Provision"),
        base=PLAIN,
        edits=(("/msme", {**MSME, "provisions": ["CRIT-REDUCED", "TIER-ENTRY"]}),),
    ),
    Case(
        id="AEO-MSME-03.n01",
        title="Release within a day, in Hong Kong",
        why="The Dominican Republic offers it; Hong Kong is not known to.",
        flags=("Msme", "Provision"),
        base=PLAIN,
        edits=(("/msme", {**MSME, "provisions": ["BEN-24H-RELEASE", "CRIT-REDUCED"]}),),
        finds=("/msme/provisions/0",),
    ),
    Case(
        id="AEO-MSME-03.n02",
        title="Any provision, in Great Britain",
        why="No provision is known; the reference data may be behind, so a warning.",
        flags=("Msme", "Provision", "UncertainFact"),
        base=BRITAIN,
        edits=(size("GB-CA2006", "2025-04-06", "small", provisions=["APP-DIGITAL", "TIER-ENTRY"]),),
        finds=("/msme/provisions/0", "/msme/provisions/1"),
    ),
    Case(
        id="AEO-MSME-07.p01",
        title="A large firm without provisions",
        why="It has what every holder has.",
        flags=("Msme", "Provision"),
        base=PLAIN,
        edits=(("/msme", {**MSME, "sizeClass": "large"}),),
    ),
    Case(
        id="AEO-MSME-07.p02",
        title="A medium firm with a provision",
        why="The largest of the small firms is one still.",
        flags=("Msme", "Provision", "EdgeValue"),
        base=DOMINICAN,
        edits=(dominican("medium", "150", "288351329.3", provisions=["APP-FEE-FREE"]),),
    ),
    Case(
        id="AEO-MSME-07.n01",
        title="A large firm in Hong Kong with fewer criteria",
        why="The provision or the class is wrong; they stand as a whole.",
        flags=("Msme", "Provision"),
        base=PLAIN,
        edits=(
            (
                "/msme",
                {**MSME, "sizeClass": "large", "provisions": ["CRIT-REDUCED", "TIER-ENTRY"]},
            ),
        ),
        finds=("/msme/provisions",),
    ),
    Case(
        id="AEO-MSME-07.n02",
        title="A Dominican firm, large by one person, with a provision",
        why="151 persons are more than a medium firm has, so it is large as it says.",
        flags=("Msme", "Provision", "EdgeValue"),
        base=DOMINICAN,
        edits=(dominican("large", "151", "1000000", provisions=["APP-FEE-FREE"]),),
        finds=("/msme/provisions",),
    ),
)

CASES: tuple[Case, ...] = (*FIGURES, *NAMES, *PROVISIONS)
