# ruff: noqa: RUF001 names of firms stand in their own scripts
"""Names in one form across scripts and legal forms, and the candidates that they make."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter

import pytest
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from aeo_exchange.declarations.matching import DeclarationMatcher
from aeo_exchange.declarations.names import folded_name
from aeo_exchange.errors import MissingExtra
from aeo_exchange.model.record import Address
from aeo_exchange.reference.lists import list_rows
from aeo_exchange.resources import published
from declarations.matched import asked, matcher, party, told
from exchange.made_views import FIRM, firm
from exchange.recognising import TIN, held_by, of
from rows import for_each_row

PAIRS = published("samples/names/pairs.csv")


@for_each_row(
    ("name", "folded"),
    [
        ("Example Lamp Works (Hong Kong) Limited", "example lamp works hong kong"),
        ("Muster Leuchten GmbH & Co. KG", "muster leuchten"),
        ("Ejemplo Lámparas, S.A. de C.V.", "ejemplo lamparas"),
        ("Örnek Aydınlatma Ltd. Şti.", "ornek aydinlatma"),
        ("PT Contoh Lampu Tbk", "contoh lampu"),
        ("Przykład Sp. z o.o.", "przyklad"),
        ("ООО «Пример Лампы»", "primer lampy"),
        ("Παράδειγμα Φωτιστικά Α.Ε.", "paradeigma fotistika"),
        ("株式会社エグザンプル照明", "eguzanpuru 照明"),
        ("ｻﾝﾌﾟﾙ(株)", "sanpuru"),
        ("キョウシャ", "kyousha"),
        ("주식회사 예시조명", "yesijomyeong"),
        ("㈜예시조명", "yesijomyeong"),
        ("บริษัท ตัวอย่าง จำกัด", "ตัวอย่าง"),
        ("Limited", "limited"),
        ("", ""),
        # Forms of several words, in front and behind, with strokes and blanks within.
        ("Ejemplo S. de R.L. de C.V.", "ejemplo"),
        ("S. de R. L. de C. V. Ejemplo", "ejemplo"),
        ("EJEMPLO S. A. DE C. V.", "ejemplo"),
        ("Sociedad Ejemplo", "sociedad ejemplo"),
        ("Eksempel Lys A/S", "eksempel lys"),
        ("A/S Eksempel Lys", "eksempel lys"),
        ("Exemplo Calçados S/A", "exemplo calcados"),
        ("Import/Export Example", "import export example"),
        ("Példa Korlátolt Felelősségű Társaság", "pelda"),
        ("Công ty TNHH Một Thành Viên Ví Dụ", "vi du"),
        ("CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN VÍ DỤ", "vi du"),
        ("Công ty Cổ phần Ví Dụ", "vi du"),
        ("บจก. ตัวอย่าง", "ตัวอย่าง"),
        ("ห้างหุ้นส่วนจำกัด ตัวอย่าง", "ตัวอย่าง"),
        ("شركة المثال المحدودة", "المثال"),
        ("شركة المثال للإنارة ذات المسؤولية المحدودة", "المثال للاناره"),
        ("المثال للإنارة ذ.م.م.", "المثال للاناره"),
        # Arabic sets blanks: a form within a word is none.
        ("المثال للشركة الحديثة", "المثال للشركه الحديثه"),
    ],
)
def test_a_name_has_one_form_whatever_its_script_and_legal_form(name: str, folded: str) -> None:
    assert folded_name(name) == folded


@for_each_row(
    ("one", "other"),
    [
        # Turkish, in its own capitals: an I with a dot and one without are one letter.
        ("Yıldız İplik San. Ltd. Şti.", "YILDIZ İPLİK SAN. LTD. ŞTİ."),
        ("Örnek İplik Limited Şirketi", "ÖRNEK İPLİK LİMİTED ŞİRKETİ"),
        ("Örnek İplik Anonim Şirketi", "ORNEK IPLIK ANONIM SIRKETI"),
        # Letters that become several, and marks that no letter takes in.
        ("Μαΐου Α.Ε.", "ΜΑΪ\u0301ΟΥ ΑΕ"),
        ("Straße Muster GmbH", "STRAẞE MUSTER GMBH"),
        ("ŉ Voorbeeld", "N Voorbeeld"),
        ("ǰamal x\u0302", "Jamal X"),
        ("ᾼ Δείγμα", "ᾳ Δείγμα"),
        ("Al-Jaz\u02bfira", "Al-Jazira"),
        # What nobody sees, and letters of Arabic that are written for one another.
        ("Exam\u00adple\u200b Lamps", "Example Lamps"),
        ("شرکه المثال للانارة", "شركة المثال للإنارة"),
        ("مُحَمَّد", "محمد"),
        ("الشركة ذات المسئولية المحدودة المثال", "المثال"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_two_writings_of_one_name_have_one_form(one: str, other: str, form: str) -> None:
    written, others = (unicodedata.normalize(form, name) for name in (one, other))
    assert folded_name(written) == folded_name(other) == folded_name(one) == folded_name(others)


@for_each_row(
    ("one", "other"),
    [("Örnek Işık A.Ş.", "Örnek Eşik A.Ş."), ("ガラス", "カラス"), ("ตัวอย่าง", "ตวอยาง")],
)
def test_marks_that_part_two_names_stay(one: str, other: str) -> None:
    assert folded_name(one) != folded_name(other)


def test_a_name_that_is_alike_makes_a_candidate_where_it_is_wanted() -> None:
    pytest.importorskip("rapidfuzz")
    by = matcher(by_name=True)
    one = party(name="EXAMPLE LAMPS WORKS (HONG KONG) CO LTD", country="HK")
    said_of = asked(one, by)
    assert told(said_of) == ("UNDETERMINED", ["no-number"])
    ((tin, near, score, differs),) = (
        (candidate.tin, str(candidate.near), candidate.score, candidate.differs)
        for candidate in said_of.candidates
    )
    assert (tin, near, score) == (TIN, "name", 97)
    assert differs == "name 97 of 100, no address to compare"
    assert asked(one, matcher()).candidates == ()


def test_a_local_name_is_found_by_the_other_names_of_a_holder() -> None:
    pytest.importorskip("rapidfuzz")
    by = matcher(by_name=True)
    said_of = asked(party(name="範例燈飾製造（香港）有限公司"), by)
    assert [candidate.score for candidate in said_of.candidates] == [100]


def test_the_address_is_told_and_another_country_is_no_candidate() -> None:
    pytest.importorskip("rapidfuzz")
    by = matcher(by_name=True)
    whole = {"name": FIRM.holder.legal_name, "address": "88 Example Rd, Tsuen Wan"}
    (candidate,) = asked(party(**whole, country="HK"), by).candidates
    assert candidate.differs == "name 100 of 100, address 57"
    assert asked(party(**whole, country="JP"), by).candidates == ()
    nowhere = matcher(of(firm(holder=replace(FIRM.holder, address=UNSET))), by_name=True)
    assert len(asked(party(**whole, country="JP"), nowhere).candidates) == 1


STREET, TOWN = "Unit 5, 12/F, 88 Example Road", "Tsuen Wan"
AT_HOME = {"address": f"{STREET}, {TOWN}", "country": "HK"}


def at_one_address(*names: str, subdivision: str | UnsetType = UNSET) -> DeclarationMatcher:
    """Return a matcher by name; each name is of a holder at the address."""
    address = Address(lines=(STREET,), city=TOWN, subdivision=subdivision, country="HK")
    records = [
        held_by(
            f"HK7000000{place}",
            f"HK-7000-{place}",
            legal_name=name,
            other_names=UNSET,
            address=address,
        )
        for place, name in enumerate(names)
    ]
    return matcher(of(*records), by_name=True)


def differing(by: DeclarationMatcher, name: str, **more: str) -> list[str]:
    return [one.differs for one in asked(party(name=name, **more), by).candidates]


def test_a_shortened_name_is_a_candidate_at_the_very_address_alone() -> None:
    pytest.importorskip("rapidfuzz")
    by = at_one_address("Golden Example Plastics Factory Limited")
    short = "Golden Example Plastics Fty Ltd"
    alike = ["name 98 of 100, address 100"]
    assert differing(by, short, **AT_HOME) == alike
    # Words of the address in another order and case, and the country behind it, as messages have.
    turned = f"{TOWN.upper()}, {STREET}, HK"
    assert differing(by, short, address=turned, country="hk") == alike
    for other in (
        {},
        {"address": AT_HOME["address"]},
        {"country": "HK"},
        {**AT_HOME, "address": AT_HOME["address"].replace("88", "89")},
        {**AT_HOME, "address": STREET},
        {**AT_HOME, "country": "MO"},
    ):
        assert differing(by, short, **other) == []
    assert differing(by, "Golden Example", **AT_HOME) == ["name 90 of 100, address 100"]
    assert differing(by, "Golden Sample Trading Ltd", **AT_HOME) == []
    assert differing(by, "Factory", **AT_HOME) == []


def test_a_name_in_another_script_is_a_candidate_at_the_very_address_alone() -> None:
    pytest.importorskip("rapidfuzz")
    by = at_one_address("Golden Example Plastics Factory Limited")
    for name in ("金例塑膠廠有限公司", "金例塑膠廠 Co., Ltd.", "골든예시 주식회사"):
        assert differing(by, name, **AT_HOME) == ["name in another script, address 100"]
        assert differing(by, name, country="HK") == []
    (candidate,) = asked(party(name="金例塑膠廠", **AT_HOME), by).candidates
    assert (str(candidate.near), candidate.score) == ("name", UNSET)
    assert differing(by, "88", **AT_HOME) == []  # no letters, so no script
    both = at_one_address("Golden Example Plastics Factory Limited", "金例塑膠廠有限公司")
    assert differing(both, "金例塑膠廠", **AT_HOME) == [
        "name 100 of 100, address 100",
        "name in another script, address 100",
    ]
    # Where many firms have one address, it says little of any.
    tower = at_one_address(*(f"{word} Lights Ltd" for word in ("Red", "Green", "Blue", "Grey")))
    assert differing(tower, "金例塑膠廠", **AT_HOME) == []


def test_an_address_is_the_same_with_and_without_its_subdivision() -> None:
    pytest.importorskip("rapidfuzz")
    by = at_one_address("Golden Example Plastics Factory Limited", subdivision="New Territories")
    for behind in ("", ", New Territories"):
        where = {**AT_HOME, "address": AT_HOME["address"] + behind}
        assert len(differing(by, "Golden Example Plastics Fty", **where)) == 1
    where = {**AT_HOME, "address": AT_HOME["address"] + ", Kowloon"}
    assert differing(by, "Golden Example Plastics Fty", **where) == []


def test_a_near_number_goes_before_a_name() -> None:
    pytest.importorskip("rapidfuzz")
    said_of = asked(party("HK00000034", name=FIRM.holder.legal_name), matcher(by_name=True))
    assert [str(candidate.near) for candidate in said_of.candidates] == ["one-character"]


def test_without_the_extra_it_is_told(monkeypatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "rapidfuzz.fuzz", None)
    with pytest.raises(MissingExtra):
        matcher(by_name=True)


def test_few_names_of_the_published_pairs_are_taken_for_another_firm() -> None:
    """What the bench prints by script, and what the decision on names says."""
    fuzz = pytest.importorskip("rapidfuzz.fuzz")
    from aeo_exchange.declarations.near_names import ALIKE, name_likeness

    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    outcomes = Counter(
        (
            row["same"] == "1",
            name_likeness(folded_name(row["declared"]), folded_name(row["held"]), fuzz.ratio)
            >= ALIKE,
        )
        for row in rows
    )
    right, wrong, missed = outcomes[True, True], outcomes[False, True], outcomes[True, False]
    assert outcomes[False, False] > 20
    assert right / (right + wrong) >= 0.95
    assert right / (right + missed) >= 0.78


def test_a_legal_form_is_written_as_names_are_folded() -> None:
    for row in list_rows("legal_forms"):
        form = row["form"]
        assert not form.isascii() or form == " ".join(form.lower().replace(".", "").split())
