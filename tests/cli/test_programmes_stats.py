"""`aeo programmes stats`: the operators of a register, counted at the end of each year."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from measured import india_register

AT = "--at=2025-01-01"


@pytest.fixture(scope="module")
def india() -> str:
    return india_register(part=20)


def counted(printed: str) -> dict[tuple[str, ...], str]:
    rows = csv.DictReader(io.StringIO(printed.removeprefix("\ufeff")))
    names = ("year", "dimension", "value", "sizeClass")
    return {tuple(row[name] for name in names): row["operators"] for row in rows}


def test_the_share_is_told_of_those_whose_size_is_known(aeo, india: str) -> None:
    lines = india.splitlines()
    unknown = json.loads(lines[0])
    del unknown["msme"]
    register = "\n".join([json.dumps(unknown), *lines[1:]])
    done = aeo("programmes", "stats", "-", AT, "--year=2023", "--format=json",
               "--hide-below=1", stdin=register)  # fmt: skip
    (year,) = json.loads(done.stdout)["programmes"]
    assert (year["operators"], year["smallFirms"], year["sizeNotTold"]) == (234, 72, 1)
    assert year["smallPercent"] == 30.9


@pytest.mark.parametrize(
    ("since", "at", "years"),
    [
        ("2023-12-31T18:29:59Z", AT, [2023, 2024, 2025]),
        ("2023-12-31T18:30:00Z", AT, [2024, 2025]),  # 1 January in Kolkata
        ("2023-12-31T18:30:00Z", "--at=2023-12-31T18:30:00Z", [2024]),  # 2023 is over there
    ],
)
def test_a_year_is_that_of_the_administration(aeo, india: str, since, at, years) -> None:
    """It was that of UTC: who was granted on 1 January was an operator of the year before."""
    record = json.loads(india.splitlines()[0])
    record["authorisation"]["terms"] = [{**record["authorisation"]["terms"][0], "from": since}]
    record["authorisation"]["terms"][0].pop("until", None)
    record["authorisation"]["grantedOn"] = "2022-12-01"
    record["history"][0] |= {"effectiveFrom": since, "recordedAt": "2023-01-01T00:00:00Z"}
    given = ("--format=json", "--hide-below=1")
    done = aeo("programmes", "stats", "-", at, *given, stdin=json.dumps(record))
    told = json.loads(done.stdout)["programmes"]
    assert [one["year"] for one in told] == years, done.stderr


# India begins the first year of the calendar before it, America ends the last behind it.
@pytest.mark.parametrize(("country", "programme"), [("IN", "IN-AEO"), ("US", "US-CTPAT")])
@pytest.mark.parametrize(("year", "years"), [(1000, []), (9999, [9999])])
def test_a_year_that_leads_out_of_the_calendar_is_counted_within_it(
    aeo, india: str, year, years, country, programme
) -> None:
    record = json.loads(india.splitlines()[0]) | {"programme": programme}
    record["authorisation"]["terms"][0]["from"] = "1000-01-01T00:00:00Z"
    record["authorisation"]["terms"][0].pop("until", None)
    text = json.dumps(record).replace('"IN', f'"{country}')
    done = aeo("programmes", "stats", "-", f"--at={year}-12-31T23:59:59Z", "--format=json",
               "--hide-below=1", stdin=text)  # fmt: skip
    told = json.loads(done.stdout)["programmes"]
    assert [one["year"] for one in told][-1:] == years, done.stderr


def test_a_year_that_has_not_begun_there_is_not_counted(aeo, india: str) -> None:
    record = json.loads(india.splitlines()[0])
    record |= {"programme": "US-CTPAT"}
    record["authorisation"]["terms"][0].pop("until", None)
    text = json.dumps(record).replace('"IN', '"US')
    done = aeo("programmes", "stats", "-", "--at=2025-01-01T03:00:00Z", "--format=json",
               "--hide-below=1", stdin=text)  # fmt: skip
    assert [one["year"] for one in json.loads(done.stdout)["programmes"]][-1:] == [2024], (
        done.stderr
    )


def test_a_size_class_counts_from_its_assessment_on(aeo, india: str) -> None:
    first = json.loads(india.splitlines()[0])
    later = json.loads(json.dumps(first)) | {"revision": 2, "issuedAt": "2024-02-01T00:00:00Z"}
    later["msme"] |= {"sizeClass": "medium", "assessedOn": "2024-01-31"}
    later["authorisation"]["terms"] = [dict(first["authorisation"]["terms"][0])]
    later["authorisation"]["terms"][0].pop("until", None)
    register = "\n".join(map(json.dumps, (later, first)))
    done = aeo("programmes", "stats", "-", AT, "--format=csv", "--hide-below=1", stdin=register)
    counts = counted(done.stdout)
    assert counts["2023", "", "", "large"] == "1"
    assert counts["2024", "", "", "medium"] == "1"
    assert counts["2024", "", "", "large"] == "0"


def test_an_operator_counts_while_a_tier_is_granted(aeo, india: str) -> None:
    record = json.loads(india.splitlines()[-1])
    since = "2024-11-05T00:00:00Z"
    record["history"].append(
        {"seq": 2, "status": "suspended", "effectiveFrom": since, "recordedAt": since}
    )
    record["issuedAt"] = since
    done = aeo("programmes", "stats", "-", "--at=2024-11-04", "--format=json",
               "--hide-below=1", stdin=json.dumps(record))  # fmt: skip
    (before,) = json.loads(done.stdout)["programmes"]
    assert (before["year"], before["operators"]) == (2024, 1)
    done = aeo(
        "programmes", "stats", "-", "--at=2024-11-06", "--format=json", stdin=json.dumps(record)
    )
    assert json.loads(done.stdout)["programmes"] == []
    why = "1 record, of which none was in force at the end of a year that was counted\n"
    assert done.stderr == why


def test_a_small_count_is_hidden_and_said_to_be(aeo, india: str) -> None:
    few = "\n".join(india.splitlines()[:3])
    done = aeo("programmes", "stats", "-", AT, "--year=2023", stdin=few)
    assert "IN-AEO     2023  hidden     0            0" in done.stdout
    done = aeo("programmes", "stats", "-", AT, "--year=2023", "--format=json", stdin=few)
    counts = json.loads(done.stdout)["counts"]
    assert [one for one in counts if one.get("operators")] == []
    assert all(one["hidden"] for one in counts if "operators" not in one)


def test_what_is_no_record_is_told_and_the_others_are_counted(aeo, india: str) -> None:
    done = aeo("programmes", "stats", "-", AT, "--hide-below=1", stdin=india + "{}\n")
    assert done.returncode == 1
    assert "AEO-STR-01" in done.stderr
    assert "IN-AEO     2023  234" in done.stdout


def test_a_register_in_a_database_is_counted_and_not_beside_files(
    aeo, india: str, tmp_path: Path
) -> None:
    (tmp_path / "own.ndjson").write_text("\n".join(india.splitlines()[:3]), "utf-8")
    assert aeo("register", "init", "--db=r.db").returncode == 0
    assert aeo("register", "add", "own.ndjson", "--db=r.db", AT).returncode == 0
    done = aeo("programmes", "stats", "--db=r.db", AT, "--year=2023", "--hide-below=1")
    assert "IN-AEO     2023  3 " in done.stdout, done.stderr
    assert done.stderr == ""
    both = aeo("programmes", "stats", "own.ndjson", "--db=r.db")
    assert (both.returncode, "not both" in both.stderr) == (2, True)


def test_without_duckdb_it_is_said_how_to_install_it(aeo, india: str, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    done = aeo("programmes", "stats", "-", stdin=india)
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'aeo-exchange[duckdb]'" in done.stderr
