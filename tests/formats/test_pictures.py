"""Pictures are read by their pixels, in every kind that is opened, within bounds."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from aeo_exchange.errors import UnreadPicture
from aeo_exchange.formats import pictures
from aeo_exchange.formats.pictures import is_picture, read_codes
from rows import for_each_row


def code(text: str, scale: int = 4) -> Image.Image:
    file = io.BytesIO()
    segno.make_qr(text).save(file, kind="png", scale=scale)
    return Image.open(file).convert("L")


def stored(image: Image.Image, form: str = "PNG", **settings: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **settings)
    return file.getvalue()


def beside(*images: Image.Image) -> Image.Image:
    """Lay pictures one below the other, the second to the left of the first."""
    sheet = Image.new("L", (800, 400 * len(images)), 255)
    for number, image in enumerate(images):
        sheet.paste(image, (400 - 300 * number, 400 * number))
    return sheet


@for_each_row("form", ["PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP"])
def test_each_kind_is_told_by_its_beginning_and_read(form):
    content = stored(code("told"), form)
    assert is_picture(content[:16])
    assert read_codes(content).said == (b"told",)


@for_each_row("mode", ["1", "L", "P", "RGB", "LA", "RGBA", "I;16"])
def test_each_way_of_writing_a_pixel_is_read(mode):
    image = code("told")
    if mode == "I;16":
        wide = Image.frombytes(
            "I;16",
            image.size,
            b"".join(struct.pack("<H", shade * 257) for shade in image.tobytes()),
        )
        assert read_codes(stored(wide)).said == (b"told",)
    else:
        assert read_codes(stored(image.convert(mode))).said == (b"told",)


def test_what_is_transparent_is_paper():
    image = Image.new("RGBA", code("told").size, (0, 0, 0, 0))
    image.putalpha(code("told").point(lambda shade: 255 - shade))
    assert read_codes(stored(image)).said == (b"told",)


@for_each_row("degrees", [0, 90, 180, 270, 30])
def test_a_picture_may_be_turned(degrees):
    turned = code("told", 8).rotate(degrees, expand=True, fillcolor=255)
    assert read_codes(stored(turned)).said == (b"told",)


@for_each_row("start", [b"eyJhbGciOi", b"{}", b"<svg/>", b"%PDF-1.7", b"", b"BM is text"])
def test_other_content_is_no_picture(start):
    assert not is_picture(start)


def test_codes_are_told_from_top_to_bottom_and_each_text_once():
    codes = read_codes(stored(beside(code("first"), code("second"), code("first"))))
    assert codes.said == (b"first", b"second")
    assert codes.unread == 0


def test_pages_are_read_in_their_order():
    first, *others = (code(text) for text in ("one", "two", "three"))
    content = stored(first, "TIFF", save_all=True, append_images=others)
    assert read_codes(content).said == (b"one", b"two", b"three")


def test_a_code_that_is_seen_and_cannot_be_read_is_counted():
    broken = code("x" * 200)
    broken.paste(0, (60, 60, 160, 160))
    codes = read_codes(stored(beside(code("first"), broken)))
    assert codes.said == (b"first",)
    assert codes.unread == 1


WAYS = {"_as_it_is", "_sharpened", "_smoothed", "_lit", "_cleared", "_enlarged"}


@pytest.mark.parametrize("way", sorted(WAYS))
def test_a_page_is_looked_at_in_every_way(monkeypatch, way):
    for other in WAYS - {way}:
        monkeypatch.setattr(pictures, other, lambda page: Image.new("L", page.size, 255))
    monkeypatch.setattr(pictures, way, lambda page: page)
    assert read_codes(stored(code("told"))).said == (b"told",)


@for_each_row("way", sorted(WAYS))
def test_no_way_makes_a_good_code_unreadable(way):
    page = code("told", 6)
    assert [seen.said for seen in pictures._look(getattr(pictures, way)(page))] == [b"told"]  # noqa: SLF001


def test_a_code_that_is_nowhere_was_not_seen(monkeypatch):
    nowhere = pictures.SeenCode(said=b"", across=(0.0,) * 4, down=(0.0,) * 4)
    monkeypatch.setattr(pictures, "_look", lambda _page: iter([nowhere]))
    assert "no QR code" in refusal(stored(code("told"))).message
    there = pictures.SeenCode(said=b"told", across=(0.4, 0.6, 0.6, 0.4), down=(0.4, 0.4, 0.6, 0.6))
    monkeypatch.setattr(pictures, "_look", lambda _page: iter([nowhere, there]))
    assert read_codes(stored(code("told"))).unread == 0


def refusal(content: bytes) -> UnreadPicture:
    with pytest.raises(UnreadPicture) as caught:
        read_codes(content)
    assert caught.value.rule == "AEO-SYN-00"
    assert caught.value.advice.endswith(".")
    return caught.value


def test_a_picture_without_a_code_says_to_take_it_again():
    refused = refusal(stored(Image.new("L", (200, 200), 255)))
    assert "no QR code can be read" in refused.message
    assert refused.advice.startswith("Take the picture again")


@pytest.mark.parametrize("end", [16, 20, 60, -20])
@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP"])
def test_a_picture_that_is_cut_off_cannot_be_opened(form, end):
    # Of some kinds only the margin is missing.
    content = stored(code("told"), form)[:end]
    if end > 0 or form in {"JPEG", "WEBP"}:
        assert "cannot be opened" in refusal(content).message


def chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png(width: int, height: int) -> bytes:
    """Return the beginning of a picture that says how large it is, and nothing of its pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_picture_with_too_many_pixels_is_refused_before_they_are_unpacked():
    assert "8,193 x 8,192 pixels" in refusal(png(8193, 8192)).message
    assert "4,000,000,000" not in refusal(png(8192, 8192)).message  # this many are unpacked
    assert "60,000 x 60,000 pixels" in refusal(png(60_000, 60_000)).message


