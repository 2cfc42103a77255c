"""The texts of a card to lines at their places: nothing overflows, whatever is written.

How wide a letter is depends on fonts that are not known here, so each is taken as wide as in wide
fonts. Text that does not fit its box is wrapped, and then made smaller until it does.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache

from msgspec import Struct

from aeo_exchange.operations.cards.facts import CardFacts
from aeo_exchange.operations.cards.modules import Run

__all__ = ["CODE", "HEIGHT", "WIDTH", "Box", "CardLine", "Drawing", "card_lines", "clusters"]

WIDTH, HEIGHT = 148.0, 105.0  # millimetres of A6, lying


class Box(Struct, frozen=True, kw_only=True):
    """A part of the card, in millimetres from its left upper corner."""

    left: float
    top: float
    width: float
    height: float


class CardLine(Struct, frozen=True, kw_only=True):
    """A line of text: where its baseline begins, how large it is, and how it is to be set.

    Text that is written from right to left begins at the right end of its box. The language is a
    tag of BCP 47, or nothing where it is not known.
    """

    text: str
    left: float
    baseline: float
    size: float
    grey: bool = False
    from_right: bool = False
    language: str = ""


class Drawing(Struct, frozen=True, kw_only=True):
    """What is drawn of a card in any form: texts, a code `side` modules wide with its margin.

    `signed_at` is when what the card says was signed; a card has no day of its own.
    """

    title: str
    lines: tuple[CardLine, ...]
    runs: tuple[Run, ...]
    side: int
    signed_at: datetime


CODE = Box(left=4, top=4, width=84, height=84)
_TITLE = Box(left=92, top=4, width=52, height=6)
_NAME = Box(left=92, top=11, width=52, height=28)
_ROWS = Box(left=92, top=40, width=52, height=48)
_NOTES = Box(left=4, top=90, width=140, height=12)
# How large letters are where there is room, in millimetres.
_LARGE, _MIDDLE, _SMALL = 5.0, 3.2, 2.5
_LABEL, _OTHER = 0.7, 0.8  # in parts of what is labelled, and of the legal name
_LEADING, _ASCENT, _GAP = 1.2, 0.95, 0.35  # in parts of the size
_STEP = 0.96
_NARROW, _USUAL, _CAPITAL, _WIDE = 0.42, 0.64, 0.8, 1.0
_THIN_LETTERS = frozenset("iljftrIJ|!.,:;'()[]/-` \N{NO-BREAK SPACE}")
_BROAD_LETTERS = frozenset("mwMW@%&\N{EM DASH}\N{HORIZONTAL ELLIPSIS}")
_JOINERS = frozenset("\u200c\u200d")
# Of Thai and Lao, whose vowels are letters like others to Unicode.
_LEADING_VOWELS = frozenset("\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4")
_TRAILING_VOWELS = frozenset("\u0e30\u0e32\u0e33\u0e45\u0e46\u0eb0\u0eb2\u0eb3\u0ebd\u0ec6")
_VIRAMA = 9  # the class of signs that join a consonant of India to the next


class Piece(Struct, frozen=True, kw_only=True):
    """A text to be set, in parts of the size of its box."""

    text: str
    scale: float = 1.0
    grey: bool = False
    gap: float = 0.0
    language: str = ""


def card_lines(facts: CardFacts) -> Iterator[CardLine]:
    """Yield the lines of a card."""
    yield from _set([Piece(text=facts.title, grey=True)], _TITLE, _LARGE)
    others = [
        Piece(text=name.text, scale=_OTHER, language=name.language) for name in facts.other_names
    ]
    yield from _set([Piece(text=facts.name), *others], _NAME, _LARGE)
    rows = (
        piece
        for label, value in facts.rows
        for piece in (Piece(text=label, scale=_LABEL, grey=True), Piece(text=value, gap=_GAP))
    )
    yield from _set(list(rows), _ROWS, _MIDDLE)
    yield from _set([Piece(text=note) for note in facts.notes], _NOTES, _SMALL)


def _set(pieces: list[Piece], box: Box, size: float) -> Iterator[CardLine]:
    """Yield the lines of texts one below the other, as large as there is room for."""
    while sum(_height(piece, box.width, size) for piece in pieces) > box.height:
        size *= _STEP
    top = box.top
    for piece in pieces:
        letters = size * piece.scale
        from_right = is_from_right(piece.text)  # of all its lines, whatever one begins with
        for text in wrapped(piece.text, box.width / letters):
            yield CardLine(
                text=text,
                left=box.left + (box.width if from_right else 0),
                baseline=top + letters * _ASCENT,
                size=letters,
                grey=piece.grey,
                from_right=from_right,
                language=piece.language,
            )
            top += letters * _LEADING
        top += size * piece.gap


def _height(piece: Piece, width: float, size: float) -> float:
    letters = size * piece.scale
    return len(wrapped(piece.text, width / letters)) * letters * _LEADING + size * piece.gap


def wrapped(text: str, width: float) -> list[str]:
    """Return the lines of a text that may be `width` of its letters' size wide each."""
    lines, line = [], ""
    for part in _parts(text, width):
        if line and width_of(line + part.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += part if line else part.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _parts(text: str, width: float) -> Iterator[str]:
    """Yield what a line is not broken within: words, letters of scripts without them.

    A word that is wider than a line is broken anywhere.
    """
    word = ""
    for letter in clusters(text):
        if word and (word[-1] == " " or _is_ideograph(letter) or _is_ideograph(word[0])):
            yield from _broken(word, width)
            word = ""
        word += letter
    yield from _broken(word, width)


def _broken(word: str, width: float) -> Iterator[str]:
    part = ""
    for letter in clusters(word):
        if part and width_of((part + letter).rstrip()) > width:
            yield part
            part = ""
        part += letter
    yield part


def clusters(text: str) -> Iterable[str]:
    """Yield the letters of a text, each with the signs that it is not parted from."""
    letter = ""
    for sign in text:
        if letter and not _stays(sign) and not _leads(letter[-1]):
            yield letter
            letter = ""
        letter += sign
    if letter:
        yield letter


def width_of(text: str) -> float:
    """Return how wide a text is at most, in parts of the size of its letters."""
    return sum(map(_width, text))


@cache
def _width(letter: str) -> float:
    if _is_mark(letter):
        return 0.0
    if letter in _BROAD_LETTERS or _is_ideograph(letter):
        return _WIDE
    if letter in _THIN_LETTERS:
        return _NARROW
    return _USUAL if letter.isascii() and not letter.isupper() else _CAPITAL


def _stays(sign: str) -> bool:
    """Say whether a sign belongs to the letter before it; some such have a width of their own."""
    return _is_mark(sign) or unicodedata.category(sign) == "Mc" or sign in _TRAILING_VOWELS


def _leads(sign: str) -> bool:
    """Say whether the next letter belongs to a sign: a vowel written before, half a letter."""
    is_half = unicodedata.combining(sign) == _VIRAMA
    return is_half or sign in _JOINERS or sign in _LEADING_VOWELS


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Me", "Cf"}


def _is_ideograph(letter: str) -> bool:
    """Say whether a letter is as wide as high, and stands for a word or a part of one."""
    return unicodedata.east_asian_width(letter[0]) in {"W", "F"}


def is_from_right(text: str) -> bool:
    """Say whether a text is written from right to left, by its first letter."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"
