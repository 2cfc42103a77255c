"""The maker of pictures: a printed card as a telephone sees it, the same for the same seed.

Every picture is taken askew, out of a hand, and stored as JPEG; of the other troubles each has two.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

Plane = np.ndarray
Chance = np.random.Generator

# How wide a picture is, in pixels: what telephones take (4,000) as it is sent on (2,000).
WIDE = (2000, 3200)
MODULES = 280  # of a card, from its left to its right


def printed(card: bytes) -> Image.Image:
    """Return a card in PDF as it comes out of a printer of 400 dots to an inch."""
    return pypdfium2.PdfDocument(card)[0].render(scale=400 / 72).to_pil().convert("L")


def picture_of(sheet: Image.Image, seed: int) -> tuple[list[str], bytes]:
    """Return what troubles a picture of a card, and the picture as a file."""
    chance = np.random.default_rng(seed)
    names = sorted(str(name) for name in chance.choice(list(TROUBLES), 2, replace=False))
    on_paper = np.asarray(sheet.convert("L"), dtype=np.float32)
    for name in names:
        if name in OF_PAPER:
            on_paper = OF_PAPER[name](on_paper, chance)
    seen = _taken(on_paper, chance)
    for name in names:
        if name in OF_LIGHT:
            seen = OF_LIGHT[name](seen, chance)
    for name in names:
        if name in OF_CAMERA:
            seen = OF_CAMERA[name](seen, chance)
    return names, _stored(_noise(seen, chance, 2.0), chance)


def _taken(paper: Plane, chance: Chance) -> Plane:
    """Lay the card on a table, turn it, and look at it askew."""
    height, width = paper.shape
    wide = int(chance.integers(*WIDE))
    high = wide * 3 // 4
    turn = np.radians(chance.normal(0, 8) + chance.choice([0, 90, 180, 270]))
    middle = np.array([wide, high]) / 2 + chance.uniform(-0.03, 0.03, 2) * wide
    corners = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    turned = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    fits = 0.9 * np.min(np.array([wide, high]) / np.ptp(turned, axis=0))
    askew = chance.uniform(-0.09, 0.09, (4, 2)) * np.min(np.ptp(turned, axis=0))
    seen = middle + (turned + askew) * fits * chance.uniform(0.8, 1.0)
    back = _perspective(seen, corners + np.array([width, height]) / 2)
    card = Image.fromarray(paper).transform(
        (wide, high), Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC, fillcolor=-1.0
    )
    laid = np.asarray(card)
    table = chance.uniform(40, 170) + 12 * _cloud(chance, laid.shape, 40)
    return np.where(laid < 0, table, np.clip(laid, 0, 255) * 0.82 + 25)


def _perspective(seen: Plane, paper: Plane) -> tuple[float, ...]:
    """Return the eight numbers by which a place of the picture is one of the paper."""
    rows, values = [], []
    for (x, y), (u, v) in zip(seen, paper, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return tuple(np.linalg.solve(np.array(rows), np.array(values)))


def _cloud(chance: Chance, shape: tuple[int, ...], size: int) -> Plane:
    """Return smooth noise of about -1 to 1 whose spots are about `size` pixels wide."""
    spots = shape[0] // size + 2, shape[1] // size + 2
    small = 0.5 * chance.standard_normal(spots, dtype=np.float32)
    spread = Image.fromarray(small).resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(spread)


def _folds(paper: Plane, chance: Chance) -> Plane:
    """Fold the card once or twice: each side is lit otherwise, and the ink breaks on the line."""
    height, width = paper.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    for _ in range(chance.integers(1, 3)):
        turn = chance.uniform(0, np.pi)
        off = (x - width * chance.uniform(0.2, 0.8)) * np.cos(turn)
        off += (y - height * chance.uniform(0.2, 0.8)) * np.sin(turn)
        module = width / MODULES
        paper = paper * np.where(off < 0, chance.uniform(0.75, 0.95), 1.0)
        worn = np.exp(-((off / (module * chance.uniform(0.4, 0.9))) ** 2))
        paper = paper + (225 - paper) * worn * chance.uniform(0.4, 0.9)
    return paper


def _dirt(paper: Plane, chance: Chance) -> Plane:
    """Spot and wear the print."""
    return paper + 45 * np.maximum(_cloud(chance, paper.shape, 90) - 0.4, 0) * np.sign(128 - paper)


def _low_light(seen: Plane, chance: Chance) -> Plane:
    dark = seen * chance.uniform(0.12, 0.35)
    return _noise(dark, chance, chance.uniform(3, 7))


def _uneven(seen: Plane, chance: Chance) -> Plane:
    """Let a shadow lie across."""
    height, width = seen.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    turn = chance.uniform(0, 2 * np.pi)
    along = (x / width - 0.5) * np.cos(turn) + (y / height - 0.5) * np.sin(turn)
    edge = 1 / (1 + np.exp(-(along - chance.uniform(-0.2, 0.2)) * chance.uniform(8, 60)))
    return seen * (chance.uniform(0.3, 0.6) + (1 - chance.uniform(0.3, 0.6)) * edge)


def _glare(seen: Plane, chance: Chance) -> Plane:
    """Let a lamp shine back from one spot."""
    height, width = seen.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    middle, size = chance.uniform(0.25, 0.75, 2), chance.uniform(0.04, 0.11)
    away = np.hypot(x / width - middle[0], (y - height * middle[1]) / width) / size
    return seen + chance.uniform(90, 190) * np.exp(-(away**2))


def _blur(seen: Plane, chance: Chance) -> Plane:
    """Miss the focus, so that an edge is as wide as a module."""
    return _by_pillow(seen, ImageFilter.GaussianBlur(chance.uniform(0.15, 0.4) * _module(seen)))


def _shake(seen: Plane, chance: Chance) -> Plane:
    """Move while the shutter is open, along or across."""
    axis, steps = int(chance.integers(0, 2)), round(chance.uniform(0.2, 0.9) * _module(seen))
    steps = max(steps, 1)
    return sum(np.roll(seen, step, axis) for step in range(steps)) / steps


def _module(seen: Plane) -> float:
    """Return about how many pixels of a picture are one module of the code."""
    return seen.shape[1] * 0.7 / MODULES


def _grain(seen: Plane, chance: Chance) -> Plane:
    return _noise(seen, chance, chance.uniform(10, 30))


def _noise(seen: Plane, chance: Chance, strength: float) -> Plane:
    return seen + strength * chance.standard_normal(seen.shape, dtype=np.float32)


def _by_pillow(seen: Plane, way: ImageFilter.Filter) -> Plane:
    image = Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8))
    return np.asarray(image.filter(way), dtype=np.float32)


def _stored(seen: Plane, chance: Chance) -> bytes:
    """Return a picture as JPEG, from as good as a telephone stores it to as bad as it is sent."""
    file = io.BytesIO()
    image = Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8))
    image.save(file, "JPEG", quality=int(chance.integers(45, 92)))
    return file.getvalue()


OF_PAPER: dict[str, Callable[[Plane, Chance], Plane]] = {"folds": _folds, "dirt": _dirt}
OF_LIGHT = {"shadow": _uneven, "glare": _glare, "low light": _low_light}
OF_CAMERA = {"blur": _blur, "shake": _shake, "noise": _grain}
TROUBLES = {**OF_PAPER, **OF_LIGHT, **OF_CAMERA}
