from __future__ import annotations

import csv
import gzip
import json
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from aeo_exchange.model.codes import ConsentState
from aeo_exchange.resources import published
from exchange.made_views import GIVEN, order
from exchange.profiles import changed, profile
from exchange.streams import create, firms
from rows import for_each_row
from schemas import keep_to
from trust.made_lists import made
from trust.made_world import trust

SAMPLES = published("samples/declarations")
IMPORT = str(SAMPLES / "wco-import.xml")
SCHEMA = json.loads(published("schemas/1.0/match.schema.json").read_bytes())
RELY = ("--trust", "list.jwt", "--root", "root.pem")
AHEAD = {"SOURCE_DATE_EPOCH": "1793538000"}  # an hour later than all others
LAMPS = "Example Lamp Works (Hong Kong) Limited"
BY_NUMBERS = (
    ('identifier_mode = "partner-customs-code"', 'identifier_mode = "aeo-number"'),
    ('identifier_schemes = ["JP-MRA"]', 'identifier_schemes = ["HK-BR"]'),
)


@pytest.fixture
def match(aeo, tmp_path, monkeypatch):
    """Ask on 1 November 2026 as Japan, by a stream that Hong Kong made the night before."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793534400")  # 2026-11-01T12:00:00Z
    (tmp_path / "list.jwt").write_bytes(trust())
    (tmp_path / "root.pem").write_bytes(made("root").pem)
    (tmp_path / "p.toml").write_bytes(changed(*BY_NUMBERS))
    create(tmp_path / "hk", *firms(33), views=order(profile(*BY_NUMBERS)))

    def run(*more, source="hk", rely=RELY):
        return aeo("match", *more, "--profile", "p.toml", "--by", "JP", "--from", source, *rely)

    return run


def lines(done) -> list[dict]:
    """Return what was said of each declaration, each of which fits the schema."""
    said = [json.loads(line) for line in done.stdout.splitlines()]
    for one in said:
        keep_to(one, SCHEMA)
    return said


def results(declaration: dict) -> dict[str, tuple[str, list[str]]]:
    return {
        party["role"]: (party["result"], [why["code"] for why in party["reasons"]])
        for party in declaration["parties"]
    }


def test_each_party_of_a_declaration_gets_an_answer(match):
    done = match(IMPORT, "--format", "ndjson")
    assert (done.returncode, done.stderr) == (0, "")
    (one,) = lines(done)
    assert results(one) == {
        "agent": ("NOT_RECOGNISED", ["no-row"]),
        "declarant": ("UNDETERMINED", ["not-found"]),
        "exporter": ("RECOGNISED", ["recognised"]),
        "consignee": ("UNDETERMINED", ["not-found"]),
        "importer": ("NOT_RECOGNISED", ["no-row"]),
        "manufacturer": ("UNDETERMINED", ["not-found"]),
    }
    exporter = next(party for party in one["parties"] if party["role"] == "exporter")
    assert exporter["benefits"] == ["FEWER-EXAMINATIONS", "FIRST-IN-LINE"]
    assert exporter["restsOn"]["heads"][0]["sender"] == "HK"


def test_text_says_who_why_what_follows_and_who_may_be_meant(match):
    done = match(IMPORT, str(SAMPLES / "wco-plain.xml"), "--at", "2026-10-30")
    assert done.returncode == 0
    for words in (
        f"{IMPORT}: declaration EXAMPLE-0001, at 2026-10-30 as given, import\n",
        f"    exporter {LAMPS} (HK00000033, HKAEO-EX-0033): RECOGNISED\n",
        "        found as HK00000033 by tin\n",
        "        benefits: FEWER-EXAMINATIONS, FIRST-IN-LINE\n",
        f"        candidate HK00000033 {LAMPS}: one-character, HK00000033: 3 and 0 are exchanged",
        "2 declarations, 7 parties: 1 recognised, 2 not, 4 cannot be told (1 with candidates)\n",
    ):
        assert words in done.stdout


def test_a_code_that_nobody_can_look_up_is_not_said_to_be_of_several(match, tmp_path):
    (tmp_path / "p.toml").write_bytes(changed())
    done = match(IMPORT, source=str(published("samples/records/HK-AEO")), rely=())
    assert "        own-code leads to no one holder\n" in done.stdout
    assert "found as several" not in done.stdout


def test_json_is_one_object_with_a_summary(match):
    told = json.loads(match(IMPORT, str(SAMPLES / "notification.xml"), "--format=json").stdout)
    assert len(told["declarations"]) == 2
    assert told["summary"]["parties"] == 6
    assert told["summary"]["notifications"] == 1
    assert told["summary"]["reasons"] == {"no-row": 2, "not-found": 3, "recognised": 1}


def test_csv_has_a_row_for_each_party_and_no_formula(match, tmp_path):
    (tmp_path / "d.csv").write_text("declaration,acceptedAt,role,name\n1,2026-10-30,exporter,=A1\n")
    done = match(IMPORT, "d.csv", "--format", "csv", "-o", "out.csv", "--flow", "import")
    assert done.stderr == "wrote out.csv\n"
    with Path(tmp_path, "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["role"] for row in rows[:2]] == ["agent", "declarant"]
    assert len(rows) == 7
    assert not rows[6]["name"].startswith("=")


def test_what_cannot_be_read_costs_the_others_nothing(match, tmp_path):
    (tmp_path / "bad.xml").write_text("<!DOCTYPE d><Declaration/>")
    done = match("bad.xml", "absent.xml", IMPORT, "--format", "ndjson")
    assert done.returncode == 3
    bad, absent, good = lines(done)
    assert bad["refusal"]["code"] == "AEO-HOS-01"
    assert absent["refusal"]["code"] == "AEO-SYN-00"
    assert results(good)["exporter"][0] == "RECOGNISED"
    text = match("bad.xml").stdout
    assert text.startswith("bad.xml:1: not read: AEO-HOS-01 a document type")
    assert text.endswith("0 cannot be told (0 with candidates); 1 could not be read\n")


def test_the_exit_code_says_whether_somebody_is_recognised(match, tmp_path):
    declared = "declaration,acceptedAt,flow,role,id\n1,2026-10-30,import,{role},{id}\n"
    for role, number, code in (
        ("exporter", "HK00000033", 0),
        ("importer", "JP1", 1),
        ("exporter", "HK00000034", 4),
    ):
        (tmp_path / "d.csv").write_text(declared.format(role=role, id=number))
        assert match("d.csv").returncode == code
    assert match(str(SAMPLES / "notification.xml")).returncode == 4
    assert match(IMPORT, rely=()).returncode == 4  # not trusted


def test_records_that_nobody_signed_are_never_a_yes(match):
    folder = str(published("samples/records/HK-AEO"))
    (one,) = lines(match(IMPORT, "--format", "ndjson", source=folder, rely=()))
    assert results(one)["exporter"][1][0] == "not-signed"


def test_a_role_is_counted_as_another_where_that_is_wanted(match, tmp_path):
    row = "1,2026-10-30,import,consignor,HK00000033\n"
    (tmp_path / "d.csv").write_text(f"declaration,acceptedAt,flow,role,id\n{row}")
    assert match("d.csv").returncode == 4
    assert match("d.csv", "--count-as", "consignor=exporter").returncode == 0
    refused = match("d.csv", "--count-as", "shipper=exporter")
    assert refused.returncode == 2
    assert "shipper=exporter: write ROLE=ROLE" in refused.stderr


def test_a_layout_and_own_codes_are_read(match, tmp_path):
    sheet, layout = str(SAMPLES / "sheet.csv"), str(SAMPLES / "sheet.toml")
    asked = (sheet, "--layout", layout, "--flow", "import", "--format", "ndjson")
    assert results(lines(match(*asked))[0])["exporter"][0] == "RECOGNISED"
    (tmp_path / "p.toml").write_bytes(changed())
    create(tmp_path / "hk2", *firms(33))
    match = partial(match, source="hk2")
    assert results(lines(match(*asked))[0])["exporter"][1] == ["no-own-codes"]
    (tmp_path / "own.csv").write_text("scheme,value,tin\nJP-MRA,HK00000033,HK00000033\n")
    declaration = lines(match(*asked, "--own-codes", "own.csv"))[0]
    assert declaration["parties"][0]["foundBy"]["lookup"] == "own-code"


def test_a_longer_declaration_is_read_where_that_is_wanted(match, tmp_path):
    (tmp_path / "d.xml").write_text(f"<Declaration>{'<a>x</a>' * 10_000}</Declaration>")
    assert match("d.xml", "--max-declaration-bytes", "1024").returncode == 3
    assert match("d.xml").returncode == 4


def test_a_register_answers_as_the_snapshots_that_it_applied(match, aeo, tmp_path):
    japans = changed(*BY_NUMBERS, ('side = "HK"', 'side = "JP"'))
    (tmp_path / "p.toml").write_bytes(japans)
    assert aeo("register", "init", "--db", "japan.db").returncode == 0
    adopted = aeo("register", "adopt", "--db", "japan.db", "--profile", "p.toml")
    assert adopted.returncode == 0, adopted.stderr
    assert aeo("register", "apply", "hk", "--db", "japan.db", *RELY).returncode == 0
    asked = ("match", IMPORT, "--profile", "p.toml", "--format", "ndjson", "--db", "japan.db")
    (by_register,), (by_files,) = lines(aeo(*asked)), lines(match(IMPORT, "--format", "ndjson"))
    assert results(by_register) == results(by_files)
    assert results(by_register)["exporter"][0] == "RECOGNISED"
    # The profile that was adopted is meant, as `aeo recognise` has it.
    unnamed = aeo("match", IMPORT, "--format", "ndjson", "--db", "japan.db")
    assert unnamed.stdout == aeo(*asked).stdout
    # What withdrew its consent is no more recognised, and who it was is still known.
    withdrawn = replace(GIVEN, state=ConsentState.WITHDRAWN, since="2026-11-01T05:00:00Z")
    issued = "2026-11-01T05:30:00Z"
    now = firms(33, revision=6, issued_at=issued, consents=(GIVEN, withdrawn))
    later = order(profile(*BY_NUMBERS), at="2026-11-01T06:00:00Z")
    create(tmp_path / "hk", *firms(33), *now, views=later)
    # By a clock that was ahead; what was applied is known all the same (XCH-9-2).
    assert aeo("register", "apply", "hk", "--db", "japan.db", *RELY, **AHEAD).returncode == 0
    (after,) = lines(aeo(*asked, "--at", "2026-11-01T08:00:00Z"))
    assert results(after)["exporter"] == ("NOT_RECOGNISED", ["consent-withdrawn"])
    assert results(after)["manufacturer"] == ("UNDETERMINED", ["not-found"])


def test_one_source_is_asked_and_its_profile_is_an_adopted_one(match, aeo):
    both = match(IMPORT, "--db", "japan.db")
    assert (both.returncode, "ask one of a register" in both.stderr) == (2, True)
    neither = aeo("match", IMPORT, "--profile", "p.toml")
    assert neither.returncode == 2
    aeo("register", "init", "--db", "japan.db")
    stranger = aeo("match", IMPORT, "--profile", "p.toml", "--by", "JP", "--db", "japan.db")
    assert "was not adopted in this register" in stranger.stderr
    none = aeo("match", IMPORT, "--db", "japan.db")
    assert (none.returncode, "no profile was adopted" in none.stderr) == (2, True)
    for place in (("--from", "hk"), ("--tables", "."), ()):
        unsaid = aeo("match", IMPORT, *place)
        assert (unsaid.returncode, "under which partner profile" in unsaid.stderr) == (2, True)


def test_under_which_of_several_agreements_is_asked_is_said(aeo, tmp_path):
    aeo("register", "init", "--db", "japan.db")
    for code in ("HK-JP-2026", "HK-JP-2027"):
        (tmp_path / code).write_bytes(changed(("HK-JP-2026", code)))
        adopted = aeo("register", "adopt", "--db", "japan.db", "--profile", code)
        assert adopted.returncode == 0, adopted.stderr
    tables = ("register", "export", "--parquet", "--db", "japan.db", "-o", "tables")
    for asked in (("match", IMPORT, "--db", "japan.db"), tables):
        done = aeo(*asked)
        assert (done.returncode, "HK-JP-2026, HK-JP-2027" in done.stderr) == (2, True)


SHEET = """declaration,acceptedAt,flow,role,id,aeoNumber,name
A-1,2026-11-01T10:00:00Z,import,exporter,hk 0000 0033,,Lamps
A-2,2026-11-01,import,consignor,HK00000033,,"Lamps, again"
A-3,,import,exporter,HK00000033,,
A-4,2026-11-01,import,exporter,HK00000034,,=cmd
A-5,2026-11-01,import,exporter,,HK00000033,
A-6,2026-11-01,export,exporter,HK00000033,,
A-7,yesterday,import,exporter,HK00000033,,
A-8,2026-11-01,import,exporter,,,
"""


@pytest.fixture
def by_tables(match, aeo, tmp_path):  # noqa: ARG001 which makes the stream
    """Ask by tables of a register that has applied the same stream."""
    pytest.importorskip("duckdb")
    (tmp_path / "p.toml").write_bytes(changed(*BY_NUMBERS, ('side = "HK"', 'side = "JP"')))
    (tmp_path / "sheet.csv").write_text(SHEET)
    for command in (
        ("init", "--db", "japan.db"),
        ("adopt", "--db", "japan.db", "--profile", "p.toml"),
        ("apply", "hk", "--db", "japan.db", *RELY),
        ("export", "--db", "japan.db", "--parquet", "-o", "tables"),
    ):
        done = aeo("register", *command, **(AHEAD if command[0] == "apply" else {}))
        assert done.returncode == 0, done.stderr
    return partial(aeo, "match", "--profile", "p.toml", "--tables", "tables")


@pytest.mark.long
def test_tables_answer_as_the_register_does(by_tables, aeo):
    asked = ("match", "sheet.csv", "--profile", "p.toml", "--db", "japan.db", "--format", "csv")
    by_register, told = aeo(*asked), by_tables("sheet.csv", "--format", "csv")
    assert (told.returncode, told.stderr) == (by_register.returncode, "")
    rows, others = (list(csv.reader(one.stdout.splitlines())) for one in (told, by_register))
    assert [row[:-1] for row in rows] == [row[:-1] for row in others]  # all but candidates
    assert {row[10] for row in rows} >= {"RECOGNISED", "NOT_RECOGNISED", "UNDETERMINED"}
    counted = by_tables("sheet.csv")
    assert counted.stdout == (
        "sheet.csv:8: not read: AEO-SYN-01 'yesterday' is neither an instant nor a day\n"
        "6 parties: 1 recognised, 1 not, 4 cannot be told; 1 could not be read\n"
    )


def test_of_many_rows_that_cannot_be_read_text_has_the_first(by_tables, tmp_path):
    with (tmp_path / "sheet.csv").open("a") as file:
        file.writelines(f"B-{number},soon,import,exporter,HK1,,,\n" for number in range(30))
        file.write("C,2026-11-01,import,exporter,HK00000033,,,,,HK00000034\n")
    told = by_tables("sheet.csv").stdout.splitlines()
    assert len(told) == 22
    assert told[19] == "sheet.csv:28: not read: AEO-SYN-01 'soon' is neither an instant nor a day"
    assert told[20:] == [
        "sheet.csv: 20 of 32 are shown",
        "6 parties: 1 recognised, 1 not, 4 cannot be told; 32 could not be read",
    ]


@pytest.mark.long
def test_tables_are_written_and_asked_in_parquet(by_tables, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    done = by_tables("sheet.csv", "--format", "parquet", "-o", "told.parquet")
    assert (done.returncode, done.stderr) == (3, "wrote told.parquet\n")
    told = parquet.read_table(tmp_path / "told.parquet").to_pylist()
    assert told[0]["result"] == "RECOGNISED"
    # A table without a column that names a party is none.
    rows = parquet.read_table(tmp_path / "told.parquet").select(["role", "result"])
    parquet.write_table(rows, tmp_path / "roles.parquet")
    other = by_tables("roles.parquet", "sheet.csv")
    assert other.returncode == 3
    assert "roles.parquet: AEO-SYN-01 no column names a party: there is none called" in other.stdout
    assert "6 parties: 1 recognised" in other.stdout


@for_each_row(
    ("more", "code", "told"),
    [
        (("sheet.csv", "--db", "japan.db"), 2, "--tables stands alone"),
        (("sheet.csv", "--format", "ndjson"), 2, "--tables writes text, csv, parquet"),
        (("sheet.csv", "--by-name"), 2, "tables go by numbers alone"),
        (("sheet.csv", "--by", "HK"), 2, "was made for JP under HK-JP-2026 version 1"),
    ],
)
def test_what_tables_do_not_answer_is_refused(by_tables, more, code, told):
    done = by_tables(*more)
    assert (done.returncode, told in done.stderr) == (code, True), done.stderr


@pytest.mark.long
def test_tables_answer_about_declarations_as_the_register_does(by_tables, aeo, tmp_path):
    """Of any form, beside tables, and beside what cannot be read."""
    (tmp_path / "broken.xml").write_text("<Declaration><Exporter></Declaration>")
    declared = (IMPORT, "broken.xml", "absent.xml", str(SAMPLES))
    by_register = partial(aeo, "match", "--profile", "p.toml", "--db", "japan.db")
    told, plain = (one(*declared, "--format", "csv") for one in (by_tables, by_register))
    rows, others = (list(csv.reader(one.stdout.splitlines())) for one in (told, plain))
    assert (told.returncode, len(rows)) == (plain.returncode, len(others))
    # All but the line, which each row of a table has for its own, and candidates.
    assert [(row[0], *row[2:-1]) for row in rows] == [(row[0], *row[2:-1]) for row in others]
    assert {row[10] for row in rows} >= {"RECOGNISED", "NOT_RECOGNISED", "UNDETERMINED", ""}
    for more in (("--jobs", "2"), ("--jobs", "1")):
        assert by_tables(*declared, "--format", "csv", *more).stdout == told.stdout
    (tmp_path / "more.xml").write_bytes(Path(IMPORT).read_bytes())
    shown, mixed = by_tables(IMPORT), by_tables(IMPORT, "sheet.csv", "more.xml")
    by_record = by_register(IMPORT).stdout.replace("HK/HK-2021-0033 ", "")  # no table names it
    assert shown.stdout.splitlines()[:-1] == by_record.splitlines()[:-1]
    assert mixed.stdout.count(": declaration EXAMPLE-0001, at 2026-10-30T00:30:00Z, import") == 2
    assert mixed.stdout.count("parties: ") == 1


@pytest.mark.long
def test_declarations_are_answered_by_tables_in_parquet(by_tables, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "more.xml").write_bytes(Path(IMPORT).read_bytes())
    done = by_tables(IMPORT, "more.xml", "--format", "parquet", "-o", "told.parquet")
    assert done.returncode == 0, done.stderr
    told = parquet.read_table(tmp_path / "told.parquet").to_pylist()
    first, second = (told[: len(told) // 2], told[len(told) // 2 :])
    assert [{**row, "source": ""} for row in first] == [{**row, "source": ""} for row in second]
    assert {row["result"] for row in first} >= {"RECOGNISED"}
    both = by_tables(IMPORT, "sheet.csv", "--format", "parquet", "-o", "both.parquet")
    assert (both.returncode, "one table at a time" in both.stderr) == (2, True)
    assert not (tmp_path / "both.parquet").exists()


def test_tables_that_are_not_as_they_were_written_answer_nothing(by_tables, aeo, tmp_path):
    again = ("register", "export", "--db", "japan.db", "--parquet", "--profile", "p.toml")
    assert aeo(*again, "-o", "tables").returncode == 2
    assert aeo(*again, "-o", "tables", "--force").returncode == 0
    with (tmp_path / "tables/answers.parquet").open("ab") as file:
        file.write(b"more")
    assert "is not as it was written" in by_tables("sheet.csv").stderr
    (tmp_path / "tables/tables.json").unlink()
    assert "is not a folder of tables" in by_tables("sheet.csv").stderr
    assert "is not replaced" in aeo(*again, "-o", "tables", "--force").stderr


@pytest.mark.parametrize("name", ["p.toml", "told.csv", "more.parquet"])
def test_what_stands_beside_tables_is_not_lost_with_them(by_tables, aeo, tmp_path, name):
    """The profile that was named from there went with the folder, and so did answers."""
    assert by_tables("sheet.csv").returncode == 3
    profile = (tmp_path / "p.toml").read_bytes()
    (tmp_path / "tables" / name).write_bytes(profile)
    again = ("register", "export", "--db", "japan.db", "--parquet", "-o", "tables", "--force")
    done = aeo(*again, "--profile", "tables/p.toml" if name == "p.toml" else "p.toml")
    assert (done.returncode, "holds other things than tables" in done.stderr) == (2, True)
    assert (tmp_path / "tables" / name).read_bytes() == profile
    (tmp_path / "tables" / name).unlink()
    assert aeo(*again, "--profile", "p.toml").returncode == 0


def test_tables_of_another_release_are_replaced(by_tables, aeo, tmp_path):
    about = tmp_path / "tables/tables.json"
    told = json.loads(about.read_bytes())
    told["form"], told["tables"]["courses"] = "aeo-exchange interval tables 2", {}
    about.write_text(json.dumps(told))
    (tmp_path / "tables/courses.parquet").write_bytes(b"")
    again = ("register", "export", "--db", "japan.db", "--parquet", "-o", "tables", "--force")
    assert aeo(*again, "--profile", "p.toml").returncode == 0
    assert not (tmp_path / "tables/courses.parquet").exists()
    assert by_tables("sheet.csv").returncode == 3


@pytest.mark.parametrize("form", ["text", "json", "ndjson", "csv"])
def test_workers_say_what_one_process_says(match, tmp_path, form):
    (tmp_path / "sheet.csv").write_text(SHEET)
    (tmp_path / "broken.xml").write_text("<Declaration><Exporter></Declaration>")
    asked = (IMPORT, "sheet.csv", "broken.xml", "absent.xml", str(SAMPLES), "--format", form)
    alone, together = match(*asked), match(*asked, "--jobs", "2")
    assert (together.returncode, together.stdout) == (alone.returncode, alone.stdout)
    assert together.stderr == alone.stderr


def test_parquet_has_the_rows_of_csv_and_no_guard(match, tmp_path) -> None:
    """It was refused without --tables."""
    parquet = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "sheet.csv").write_text(SHEET)
    (tmp_path / "broken.xml").write_text("<Declaration><Exporter></Declaration>")
    asked = (IMPORT, "sheet.csv", "broken.xml", str(SAMPLES), "--flow", "import")
    rows = list(csv.DictReader(match(*asked, "--format", "csv").stdout.splitlines()))
    for jobs in ("1", "2"):
        done = match(*asked, "--format", "parquet", "-o", f"{jobs}.parquet", "--jobs", jobs)
        assert (done.returncode, f"wrote {jobs}.parquet" in done.stderr) == (3, True)
        told = parquet.read_table(tmp_path / f"{jobs}.parquet").to_pylist()
        assert len(told) == len(rows)
        for one, row in zip(told, rows, strict=True):
            cells = {name: str("" if cell is None else cell) for name, cell in one.items()}
            assert cells == {
                name.removeprefix("\ufeff"): cell.removeprefix("'") for name, cell in row.items()
            }
    assert any(row["candidates"] for row in told)


TABLE = "declaration,acceptedAt,flow,role,{number}\nD1,2026-11-01,import,exporter,HKAEO-EX-0033\n"


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ("aeo_numbre", "1 column not read: 'aeo_numbre' (perhaps aeoNumber is meant)"),
        ("aeo_number", ""),
        ("aeoNumber,Office", "1 column not read: 'Office'"),
        ("AEONUMBER", ""),
        ("aeoNumber,", ""),
    ],
)
def test_a_column_that_nobody_reads_is_told(match, tmp_path, columns, told) -> None:
    (tmp_path / "t.csv").write_text(TABLE.format(number=columns))
    said = match("t.csv", "--format", "csv").stderr
    assert (f"t.csv: {told}\n" in said) == bool(told)
    assert ("not read" in said) == bool(told)


def test_an_encoding_that_is_a_guess_is_told(match, tmp_path) -> None:
    """A name of other letters may be that of another firm: who guessed says so."""
    table = TABLE.format(number="aeoNumber,name").replace("0033\n", "0033,{}\n")
    name = "G\u00fcne\u015f \u0130plik \u00d6rg\u00fc"
    (tmp_path / "t.csv").write_bytes(table.format(name).encode("cp1254"))
    said = match("t.csv", "--format", "csv").stderr
    assert "t.csv: the text is not UTF-8, and nothing names its encoding: it is read as cp1" in said
    (tmp_path / "l.toml").write_text(
        'name = "own"\ntitle = "t"\norigin = "o"\n[file]\nkind = "csv"\nencodings = ["cp1254"]\n'
        '[[fields]]\nitem = "aeoNumber"\nfrom = ["aeoNumber"]\n'
    )
    assert "encoding" not in match("t.csv", "--format", "csv", "--layout", "l.toml").stderr
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (tmp_path / "t.csv").write_bytes(table.format(name).encode(encoding))
        assert "encoding" not in match("t.csv", "--format", "csv").stderr
    (tmp_path / "t.csv").write_bytes(table.format(name).encode() + b"D2,,,,,\xff\n")
    done = match("t.csv", "--format", "csv")
    assert (done.returncode, "encoding" in done.stderr) == (3, False)
    assert name in done.stdout


def test_links_that_nobody_asks_are_told(match, tmp_path) -> None:
    """They were passed over, and every party without a number stayed a stranger."""
    (tmp_path / "links.csv").write_text(
        "name,address,country,tin,from,until\nLamps,,,HK00000033,2026-10-01T00:00:00Z,\n"
    )
    (tmp_path / "t.csv").write_text("acceptedAt,flow,role,name\n2026-11-01,import,exporter,Lamps\n")
    asked = ("t.csv", "--links", "links.csv", "--format", "csv")
    done = match(*asked)
    assert done.returncode == 4
    assert "--links: not looked at, since JP goes by aeo-number under HK-JP-2026" in done.stderr
    by_name = (*BY_NUMBERS[0][:1], 'identifier_mode = "name-address"'), BY_NUMBERS[1]
    (tmp_path / "p.toml").write_bytes(changed(*by_name))
    create(tmp_path / "hk2", *firms(33), views=order(profile(*by_name)))
    done = match(*asked, source="hk2")
    assert (done.returncode, "--links" in done.stderr) == (0, False), done.stderr


def test_many_columns_that_nobody_reads_are_told_in_one_line(match, tmp_path) -> None:
    others = [f"x{number}" for number in range(14)]
    (tmp_path / "t.csv").write_text(TABLE.format(number=",".join(["aeoNumber", *others])))
    said = match("t.csv", "--format", "csv").stderr
    assert "14 columns not read: 'x0', 'x1'," in said
    assert "'x11' and 2 more\n" in said


def test_a_column_of_parquet_that_nobody_reads_is_told(match, tmp_path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    row = {"declaration": ["D1"], "role": ["exporter"], "aeo_numbre": ["HKAEO-EX-0033"]}
    parquet.write_table(pyarrow.table(row), tmp_path / "t.parquet")
    said = match("t.parquet", "--format", "csv").stderr
    assert "t.parquet: 1 column not read: 'aeo_numbre' (perhaps aeoNumber is meant)" in said


def test_what_is_no_table_has_no_column_and_is_told_once(match, tmp_path) -> None:
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    assert "not read" not in match(IMPORT, "bad.csv", "absent.csv").stderr


def test_what_answers_rest_on_is_never_written_over(match, tmp_path) -> None:
    """A record of --from was replaced by the answers that rested on it."""
    record = tmp_path / "record.json"
    record.write_bytes(published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes())
    for source, target in (("record.json", "record.json"), ("hk", "hk/head.jwt")):
        before = (tmp_path / target).read_bytes()
        done = match(IMPORT, "-o", target, "--force", source=source)
        assert (done.returncode, "is an input" in done.stderr) == (2, True), done.stderr
        assert (tmp_path / target).read_bytes() == before


def test_files_without_a_record_of_the_partner_are_told(match, tmp_path) -> None:
    (tmp_path / "d.csv").write_text(SHEET)
    done = match(IMPORT, source="d.csv", rely=())
    assert "--from: no record of HK that could be asked about is in these files" in done.stderr
    folder = str(published("samples/records/HK-AEO"))
    assert "no record of HK" not in match(IMPORT, source=folder, rely=()).stderr


def test_one_role_is_counted_as_one_other(match) -> None:
    twice = ("--count-as", "consignor=exporter", "--count-as")
    assert match(IMPORT, *twice, "consignor=exporter").returncode == 0
    done = match(IMPORT, *twice, "consignor=importer")
    assert (done.returncode, "choose one" in done.stderr) == (2, True)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_declaration_of_a_file_that_is_not_read_is_told_with_its_line(match, tmp_path, jobs):
    agents = "".join(f"<Agent><ID>{number}</ID></Agent>" for number in range(10_001))
    good = "<Declaration><ID>{}</ID><Exporter><ID>HK00000033</ID></Exporter></Declaration>"
    bad = f"<Declaration><ID>B-2</ID>{agents}</Declaration>"
    text = f"<all>\n{good.format('A-1')}\n{bad}\n{good.format('C-3')}\n</all>"
    (tmp_path / "d.xml").write_text(text)
    done = match("d.xml", "--format", "ndjson", "--jobs", jobs)
    first, refused, last = lines(done)
    assert (done.returncode, first["number"], last["number"]) == (3, "A-1", "C-3")
    assert (refused["line"], refused["refusal"]["message"]) == (
        *(3, "declaration B-2 names more than 10,000 parties"),
    )


def test_an_acceptance_that_nobody_can_tell_is_not_said_to_be_absent(match, tmp_path):
    message = "<Declaration><AcceptanceDateTime>{}</AcceptanceDateTime><Exporter><ID>1</ID>"
    for written in ("20270229", "20150217Z"):
        text = f"{message.format(written)}</Exporter></Declaration>"
        (tmp_path / "d.xml").write_text(text)
        done = match("d.xml")
        assert "does not say when it was accepted, or not so that it can be told" in done.stdout


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (gzip.compress(b"<Declaration/>", mtime=0), "the file is compressed; unpack it"),
        ("<?xml version='1.0'?><Declaration/>".encode("cp037"), "the file is in EBCDIC"),
        ("<?xml version='1.0'?><Declaration/>".encode("utf-32"), "'UTF-32' is not read"),
        (b"\xef\xbb\xbf\xef\xbb\xbf<Declaration/>", "not well-formed XML"),
        (b'[{"number": "1"}, {"number": "2"}]', "give each declaration a line of its own"),
        (b"Dear Sir,\nplease see below\n", "names two columns such as"),
    ],
)
def test_what_is_no_declaration_says_what_it_is(match, tmp_path, content, told) -> None:
    (tmp_path / "d.dat").write_bytes(content)
    done = match("d.dat")
    assert (done.returncode, told in done.stdout) == (3, True), done.stdout
