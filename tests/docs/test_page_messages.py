"""The page for officers says everything in each of its languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from aeo_exchange.model.attestation import AttestedStatus
from aeo_exchange.model.codes import Assurance, NameUse, Role, SizeClass
from aeo_exchange.trust.words import ASKS, REFUSALS, UNDECIDED

MESSAGES = Path(__file__).resolve().parents[2] / "web" / "verify" / "messages"
LANGUAGES = sorted(path.stem for path in MESSAGES.glob("*.json"))
PLACE = re.compile(r"\{\w+\}")


def page(language: str) -> dict[str, str]:
    return json.loads((MESSAGES / f"{language}.json").read_bytes())["page"]


def test_there_are_six_languages() -> None:
    assert LANGUAGES == ["ar", "en", "es", "fr", "pt", "zh"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_text_with_its_places(language: str) -> None:
    english, own = page("en"), page(language)
    assert list(own) == list(english)
    assert all(own.values())
    for key, text in english.items():
        assert sorted(PLACE.findall(own[key])) == sorted(PLACE.findall(text)), key


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_each_language_has_every_sentence_of_the_standard_and_no_other(language: str) -> None:
    sentences = {*ASKS.values()}
    for refusal in (*REFUSALS.values(), *UNDECIDED.values()):
        sentences |= {refusal.words, refusal.hint}
    standard = json.loads((MESSAGES / f"{language}.json").read_bytes())["standard"]
    assert set(standard) == sentences
    assert all(standard.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_code_that_the_page_shows(language: str) -> None:
    codes = json.loads((MESSAGES / f"{language}.json").read_bytes())["codes"]
    shown = (Assurance, AttestedStatus, NameUse, Role, SizeClass)
    assert {name: set(words) for name, words in codes.items()} == {
        enum.__name__: {code.value for code in enum} for enum in shown
    }
    assert all(word for words in codes.values() for word in words.values())


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_answers_that_differ_have_different_words(language: str) -> None:
    own = page(language)
    assert len({own[key] for key in ("yes", "no", "unsure", "unread")}) == 4


def test_every_text_that_the_page_asks_for_is_there() -> None:
    folder = MESSAGES.parent
    html = (folder / "index.html").read_text("utf-8")
    program = "".join(path.read_text("utf-8") for path in (folder / "src").glob("*.mjs"))
    asked = set(re.findall(r'data-says="(\w+)"', html))
    asked |= set(re.findall(r"words\.say\('(\w+)'", program))
    assert asked <= set(page("en"))
    # What is asked for by a name made at run time stands between quotes, or belongs to a picture.
    named = asked | set(re.findall(r"'(\w+)'", program))
    claims = {"sizeClass", "msmeBasis", "address", "identifiers", "otherNames", "criteria"}
    outcomes = {"pass", "fail", "undetermined", "skipped"}
    unused = set(page("en")) - named - claims - outcomes
    assert {key for key in unused if key.removesuffix("Next") not in named} == set()
