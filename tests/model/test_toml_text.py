"""TOML of others is read within bounds: depth and time are no longer what its keys make them."""

from __future__ import annotations

import tomllib

import pytest

from aeo_exchange.conformance.errors import UnreadableFile
from aeo_exchange.conformance.vendor_files import read_vendor_toml
from aeo_exchange.errors import ProfileError, ReferenceDataError
from aeo_exchange.exchange.profile_file import read_partner_profile
from aeo_exchange.model.toml_text import MOST_PARTS, toml_tree
from aeo_exchange.reference.files import read_toml
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.resources import published
from aeo_exchange.rules.profile import read_profile

LONG = [
    ".".join(["a"] * 20_000) + " = 1",
    " . ".join(['"a"', "b"] * MOST_PARTS) + " = 1",
    "[" + ".".join(["a"] * 2_000) + "]",
    "x = {" + ".".join(["'a'"] * 2_000) + " = 1}",
]


@pytest.mark.parametrize("text", LONG, ids=["key", "quoted", "table", "inline"])
def test_a_key_of_many_parts_is_refused_by_each_who_reads_toml(text, tmp_path) -> None:
    file = tmp_path / "long.toml"
    file.write_text(text, "utf-8")
    reads = (
        (ProfileError, lambda: read_partner_profile(text.encode(), ReferenceData())),
        (ReferenceDataError, lambda: read_profile(text.encode(), changeable=frozenset())),
        (ReferenceDataError, lambda: read_toml(file)),
        (UnreadableFile, lambda: read_vendor_toml(text.encode(), dict)),
    )
    for error, read in reads:
        with pytest.raises(error, match=f"more than {MOST_PARTS} parts"):
            read()


def test_what_has_fewer_parts_is_read_as_python_reads_it() -> None:
    key = ".".join(["a"] * MOST_PARTS)
    sentence = "One. Two. " + "three " * 200 + '1.2.3 "quoted".'
    text = f"{key} = 1\nb = {sentence!r}\n"
    assert toml_tree(text.encode()) == tomllib.loads(text)
    for file in published("samples/profiles").glob("*.toml"):
        assert toml_tree(file.read_bytes()) == tomllib.loads(file.read_text("utf-8"))
