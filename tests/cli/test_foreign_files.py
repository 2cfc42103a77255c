"""A file that another product made is told as what it is, with the command that reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aeo_exchange.errors import NoRecord
from aeo_exchange.operations.attestations.record_at_hand import record_at_hand
from aeo_exchange.resources import published
from aeo_exchange.tabular.loading import built_in_layouts
from rows import for_each_row

FILES = Path(__file__).parents[1] / "tabular/files"
BOOKS = Path(__file__).parents[1] / "tabular/books"
SAMPLES = sorted(
    file
    for name in built_in_layouts()
    for file in (FILES / name).iterdir()
    if file.stem in {"clean", "dirty"}
)
ONE_OF_A_KIND = [
    FILES / "kr-list/clean.csv",
    FILES / "hk-list/clean.xlsx",
    FILES / "cadena-credential/clean.json",
    FILES / "eu-eos/clean.xml",
    FILES / "eu-eos-list/clean.html",
]
WCO = "urn:wco:datamodel:WCO"
DECLARATIONS = {
    "DMS": f'<md:MetaData xmlns:md="{WCO}:DocumentMetaData-DMS:2"><Declaration/></md:MetaData>',
    "wrapped": f'<?xml version="1.0"?><!-- a --><Out><D xmlns="{WCO}:DEC-DMS:2"/></Out>',
    "LPCO": "<LPCO><ID>1</ID></LPCO>",
    "without a namespace": "<Declaration><GoodsShipment/></Declaration>",
    "Union": '<ncts:CC015C xmlns:ncts="http://ncts.dgtaxud.ec"><LRN>1</LRN></ncts:CC015C>',
    "H1": "<CustomsDeclaration><DeclarationType>H1</DeclarationType></CustomsDeclaration>",
}
UNKNOWN = "Nummer;Firma;Ort\n1;Muster AG;Bern\n2;Beispiel AG;Basel\n"


def told(file: Path) -> str:
    return f"`aeo import FILE --layout {file.parent.name}` reads it"


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.long
@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_the_sample_of_a_layout_is_told_with_its_layout(aeo, file) -> None:
    checked = aeo("validate", str(file))
    assert checked.returncode == 1, checked.stdout
    assert told(file) in one_line(checked.stdout)
    verified = aeo("verify", str(file), "--no-state")
    assert verified.returncode == 3
    assert "UNDETERMINED" in verified.stdout
    assert told(file) in one_line(verified.stdout)


@pytest.mark.parametrize("file", ONE_OF_A_KIND, ids=lambda file: file.suffix)
@pytest.mark.parametrize(
    "command",
    [
        ["convert", "--to=xml"],
        ["digest"],
        ["status"],
        ["sign", "--issuer=HK", "--key=K.pem", "--status-list=none"],
        ["diff", str(published("samples/records/HK-AEO/TIER1.aeo.json"))],
        ["export", "--layout=kr-list"],
    ],
    ids=lambda command: command[0],
)
def test_each_command_that_takes_records_tells_it(aeo, tmp_path, command, file) -> None:
    (tmp_path / "K.pem").write_bytes(published("conformance/keys/hk.private.pem").read_bytes())
    done = aeo(*command, str(file))
    assert done.returncode != 0
    assert told(file) in one_line(done.stdout + done.stderr)


@for_each_row("file", ONE_OF_A_KIND, ids=lambda file: file.suffix)
def test_a_foreign_file_beside_an_attestation_is_told(file) -> None:
    with pytest.raises(NoRecord, match=f"import FILE --layout {file.parent.name}` reads it"):
        record_at_hand(file.read_bytes())


@pytest.mark.parametrize("name", ["list.ods", "list.xls"])
def test_a_workbook_of_another_kind_is_told(aeo, name) -> None:
    for command in (("validate",), ("verify", "--no-state")):
        done = aeo(*command, str(BOOKS / name))
        assert "`aeo import FILE --layout tr-list` reads it" in one_line(done.stdout)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_known_sheet_is_told_in_whatever_encoding(aeo, tmp_path, encoding) -> None:
    text = (FILES / "tr-list/clean.csv").read_text("cp1254")
    (tmp_path / "t.csv").write_text(text, encoding)
    for command in (("validate",), ("verify", "--no-state")):
        assert "--layout tr-list` reads it" in one_line(aeo(*command, "t.csv").stdout)


@pytest.mark.parametrize("name", DECLARATIONS)
def test_a_declaration_is_told_as_one_and_nothing_is_promised(aeo, tmp_path, name) -> None:
    (tmp_path / "d.xml").write_text(DECLARATIONS[name])
    for command, code in ((("validate",), 1), (("verify", "--no-state"), 3)):
        done = aeo(*command, "d.xml")
        assert done.returncode == code
        said = one_line(done.stdout)
        assert "seems to be a customs declaration; it is not a list of operators" in said
        assert "aeo import" not in said


@pytest.mark.parametrize("kind", ["csv", "xlsx", "html"])
def test_a_sheet_that_nobody_knows_is_sent_to_the_proposal(aeo, tmp_path, kind) -> None:
    rows = [line.split(";") for line in UNKNOWN.splitlines()]
    if kind == "csv":
        (tmp_path / "u").write_text(UNKNOWN)
    elif kind == "html":
        cells = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows)
        (tmp_path / "u").write_text(f"<html><table>{cells}</table></html>")
    else:
        from tabular.imports import workbook

        (tmp_path / "u").write_bytes(workbook(rows))
    for command in (("validate",), ("verify", "--no-state")):
        done = aeo(*command, "u")
        assert done.returncode == (1 if command == ("validate",) else 3)
        assert "`aeo import --propose FILE` writes" in one_line(done.stdout)
        assert "--layout" not in one_line(done.stdout)


def test_a_letter_is_sent_nowhere(aeo, tmp_path) -> None:
    (tmp_path / "l.txt").write_text("Dear colleague,\nthe list follows.\n")
    for command in (("validate",), ("verify", "--no-state")):
        assert "aeo import" not in aeo(*command, "l.txt").stdout


def test_a_broken_record_is_no_file_of_another_whatever_it_quotes(aeo, tmp_path) -> None:
    (tmp_path / "r.json").write_text('{"recordId": "1", "type": "CTPATCertificate"}')
    done = aeo("validate", "r.json")
    assert done.returncode == 1
    assert "aeo import" not in done.stdout


def test_the_advice_is_the_same_with_workers(aeo, tmp_path) -> None:
    line = (FILES / "cadena-credential/clean.json").read_text("utf-8").replace("\n", "")
    (tmp_path / "c.ndjson").write_text(f"{line}\n{{}}\n{line}\n", "utf-8")
    alone = aeo("validate", "c.ndjson", "--max-errors=0")
    assert alone.stdout.count("--layout cadena-credential` reads it") == 2
    assert aeo("validate", "c.ndjson", "--max-errors=0", "--jobs=2").stdout == alone.stdout
