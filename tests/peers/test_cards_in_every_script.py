"""A browser draws a name by the same font as the card in PDF: the same ink stands there."""

from __future__ import annotations

import base64
import io
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageFilter

from aeo_exchange.cli.font_files import system_fonts
from aeo_exchange.errors import WrongChoice
from aeo_exchange.operations.cards.fonts import Fonts
from aeo_exchange.operations.cards.forms import FontFile
from aeo_exchange.operations.cards.layout import CardLine, Drawing
from aeo_exchange.operations.cards.shaped_pdf import shaped_card_pdf

pytestmark = pytest.mark.peer

NAMES = {
    "ar": "شركة المثال للتجارة Example (دبي) ٢٠٢٦",
    "zh-Hans": "示例深圳国际物流",
    "ko": "주식회사 예시 무역",
    "th": "บริษัทตัวอย่างการค้าจำกัด",
    "ru": "ООО Пример Ёж",  # noqa: RUF001 Cyrillic
    "hi": "उदाहरण व्यापार क्षेत्र श्री",
    "vi": "Công ty Ví dụ Ế",
}
FROM_RIGHT = {"ar"}
ALIKE, DIFFERENT = 0.9, 0.75


@pytest.fixture
def font(language: str) -> FontFile:
    """Return a font of this system that shows the name alone."""
    try:
        fonts = Fonts(find=system_fonts).of(NAMES[language], language)
    except WrongChoice:
        pytest.skip(f"no font for {language}")
    if len(fonts) > 1:
        pytest.skip(f"no one font for {language}")
    return fonts[0]


def on_card(text: str, language: str, font: FontFile) -> Image.Image:
    from_right = language in FROM_RIGHT
    line = CardLine(
        text=text,
        left=140 if from_right else 8,
        baseline=50,
        size=5,
        from_right=from_right,
        language=language,
    )
    signed_at = datetime(2026, 11, 1, tzinfo=UTC)
    drawing = Drawing(title=text, lines=(line,), runs=(), side=1, signed_at=signed_at)
    page = pypdfium2.PdfDocument(shaped_card_pdf(drawing, Fonts(named=(font,))))[0]
    return page.render(scale=10).to_pil().convert("L")


def in_browser(browser: str, folder: Path, text: str, language: str, font: FontFile) -> Image.Image:
    direction = "rtl" if language in FROM_RIGHT else "ltr"
    page, picture = folder / "name.html", folder / "name.png"
    source = base64.b64encode(of_letters(text, font)).decode()
    page.write_text(
        "<!doctype html><meta charset=utf-8><style>"
        f"@font-face{{font-family:own;src:url(data:font/otf;base64,{source})}}"
        "body{margin:60px;overflow:hidden;white-space:nowrap}</style>"
        f"<p lang={language} dir={direction} style='font:60px own'>{text}</p>",
        encoding="utf-8",
    )
    flags = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'home'}")
    size = ("--window-size=1760,400", f"--screenshot={picture}")
    command = [browser, *flags, *size, page.as_uri()]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    return Image.open(picture).convert("L")


def of_letters(text: str, font: FontFile) -> bytes:
    """Return a font with the letters of a text alone, so that a page can bring it."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    with font.path.open("rb") as stream, TTFont(stream, fontNumber=font.index) as opened:
        subsetter = Subsetter(Options(layout_features=["*"], notdef_outline=True))
        subsetter.populate(text=text)
        subsetter.subset(opened)
        file = io.BytesIO()
        opened.save(file)
    return file.getvalue()


def alike(one: Image.Image, other: Image.Image) -> float:
    """Return how much the ink of two pictures is the same, 1 for all, whatever their sizes."""
    planes = []
    for picture in (one, other):
        inked = picture.crop(Image.eval(picture, lambda shade: 255 - shade).getbbox())
        planes.append(inked.resize((900, 90)).filter(ImageFilter.GaussianBlur(2)))
    first, second = (np.asarray(plane, dtype=np.float64).ravel() for plane in planes)
    return float(np.corrcoef(first, second)[0, 1])


@pytest.mark.parametrize("language", NAMES)
def test_the_ink_of_a_name_is_where_a_browser_puts_it(
    tool: Callable[[str], str], tmp_path: Path, language: str, font: FontFile
) -> None:
    text, browser = NAMES[language], tool("chromium")
    card = on_card(text, language, font)
    assert alike(card, in_browser(browser, tmp_path, text, language, font)) > ALIKE
    # The test can fail: letters in another order are not like them.
    turned = in_browser(browser, tmp_path, text[::-1], language, font)
    assert alike(card, turned) < DIFFERENT
