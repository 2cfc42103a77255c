"""`aeo use`: how far an arrangement is used, and what is told of it."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from aeo_exchange.resources import published

DECLARED = str(published("samples/declarations/wco-import.xml"))
PROFILE = str(published("samples/profiles/HK-JP.toml"))
FOLDER = str(published("samples/records/HK-AEO"))
YES, NO, OPEN = "RECOGNISED", "NOT_RECOGNISED", "UNDETERMINED"


def party(result: str, *reasons: str, size: str = "small", tier: str = "TIER1") -> dict:
    return {
        "role": "exporter",
        "result": result,
        "reasons": [{"code": reason, "because": "."} for reason in reasons],
        "tiers": [tier],
        "sizeClass": size,
    }


def line(*parties: dict, at: str = "2026-10-05T08:00:00Z", **more: object) -> str:
    decided = {"source": "s", "askedBy": "JP", "knownAt": at, "at": at, "acceptedAt": at}
    return json.dumps({**decided, "parties": parties, **more}) + "\n"


def counted(rows: str) -> dict[tuple[str, str, str], str]:
    read = csv.DictReader(io.StringIO(rows.removeprefix("\ufeff")))
    return {(row["dimension"], row["value"], row["result"]): row["parties"] for row in read}


def under(profile: str, partner: str, *lines: str) -> str:
    """The same decisions as lines of an arrangement."""
    made = ({**json.loads(one), "profile": profile, "partner": partner} for one in lines)
    return "".join(json.dumps(one) + "\n" for one in made)


def use_of(aeo, tmp_path: Path, decisions: str, *more: str) -> dict[tuple[str, str, str], str]:
    done = aeo("use", "-", "-o", "report", *more, stdin=decisions)
    assert done.returncode == 0, done.stderr
    return counted((tmp_path / "report" / "use.csv").read_text("utf-8"))


@pytest.fixture
def month() -> str:
    return "".join(
        [
            *[line(party(YES)) for _ in range(40)],
            *[line(party(NO, "no-row", size="large")) for _ in range(20)],
            *[line(party(YES, tier="TIER2"), at="2026-11-02T08:00:00Z") for _ in range(10)],
            *[line(party(OPEN, "not-found", "stale")) for _ in range(30)],
        ]
    )


def test_parties_are_counted_by_each_dimension_and_result(aeo, tmp_path, month: str) -> None:
    counts = use_of(aeo, tmp_path, month)
    assert counts["", "", ""] == "100"
    assert counts["", "", YES] == "50"
    assert counts["month", "2026-11", YES] == "10"
    assert counts["size-class", "large", NO] == "20"
    assert counts["tier", "TIER2", ""] == "10"
    assert counts["role", "exporter", OPEN] == "30"
    assert (counts["reason", "stale", OPEN], counts["reason", "not-found", ""]) == ("30", "30")
    assert ("reason", "no-row", YES) in counts


def test_a_month_in_which_nobody_was_asked_about_is_there(aeo, tmp_path, month: str) -> None:
    """Two months stood beside each other that are not."""
    far = "".join(line(party(YES), at="2027-02-02T08:00:00Z") for _ in range(6))
    odd = "".join(line(party(YES), at=at) for at in ("", "soon", "2026-13") for _ in range(6))
    counts = use_of(aeo, tmp_path, month + far + odd)
    months = [value for name, value, result in counts if (name, result) == ("month", "")]
    assert months[:5] == ["2026-10", "2026-11", "2026-12", "2026-13", "2027-01"]
    assert {counts["month", "2026-12", result] for result in ("", YES, NO, OPEN)} == {"0"}
    lone = "".join(line(party(YES), at="0206-10-05") for _ in range(6))
    assert len(use_of(aeo, tmp_path, month + lone, "--force")) < 100  # a century that is wrong


@pytest.mark.parametrize(
    ("at", "zone", "told"),
    [
        ("2026-03-31T15:30:00Z", "Asia/Tokyo", "2026-04"),  # half past midnight on 1 April there
        ("2026-03-31T14:59:59Z", "Asia/Tokyo", "2026-03"),
        ("2026-04-01T03:59:59Z", "America/New_York", "2026-03"),
        ("2026-03-31", "Asia/Tokyo", "2026-03"),  # a day is one of that zone already
        ("2026-03-31T15:30:00Z", "", "2026-03"),
        ("2026-03-31T15:30:00Z", "No/Where", "2026-03"),
        ("2026-03-31T15:30:00Z", "../../etc/passwd", "2026-03"),
        ("9999-12-31T23:59:59Z", "Asia/Tokyo", "9999-12"),
        ("0001-01-01T00:00:00Z", "America/New_York", "0001-01"),
    ],
)
def test_a_month_is_that_of_the_side_that_asks(aeo, tmp_path, at: str, zone: str, told) -> None:
    """It was that of UTC: a declaration of the first hours of April in Tokyo fell into March."""
    decisions = "".join(line(party(YES), at=at, timeZone=zone) for _ in range(5))
    counts = use_of(aeo, tmp_path, decisions)
    assert {value for name, value, _ in counts if name == "month"} == {told}


def test_a_yes_on_an_assumption_has_the_assumption_for_its_reason(aeo, tmp_path) -> None:
    """`recognised` stood among the reasons why somebody was not."""
    counts = use_of(aeo, tmp_path, "".join(line(party(OPEN, "recognised", "role-not-asked")) * 9))
    assert {value for name, value, _ in counts if name == "reason"} == {"role-not-asked"}


def test_no_small_count_is_told_and_none_can_be_worked_out(aeo, tmp_path, month: str) -> None:
    few = "".join(line(party(YES, size="micro")) for _ in range(2))
    counts = use_of(aeo, tmp_path, month + few)
    assert counts["size-class", "micro", YES] == ""
    assert counts["size-class", "micro", ""] == ""
    shown = [
        value
        for (name, _, result), value in counts.items()
        if (name, result) == ("size-class", YES)
    ]
    assert shown.count("") >= 2
    open_counts = use_of(aeo, tmp_path, month + few, "--hide-below=1", "--force")
    assert open_counts["size-class", "micro", YES] == "2"
    page = (tmp_path / "report" / "use.html").read_text("utf-8")
    assert '<td class="n">2</td>' in page


def test_a_hidden_count_is_in_none_of_the_files(aeo, tmp_path, month: str) -> None:
    from pyarrow import parquet

    use_of(aeo, tmp_path, month + line(party(YES, size="micro")))
    told = json.loads((tmp_path / "report" / "use.json").read_bytes())["counts"]
    table = parquet.read_table(tmp_path / "report" / "use.parquet").to_pylist()
    for rows in (told, table):
        (micro,) = (
            [one for one in rows if one.get("value") == "micro" and one["result"] == YES]
            if rows is table
            else [one for one in rows if one.get("value") == "micro" and one.get("result") == YES]
        )
        assert micro["hidden"] is True
        assert micro.get("parties") is None


@pytest.mark.parametrize(
    ("released", "told"), [("2026-10-05T20:00:00Z", "12.0"), ("2026-10-06", "")]
)
def test_the_time_to_release_is_told_of_instants(aeo, released: str, told: str) -> None:
    decisions = "".join(line(party(YES), releasedAt=released) for _ in range(5))
    done = aeo("use", "-", stdin=decisions)
    assert ("hours to release, at least one party recognised" in done.stdout) == bool(told)
    assert told in done.stdout


def test_the_time_of_few_declarations_is_hidden(aeo) -> None:
    decisions = "".join(line(party(NO), releasedAt="2026-10-05T20:00:00Z") for _ in range(4))
    done = aeo("use", "-", "--format=json", stdin=decisions)
    told = json.loads(done.stdout)
    (*_, clearance) = (one for one in told["clearance"] if "dimension" not in one)
    assert clearance == {"askedBy": "JP", "cleared": "nobody recognised", "hidden": True}
    assert "declarations" not in told


USED, NOT_USED = "at least one party recognised", "nobody recognised"
CLEARANCE = ("declarations", "medianHours", "hoursOfNineInTen", "hidden")


def released(many: int, hours: int, *parties: dict) -> str:
    """Declarations of which each was released so many hours after its acceptance."""
    return line(*parties, releasedAt=f"2026-10-05T{8 + hours:02}:00:00Z") * many


def clearance_of(folder: Path) -> dict[tuple[str, ...], tuple[str, ...]]:
    rows = csv.DictReader(io.StringIO((folder / "clearance.csv").read_text("utf-8-sig")))
    return {
        (row["dimension"], row["value"], row["cleared"]): tuple(row[name] for name in CLEARANCE)
        for row in rows
    }


def test_clearance_times_are_tables_too_by_size_class_and_tier(aeo, tmp_path: Path) -> None:
    """They stood in the page, in JSON and in the text, and in no table."""
    from pyarrow import parquet

    yes, no = party(YES), party(NO, "no-row", size="large", tier="TIER2")
    decisions = released(8, 2, yes) + released(10, 6, no) + released(7, 4, yes, no) + line(yes)
    aeo("use", "-", "-o", "r", stdin=decisions)
    told = clearance_of(tmp_path / "r")
    assert told["", "", USED] == ("15", "2.0", "4.0", "")
    assert told["", "", NOT_USED] == ("10", "6.0", "6.0", "")
    assert told["size-class", "small", USED] == ("15", "2.0", "4.0", "")
    assert told["size-class", "small", NOT_USED] == ("0", "", "", "")
    assert told["size-class", "large", NOT_USED] == ("17", "6.0", "6.0", "")  # of the large ones
    assert told["tier", "TIER2", NOT_USED] == ("17", "6.0", "6.0", "")
    assert {name for name, _, _ in told} == {"", "size-class", "tier"}
    table = parquet.read_table(tmp_path / "r" / "clearance.parquet").to_pylist()
    as_text = {
        (row["dimension"], row["value"], row["cleared"]): tuple(
            "" if row[name] is None or row[name] is False else str(row[name]) for name in CLEARANCE
        )
        for row in table
    }
    assert as_text == told
    assert {(row["askedBy"], row["profile"], row["partner"]) for row in table} == {("JP", "", "")}
    page = (tmp_path / "r" / "use.html").read_text("utf-8")
    assert "Hours to release by size class" in page


def test_small_numbers_of_declarations_are_hidden_and_so_are_their_times(aeo, tmp_path) -> None:
    from pyarrow import parquet

    decisions = "".join(
        released(many, 3, party(result, "status", size=size))
        for size, many in (("micro", 2), ("small", 20), ("large", 30))
        for result in (YES, NO)
    )
    aeo("use", "-", "-o", "r", stdin=decisions)
    told = clearance_of(tmp_path / "r")
    assert told["size-class", "micro", USED] == ("", "", "", "yes")
    (beside, *_) = (told["size-class", size, USED] for size in ("small", "large"))
    assert beside == ("", "3.0", "3.0", "yes")  # 52 less 2 is 50: another is hidden beside it
    assert told["size-class", "large", USED] == ("30", "3.0", "3.0", "")
    (few,) = (
        row
        for row in parquet.read_table(tmp_path / "r" / "clearance.parquet").to_pylist()
        if (row["value"], row["cleared"]) == ("micro", USED)
    )
    assert {few[name] for name in CLEARANCE[:3]} == {None}
    assert few["hidden"] is True
    aeo("use", "-", "-o", "open", "--hide-below=1", stdin=decisions)
    assert clearance_of(tmp_path / "open")["size-class", "micro", USED] == ("2", "3.0", "3.0", "")


def test_without_a_release_the_table_of_clearance_has_its_columns_and_no_row(aeo, tmp_path) -> None:
    from pyarrow import parquet

    aeo("use", "-", "-o", "r", stdin=line(party(YES)))
    assert clearance_of(tmp_path / "r") == {}
    table = parquet.read_table(tmp_path / "r" / "clearance.parquet")
    assert (table.num_rows, set(CLEARANCE) < set(table.column_names)) == (0, True)
    types = [str(table.schema.field(name).type) for name in CLEARANCE]
    assert types == ["int64", "double", "double", "bool"]
    assert "Hours to release" not in (tmp_path / "r" / "use.html").read_text("utf-8")


def test_what_match_writes_is_read_with_its_arrangement(aeo) -> None:
    about = ("--by", "JP", "--profile", PROFILE, "--from", FOLDER, "--format", "ndjson")
    matched = aeo("match", DECLARED, *about)
    done = aeo("use", "-", "--hide-below=1", "--format=json", stdin=matched.stdout)
    told = json.loads(done.stdout)
    assert told["declarations"] == 1
    counts = told["counts"]
    assert {(one["profile"], one["partner"]) for one in counts} == {("HK-JP-2026", "HK")}
    assert json.loads(matched.stdout)["timeZone"] == "Asia/Tokyo"
    as_json = aeo("match", DECLARED, *about[:-1], "json").stdout
    refused = aeo("match", "-", *about, stdin="{}x\n").stdout
    assert (json.loads(refused)["profile"], json.loads(refused)["partner"]) == ("HK-JP-2026", "HK")
    assert '"profile":"HK-JP-2026"' in as_json


@pytest.mark.parametrize("form", ["ndjson", "json"])
def test_what_match_writes_in_json_is_read_as_well(aeo, form: str) -> None:
    """Each line was malformed, but the last: its declaration alone was counted."""
    declared = (str(published("samples/declarations/declarations.ndjson")), DECLARED)
    about = ("--by", "JP", "--profile", PROFILE, "--from", FOLDER, "--format", form)
    matched = aeo("match", *declared, *about).stdout
    many = 3
    for written in (matched, matched * 2):  # as `cat` joins them
        done = aeo("use", "-", "--hide-below=1", "--format=json", stdin=written)
        told = json.loads(done.stdout)
        times = len(written) // len(matched)
        assert (done.returncode, done.stderr) == (0, "")
        assert (told["declarations"], told["notRead"]) == (many * times, 0)


def as_matched(*lines: str, end: str = '],"summary":{}}') -> str:
    """Decisions in the form of `aeo match --format json`."""
    between = ",\n".join(one.strip() for one in lines)
    return f'{{"declarations":[\n{between}\n{end}\n'


@pytest.mark.parametrize("indent", [None, 2])
def test_json_that_somebody_laid_out_anew_is_read(aeo, indent: int | None) -> None:
    written = json.loads(as_matched(line(party(YES)), line(party(NO, "status"))))
    done = aeo("use", "-", "--hide-below=1", stdin=json.dumps(written, indent=indent))
    assert (done.returncode, done.stderr) == (0, "")
    assert "declarations  2\n" in done.stdout


def test_an_answer_as_recognise_prints_it_is_read(aeo) -> None:
    answer = {"result": NO, "askedBy": "JP", "at": "2026-10-05", "knownAt": "2026-10-05"}
    printed = json.dumps(answer, indent=2) + "\n"
    for many in (1, 3):  # as `>>` joins them
        done = aeo("use", "-", "--hide-below=1", stdin=printed * many)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"parties       {many}\n" in done.stdout


def test_a_line_that_was_cut_off_costs_no_other(aeo) -> None:
    """It looks as JSON over several lines begins."""
    for first in ("{", '{"askedBy":', '{"declarations":[', "{}"):
        rest = "".join(f"{blank}{line(party(YES))}" for blank in ("", " ", "\t"))
        done = aeo("use", "-", "--hide-below=1", stdin=f"{first}\n{rest}")
        assert (done.returncode, "declarations  3\n" in done.stdout) == (3, True)


def test_json_of_match_that_was_cut_off_is_told_and_what_stands_in_it_is_counted(aeo) -> None:
    cut = as_matched(line(party(YES)), line(party(YES)), end="")
    done = aeo("use", "-", "--hide-below=1", stdin=cut)
    assert done.returncode == 3
    assert "<stdin>:3: ends before its summary" in done.stderr
    assert "declarations  2\n" in done.stdout
    bad = aeo("use", "-", "--hide-below=1", stdin=as_matched(line(party(YES)), "{}"))
    assert (bad.returncode, "<stdin>:3: is not a decision" in bad.stderr) == (3, True)
    assert "declarations  1\n" in bad.stdout


@pytest.mark.parametrize("other", [{"a": [1, 2]}, {"declarations": 1}, {"askedBy": "JP"}])
def test_other_json_over_several_lines_is_told_once(aeo, other: dict) -> None:
    done = aeo("use", "-", stdin=json.dumps(other, indent=2))
    assert done.returncode == 3
    (why, hint) = done.stderr.splitlines()
    assert "<stdin>: is not a decision" in why
    assert "`aeo match --format ndjson`" in hint


def test_where_nothing_is_a_decision_what_is_read_is_said_once(aeo) -> None:
    done = aeo("use", "-", stdin="source,line,result\n" + "a,1,RECOGNISED\n" * 30)
    assert done.returncode == 3
    assert done.stderr.count("`aeo match --format ndjson`") == 1
    some = aeo("use", "-", stdin=line(party(YES)) * 6 + "source,line,result\n")
    assert (some.returncode, "aeo match" in some.stderr) == (3, False)


@pytest.fixture
def two_arrangements(month: str) -> str:
    one, other = line(party(YES)), line(party(OPEN, "not-found"))
    return under("HK-JP-2026", "HK", *month.splitlines()) + under(
        "JP-SG-2025", "SG", *[one, other] * 8
    )


def test_arrangements_are_counted_apart_in_every_file(aeo, tmp_path, two_arrangements) -> None:
    from pyarrow import parquet

    done = aeo("use", "-", "-o", "r", stdin=two_arrangements)
    assert "recognised, HK-JP-2026, JP about HK  50\n" in done.stdout
    assert "parties, JP-SG-2025, JP about SG     16\n" in done.stdout
    folder = tmp_path / "r"
    table = csv.DictReader(io.StringIO((folder / "use.csv").read_text("utf-8-sig")))
    totals = {
        (row["askedBy"], row["profile"], row["partner"]): row["parties"]
        for row in table
        if not (row["dimension"] or row["result"])
    }
    assert totals == {("JP", "HK-JP-2026", "HK"): "100", ("JP", "JP-SG-2025", "SG"): "16"}
    rows = parquet.read_table(folder / "use.parquet").to_pylist()
    assert {(row["profile"], row["partner"]) for row in rows} == {key[1:] for key in totals}
    page = (folder / "use.html").read_text("utf-8")
    assert "<h2>By arrangement</h2>" in page
    assert "<h2>By tier: JP-SG-2025, JP about SG</h2>" in page
    told = json.loads((folder / "use.json").read_bytes())
    assert (told["declarations"], told["parties"], told["recognised"]) == (116, 116, 58)


def test_a_page_of_one_arrangement_names_it_and_shows_none_beside_it(aeo, tmp_path, month) -> None:
    aeo("use", "-", "-o", "r", stdin=under("HK-JP-2026", "HK", *month.splitlines()))
    page = (tmp_path / "r" / "use.html").read_text("utf-8")
    assert "<h2>By month</h2>" in page
    assert "Parties of declarations (HK-JP-2026, JP about HK)" in page
    assert "By arrangement" not in page


def test_totals_of_all_are_hidden_with_those_of_one_arrangement(aeo, month: str) -> None:
    """100 of all, and 98 of the one that is large, would tell 2 of the other."""
    few = under("JP-SG-2025", "SG", line(party(YES)), line(party(NO, "status")))
    told = json.loads(aeo("use", "-", "--format=json", stdin=month + few).stdout)
    assert {"parties", "recognised", "declarations"}.isdisjoint(told)
    alone = json.loads(aeo("use", "-", "--format=json", stdin=month).stdout)
    assert (alone["declarations"], alone["parties"], alone["recognised"]) == (100, 100, 50)


def test_decisions_that_name_no_profile_are_an_arrangement_of_their_own(aeo, month: str) -> None:
    told = aeo("use", "-", stdin=month + under("HK-JP-2026", "HK", *month.splitlines())).stdout
    assert "parties, profile not told, JP        100\n" in told


def test_partners_that_do_not_agree_are_none(aeo, month: str) -> None:
    lines = month.splitlines()
    decisions = under("HK-JP-2026", "HK", *lines) + under("HK-JP-2026", "KR", *lines)
    counts = json.loads(aeo("use", "-", "--format=json", stdin=decisions).stdout)["counts"]
    assert counts[0] == {"askedBy": "JP", "profile": "HK-JP-2026", "parties": 200}


ROWS = """declaration,acceptedAt,releasedAt,flow,role,aeoNumber
A,2026-10-30T00:30:00Z,2026-10-30T09:30:00Z,import,exporter,HKAEO-EX-0033
B,2026-10-30T00:30:00Z,yesterday,import,exporter,HKAEO-EX-0033
"""


def test_match_tells_of_the_holder_tiers_and_size_and_when_the_goods_were_released(
    aeo, tmp_path: Path
) -> None:
    profile = Path(PROFILE).read_text("utf-8").replace("partner-customs-code", "aeo-number")
    (tmp_path / "p.toml").write_text(profile.replace("importer-code", "aeo-number"), "utf-8")
    (tmp_path / "rows.csv").write_text(ROWS, "utf-8")
    about = ("--by=JP", "--profile=p.toml", "--from", FOLDER, "--format=ndjson")
    (told, refused) = map(json.loads, aeo("match", "rows.csv", *about).stdout.splitlines())
    assert told["releasedAt"] == "2026-10-30T09:30:00Z"
    (exporter,) = told["parties"]
    assert (exporter["tiers"], exporter["sizeClass"]) == (["TIER2"], "msme")
    assert "'yesterday' is neither an instant nor a day" in refused["refusal"]["message"]
    as_lines = {key: told[key] for key in ("number", "acceptedAt", "releasedAt", "flow")}
    numbers = [{"value": "HKAEO-EX-0033", "place": "aeo-number"}]
    as_lines["parties"] = [{"role": "exporter", "numbers": numbers}]
    (again,) = map(
        json.loads, aeo("match", "-", *about, stdin=json.dumps(as_lines)).stdout.splitlines()
    )
    assert (again["releasedAt"], again["parties"][0]["tiers"]) == (told["releasedAt"], ["TIER2"])


def test_an_answer_about_one_firm_counts_as_a_party(aeo) -> None:
    basis = {"profile": {"code": "HK-JP-2026"}, "heads": [{"sender": "HK"}]}
    answer = {"result": NO, "identifier": "HK1", "askedBy": "JP", "at": "2026-10-05",
              "knownAt": "2026-10-05T00:00:00Z", "partyRole": "exporter",
              "reasons": [{"code": "stale", "because": "."}], "restsOn": basis}  # fmt: skip
    payload = urlsafe_b64encode(json.dumps({"iss": "JP", "answer": answer}).encode())
    receipt = b"eyJ0eXAiOiJ0In0." + payload.rstrip(b"=") + b".c2ln"
    kept = f"{json.dumps(answer)}\n{receipt.decode()}\n"
    done = aeo("use", "-", "--format=json", "--hide-below=1", stdin=kept)
    counts = json.loads(done.stdout)["counts"]
    assert {
        "askedBy": "JP",
        "profile": "HK-JP-2026",
        "partner": "HK",
        "dimension": "role",
        "value": "exporter",
        "result": NO,
        "parties": 2,
    } in counts


@pytest.mark.parametrize(
    "bad",
    ["{", "[]", '{"askedBy":"JP"}', line({**party("PERHAPS")}).strip(), "\xff", "eyJ", "eyJ.e30.x"],
)
def test_what_is_no_decision_is_told_with_its_place(aeo, bad: str) -> None:
    done = aeo("use", "-", "--hide-below=1", stdin=line(party(YES)) + bad + "\n")
    assert done.returncode == 3
    assert "<stdin>:2: is not a decision" in done.stderr
    assert "declarations  1\n" in done.stdout


def test_a_folder_is_replaced_only_when_it_is_a_report(aeo, tmp_path: Path) -> None:
    assert aeo("use", "-", "-o", "r", stdin=line(party(YES))).returncode == 0
    again = aeo("use", "-", "-o", "r", stdin=line(party(YES)))
    assert (again.returncode, "exists; --force replaces it" in again.stderr) == (2, True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "precious.txt").write_text("x")
    other = aeo("use", "-", "-o", "other", "--force", stdin=line(party(YES)))
    assert (other.returncode, "holds other things" in other.stderr) == (2, True)
    assert (tmp_path / "other" / "precious.txt").read_text() == "x"


def test_names_are_text_of_the_page_whatever_they_hold(aeo, tmp_path: Path) -> None:
    names = ["<script>alert(1)</script>", "مشغل اقتصادي معتمد", "a" * 300]
    decisions = "".join(line(party(YES, tier=name)) for name in names for _ in range(6))
    use_of(aeo, tmp_path, decisions)
    page = (tmp_path / "report" / "use.html").read_text("utf-8")
    assert "<script" not in page
    assert all(name in page for name in names[1:])
    assert "http" not in page.replace("http-equiv", "")


def test_use_without_duckdb_says_how_to_install_it(aeo, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    done = aeo("use", "-", stdin=line(party(YES)))
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'aeo-exchange[duckdb]'" in done.stderr


def test_a_result_looks_the_same_in_each_table_of_the_page(aeo, tmp_path, month: str) -> None:
    """Where somebody was not recognised, the parts looked like those of a yes elsewhere."""
    use_of(aeo, tmp_path, month)
    page = (tmp_path / "report" / "use.html").read_text("utf-8")
    heads = re.findall(r'fill="url\(#(p\d)\)"/></svg>([a-z ]+)</th>', page)
    looks = {name: {pattern for pattern, told in heads if told == name} for _, name in heads}
    assert looks == {"recognised": {"p0"}, "not recognised": {"p1"}, "undetermined": {"p2"}}
    whys = page.partition("Why somebody was not recognised</h2>")[2]
    assert whys
    assert "#p0" not in whys
    assert 'dir="auto">no-row: No row of the profile covers' in whys


@pytest.mark.parametrize("name", ["use.csv", "use.json"])
def test_a_report_takes_the_place_of_no_input(aeo, tmp_path, name):
    """A folder that holds what is read, under a name of the report, looks like an older one."""
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / name).write_text("{}\n")
    done = aeo("use", f"report/{name}", "-o", "report", "--force")
    assert (done.returncode, f"report/{name} is an input" in done.stderr) == (2, True)
    assert (tmp_path / "report" / name).read_text() == "{}\n"
