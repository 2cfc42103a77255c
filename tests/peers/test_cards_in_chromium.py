"""A browser, with the fonts of its system, sets the texts of a card in their boxes."""

from __future__ import annotations

import re
import subprocess

import pytest
from PIL import Image

from aeo_exchange.formats.pictures import read_codes
from aeo_exchange.operations.cards.forms import CardForm
from cards import attested, card, sample

pytestmark = pytest.mark.peer

# Each text that stands outside the paper's margin, or on the code.
LOOK = """
<script>
const outside = [...document.querySelectorAll('text')].filter((text) => {
  const box = text.getBBox();
  const onCode = box.x < 88 && box.y < 88;
  return onCode || box.x < 3 || box.x + box.width > 145.5 || box.y < 2 || box.y + box.height > 104;
});
document.body.dataset.outside = outside.length;
document.body.dataset.lines = document.querySelectorAll('text').length;
</script>
"""
LOCAL = {
    "Arab": ("ar", "شركة المثال للتجارة والشحن الدولي والتخليص الجمركي (دبي) ٢٠٢٦"),
    "Hans": ("zh", "示例深圳国际物流与供应链管理股份有限公司" * 6),
    "Latn": ("vi", "Công ty Trách nhiệm Hữu hạn Ví dụ " * 7 + "Ế"),
}


def in_chromium(tool, tmp_path, svg: bytes, *asked: str) -> str:
    page = tmp_path / "card.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><body>{svg.decode()}{LOOK}")
    flags = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'home'}")
    command = [tool("chromium"), *flags, *asked, page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


@pytest.mark.parametrize("script", LOCAL)
def test_no_text_leaves_its_box(tool, tmp_path, script):
    language, name = LOCAL[script]
    other = {"text": name.strip(), "language": language, "script": script, "use": "local"}
    text = attested(legalName="Example W@m " * 10 + "Co", otherNames=[other])
    svg = card(text, CardForm.SVG, "otherNames", check_at="https://" + "w" * 100)
    dom = in_chromium(tool, tmp_path, svg, "--dump-dom")
    assert re.search(r'data-outside="0"', dom)
    assert int(re.search(r'data-lines="(\d+)"', dom)[1]) == svg.count(b"<text")


def test_a_screenshot_of_a_card_is_read(tool, tmp_path):
    picture = tmp_path / "card.png"
    size = ("--window-size=1200,900", "--force-device-scale-factor=2")
    in_chromium(tool, tmp_path, card(sample(), CardForm.SVG), f"--screenshot={picture}", *size)
    assert read_codes(picture.read_bytes()).said == (sample().encode(),)
    with Image.open(picture) as image:
        assert image.size == (2400, 1800)
