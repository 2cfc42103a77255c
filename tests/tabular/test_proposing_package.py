from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from msgspec import to_builtins

from aeo_exchange.formats import Content
from aeo_exchange.operations.sheets.import_file import import_file
from aeo_exchange.operations.sheets.propose import Proposed, propose
from aeo_exchange.tabular.exporting.written_layout import why_not
from aeo_exchange.tabular.loading import built_in_layouts, built_in_text, layout_of, read_layout
from rows import for_each_row
from tabular.exports import LATER, Sheet, differing, expected
from tabular.imports import FILES

WRITTEN = [name for name in built_in_layouts() if not why_not(layout_of(name))]
OF_RECORDS = [name for name in WRITTEN if expected(name)]
# The samples of these two have a column that their layout does not read.
STRANGE = {"cn-list", "jp-list"}
ALL = [name for name in built_in_layouts() if name not in STRANGE]


def proposed(content: bytes, programme: str | None = None) -> Proposed:
    return propose(Content(name="list", held=content), programme)


def clean_of(name: str) -> bytes:
    (file,) = (f for f in (FILES / name).glob("clean.*") if ".expected" not in f.name)
    return file.read_bytes()


@pytest.mark.parametrize("name", OF_RECORDS)
def test_what_is_exported_by_a_layout_comes_back_by_its_proposal_without_a_touch(
    name, tmp_path: Path
) -> None:
    records = expected(name)
    sheet = Sheet(records, name)
    made = proposed(sheet.content)
    assert made.known_as == name
    (tmp_path / "l.toml").write_text(made.text, "utf-8")
    layout = read_layout(tmp_path / "l.toml")
    done = import_file(Content(name="sheet", held=sheet.content), layout, at=LATER)
    assert done.report.counts.rows
    assert not done.report.counts.refused
    by_id = {line["recordId"]: line for line in map(json.loads, done.records)}
    by_id |= {candidate.record["recordId"]: candidate.record for candidate in done.candidates}
    for number, record in enumerate(records):
        own = json.loads(json.dumps(to_builtins(record)))
        missing, extra = differing(own, by_id[record.record_id], sheet.losses.get(number, []))
        assert not missing
        assert not extra


@for_each_row("name", ALL)
def test_a_file_that_a_layout_of_the_package_reads_has_that_layout_proposed(name) -> None:
    made = proposed(clean_of(name))
    assert made.known_as == name
    assert built_in_text(name) in made.text
    assert tomllib.loads(made.text) == tomllib.loads(built_in_text(name))
    assert made.doubts == made.text.count("# DOUBT") >= 1


def test_a_list_with_a_column_that_its_layout_does_not_read_is_not_proposed_as_such() -> None:
    assert proposed(clean_of("cn-list"), "CN-AEO").known_as == ""


BR = "CNPJ;Razão Social;Certificado;Data de certificação;Modalidade;Função"
BR_ROW = "33000167000101;Invented SA;OEA-1;{day};OEA-Segurança;Importador"


def br(day: str, header: str = BR, behind: str = "") -> bytes:
    return f"{header}\n{BR_ROW.format(day=day)}{behind}\n".encode()


def test_days_that_two_forms_read_are_read_as_the_layout_says_and_that_is_a_doubt() -> None:
    made = proposed(br("10/02/2020"))
    assert made.known_as == "br-list"
    assert "column D could be read as %d/%m/%Y or as %m/%d/%Y; the layout reads them" in made.text
    assert "could be read as" not in proposed(br("25/02/2020")).text


def test_days_that_the_layout_does_not_read_make_the_file_another() -> None:
    assert proposed(br("02/25/2020"), "BR-OEA").known_as == ""


def test_a_column_that_the_layout_does_not_know_makes_the_file_another() -> None:
    assert proposed(br("10/02/2020", f"{BR};Capital social", ";1"), "BR-OEA").known_as == ""
    assert proposed(br("10/02/2020", f"Nº;{BR}", ";1"), "BR-OEA").known_as == ""


def test_a_column_that_is_known_to_say_nothing_of_a_record_may_be_there() -> None:
    assert proposed(br("10/02/2020", f"{BR};Observações", ";x")).known_as == "br-list"


def test_a_column_that_the_layout_needs_and_the_file_lacks_makes_the_file_another() -> None:
    header = BR.replace(";Modalidade", ";Observações")
    assert proposed(br("10/02/2020", header), "BR-OEA").known_as == ""


def test_a_layout_for_another_programme_than_the_one_named_is_not_proposed() -> None:
    assert proposed(br("25/02/2020"), "BR-OEA").known_as == "br-list"
    assert proposed(br("25/02/2020"), "CL-OEA").known_as == ""
