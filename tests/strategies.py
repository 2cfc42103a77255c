"""Strategies over the model, derived by reflection: any valid record tree, and broken ones."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import msgspec
from hypothesis import strategies as st

from aeo_exchange.model.codes import CODE_LISTS
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.shape import BooleanType, Group, ItemShape, Leaf, record_shape
from aeo_exchange.model.texts import FREE_TEXT, IntegerType, TextType

__all__ = ["Tree", "mutated_trees", "records", "tree_of", "trees"]

Tree: TypeAlias = Any
Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]
Place: TypeAlias = tuple[Any, str | int]

LONG_HISTORY = 60
SHORT = 70

WORDS = (
    "Example",
    "Ltd",
    "Müller",
    "Łódź",
    "O'Brien",
    "A&B",
    '"Q"',
    "<b>",
    "]]>",
    "back\\slash",
    "範例燈飾",
    "有限公司",
    "ＡＢＣ",  # noqa: RUF001 full width, on purpose
    "مثال",
    "تجارة",
    "דוגמה",
    "पण्यम्",
    "क्\u200dष",  # ZWJ
    "می\u200cخواهم",  # noqa: RUF001 ZWNJ
    "한국무역",
    "ตัวอย่าง",
    "пример",
    "q\u0323\u0307",  # marks that no composed character takes up
    "x\u0301y",
    "𠮷野家",  # beyond the Basic Multilingual Plane
    "\U00010330\U00010331",
    "😀",
    "\U0010fffd",
    "00042",
    "0",
    "true",
    "null",
)
# Any character a text may hold; those at the edges of what is refused come with it.
EDGES = "!~\u00a1\u167f\u1681\u1fff\u200b\u2027\u202a\u202e\u2030\u205e\u2060\u2fff\u3001\ufeff"
FAR = "\ud7ff\ue000\ufdd0\ufffd\U00010000\U0001ffff\U0010ffff"
INSTANT = "%Y-%m-%dT%H:%M:%SZ"
ODD_DATES = (
    "2024-02-30",
    "2023-02-29",
    "2100-02-29",
    "2000-02-29",
    "1900-02-29",
    "2024-02-29",
    "2024-04-31",
    "2024-13-01",
    "2024-00-10",
    "2024-01-00",
    "0999-01-01",
    "10000-01-01",
    "2024-1-1",
    "24-01-01",
    " 2024-01-01",
    "2024-01-01Z",
    "+2024-01-01",
)
ODD_INSTANTS = (
    *(f"{date}T00:00:00Z" for date in ODD_DATES),
    "2024-06-30T23:59:60Z",
    "2024-01-01T24:00:00Z",
    "2024-01-01T00:00:00",
    "2024-01-01T00:00:00+00:00",
    "2024-01-01T00:00:00.0Z",
    "2024-01-01t00:00:00z",
    "2024-01-01 00:00:00Z",
)


def trees() -> st.SearchStrategy[Tree]:
    """Return any tree that is a valid record."""
    return _group(record_shape())


def records() -> st.SearchStrategy[AeoRecord]:
    """Return any record."""
    return trees().map(lambda tree: msgspec.convert(tree, AeoRecord))


def tree_of(record: AeoRecord) -> Tree:
    """Return the tree of a record as a JSON reader would, with lists and not tuples."""
    return json.loads(msgspec.json.encode(record))


@st.composite
def mutated_trees(draw: Draw) -> Tree:
    """Return a valid tree after one to three mutations; some leave it valid."""
    tree = draw(trees())
    for _ in range(draw(st.integers(1, 3))):
        places = _places(tree)
        if not places:
            return tree
        place = draw(st.sampled_from(places))
        draw(st.sampled_from(MUTATIONS))(draw, place)
    return tree


@cache
def _group(group: Group) -> st.SearchStrategy[Tree]:
    optional = [field for field in group.fields if not field.required]
    masks = st.one_of(
        st.just(0), st.integers(0, 2 ** len(optional) - 1), st.just(2 ** len(optional) - 1)
    )

    @st.composite
    def tree(draw: Draw) -> Tree:
        mask = draw(masks)
        present = {item.name for bit, item in enumerate(optional) if mask >> bit & 1}
        return {
            field.name: draw(_field(field))
            for field in group.fields
            if field.required or field.name in present
        }

    return tree()


@cache
def _field(item: ItemShape) -> st.SearchStrategy[Tree]:
    value = _group(item.kind) if isinstance(item.kind, Group) else leaf(item.kind)
    if not item.is_list:
        return value
    few = st.lists(value, min_size=1, max_size=min(3, item.most or 3))
    return st.one_of(few, few, few, _many(few, LONG_HISTORY)) if item.name == "history" else few


def _many(few: st.SearchStrategy[list[Tree]], most: int) -> st.SearchStrategy[list[Tree]]:
    """Return long lists at the price of short ones: the same few elements over and over."""
    return st.builds(
        lambda some, times: [copy.deepcopy(item) for item in (some * times)[:most]],
        few,
        st.integers(1, most),
    )


@cache
def leaf(kind: Leaf) -> st.SearchStrategy[Tree]:
    """Return any valid value of a leaf type."""
    match kind:
        case TextType():
            return _text(kind)
        case IntegerType(least=least, greatest=greatest):
            return st.one_of(st.integers(least, 40), st.integers(least, greatest))
        case BooleanType():
            return st.booleans()
        case _:
            return st.sampled_from([code.value for code in kind])


def _text(kind: TextType) -> st.SearchStrategy[str]:
    fast = FAST.get(kind.name)
    if fast is not None:
        return fast
    if kind.pattern == FREE_TEXT:
        return _free_text(kind.longest)
    rare = st.from_regex(rf"\A(?:{kind.pattern})\Z").map(
        lambda text: text if len(text) <= kind.longest else kind.example
    )
    return st.one_of(st.just(kind.example), st.sampled_from(_short(kind)), rare)


def _short(kind: TextType) -> list[str]:
    """Return what a pattern allows of some likely and some awkward texts."""
    offered = (kind.example, "AB", "AB-C", "0", "00042", "A-0", "a", "zh-Hant-TW", "all", "public")
    return [text for text in offered if _allows(kind, text)]


def _allows(kind: TextType, text: str) -> bool:
    return len(text) <= kind.longest and re.fullmatch(kind.pattern, text) is not None


def _free_text(longest: int) -> st.SearchStrategy[str]:
    words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)
    odd = st.lists(st.text(st.sampled_from(EDGES + FAR), min_size=1, max_size=4), min_size=1)
    usual = words.map(" ".join).map(lambda text: _composed(text, longest))
    full = st.sampled_from(("x", "範", "𠮷")).map(lambda letter: letter * longest)
    return st.one_of(
        usual,
        usual,
        usual,
        usual,
        odd.map(" ".join).map(lambda text: _composed(text, longest)),
        full if longest <= SHORT else usual,
        st.booleans().flatmap(lambda rare: full if rare else usual),
    )


def _composed(text: str, longest: int) -> str:
    return unicodedata.normalize("NFC", text)[:longest].strip(" ")


DATES = st.one_of(
    st.dates(dt.date(1000, 1, 1)),
    st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31)),
    st.sampled_from([dt.date(2000, 2, 29), dt.date(2024, 2, 29)]),
).map(dt.date.isoformat)
TIMES = st.sampled_from(("00:00:00", "16:00:00", "23:59:59", "04:05:06"))
UPPER = st.text(st.sampled_from("ABCXYZ0123456789"), min_size=1, max_size=9)
FAST: dict[str, st.SearchStrategy[str]] = {
    "Date": DATES,
    "Instant": st.builds("{}T{}Z".format, DATES, TIMES),
    "CountryCode": st.text(st.sampled_from("ADEHKNUSX"), min_size=2, max_size=2),
    "IdentifierValue": st.one_of(UPPER, UPPER.map("000{}".format), UPPER.map("a b/{}\"&<'".format)),
    "RecordId": st.one_of(UPPER, UPPER.map("00-{}_.".format), st.just("R" * 64)),
    "TierCode": st.one_of(UPPER, st.sampled_from(("TIER1", "TIER2", "AEOC", "AEOS"))),
    "Tin": st.one_of(UPPER.map("HK0{}".format), st.just("HK~{|}!\"&<'\\")),
}

# ---- mutations: each changes one place of a tree in a way of its own


def _places(tree: Tree) -> list[Place]:
    """Return every place of a tree, as container and key."""
    places: list[Place] = []
    waiting = [tree]
    while waiting:
        container = waiting.pop()
        for key in list(container) if isinstance(container, dict) else range(len(container)):
            places.append((container, key))
            if isinstance(container[key], dict | list):
                waiting.append(container[key])
    return places


def _remove(_draw: Draw, place: Place) -> None:
    container, key = place
    del container[key]


def _add_member(draw: Draw, place: Place) -> None:
    container, key = place
    inside = container[key] if isinstance(container[key], dict) else container
    if isinstance(inside, dict):
        inside[draw(st.sampled_from(NAMES))] = draw(st.sampled_from(("x", 1, True, "")))


def _rename(draw: Draw, place: Place) -> None:
    container, key = place
    if isinstance(key, str):
        changed = draw(st.sampled_from((str.upper, str.title, str.lower, "{}s".format)))
        container[changed(key)] = container.pop(key)


def _repeat(draw: Draw, place: Place) -> None:
    container, key = place
    value = container[key]
    if isinstance(value, list):
        value.extend(copy.deepcopy(value[: draw(st.integers(1, 5))]))
    else:
        container[key] = [value] * draw(st.integers(1, 2))


def _unwrap(_draw: Draw, place: Place) -> None:
    container, key = place
    if isinstance(container[key], list) and container[key]:
        container[key] = container[key][0]


def _other_kind(draw: Draw, place: Place) -> None:
    container, key = place
    container[key] = copy.deepcopy(draw(st.sampled_from(KINDS)))


def _odd_number(draw: Draw, place: Place) -> None:
    container, key = place
    if isinstance(container[key], int):
        container[key] = draw(st.sampled_from(NUMBERS))


def _odd_text(draw: Draw, place: Place) -> None:
    container, key = place
    if isinstance(container[key], str):
        container[key] = draw(st.sampled_from(RESPELLINGS))(container[key])


def _odd_character(draw: Draw, place: Place) -> None:
    container, key = place
    text = container[key]
    if isinstance(text, str):
        at = draw(st.integers(0, len(text)))
        container[key] = text[:at] + draw(st.sampled_from(CHARACTERS)) + text[at:]


def _odd_date(draw: Draw, place: Place) -> None:
    container, key = place
    if isinstance(container[key], str) and container[key][4:5] == "-":
        container[key] = draw(st.sampled_from(ODD_DATES + ODD_INSTANTS))


def _other_length(draw: Draw, place: Place) -> None:
    """Bring a text to a length at which some type ends, or one more."""
    container, key = place
    text = container[key]
    if isinstance(text, str) and text:
        length = draw(st.sampled_from(LENGTHS)) + draw(st.integers(0, 1))
        container[key] = (text + text[-1] * length)[:length]


def _other_code(draw: Draw, place: Place) -> None:
    container, key = place
    if container[key] in CODES:
        container[key] = draw(st.sampled_from(CODES))


MUTATIONS = (
    _remove,
    _add_member,
    _rename,
    _repeat,
    _unwrap,
    _other_kind,
    _odd_number,
    _odd_text,
    _odd_text,
    _odd_character,
    _odd_character,
    _odd_date,
    _odd_date,
    _other_length,
    _other_length,
    _other_code,
)
NAMES = ("extra", "Extra", "x", "from_", "recordID", "$ref", "a b", "", "é", "xmlns", "record_id")
KINDS: tuple[object, ...] = (
    0,
    1,
    -1,
    True,
    False,
    None,
    "",
    "text",
    [],
    ["x"],
    {},
    {"x": "y"},
    [[]],
    [{}],
    "1",
    "01",
)
NUMBERS = (0, -1, 999_999_999, 1_000_000_000, 2**31, 2**53 + 1, 2**63, 2**64, 10**100, -(10**400))
RESPELLINGS: tuple[Callable[[str], str], ...] = (
    str.lower,
    str.upper,
    str.swapcase,
    "{}\n".format,
    "\n{}".format,
    " {}".format,
    "{} ".format,
    "{}  x".format,
    "{}\tx".format,
    "{}\r".format,
    "{}\u00a0x".format,
    "{} x".format,
    "{}-".format,
    "{}.0".format,
    "0{}".format,
    "-{}".format,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace("0", "\u0660"),
    lambda _: " ",
    lambda _: "",
)
CHARACTERS = (
    *EDGES,
    *FAR,
    *"\x00\x01\x08\x0b\x0c\x0e\x1f\x7f\x80\x85\x9f\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f",
    *"\u3000\ufffe\uffff\t\n\r ]&<>\"'\\/^$.*",
    "\u0301",
    "\u200d",
    "😀",
    "é",
    "ı",  # noqa: RUF001 a letter that case folding makes another
    "ß",
    "K",
)
LENGTHS = (2, 3, 4, 10, 17, 20, 24, 32, 35, 48, 64, 70, 256, 512, 4000)
CODES = [code.value for codes in CODE_LISTS for code in codes]
