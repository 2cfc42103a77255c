"""What is held to a folder of tables in Parquet, made once a night (part 12, section 6)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from aeo_exchange.declarations.interval_tables.answer_rows import AnswerMaker
from aeo_exchange.declarations.interval_tables.facts import number_rows, status_rows
from aeo_exchange.declarations.interval_tables.parquet_folder import (
    ABOUT,
    TablesAbout,
    copy_tables,
    holds_tables_alone,
    write_table,
)
from aeo_exchange.declarations.interval_tables.rows import TableRow
from aeo_exchange.declarations.matching import MatchTerms
from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.profile_file import profile_digest
from aeo_exchange.exchange.recognition.evidence import HeldEvidence
from aeo_exchange.files import whole_folder

__all__ = ["MatchTerms", "copied_tables", "export_tables"]


def export_tables(
    folder: Path, evidence: HeldEvidence, terms: MatchTerms, *, replaces: bool
) -> TablesAbout:
    """Write the tables of what is held, all of them or none.

    Older ones are replaced, and nothing else is: raises WrongChoice for a folder that holds other
    things, and OSError.
    """
    if folder.exists() and not replaces:
        raise WrongChoice(f"{folder} exists; --force replaces it")
    if folder.exists() and not holds_tables_alone(folder):
        raise WrongChoice(f"{folder} holds other things than tables, and is not replaced")
    with whole_folder(folder, is_new=not replaces) as made:
        about = _written(made, evidence, terms)
        (made / ABOUT).write_bytes(msgspec.json.format(msgspec.json.encode(about)) + b"\n")
    return about


def copied_tables(folder: Path, copy: Path, terms: MatchTerms) -> TablesAbout:
    """Copy a folder of tables, and return what it says of itself.

    The instant of knowledge is that of the tables. Raises WrongChoice where they answer another,
    and OSError.
    """
    about = copy_tables(folder, copy)
    asked = (profile_digest(terms.profile), terms.asked_by)
    if (about.profile_digest, about.asked_by) != asked:
        raise WrongChoice(
            f"{folder} was made for {about.asked_by} under {about.profile} version "
            f"{about.profile_version}, not for what is asked; make the tables again"
        )
    if terms.by_name or terms.links:
        raise WrongChoice("tables go by numbers alone; leave --by-name and --links to --db")
    return about


def _written(folder: Path, evidence: HeldEvidence, terms: MatchTerms) -> TablesAbout:
    maker = AnswerMaker(terms, evidence)
    tables: dict[str, Iterable[TableRow]] = {
        "statuses": status_rows(evidence, terms.known_at),
        "numbers": number_rows(evidence, terms.known_at, evidence.reference.schemes),
        "questions": maker.questions,
        "taken": maker.taken(),
        "answers": maker.answers(),
        "leads": maker.leads,  # of the answers, which are known by now
        "nobody": maker.nobody(),
        "sayings": maker.sayings(),  # as above
    }
    return TablesAbout(
        profile=terms.profile.code,
        profile_version=terms.profile.version,
        profile_digest=profile_digest(terms.profile),
        asked_by=terms.asked_by,
        time_zone=maker.time_zone,
        known_at=terms.known_at,
        signed=evidence.signed,
        tables={name: write_table(folder, name, rows) for name, rows in tables.items()},
    )
