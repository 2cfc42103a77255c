"""Fonts of a card in PDF: a letter is shown by a font that has it, or the card is refused."""

from __future__ import annotations

import io
import sys

import pypdfium2
import pytest
from PIL import Image

from aeo_exchange.errors import MissingExtra, WrongChoice
from aeo_exchange.formats.pictures import read_codes
from aeo_exchange.operations.cards.card import draw_card
from aeo_exchange.operations.cards.fonts import Fonts
from aeo_exchange.operations.cards.forms import CardForm, FontFile
from aeo_exchange.operations.cards.layout import clusters
from aeo_exchange.operations.cards.qr import make_qr
from aeo_exchange.reference.programmes import shipped
from card_pictures import printed
from cards import attested, said_by_pdf

pytest.importorskip("fpdf", reason="the extra card")
pytest.importorskip("uharfbuzz", reason="the extra card")

from made_fonts import made_font

CHINESE = "示例深圳国际物流公司"
THAI = "บริษัท ตัวอย่าง จำกัด"
ARABIC = "شركة المثال للتجارة"


def named(text: str, language: str = "zh", script: str = "Hans") -> str:
    """Return an attestation about a firm with a name in another script."""
    other = {"text": text, "language": language, "script": script, "use": "local"}
    return attested(otherNames=[other])


def drawn(text: str, fonts: Fonts) -> bytes:
    code = make_qr(text.encode(), ("otherNames",))
    return draw_card(code, CardForm.PDF, shipped(), fonts=fonts)


def found_in(*fonts: FontFile):
    """Return what finds these fonts, whatever is asked, and the questions that were asked."""
    asked = []

    def find(letters: frozenset[str], language: str):
        asked.append(("".join(sorted(letters)), language))
        return fonts

    return find, asked


def test_a_name_is_set_in_the_font_that_was_named_and_is_text(tmp_path):
    fonts = Fonts(named=(FontFile(path=made_font(tmp_path / "han.ttf", CHINESE)),))
    text = named(CHINESE)
    content = drawn(text, fonts)
    assert CHINESE in said_by_pdf(content).replace("\r\n", "")
    assert content == drawn(text, fonts)
    picture = io.BytesIO()
    printed(content).save(picture, "PNG")
    code = make_qr(text.encode(), ("otherNames",))
    assert read_codes(picture.getvalue()).said == (code.text.encode(),)


def test_the_system_is_asked_for_what_named_fonts_lack_and_for_nothing_else(tmp_path):
    han = FontFile(path=made_font(tmp_path / "han.ttf", CHINESE))
    latin = FontFile(path=made_font(tmp_path / "latin.ttf", "Co"))
    find, asked = found_in(latin)
    content = drawn(named(f"{CHINESE} Co"), Fonts(named=(han,), find=find))
    assert f"{CHINESE} Co" in said_by_pdf(content).replace("\r\n", " ").replace("  ", " ")
    assert asked == [("Co", "zh-Hans")]


def test_a_font_with_all_letters_is_taken_before_two_with_some(tmp_path):
    han = FontFile(path=made_font(tmp_path / "han.ttf", CHINESE))
    latin = FontFile(path=made_font(tmp_path / "latin.ttf", "Co"))
    whole = FontFile(path=made_font(tmp_path / "whole.ttf", f"{CHINESE}Co"))
    broken = FontFile(path=tmp_path / "broken.ttf")
    broken.path.write_bytes(b"no font")
    text = f"{CHINESE} Co"
    for there, taken in (
        ((broken, han, latin, whole), (whole,)),
        ((broken, latin, han), (han, latin)),
    ):
        find, _ = found_in(*there)
        assert Fonts(find=find).of(text, "zh") == taken


@pytest.mark.parametrize(
    ("letters", "missing"), [("", CHINESE), (CHINESE[1:], CHINESE[0]), ("Co", CHINESE)]
)
def test_a_letter_without_a_font_is_refused_and_never_a_box(tmp_path, letters, missing):
    font = FontFile(path=made_font(tmp_path / "font.ttf", letters))
    with pytest.raises(WrongChoice, match="--font") as refusal:
        drawn(named(CHINESE), Fonts(named=(font,)))
    letter = str(refusal.value).partition("such as ")[2][0]
    assert letter in missing
    assert "write it as SVG" in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "scripts", "is_shown"),
    [
        (THAI, ("thai",), True),
        (THAI, (), False),
        (THAI, ("latn",), False),
        (ARABIC, ("arab",), True),
        (ARABIC, (), False),
        ("व्यापार", ("dev2",), True),
        ("व्यापार", ("deva",), True),
        ("व्यापार", ("thai",), False),
        (CHINESE, (), True),
        ("Пример", (), True),
    ],
)
def test_letters_that_change_beside_each_other_need_a_font_with_rules(
    tmp_path, text, scripts, is_shown
):
    font = FontFile(path=made_font(tmp_path / "font.ttf", text, scripts))
    fonts = Fonts(named=(font,))
    if is_shown:
        assert fonts.of(text, "") == (font,)
    else:
        with pytest.raises(WrongChoice):
            fonts.of(text, "")


