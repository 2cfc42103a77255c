# ruff: noqa: RUF001 the texts are Turkish
"""The importer as a ledger: the same sheet, and what changed in the next one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from aeo_exchange.cli.render.imported import question_lines
from aeo_exchange.errors import LayoutError
from aeo_exchange.formats import Content
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.operations.sheets.import_file import import_file, layout_of
from aeo_exchange.operations.sheets.import_ledger import answers_of, ledger_of
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict
from aeo_exchange.tabular.ledger.answers import VanishedAnswer

FIRST, SECOND, THIRD, LATER = (f"2026-{month}-05T08:00:00Z" for month in ("09", "10", "11", "12"))
NAMES = ("no", "name", "tin", "tiers", "roles", "start", "end", "status", "since")
ROW = ("TR1", "Örnek A.Ş.", "1234567890", "YYS", "Taşıyıcı", "02.03.2021", "", "Geçerli", "")
HEADER = (
    "Sertifika No", "Unvan", "VKN", "Statü", "Faaliyet", "Geçerlilik Başlangıcı",
    "Geçerlilik Sonu", "Durum", "Durum Tarihi",
)  # fmt: skip
REFERENCE = ReferenceData()


def sheet(*rows, without=()):
    kept = [i for i, name in enumerate(NAMES) if name not in without]
    lines = [
        HEADER,
        *([{**dict(zip(NAMES, ROW, strict=True)), **row}[n] for n in NAMES] for row in rows),
    ]
    text = "\n".join(";".join(line[i] for i in kept) for line in lines)
    return Content(name="sheet.csv", held=text.encode())


def refuse(report):
    pytest.fail(str(report))


def entered(base, content, at, answers=(), layout="tr-list"):
    """Return what an import against a base gives; the base is the lines of the one before."""
    arranged, ledger = layout_of(str(layout)), None
    if base is not None:
        held = Content(name="base.aeo.ndjson", held=b"\n".join(base))
        ledger = ledger_of(held, arranged, answers, (instant(at), REFERENCE), refuse)
    return import_file(content, arranged, at=instant(at), reference=REFERENCE, ledger=ledger)


def first(*rows, **given):
    return entered(None, sheet(*rows, **given), FIRST).records


def tree(done, number=0):
    return json.loads(done.records[number])


def findings(done, kind):
    return [finding for row in done.report.rows for finding in row.findings if finding.kind == kind]


def history(record):
    return [
        (event["status"], event["effectiveFrom"], event["recordedAt"])
        for event in record["history"]
    ]


def assert_valid(done, at=THIRD):
    verdicts = [report.verdict for report in validate(b"\n".join(done.records), at=at)]
    assert set(verdicts) == {Verdict.VALID}


START = "2021-03-01T21:00:00Z"
GRANTED = ("granted", START, FIRST)


def test_the_same_sheet_twice_changes_nothing() -> None:
    rows = sheet({}, {"no": "TR2", "status": "Askıda", "since": "01.09.2026"})
    base = entered(None, rows, FIRST)
    done = entered(base.records, rows, SECOND)
    assert done.records == base.records
    assert (done.report.against.same, done.report.against.changed) == (2, 0)
    assert done.report.questions == ()


def test_a_changed_name_raises_revision_and_issued_at_of_its_record_alone() -> None:
    base = first({}, {"no": "TR2"})
    done = entered(base, sheet({"name": "Yeni A.Ş."}, {"no": "TR2"}), SECOND)
    changed = tree(done)
    assert (changed["revision"], changed["issuedAt"]) == (2, SECOND)
    assert changed["holder"]["legalName"] == "Yeni A.Ş."
    assert history(changed) == [GRANTED]
    assert done.records[1] == base[1]
    assert (done.report.against.same, done.report.against.changed) == (1, 1)


def test_a_changed_tin_is_told() -> None:
    done = entered(first({}), sheet({"tin": "5550001112"}), SECOND)
    assert tree(done)["holder"]["tin"] == "TR5550001112"
    assert "the TIN was TR1234567890" in [finding.message for finding in findings(done, "told")]


def test_a_suspension_since_a_day_is_an_event_recorded_when_it_was_first_seen() -> None:
    suspended = sheet({"status": "Askıda", "since": "20.09.2026"})
    done = entered(first({}), suspended, SECOND)
    assert history(tree(done)) == [GRANTED, ("suspended", "2026-09-19T21:00:00Z", SECOND)]
    assert entered(done.records, suspended, THIRD).records == done.records
    assert_valid(done)


def test_a_suspension_without_a_day_takes_effect_when_it_was_first_seen() -> None:
    done = entered(first({}), sheet({"status": "Askıda"}), SECOND)
    assert history(tree(done))[1] == ("suspended", SECOND, SECOND)
    assert "when it was first seen" in findings(done, "told")[0].message
    again = entered(done.records, sheet({"status": "Askıda"}), THIRD)
    assert again.records == done.records


def test_the_day_of_a_suspension_given_later_annuls_the_event_and_records_it_anew() -> None:
    base = entered(first({}), sheet({"status": "Askıda"}), SECOND).records
    done = entered(base, sheet({"status": "Askıda", "since": "20.09.2026"}), THIRD)
    events = tree(done)["history"]
    assert [event["status"] for event in events] == [
        "granted",
        "suspended",
        "annulled",
        "suspended",
    ]
    assert events[:2] == json.loads(base[0])["history"]
    assert (events[2]["annuls"], events[3]["effectiveFrom"]) == (2, "2026-09-19T21:00:00Z")
    assert_valid(done)


def test_in_force_after_a_suspension_is_a_reinstatement() -> None:
    base = first({"status": "Askıda", "since": "01.08.2026"})
    done = entered(base, sheet({"status": "Geçerli", "since": "01.10.2026"}), SECOND)
    assert history(tree(done))[2] == ("reinstated", "2026-09-30T21:00:00Z", SECOND)
    assert_valid(done)


def test_the_day_of_a_reinstatement_given_later_annuls_the_event_and_records_it_anew() -> None:
    base = first({"status": "Askıda", "since": "01.08.2026"})
    base = entered(base, sheet({"status": "Geçerli"}), SECOND).records
    dated = sheet({"status": "Geçerli", "since": "01.10.2026"})
    done = entered(base, dated, THIRD)
    assert history(tree(done))[2:] == [
        ("reinstated", SECOND, SECOND),
        ("annulled", THIRD, THIRD),
        ("reinstated", "2026-09-30T21:00:00Z", THIRD),
    ]
    assert_valid(done)
    assert entered(done.records, dated, LATER).records == done.records


@pytest.mark.parametrize("since", ["02.03.2021", "01.08.2026"])
def test_a_day_up_to_that_of_the_suspension_is_not_that_of_the_reinstatement(since) -> None:
    base = first({"status": "Askıda", "since": "01.08.2026"})
    base = entered(base, sheet({"status": "Geçerli"}), SECOND).records
    assert entered(base, sheet({"status": "Geçerli", "since": since}), THIRD).records == base


def test_a_status_that_is_blank_after_a_suspension_leaves_the_record_as_it_was() -> None:
    base = first({"status": "Askıda", "since": "01.08.2026"})
    done = entered(base, sheet({"status": ""}), SECOND)
    assert done.records == base
    assert "does not say what it is now" in findings(done, "doubtful")[0].message
    assert done.report.against.left == 1


def test_a_word_for_revoked_in_the_row_is_an_event() -> None:
    done = entered(first({}), sheet({"status": "İptal", "since": "01.10.2026"}), SECOND)
    assert history(tree(done))[1] == ("revoked", "2026-09-30T21:00:00Z", SECOND)


def test_an_event_before_the_one_that_decides_leaves_the_record_as_it_was() -> None:
    base = first({"status": "Askıda", "since": "01.08.2026"})
    base = entered(base, sheet({"since": "01.09.2026"}), SECOND).records
    done = entered(base, sheet({"status": "Askıda", "since": "10.08.2026"}), THIRD)
    assert done.records == base
    assert "would go on to decide" in findings(done, "doubtful")[0].message


def test_a_tier_more_closes_a_term_and_opens_one_when_it_was_first_seen() -> None:
    up = sheet({"tiers": "YYS,YYS-I"})
    done = entered(first({}), up, SECOND)
    terms = tree(done)["authorisation"]["terms"]
    assert terms == [
        {"from": START, "until": SECOND, "tiers": ["YYS"], "roles": ["carrier"]},
        {"from": SECOND, "tiers": ["YYS", "YYS-I"], "roles": ["carrier"]},
    ]
    assert history(tree(done)) == [GRANTED]
    assert entered(done.records, up, THIRD).records == done.records
    assert_valid(done)


def test_a_tier_more_since_a_day_opens_the_term_on_that_day() -> None:
    done = entered(first({}), sheet({"tiers": "YYS,YYS-I", "start": "01.10.2026"}), SECOND)
    terms = tree(done)["authorisation"]["terms"]
    assert terms[0]["until"] == terms[1]["from"] == "2026-09-30T21:00:00Z"


def test_a_later_end_is_a_renewal_and_an_earlier_one_closes_the_term() -> None:
    base = first({"end": "31.12.2026"})
    done = entered(base, sheet({"end": "31.12.2029"}), SECOND)
    terms = tree(done)["authorisation"]["terms"]
    assert [term["until"] for term in terms] == ["2026-12-31T21:00:00Z", "2029-12-31T21:00:00Z"]
    assert terms[1]["from"] == terms[0]["until"]
    assert entered(done.records, sheet({"end": "31.12.2029"}), THIRD).records == done.records
    shorter = entered(base, sheet({"end": "30.11.2026"}), SECOND)
    assert [term["until"] for term in tree(shorter)["authorisation"]["terms"]] == [
        "2026-11-30T21:00:00Z"
    ]


@pytest.mark.parametrize("row", [{"end": ""}, {"end": "31.12.2026", "start": "02.03.2020"}])
def test_an_end_that_is_gone_and_an_earlier_start_are_left_to_a_person(row) -> None:
    base = first({"end": "31.12.2026"})
    done = entered(base, sheet(row), SECOND)
    assert done.records == base
    assert [str(row_outcome.outcome) for row_outcome in done.report.rows] == ["candidate"]


def test_what_the_sheet_does_not_carry_stays() -> None:
    base = json.loads(first({"end": "31.12.2026"})[0])
    base["issuingOffice"] = "TR341200"
    base["holder"]["otherNames"] = [
        {"text": "Örnek", "language": "tr", "script": "Latn", "use": "trade"}
    ]
    held = json.dumps(base).encode()
    done = entered([held], sheet({"name": "Yeni A.Ş."}, without=("end",)), SECOND)
    changed = tree(done)
    assert changed["issuingOffice"] == "TR341200"
    assert changed["holder"]["otherNames"] == base["holder"]["otherNames"]
    assert changed["authorisation"]["terms"] == base["authorisation"]["terms"]
    assert (changed["holder"]["legalName"], changed["revision"]) == ("Yeni A.Ş.", 2)


def test_a_row_that_vanished_is_a_question_and_no_revocation() -> None:
    base = first({}, {"no": "TR2"}, {"no": "TR3"})
    done = entered(base, sheet({}, {"no": "TR3"}), SECOND)
    assert done.records == base
    assert [(q.administration, q.record_id, q.revision) for q in done.report.questions] == [
        ("TR", "TR2", 1)
    ]
    assert (done.report.against.vanished, done.report.against.left) == (1, 1)


def test_a_row_that_is_there_and_refused_has_not_vanished() -> None:
    base = first({}, {"no": "TR2"})
    done = entered(base, sheet({}, {"no": "TR2", "roles": "Depocu"}), SECOND)
    assert done.records == base
    assert done.report.questions == ()


def test_a_file_that_breaks_off_asks_nothing() -> None:
    base = first({}, {"no": "TR2"})
    done = entered(base, Content(name="s", held=b"no table at all"), SECOND)
    assert done.records == base
    assert (bool(done.report.unreadable), done.report.questions) == (True, ())


@pytest.mark.parametrize("what", ["withdrawn", "revoked"])
def test_an_answer_ends_the_record_on_its_day_and_is_asked_no_more(what) -> None:
    base = first({}, {"no": "TR2"})
    answers = (VanishedAnswer(record_id="TR2", what=what, on="2026-10-01"),)
    done = entered(base, sheet({}), SECOND, answers)
    ended = tree(done, 1)
    assert history(ended)[1] == (what, "2026-09-30T21:00:00Z", SECOND)
    assert (ended["revision"], done.report.questions) == (2, ())
    assert done.records[0] == base[0]
    again = entered(done.records, sheet({}), THIRD, answers)
    assert (again.records, again.report.questions) == (done.records, ())
    assert again.report.unused_answers == ()


def test_an_answer_that_it_expired_needs_an_end() -> None:
    base = first({}, {"no": "TR2"})
    done = entered(base, sheet({}), SECOND, (VanishedAnswer(record_id="TR2", what="expired"),))
    assert done.records == base
    assert "on which day it expired" in done.report.questions[0].question
    answers = (VanishedAnswer(record_id="TR2", what="expired", on="2026-09-30"),)
    done = entered(base, sheet({}), SECOND, answers)
    assert tree(done, 1)["authorisation"]["terms"][0]["until"] == "2026-09-30T21:00:00Z"
    assert history(tree(done, 1))[1] == ("expired", "2026-09-30T21:00:00Z", SECOND)


def test_an_answer_with_a_day_that_has_no_next_leaves_the_question_open() -> None:
    base = first({}, {"no": "TR2"})
    answers = (VanishedAnswer(record_id="TR2", what="expired", on="9999-12-31"),)
    done = entered(base, sheet({}), SECOND, answers)
    assert done.records == base
    assert "9999-12-31 is at the edge of the calendar" in done.report.questions[0].question


def test_an_answer_that_breaks_a_rule_leaves_the_question_open() -> None:
    base = first({}, {"no": "TR2"})
    answers = (VanishedAnswer(record_id="TR2", what="revoked", on="2020-01-01"),)
    done = entered(base, sheet({}), SECOND, answers)
    assert done.records == base
    assert "AEO-LIF-12" in done.report.questions[0].question


def test_keep_asks_no_more_and_changes_nothing() -> None:
    base = first({}, {"no": "TR2"})
    done = entered(base, sheet({}), SECOND, (VanishedAnswer(record_id="TR2", what="keep"),))
    assert (done.records, done.report.questions) == (base, ())


def test_a_record_that_was_renamed_keeps_its_record_id() -> None:
    base = first({}, {"no": "TR2"})
    answers = (VanishedAnswer(record_id="TR2", what="renamed", to="TR9"),)
    done = entered(base, sheet({}, {"no": "TR9"}), SECOND, answers)
    renamed = tree(done, 1)
    assert (renamed["recordId"], renamed["authorisation"]["number"]) == ("TR2", "TR9")
    assert (len(done.records), renamed["revision"], done.report.questions) == (2, 2, ())
    again = entered(done.records, sheet({}, {"no": "TR9"}), THIRD, answers)
    assert again.records == done.records


def test_a_new_key_that_no_row_has_leaves_the_question_open() -> None:
    base = first({}, {"no": "TR2"})
    answers = (VanishedAnswer(record_id="TR2", what="renamed", to="TR9"),)
    done = entered(base, sheet({}), SECOND, answers)
    assert "no row has that key" in done.report.questions[0].question


def test_an_answer_that_nobody_asked_for_is_told() -> None:
    done = entered(first({}), sheet({}), SECOND, (VanishedAnswer(record_id="TR8", what="keep"),))
    assert done.report.unused_answers == ("TR8",)


def test_a_row_that_vanished_and_came_back_changes_nothing() -> None:
    base = first({}, {"no": "TR2"})
    gone = entered(base, sheet({}), SECOND)
    back = entered(gone.records, sheet({}, {"no": "TR2"}), THIRD)
    assert (back.records, back.report.questions) == (base, ())


def test_a_record_that_ended_does_not_come_back_by_a_row() -> None:
    base = first({}, {"no": "TR2"})
    answers = (VanishedAnswer(record_id="TR2", what="revoked", on="2026-10-01"),)
    ended = entered(base, sheet({}), SECOND, answers)
    back = entered(ended.records, sheet({}, {"no": "TR2"}), THIRD)
    assert back.records == ended.records
    assert "does not come back" in findings(back, "doubtful")[0].hint


def test_two_rows_with_one_key_leave_the_record_as_it_was() -> None:
    base = first({})
    done = entered(base, sheet({"name": "Bir A.Ş."}, {"name": "İki A.Ş."}), SECOND)
    assert done.records == base
    assert [str(row.outcome) for row in done.report.rows] == ["refused", "refused"]
    assert done.report.questions == ()


def test_new_records_stand_behind_those_of_the_base() -> None:
    base = first({"no": "TR5"}, {"no": "TR2"})
    done = entered(base, sheet({"no": "TR1"}, {"no": "TR2"}, {"no": "TR5"}), SECOND)
    assert [json.loads(line)["recordId"] for line in done.records] == ["TR5", "TR2", "TR1"]
    assert done.report.against.added == 1


def test_records_that_the_layout_does_not_speak_of_are_handed_on_and_not_asked_about() -> None:
    other = json.loads(first({})[0]) | {"administration": "JP", "programme": "JP-AEO"}
    base = [json.dumps(other, separators=(",", ":")).encode(), *first({})]
    done = entered(base, sheet({}), SECOND)
    assert json.loads(done.records[0]) == other
    assert (done.report.questions, done.report.against.records) == ((), 1)
    assert done.report.against.beside == 1
    assert list(question_lines(done.report, 0))[-1].startswith(
        "base.aeo.ndjson: 1 other record kept as before: of another programme"
    )


@pytest.mark.parametrize("speaks", [True, False])
def test_an_empty_file_says_what_became_of_the_records_of_its_base(speaks) -> None:
    known = json.loads(first({})[0])
    other = known if speaks else known | {"administration": "JP", "programme": "JP-AEO"}
    base = [json.dumps(other, separators=(",", ":")).encode()]
    done = entered(base, Content(name="sheet.csv", held=b""), SECOND)
    assert [json.loads(line) for line in done.records] == [other]
    against = done.report.against
    assert (against.records, against.left, against.beside) == ((1, 1, 0) if speaks else (0, 0, 1))
    said = "\n".join(question_lines(done.report, 0))
    assert ("1 left" in said, "1 other record kept" in said) == (speaks, not speaks)


def test_of_several_revisions_the_highest_is_entered_and_the_others_stay() -> None:
    one = first({})
    two = entered(one, sheet({"name": "Yeni A.Ş."}), SECOND).records
    done = entered([*one, *two], sheet({"name": "Daha Yeni A.Ş."}), THIRD)
    assert done.records[0] == one[0]
    assert tree(done, 1)["revision"] == 3


def test_an_import_that_says_it_was_before_the_base_changes_nothing() -> None:
    base = entered(None, sheet({}), SECOND).records
    done = entered(base, sheet({"name": "Yeni A.Ş."}), FIRST)
    assert done.records == base
    assert "the base was issued at" in findings(done, "doubtful")[0].message


def test_a_base_with_something_that_cannot_be_read_gives_no_ledger() -> None:
    refused = []
    base = Content(name="base", held=first({})[0] + b"\n{\n")
    at = (instant(SECOND), REFERENCE)
    assert ledger_of(base, layout_of("tr-list"), (), at, refused.append) is None
    assert len(refused) == 1


# A file of changes, and one of events.


def variant(tmp_path: Path, name: str, *changes: tuple[str, str], before: str = "") -> Path:
    text = (Path(__file__).parents[2] / "src/aeo_exchange/tabular/layouts/tr-list.toml").read_text(
        "utf-8"
    )
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = tmp_path / f"{name}.toml"
    file.write_text(before + text, "utf-8")
    return file


def test_a_file_of_changes_asks_about_no_row_that_is_missing(tmp_path) -> None:
    base = first({}, {"no": "TR2"})
    layout = variant(tmp_path, "changes", before='missing_rows = "changes"\n')
    done = entered(base, sheet({"name": "Yeni A.Ş."}), SECOND, layout=layout)
    assert (done.report.questions, done.report.against.vanished) == ((), 0)
    assert (tree(done)["revision"], done.records[1]) == (2, base[1])


EVENTS = """
name = "decisions"
title = "Decisions"
origin = "Invented"
programme = "TR-YYS"
administration = "TR"
[file]
kind = "csv"
[row]
holds = "event"
key = [["No"]]
[constants]
"view.audience" = "public"
[[fields]]
item = "status"
from = ["Act"]
[[fields]]
item = "status.from"
from = ["Day"]
steps = [{ do = "date", texts = ["iso"] }]
[words.statuses]
"suspend" = "suspended"
"resume" = "reinstated"
"exclude" = "revoked"
"""


def decisions(tmp_path, base, *rows, at=SECOND):
    file = tmp_path / "decisions.toml"
    file.write_text(EVENTS, "utf-8")
    held = "\n".join(["No;Act;Day", *rows]).encode()
    return entered(base, Content(name="d.csv", held=held), at, layout=file)


def test_rows_that_are_events_are_entered_in_their_records_in_the_order_of_their_days(
    tmp_path,
) -> None:
    base = first({}, {"no": "TR2"})
    rows = ("TR1;resume;2026-09-20", "TR1;suspend;2026-09-10", "TR2;exclude;2026-09-15")
    done = decisions(tmp_path, base, *rows)
    assert [event[:2] for event in history(tree(done))[1:]] == [
        ("suspended", "2026-09-09T21:00:00Z"), ("reinstated", "2026-09-19T21:00:00Z"),
    ]  # fmt: skip
    assert history(tree(done, 1))[1][:2] == ("revoked", "2026-09-14T21:00:00Z")
    assert [str(row.outcome) for row in done.report.rows] == ["record"] * 3
    assert (tree(done)["revision"], done.report.questions) == (2, ())
    assert_valid(done)


def test_a_reason_is_entered_in_a_full_record_and_left_out_of_a_view(tmp_path) -> None:
    reason = '\n[[fields]]\nitem = "status.reason"\nfrom = ["Why"]\n[words'
    base = first({})
    file = tmp_path / "why.toml"
    text = EVENTS.replace("\n[words", reason, 1)
    file.write_text(text, "utf-8")
    sent = Content(name="d.csv", held=b"No;Act;Day;Why\nTR1;suspend;2026-09-10;Audit")
    done = entered(base, sent, SECOND, layout=file)
    assert "reason" not in tree(done)["history"][1]
    assert "restricted" in findings(done, "told")[0].message
    file.write_text(text.replace('"view.audience" = "public"', ""), "utf-8")
    layout = transcribing(tmp_path)
    full = entered(None, dated("01.09.2026", {}), FIRST, layout=layout).records
    full = [line.replace(b"JP.TR1", b"TR1") for line in full]
    done = entered(full, sent, SECOND, layout=file)
    assert tree(done)["history"][1]["reason"] == "Audit"


def test_an_event_without_its_record_is_a_candidate(tmp_path) -> None:
    base = first({})
    done = decisions(tmp_path, base, "TR7;suspend;2026-09-10")
    assert done.records == base
    assert [str(row.outcome) for row in done.report.rows] == ["candidate"]
    assert "the base has no record of its key" in findings(done, "missing")[0].message


def test_of_one_record_all_events_are_entered_or_none(tmp_path) -> None:
    base = first({})
    done = decisions(tmp_path, base, "TR1;suspend;2026-09-10", "TR1;resume;")
    assert done.records == base
    assert {str(row.outcome) for row in done.report.rows} == {"candidate"}


# A transcription.

MARK = '[transcription]\nby = "JP"\n[constants]'
WHOLE = """\
"holder.address.lines.1" = "Cad. 1"
"holder.address.city" = "Ankara"
"holder.address.country" = "TR"
"authorisation.grantedOn" = "2021-03-01"
"consents.1.scope" = "all"
"consents.1.state" = "not-required"
"consents.1.since" = "2021-03-01T00:00:00Z"
"""


def transcribing(tmp_path) -> Path:
    changes = (
        ('"view.audience" = "public"\n', WHOLE),
        ("[row]\n", '[row]\nprefix = "JP."\n'),
        ("[constants]", MARK),
    )
    return variant(tmp_path, "t", *changes)


def dated(day, *rows):
    return Content(name="s.csv", held=f"Tarih: {day};;\n".encode() + sheet(*rows).held)


def test_a_transcription_says_by_whom_from_which_sheet_and_as_of_which_day(tmp_path) -> None:
    import hashlib

    layout, given_sheet = transcribing(tmp_path), dated("01.09.2026", {})
    done = entered(None, given_sheet, FIRST, layout=layout)
    record = tree(done)
    assert record["recordId"] == "JP.TR1"
    marks = {mark["name"]: mark["value"] for mark in record["extensions"]}
    digest = hashlib.sha256(given_sheet.held).hexdigest()
    assert marks == {"by": "JP", "sheet": digest, "asOf": "2026-09-01"}
    assert {mark["uri"] for mark in record["extensions"]} == {"urn:aeo-exchange:1.0:transcription"}
    assert_valid(done)


def test_marks_change_with_the_content_and_not_with_the_sheet(tmp_path) -> None:
    layout = transcribing(tmp_path)
    base = entered(None, dated("01.09.2026", {}, {"no": "TR2"}), FIRST, layout=layout).records
    rows = ({}, {"no": "TR2", "name": "Yeni A.Ş."})
    done = entered(base, dated("01.10.2026", *rows), SECOND, layout=layout)
    assert done.records[0] == base[0]
    marks = {mark["name"]: mark["value"] for mark in tree(done, 1)["extensions"]}
    assert (marks["asOf"], len(tree(done, 1)["extensions"])) == ("2026-10-01", 3)
    older = entered(done.records, dated("01.08.2026", *({}, {"no": "TR2"})), THIRD, layout=layout)
    assert older.records == done.records
    assert "from a later file" in findings(older, "doubtful")[0].message


def test_a_record_that_vanished_was_last_seen_in_the_sheet_it_was_made_of(tmp_path) -> None:
    layout = transcribing(tmp_path)
    both = ({}, {"no": "TR2"})
    base = entered(None, dated("01.09.2026", *both), FIRST, layout=layout).records
    # A sheet that says the same leaves no mark: the day is that of the sheet before.
    base = entered(base, dated("01.10.2026", *both), SECOND, layout=layout).records
    done = entered(base, dated("01.11.2026", {}), THIRD, layout=layout)
    (question,) = done.report.questions
    assert (question.record_id, question.last_seen) == ("JP.TR2", "2026-09-01")
    assert "as of 2026-09-01, and maybe in later ones" in question.question


def test_an_older_sheet_does_not_ask_about_a_record_that_a_later_one_brought(tmp_path) -> None:
    layout = transcribing(tmp_path)
    both = ({}, {"no": "TR2"})
    base = entered(None, dated("01.09.2026", {}), FIRST, layout=layout).records
    base = entered(base, dated("01.10.2026", *both), SECOND, layout=layout).records
    older = entered(base, dated("15.09.2026", {}), THIRD, layout=layout)
    assert (older.records, older.report.questions) == (base, ())
    later = entered(base, dated("15.10.2026", {}), THIRD, layout=layout)
    assert [question.record_id for question in later.report.questions] == ["JP.TR2"]


def test_of_a_record_that_is_no_transcription_nobody_says_when_it_was_seen() -> None:
    (question,) = entered(first({}, {"no": "TR2"}), sheet({}), SECOND).report.questions
    assert question.last_seen is UNSET
    assert "the base does not tell the day" in question.question


def test_a_transcription_of_a_file_without_a_day_leaves_candidates(tmp_path) -> None:
    done = entered(None, sheet({}), FIRST, layout=transcribing(tmp_path))
    assert [str(row.outcome) for row in done.report.rows] == ["candidate"]
    assert "as of which day" in findings(done, "missing")[0].message


@pytest.mark.parametrize(("day", "end"), [("01.09.2126", "candidate"), ("01.09.2026", "record")])
def test_a_sheet_of_a_day_to_come_leaves_candidates(day, end, tmp_path) -> None:
    """A slip of the year would keep each later sheet from changing the record until then."""
    done = entered(None, dated(day, {}), FIRST, layout=transcribing(tmp_path))
    assert [str(row.outcome) for row in done.report.rows] == [end]
    if end == "candidate":
        assert "as of 2126-09-01, a day to come" in findings(done, "doubtful")[0].message


def test_a_layout_of_views_is_no_transcription(tmp_path) -> None:
    layout = variant(tmp_path, "v", ("[row]\n", '[row]\nprefix = "JP."\n'), ("[constants]", MARK))
    with pytest.raises(LayoutError, match="full ones, no views"):
        layout_of(str(layout))


# Files of answers.


def test_answers_are_read_from_toml_and_from_json(tmp_path) -> None:
    toml, other = tmp_path / "a.toml", tmp_path / "a.json"
    toml.write_text('[[answers]]\nrecord_id = "TR2"\nwhat = "revoked"\non = 2026-10-01\n')
    other.write_text('{"answers": [{"record_id": "TR2", "what": "revoked", "on": "2026-10-01"}]}')
    assert answers_of(toml) == answers_of(other)
    assert answers_of(toml) == (VanishedAnswer(record_id="TR2", what="revoked", on="2026-10-01"),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('what = "gone"', "/answers/0/what"),
        ('what = "revoked"', "needs the day"),
        ('what = "renamed"', "needs the new recordId"),
        ('what = "keep"\n[[answers]]\nrecord_id = "TR2"\nwhat = "keep"', "has an answer already"),
        ("what = keep", "a.toml"),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_say_enough_is_refused_with_its_place(tmp_path, text, told) -> None:
    (tmp_path / "a.toml").write_text(f'[[answers]]\nrecord_id = "TR2"\n{text}\n')
    with pytest.raises(LayoutError, match=told):
        answers_of(tmp_path / "a.toml")


# A law over generated months.

ROWS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Örnek A.Ş.", "Yeni A.Ş."]),
        "tiers": st.sampled_from(["YYS", "YYS,YYS-I"]),
        "start": st.sampled_from(["02.03.2021", "01.09.2026"]),
        "end": st.sampled_from(["", "31.12.2026", "31.12.2029"]),
        "status": st.sampled_from(["Geçerli", "Askıda", "İptal", ""]),
        "since": st.sampled_from(["", "02.09.2026", "20.09.2026"]),
    }
)
MONTH = st.dictionaries(st.sampled_from(["TR1", "TR2", "TR3"]), ROWS, min_size=1)


@given(MONTH, MONTH, MONTH)
def test_whatever_a_month_brings_nothing_is_lost_rewritten_or_revoked_by_itself(
    one, two, three
) -> None:
    at, before = [FIRST, SECOND, THIRD], []
    for number, month in enumerate((one, two, three)):
        rows = sheet(*({"no": key, **row} for key, row in month.items()))
        done = entered(before, rows, at[number])
        now = {record["recordId"]: record for record in map(json.loads, done.records)}
        for old in map(json.loads, before):
            new = now[old["recordId"]]
            assert new["history"][: len(old["history"])] == old["history"]
            assert (new == old) == (new["revision"] == old["revision"])
            row = month.get(old["recordId"], {"status": ""})
            gained = {event["status"] for event in new["history"][len(old["history"]) :]}
            assert "revoked" not in gained or row["status"] == "İptal"
        if done.records:
            assert_valid(done)
        assert entered(done.records, rows, at[number]).records == done.records
        before = list(done.records)


def test_a_decision_of_the_eurasian_union_is_entered_in_the_record_of_its_number(tmp_path) -> None:
    sent = Content(name="clean.xml", path=FILES / "eaeu-decision/clean.xml")
    alone = entered(None, sent, SECOND, layout="eaeu-decision")
    number, event = alone.report.rows[0].record_id, alone.candidates[0].record["history"][0]
    full = entered(None, dated("01.09.2026", {}), FIRST, layout=transcribing(tmp_path)).records[0]
    record = json.loads(full) | {"administration": "RU", "programme": "RU-AEO", "recordId": number}
    done = entered([json.dumps(record).encode()], sent, SECOND, layout="eaeu-decision")
    entry = tree(done)["history"][-1]
    assert (entry["status"], entry["effectiveFrom"]) == (event["status"], event["effectiveFrom"])
    again = entered(done.records, sent, THIRD, layout="eaeu-decision")
    assert again.records == done.records


# Every layout of the package.

FILES = Path(__file__).parent / "files"
SHEETS = sorted(file for file in FILES.glob("*/*") if file.stem in {"clean", "dirty"})


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_the_same_sheet_of_any_layout_twice_changes_nothing(file) -> None:
    name = file.parent.name
    content = Content(name=file.name, path=file)
    base = entered(None, content, SECOND, layout=name)
    done = entered(base.records, content, THIRD, layout=name)
    assert done.records == base.records
    assert done.report.questions == ()
    assert done.report.against.same == len(base.records)
