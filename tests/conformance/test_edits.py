"""The edits by which a case is cut from a small document."""

from __future__ import annotations

import pytest
from definitions.bases import PLAIN, event
from making import REMOVE, edited


def test_an_edit_beyond_the_end_of_a_list_is_told_with_its_place() -> None:
    with pytest.raises(LookupError, match=r"no /history/1 to edit; .* by /-"):
        edited(PLAIN, (("/history/1", event(2, "suspended", "2025-01-01")),))


def test_an_edit_of_what_is_absent_is_told_with_its_place() -> None:
    with pytest.raises(LookupError, match="no /msme/basis to edit"):
        edited(PLAIN, (("/msme/basis", REMOVE),))


def test_a_list_grows_at_its_end() -> None:
    second = event(2, "suspended", "2025-01-01")
    tree = edited(PLAIN, (("/history/-", second),))
    assert tree["history"] == [*PLAIN["history"], second]


def test_an_edit_within_the_value_of_another_leaves_the_definition_as_it_is() -> None:
    numbers = [{"scheme": "DUNS", "value": "1"}]
    edits = (("/holder/identifiers", numbers), ("/holder/identifiers/0/scheme", REMOVE))
    first = edited(PLAIN, edits)
    assert first["holder"]["identifiers"] == [{"value": "1"}]
    assert numbers == [{"scheme": "DUNS", "value": "1"}]
    assert edited(PLAIN, edits) == first
