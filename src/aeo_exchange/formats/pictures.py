"""Pictures to what the QR codes in them say: content that begins as one is read by its pixels.

What a code says is content like any other, and nobody has believed it yet. Whatever keeps a
picture from being read is UnreadPicture: it says nothing about any attestation.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from msgspec import Struct

from aeo_exchange.counting import how_many
from aeo_exchange.errors import MissingExtra, UnreadPicture

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

__all__ = [
    "AGAIN",
    "MOST_BYTES",
    "MOST_PAGES",
    "MOST_PIXELS",
    "PictureCodes",
    "is_picture",
    "read_codes",
]

# More than a telephone of 64 megapixels takes.
MOST_BYTES = 1 << 26
MOST_PIXELS = 1 << 26
MOST_PAGES = 16
# A page with more pixels is made smaller: who draws nothing but corners of codes makes a reader
# compare each with each.
_LOOKED_AT = 1 << 23
_WHITE = 255
# How content of each kind of picture begins, and what opens it where anything here does.
_PNG, _JPEG, _GIF, _TIFF, _BMP, _WEBP, _OTHER = "PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP", ""
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", _PNG),
    (b"\xff\xd8\xff", _JPEG),
    (b"GIF87a", _GIF),
    (b"GIF89a", _GIF),
    (b"II*\0", _TIFF),
    (b"MM\0*", _TIFF),
)
_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis"})

_Opener: TypeAlias = "Callable[[BinaryIO], ImageFile]"
AGAIN = (
    "Take the picture again: flat, sharp, in good light, the whole code with its white border. "
    "Or ask for the file."
)
_NEXT = "take a picture of the code again, or ask for the file."


class PictureCodes(Struct, frozen=True, kw_only=True):
    """What the codes of a picture say; `unread` is how many more there are that cannot be read."""

    said: tuple[bytes, ...]
    unread: int


class SeenCode(Struct, frozen=True, kw_only=True):
    """A code on a page: what it says, nothing where that cannot be read, and its corners.

    The corners are told in parts of the width and of the height of the page.
    """

    said: bytes
    across: tuple[float, ...]
    down: tuple[float, ...]

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the code, down and across."""
        return sum(self.down) / len(self.down), sum(self.across) / len(self.across)

    @property
    def is_somewhere(self) -> bool:
        """Say whether the code has a place, which a reader that only thinks it saw one omits."""
        return min(self.down) < max(self.down) and min(self.across) < max(self.across)

    def covers(self, other: SeenCode) -> bool:
        """Say whether the middle of another lies within this one."""
        down, across = other.middle
        return min(self.down) <= down <= max(self.down) and min(self.across) <= across <= max(
            self.across
        )


def is_picture(head: bytes) -> bool:
    """Say whether content that begins so is a picture made of pixels."""
    return _form_of(head) is not None


def read_codes(content: bytes) -> PictureCodes:
    """Return what the QR codes of a picture say, from its top to its bottom, each text once.

    Raises UnreadPicture for one in which none can be read, or that is too large, or broken, and
    where the extra `qr` is not installed.
    """
    if len(content) > MOST_BYTES:
        raise UnreadPicture(
            f"the picture is longer than {MOST_BYTES >> 20} MiB", f"Save it smaller, or {_NEXT}"
        )
    try:
        pages = [_codes_of(page) for page in _pages(content)]
    except ImportError as cause:
        missing = MissingExtra("reading a picture", "qr")
        raise UnreadPicture(str(missing), missing.advice) from cause
    said = tuple(dict.fromkeys(code for page in pages for code in page.said))
    if not said:
        raise UnreadPicture("no QR code can be read in this picture", AGAIN)
    return PictureCodes(said=said, unread=sum(page.unread for page in pages))


def _codes_of(page: Image) -> PictureCodes:
    seen = list(_seen_on(page))
    read = sorted((code for code in seen if code.said), key=lambda code: code.middle)
    # Of a code that cannot be read one way of looking may see it elsewhere than another.
    unread: list[SeenCode] = []
    for code in seen:
        is_new = code.is_somewhere and not any(other.covers(code) for other in (*read, *unread))
        if is_new and not code.said:
            unread.append(code)
    return PictureCodes(said=tuple(code.said for code in read), unread=len(unread))


def _form_of(head: bytes) -> str | None:
    """Return the kind of picture that content begins as, or None."""
    form = next((form for start, form in _STARTS if head.startswith(start)), None)
    if form is not None:
        return form
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return _BMP
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _WEBP
    return _OTHER if head[4:8] == b"ftyp" and head[8:12] in _BRANDS else None


