"""`aeo qr --card`: a sheet of A6 that says what its code says, and what it is not."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from itertools import pairwise

import pypdfium2
import pytest

from aeo_exchange.formats.pictures import read_codes
from aeo_exchange.operations.cards.card import draw_card
from aeo_exchange.operations.cards.facts import CardFacts, LocalName
from aeo_exchange.operations.cards.forms import CardForm
from aeo_exchange.operations.cards.layout import card_lines
from aeo_exchange.operations.cards.qr import make_qr
from aeo_exchange.reference.programmes import shipped
from card_pictures import printed
from cards import SAMPLES, attested, card, said_by_pdf, sample

SVG = "{http://www.w3.org/2000/svg}"
LOCAL = {
    "Arab": ("ar", "شركة المثال للتجارة (دبي) ٢٠٢٦"),
    "Hans": ("zh", "示例深圳国际物流与供应链管理股份有限公司"),
    "Thai": ("th", "บริษัท ตัวอย่างการค้าระหว่างประเทศ จำกัด"),
}
LONGEST = 256
MILLIMETRES = 25.4 / 72


@pytest.fixture
def drawn(aeo, tmp_path):
    """Return a function that draws the card of an attestation, and returns it."""

    def draw(text: str, name: str, *options: str) -> bytes:
        (tmp_path / "a.sdjwt").write_text(text)
        done = aeo("qr", "--card", "a.sdjwt", "-o", name, "--force", *options)
        assert done.returncode == 0, done.stderr
        return (tmp_path / name).read_bytes()

    return draw


def said_by_svg(content: bytes) -> str:
    root = ET.fromstring(content)  # noqa: S314 our own
    return "\n".join(text.text or "" for text in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("form", CardForm)
def test_a_card_says_what_the_attestation_says_and_what_it_is_not(drawn, form):
    content = drawn((SAMPLES / "lamp-works.aeo.sdjwt").read_text(), f"a.{form}")
    said = " ".join((said_by_svg if form is CardForm.SVG else said_by_pdf)(content).split())
    for text in (
        "Example Lamp Works (Hong Kong) Limited",
        "granted, 20 October 2026",
        "Tier II (TIER2)",
        "Hong Kong Authorized Economic Operator Programme (HK-AEO)",
        "from 1 March 2024 to 28 February 2027",
        "HKAEO-EX-0033",
        "HK00000033",
        "Hong Kong Customs and Excise Department (HK)",
        "This is an unsigned print",
        "The status may have changed since",
        "can be checked until 18 January 2027",
        "Check the code with `aeo verify`",
    ):
        assert text in said, text


def test_a_term_to_the_end_of_the_calendar_is_told_by_a_day_that_there_is(drawn):
    said = said_by_svg(drawn(attested(until="9999-12-31T23:59:59Z"), "a.svg"))
    assert "from 17 June 2024 to 31 December 9999 (UTC)" in " ".join(said.split())


def test_the_code_of_a_printed_card_is_the_attestation_without_disclosures(drawn):
    content = drawn((SAMPLES / "lamp-works.aeo.sdjwt").read_text(), "a.pdf")
    picture = io.BytesIO()
    printed(content).save(picture, "PNG")
    assert read_codes(picture.getvalue()).said == (sample().encode(),)


def test_a_card_is_a_page_of_a6(drawn):
    text = (SAMPLES / "lamp-works.aeo.sdjwt").read_text()
    document = pypdfium2.PdfDocument(drawn(text, "a.pdf"))
    assert len(document) == 1
    assert [round(side * MILLIMETRES, 1) for side in document[0].get_size()] == [148.0, 105.0]
    root = ET.fromstring(drawn(text, "a.svg"))  # noqa: S314 our own
    assert (root.attrib["width"], root.attrib["height"]) == ("148mm", "105mm")


def test_the_same_attestation_gives_the_same_bytes():
    code = make_qr(sample().encode())
    for form in CardForm:
        assert draw_card(code, form, shipped()) == draw_card(code, form, shipped())


def test_where_to_check_is_said(drawn):
    content = drawn(attested(), "a.svg", "--check-at", "https://verify.customs.example/a?b=<c>&d")
    assert "at https://verify.customs.example/a?b=<c>&d, and compare" in " ".join(
        said_by_svg(content).split()
    )


@pytest.mark.parametrize("script", LOCAL)
def test_a_name_in_another_script_is_on_the_card_where_its_code_discloses_it(drawn, script):
    language, name = LOCAL[script]
    other = {"text": name, "language": language, "script": script, "use": "local"}
    text = attested(otherNames=[other])
    content = drawn(text, "a.svg", "--disclose", "otherNames")
    shown = ET.fromstring(content).iter(f"{SVG}text")  # noqa: S314 our own
    lines = [element for element in shown if (element.text or "")[:3] and element.text[:3] in name]
    assert "".join(element.text for element in lines).replace(" ", "") == name.replace(" ", "")
    assert {element.get("direction") for element in lines} == {"rtl" if script == "Arab" else None}
    assert {element.get("lang") for element in lines} == {f"{language}-{script}"}
    assert name[:3] not in said_by_svg(drawn(text, "b.svg"))


def test_a_pdf_is_refused_for_letters_that_it_cannot_show_and_says_what_to_do(aeo, tmp_path):
    (tmp_path / "a.sdjwt").write_text(attested(legalName="Công ty Ví dụ Việt"))
    pytest.importorskip("fpdf", reason="the extra card")
    done = aeo("qr", "--card", "a.sdjwt", "-o", "a.pdf", PATH="")
    assert done.returncode == 2
    assert "such as ệ" in done.stderr or "such as ụ" in done.stderr
    assert "--font" in done.stderr
    assert "write it as SVG" in done.stderr
    assert not (tmp_path / "a.pdf").exists()
    assert aeo("qr", "--card", "a.sdjwt", "-o", "a.svg").returncode == 0


def test_letters_that_end_a_text_of_a_pdf_do_not():
    name = "Example (Söhne) \\ (GmbH"
    assert name in said_by_pdf(card(attested(legalName=name))).replace("\r\n", " ")


def person() -> str:
    return attested(kind="natural-person", legalName="Example Person")


def test_of_a_natural_person_nothing_is_shown_that_the_code_hides(drawn):
    hidden = said_by_svg(drawn(person(), "a.svg"))
    assert "Example Person" not in hidden
    assert "A natural person," in hidden
    assert "hidden, of HK" in hidden
    shown = drawn(person(), "b.svg", "--disclose", "legalName,sub")
    assert "Example Person" in said_by_svg(shown)


def test_what_a_code_discloses_is_said_beside_it(aeo, tmp_path):
    (tmp_path / "a.sdjwt").write_text(person())
    done = aeo("qr", "a.sdjwt", "-o", "a.svg", "--disclose", "sub")
    assert "whoever sees the code is told sub" in done.stderr
    assert aeo("qr", "a.sdjwt", "-o", "b.svg", "--disclose", "shoeSize").returncode == 2


def overflowing(content: bytes) -> list[str]:
    """Return the letters of a PDF that stand outside the page, or on its code."""
    page = pypdfium2.PdfDocument(content)[0]
    texts = page.get_textpage()
    wide, high = page.get_size()
    faults = []
    for place in range(texts.count_chars()):
        left, _, right, top = texts.get_charbox(place)
        is_on_code = left < 88 / MILLIMETRES and top > high - 88 / MILLIMETRES
        margin = 3 / MILLIMETRES
        if is_on_code or left < margin or right > wide - margin or not margin < top < high - margin:
            faults.append(texts.get_text_range(place, 1))
    return [fault for fault in faults if fault.strip()]


@pytest.mark.parametrize(
    "name",
    [
        "W" * LONGEST,
        "@ " * (LONGEST // 2 - 1) + "@",
        "Example " * 31 + "Limited",
        "i" * LONGEST,
        "A",
    ],
)
def test_no_name_overflows(name):
    assert overflowing(card(attested(legalName=name), check_at="W" * 120)) == []


@pytest.mark.parametrize("letter", ["W", "示", "ش", "Ế", "a\u0301", "\U0001f6a2"])
@pytest.mark.parametrize("count", [1, 40, 256])
def test_lines_stay_in_their_boxes_whatever_is_written(letter, count):
    text = letter * count
    facts = CardFacts(
        title=text,
        name=text,
        other_names=(LocalName(text=text, language=""),),
        rows=(("Tier", text),) * 2,
        notes=(text,),
    )
    lines = list(card_lines(facts))
    assert "".join(line.text for line in lines if line.text[0] == letter[0]) == text * 6
    assert all(line.size > 0 for line in lines)
    assert max(line.baseline for line in lines) <= 103
    for line, after in pairwise(lines):
        assert after.baseline > line.baseline


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--card", "-o", "a.png"], "neither .svg nor .pdf"),
        (["--card", "--format", "png"], "a card is drawn as svg or pdf"),
        (["--format", "pdf"], "add --card"),
        (["-o", "a.pdf"], "neither .svg nor .png"),
        (["--check-at", "https://a.example"], "add --card"),
        (["--card", "--check-at", "a\nb"], "takes a line"),
        (["--card", "--check-at", "a" * 121], "takes a line"),
    ],
)
def test_what_cannot_be_drawn_so_is_a_usage_error(aeo, tmp_path, options, reason):
    (tmp_path / "a.sdjwt").write_text(sample())
    done = aeo("qr", "a.sdjwt", *options)
    assert done.returncode == 2
    assert reason in done.stderr


def test_an_unknown_programme_is_told_by_its_code(aeo, tmp_path):
    (tmp_path / "a.sdjwt").write_text(attested())
    (tmp_path / "none").mkdir()
    assert aeo("qr", "--card", "a.sdjwt", "--reference", "none", "-o", "a.svg").returncode == 0


def test_a_broken_attestation_has_no_card(aeo, tmp_path):
    header, _, rest = make_qr(sample().encode()).text.split(".")
    (tmp_path / "a.sdjwt").write_text(f"{header}.e30.{rest}")
    done = aeo("qr", "--card", "a.sdjwt", "-o", "a.svg")
    assert done.returncode == 1
    assert not (tmp_path / "a.svg").exists()
