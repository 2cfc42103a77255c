"""The structs that every process decodes name types, not texts that each start evaluates anew."""

from __future__ import annotations

from importlib import import_module

import pytest

MODELS = (
    "model.attestation",
    "model.record",
    "model.trust_list",
    "reference.check_digit_rows",
    "reference.programme_facts",
    "reference.programme_rows",
    "reference.row",
    "reference.scheme_parts",
    "reference.scheme_rows",
    "reference.size_facts",
)


@pytest.mark.parametrize("name", MODELS)
def test_annotations_are_types(name: str) -> None:
    module = import_module(f"aeo_exchange.{name}")
    own = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
    ]
    structs = [value for value in own if hasattr(value, "__struct_fields__")]
    texts = {
        f"{struct.__name__}.{item}"
        for struct in structs
        for item, hint in vars(struct).get("__annotations__", {}).items()
        if isinstance(hint, str)
    }
    assert structs
    assert not texts