def test_a_picture_that_is_too_long_is_refused(monkeypatch):
    content = stored(code("told"))
    monkeypatch.setattr(pictures, "MOST_BYTES", len(content))
    assert read_codes(content).said == (b"told",)
    monkeypatch.setattr(pictures, "MOST_BYTES", len(content) - 1)
    assert "longer than" in refusal(content).message


@pytest.mark.parametrize(("pages", "is_read"), [(16, True), (17, False)])
def test_a_picture_of_too_many_pages_is_refused(pages, is_read):
    blank = [Image.new("L", (20, 20), 200 + number) for number in range(pages - 1)]
    content = stored(code("told"), "TIFF", save_all=True, append_images=blank)
    if is_read:
        assert read_codes(content).said == (b"told",)
    else:
        assert "17 pages" in refusal(content).message


@pytest.mark.parametrize("brand", [b"heic", b"avif"])
def test_a_kind_that_is_not_opened_is_named_as_such(brand):
    content = b"\0\0\0\x18ftyp" + brand + bytes(40)
    assert is_picture(content)
    refused = refusal(content)
    assert "not opened" in refused.message
    assert "PNG or JPEG" in refused.advice


def test_a_page_is_looked_at_with_no_more_pixels_than_are_looked_through_soon(monkeypatch):
    sizes = []
    seen = pictures._look  # noqa: SLF001 what is looked at shows nowhere else
    monkeypatch.setattr(pictures, "_LOOKED_AT", 90_000)
    monkeypatch.setattr(pictures, "_look", lambda page: sizes.append(page.size) or seen(page))
    assert read_codes(stored(code("told", 24))).said == (b"told",)
    assert all(width * height <= 90_000 for width, height in sizes)


STARTS = {
    form: stored(code("told"), form) for form in ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP")
}


@given(st.sampled_from(sorted(STARTS)), st.data())
def test_changed_bytes_are_read_or_refused_and_nothing_else_is_raised(form, data):
    content = bytearray(STARTS[form])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(12, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(UnreadPicture):
        read_codes(bytes(content))


@given(st.sampled_from(sorted(STARTS)), st.binary(max_size=200))
def test_bytes_of_anybody_behind_the_beginning_of_a_picture_are_refused(form, rest):
    refusal(STARTS[form][:12] + rest)


def test_only_what_is_opened_here_is_opened():
    """Pillow would hand PostScript to a program of its own."""
    assert not is_picture(b"%!PS-Adobe-3.0 EPSF-3.0\n")
    assert "not opened" in refusal(b"%!PS-Adobe-3.0 EPSF-3.0\n").message
