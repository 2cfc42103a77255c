"""What a person says became of records whose rows vanished: one file, TOML or JSON.

Its schema is printed from these structs, in the names of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.endless import read_file
from aeo_exchange.errors import AnswersFileError, ReferenceDataError
from aeo_exchange.model.texts import CountryCode, Date, RecordId
from aeo_exchange.model.tree import Tree
from aeo_exchange.reference.files import in_camel_case, read_toml
from aeo_exchange.reference.shapes import shape_faults
from aeo_exchange.reference.texts import told

__all__ = ["AnswersFile", "VanishedAnswer", "read_answers"]

SCHEMA = Path(__file__).parent / "answers.schema.json"


class VanishedAnswer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """What became of one record."""

    record_id: Annotated[RecordId, told("The recordId of the question.")]
    administration: Annotated[
        CountryCode | UnsetType, told("Where records of several administrations have that id.")
    ] = UNSET
    what: Annotated[
        Literal["withdrawn", "revoked", "expired", "keep", "renamed"],
        told("How it ended; or that it stands all the same, or stands in the file by another key."),
    ]
    on: Annotated[
        Date | UnsetType,
        told(
            "The first day on which it no longer counted; of expired the last that counts, absent: "
            "the end of its term."
        ),
    ] = UNSET
    to: Annotated[
        RecordId | UnsetType, told("Of renamed: the recordId that the key of its new row makes.")
    ] = UNSET
    reason: Annotated[
        str | UnsetType,
        told("Why, in words; of a full record, not of a view.", minLength=1, maxLength=1000),
    ] = UNSET


class AnswersFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answers of one partner's file; the file is kept and given again with the next."""

    answers: Annotated[tuple[VanishedAnswer, ...], told("What became of each record.")]


def read_answers(file: Path) -> tuple[VanishedAnswer, ...]:
    """Return the answers of a file; raises AnswersFileError with file and place, and OSError."""
    tree = _tree(file)
    for place, message in shape_faults(tree, SCHEMA):
        raise AnswersFileError(f"{file}: {place or '/'}: {message}")
    answers = msgspec.convert(in_camel_case(tree), AnswersFile).answers
    for number, message in _faults(answers):
        raise AnswersFileError(f"{file}: /answers/{number}: {message}")
    return answers


def _tree(file: Path) -> Tree:
    try:
        if file.suffix == ".json":
            tree: Tree = msgspec.json.decode(read_file(file))
            return tree
        return read_toml(file)
    except (ReferenceDataError, msgspec.DecodeError) as cause:
        place = f"{file}: " if file.suffix == ".json" else ""  # of TOML it stands there already
        raise AnswersFileError(f"{place}{cause}") from cause


def _faults(answers: tuple[VanishedAnswer, ...]) -> Iterator[tuple[int, str]]:
    """Yield what no schema says: two answers for one record, an answer that lacks its day."""
    seen: set[tuple[object, str]] = set()
    for place, answer in enumerate(answers):
        key = (answer.administration, answer.record_id)
        if key in seen:
            yield place, f"{answer.record_id} has an answer already"
        seen.add(key)
        if answer.what in {"withdrawn", "revoked"} and answer.on is UNSET:
            yield place, f"{answer.what} needs the day, `on`"
        if answer.what == "renamed" and answer.to is UNSET:
            yield place, "renamed needs the new recordId, `to`"