def test_a_mark_is_not_set_in_another_font_than_its_letter(tmp_path):
    one = FontFile(path=made_font(tmp_path / "one.ttf", "ab"))
    other = FontFile(path=made_font(tmp_path / "other.ttf", "\u0302"))
    both = FontFile(path=made_font(tmp_path / "both.ttf", "ab\u0302"))
    text = "ab\u0302"
    with pytest.raises(WrongChoice, match="such as b\u0302"):
        Fonts(named=(one, other)).of(text, "")
    assert Fonts(named=(both,)).of(text, "") == (both,)


def test_signs_that_are_not_seen_need_no_font(tmp_path):
    font = FontFile(path=made_font(tmp_path / "font.ttf", "示"))
    assert Fonts(named=(font,)).of("示\ufe00\u200d\u00a0示", "") == (font,)


def test_a_name_from_right_to_left_stands_at_the_right_in_its_order(tmp_path):
    text = f"{ARABIC} ABC"
    font = FontFile(path=made_font(tmp_path / "arabic.ttf", f"{text} ", ("arab",)))
    page = pypdfium2.PdfDocument(drawn(named(text, "ar", "Arab"), Fonts(named=(font,))))[0]
    texts = page.get_textpage()
    whole = texts.get_text_range()
    places = {letter: texts.get_charbox(whole.index(letter))[0] for letter in "شكC"}
    assert places["ش"] > places["ك"] > places["C"]
    right = max(texts.get_charbox(i)[2] for i in range(len(whole)) if whole[i] == "ش")
    assert right == pytest.approx(144 * 72 / 25.4, abs=2)


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("เกา", ["เกา"]),
        ("นะครับ", ["นะ", "ค", "รั", "บ"]),
        ("ไทย", ["ไท", "ย"]),
        ("व्यापार", ["व्या", "पा", "र"]),
        ("a\u0301b", ["a\u0301", "b"]),
        ("ເລກ", ["ເລ", "ກ"]),
    ],
)
def test_a_line_is_never_broken_between_a_letter_and_its_vowel(text, apart):
    assert list(clusters(text)) == apart


def test_a_card_in_western_letters_needs_no_font_and_no_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "fpdf", None)
    assert drawn(named("Söhne €", "de", "Latn"), Fonts()).startswith(b"%PDF")
    with pytest.raises(MissingExtra, match="extra `card`"):
        drawn(named(CHINESE), Fonts())


def test_the_command_takes_fonts_by_name_and_one_of_a_collection_by_its_number(aeo, tmp_path):
    text = "Example Đà Nẵng"
    (tmp_path / "a.sdjwt").write_text(attested(legalName=text))
    made_font(tmp_path / "font.ttf", text)
    arguments = ("qr", "--card", "a.sdjwt", "-o", "a.pdf", "--force", "--font")
    for name in ("font.ttf", "font.ttf:0"):
        done = aeo(*arguments, name, PATH="")
        assert done.returncode == 0, done.stderr
        said = said_by_pdf((tmp_path / "a.pdf").read_bytes())
        assert text in " ".join(said.split())
    (tmp_path / "text.ttf").write_text("no font")
    assert "is not a font that can be read" in aeo(*arguments, "text.ttf").stderr
    missing = aeo(*arguments, "none.ttf")
    assert (missing.returncode, "No such file" in missing.stderr) == (3, True)
    svg = aeo("qr", "--card", "a.sdjwt", "-o", "a.svg", "--font", "font.ttf")
    assert "--font is for a card in PDF" in svg.stderr
    assert "add --card" in aeo("qr", "a.sdjwt", "-o", "a.svg", "--font", "font.ttf").stderr


def test_fonts_of_the_system_are_asked_of_fontconfig(aeo, tmp_path):
    """A program that says so stands for it."""
    text = "Example Đà Nẵng"
    (tmp_path / "a.sdjwt").write_text(attested(legalName=text))
    made_font(tmp_path / "font.ttf", text)
    program = tmp_path / "bin" / "fc-match"
    program.parent.mkdir()
    program.write_text(
        f"#!/bin/sh\necho \"$@\" > {tmp_path}/asked\nprintf '/none\\t0\\nbad\\n'\n"
        f"printf '{tmp_path}/font.ttf\\t65536\\n'\n"
    )
    program.chmod(0o755)
    done = aeo("qr", "--card", "a.sdjwt", "-o", "a.pdf", PATH=str(program.parent))
    assert done.returncode == 0, done.stderr
    assert text in " ".join(said_by_pdf((tmp_path / "a.pdf").read_bytes()).split())
    assert "charset=45 4e 61 65 67 6c 6d 6e 70 78 e0 110 1eb5\n" in (tmp_path / "asked").read_text()


def test_what_is_drawn_is_seen(tmp_path):
    """Where a name stands is ink, and nothing is where it does not."""
    font = FontFile(path=made_font(tmp_path / "han.ttf", CHINESE))
    with_name = printed(drawn(named(CHINESE), Fonts(named=(font,))))
    box = tuple(round(side * 400 / 25.4) for side in (92, 11, 144, 39))
    assert ink(with_name.crop(box)) > 1.1 * ink(printed_without().crop(box))


def printed_without() -> Image.Image:
    return printed(draw_card(make_qr(named(CHINESE).encode()), CardForm.PDF, shipped()))


def ink(picture: Image.Image) -> int:
    return sum(count for shade, count in enumerate(picture.histogram()) if shade < 128)
