"""What a module offers stands in its `__all__`; what others take of it is offered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import aeo_exchange
from aeo_exchange import errors

PACKAGE = Path(aeo_exchange.__file__).parent
# A package says of itself what it is for; a migration is written once and asked by Alembic.
OFFERS_NOTHING = re.compile(r"(^|/)__(init|main)__\.py$|^register/migrations/")
OFFERED = re.compile(r"^__all__(?:: [^=]+)? = \[(?P<names>[^\]]*)\]", re.MULTILINE)
TAKEN = re.compile(
    r"^ *from (?P<module>aeo_exchange[\w.]*) import (?:\((?P<several>[^)]*)\)|(?P<one>[^\n(]+))",
    re.MULTILINE,
)
NAME = re.compile(r"(?P<name>\w+)(?: as \w+)?")
BRANCH = re.compile(r"^(?P<depth>[│ ]*)[├└]── (?P<name>\w+)", re.MULTILINE)
COMMENT = re.compile(r"#.*")


@cache
def modules() -> dict[str, str]:
    """Return the programs of the package by the names of their modules."""
    sources = {}
    for file in PACKAGE.rglob("*.py"):
        inside = file.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(("aeo_exchange", *(part for part in inside if part != "__init__")))
        sources[name] = file.read_text("utf-8")
    return sources


def offered(source: str) -> set[str] | None:
    """Return the names of `__all__`; None where there is none."""
    listed = OFFERED.search(source)
    return None if listed is None else set(re.findall(r'"(\w+)"', listed["names"]))


def taken(source: str) -> Iterator[tuple[str, str]]:
    """Yield from which module of the package which names are imported."""
    for line in TAKEN.finditer(source):
        names = COMMENT.sub("", line["several"] or line["one"])
        yield from ((line["module"], name["name"]) for name in NAME.finditer(names))


def test_a_module_says_what_it_offers() -> None:
    silent = [
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if not OFFERS_NOTHING.search(file.relative_to(PACKAGE).as_posix())
        and offered(file.read_text("utf-8")) is None
    ]
    assert silent == []


def test_what_others_take_of_a_module_is_offered() -> None:
    known = {name: offered(source) for name, source in modules().items()}
    hidden = {
        f"{taker} takes {name} of {module}"
        for taker, source in modules().items()
        for module, name in taken(source)
        if (names := known[module]) is not None
        and name not in names | {"__version__"}
        and f"{module}.{name}" not in known
    }
    assert hidden == set()


def test_a_name_is_seen_however_it_is_taken() -> None:
    source = (
        "from aeo_exchange.a import one, two as other\n"
        "def f():\n"
        "    from aeo_exchange.b import (  # noqa: PLC0415 start-up time is felt\n"
        "        three,\n"
        "    )\n"
    )
    assert list(taken(source)) == [
        ("aeo_exchange.a", "one"),
        ("aeo_exchange.a", "two"),
        ("aeo_exchange.b", "three"),
    ]


def drawn(tree: str) -> Iterator[tuple[str, str]]:
    """Yield each error that a tree draws, behind the one that it stands below."""
    above = [errors.AeoError.__name__]
    for branch in BRANCH.finditer(tree):
        del above[len(branch["depth"]) // 4 + 1 :]
        yield above[-1], branch["name"]
        above.append(branch["name"])


def test_the_tree_of_errors_has_each_of_them_below_the_one_it_is() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    ours = [kind for kind in kinds if issubclass(kind, errors.AeoError)]
    below = {(kind.__base__.__name__, kind.__name__) for kind in ours if kind.__base__}
    assert {*drawn(errors.__doc__ or ""), ("Exception", "AeoError")} == below
    assert {kind.__name__ for kind in ours} == set(errors.__all__)


def test_an_error_is_drawn_below_the_last_one_that_is_less_deep() -> None:
    tree = "AeoError\n├── A  x\n│   └── B  y\n│       └── C  z\n└── D  x\n"
    assert list(drawn(tree)) == [("AeoError", "A"), ("A", "B"), ("B", "C"), ("AeoError", "D")]