def _opener_of(form: str | None) -> _Opener | None:
    """Return what opens a kind of picture; only these, whatever else Pillow would try."""
    from PIL import (  # noqa: PLC0415 an extra
        BmpImagePlugin,
        GifImagePlugin,
        JpegImagePlugin,
        PngImagePlugin,
        TiffImagePlugin,
        WebPImagePlugin,
    )

    openers: dict[str | None, _Opener] = {
        _PNG: PngImagePlugin.PngImageFile,
        _JPEG: JpegImagePlugin.JpegImageFile,
        _GIF: GifImagePlugin.GifImageFile,
        _TIFF: TiffImagePlugin.TiffImageFile,
        _BMP: BmpImagePlugin.BmpImageFile,
        _WEBP: WebPImagePlugin.WebPImageFile,
    }
    return openers.get(form)


def _pages(content: bytes) -> Iterator[Image]:
    """Yield the pages of a picture in shades of grey; most pictures have one."""
    opener = _opener_of(_form_of(content))
    if opener is None:
        raise UnreadPicture(
            "this kind of picture is not opened", f"Save it as PNG or JPEG, or {_NEXT}"
        )
    try:
        image = opener(io.BytesIO(content))
        count = getattr(image, "n_frames", 1)
        _require_room(image.size, count)
        for page in range(count):
            image.seek(page)
            _require_room(image.size, count)
            yield _grey(image)
    except (UnreadPicture, ImportError):
        raise
    except Exception as cause:  # a decoder of what anybody can write raises what it likes
        raise UnreadPicture(
            "the picture cannot be opened", f"Save it as PNG or JPEG, or {_NEXT}"
        ) from cause


def _require_room(size: tuple[int, int], pages: int) -> None:
    """Refuse what would take too much memory or time, before any pixel is unpacked."""
    width, height = size
    if pages > MOST_PAGES:
        raise UnreadPicture(
            f"the picture has {how_many(pages, 'page')}, of which at most {MOST_PAGES} are read",
            f"Give the page with the code alone, or {_NEXT}",
        )
    if width * height > MOST_PIXELS:
        raise UnreadPicture(
            f"the picture has {width:,} x {how_many(height, 'pixel')}, more than {MOST_PIXELS:,}",
            f"Save it smaller, or {_NEXT}",
        )


def _grey(image: Image) -> Image:
    """Return a picture in 256 shades of grey; what is transparent is paper."""
    from PIL import Image as images  # noqa: N813, PLC0415 an extra

    if image.mode.startswith("I"):  # 65,536 shades, of which Pillow alone would keep the darkest
        return image.convert("I").point(lambda shade: shade * (1 / 256)).convert("L")
    if not image.has_transparency_data:
        return image.convert("L")
    shown = image.convert("RGBA")
    paper = images.new("L", image.size, _WHITE)
    paper.paste(shown.convert("L"), mask=shown.getchannel("A"))
    return paper


def _seen_on(page: Image) -> Iterator[SeenCode]:
    """Yield the codes of a page, by as many ways of looking as it takes to read every one."""
    page = _of_a_size(page)
    for way in (_as_it_is, _sharpened, _smoothed, _lit, _cleared, _enlarged):
        codes = list(_look(way(page)))
        yield from codes
        if codes and all(code.said for code in codes):
            return


def _look(page: Image) -> Iterator[SeenCode]:
    import zxingcpp  # noqa: PLC0415 an extra

    kind = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2)
    for code in zxingcpp.read_barcodes(page, formats=kind, return_errors=True):
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        yield SeenCode(
            said=code.bytes if code.valid else b"",
            across=tuple(corner.x / page.width for corner in corners),
            down=tuple(corner.y / page.height for corner in corners),
        )


def _of_a_size(page: Image) -> Image:
    """Return a page with no more pixels than are looked through in a while, whoever drew it."""
    pixels = page.width * page.height
    if pixels > _LOOKED_AT:
        smaller = (_LOOKED_AT / pixels) ** 0.5
        page.thumbnail((int(page.width * smaller), int(page.height * smaller)))
    return page


def _as_it_is(page: Image) -> Image:
    return page


def _sharpened(page: Image, radius: int = 3, percent: int = 200) -> Image:
    """Return a page on which what was out of focus has edges."""
    from PIL import ImageFilter  # noqa: PLC0415 an extra

    return page.filter(ImageFilter.UnsharpMask(radius, percent, threshold=0))


def _smoothed(page: Image) -> Image:
    """Return a page without grains that are smaller than modules."""
    from PIL import ImageFilter  # noqa: PLC0415 an extra

    return page.filter(ImageFilter.GaussianBlur(1))


def _lit(page: Image) -> Image:
    """Return a page whose darkest place is black and whose lightest is white."""
    from PIL import ImageOps  # noqa: PLC0415 an extra

    return ImageOps.autocontrast(page)


def _cleared(page: Image) -> Image:
    """Return a page that was out of focus and has grains too."""
    return _sharpened(_smoothed(page), 4, 300)


def _enlarged(page: Image) -> Image:
    """Return a page on which a module is half as wide again, and has edges."""
    return _sharpened(_of_a_size(page.resize((page.width * 3 // 2, page.height * 3 // 2))), 4, 250)
