"""A layout read backwards: what is exported comes back, and what does not is a loss."""

from __future__ import annotations

import csv
import io
import json

import msgspec
import pytest
from msgspec import UNSET, structs

from aeo_exchange.errors import LayoutError, WrongChoice
from aeo_exchange.model.instants import instant
from aeo_exchange.model.record import Consent, StatusEvent, View
from aeo_exchange.operations.sheets.export import to_export
from aeo_exchange.tabular.exporting.written_layout import why_not
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.loading import built_in_layouts, layout_of
from tabular.exports import LATER, Sheet, differing, expected, shipped, with_items
from tabular.imports import AT

EXPORTABLE = [name for name in built_in_layouts() if not why_not(layout_of(name))]
OF_LISTS = [name for name in EXPORTABLE if expected(name)]
DIALECTS = {
    "cadena-credential": ("credential", "context-without-at"),
    "ctpat-certificate": ("version-2", "older-draft"),
}
HERS = {"cadena-credential": "CO-OEA/OEA-SF", "ctpat-certificate": "US-CTPAT/TIER1"}
PUBLIC = View(audience="public")


def texts(sheet: Sheet, encoding: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheet.content.decode(encoding)), delimiter=delimiter))


def with_event(record, status: str, on: str):
    event = {"seq": 2, "status": status, "effectiveFrom": on, "recordedAt": on}
    return structs.replace(record, history=(*record.history, msgspec.convert(event, StatusEvent)))


def test_lists_and_credentials_are_exported_and_nothing_else() -> None:
    assert EXPORTABLE == [
        "br-list", "cadena-credential", "cn-list", "ctpat-certificate", "eu-eos-list", "fr-list",
        "hk-list", "kr-list", "mx-list", "tr-list",
    ]  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(built_in_layouts()) - set(EXPORTABLE)))
def test_what_is_not_exported_is_refused_with_why_and_with_what_is(name) -> None:
    with pytest.raises(WrongChoice, match=f"by the layout {name}: .*kr-list"):
        to_export(layout_of(name), None, AT)


@pytest.mark.parametrize(
    ("name", "stem"),
    [(name, stem) for name in OF_LISTS for stem in ("clean", "dirty") if expected(name, stem)],
)
def test_a_sheet_gives_its_records_back_but_for_what_is_told(name, stem) -> None:
    records = expected(name, stem)
    sheet = Sheet(records, name)
    assert (sheet.count, sheet.unfit) == (len(records), {})
    for number, (record, back) in enumerate(zip(records, sheet.back(), strict=True)):
        assert "/issuedAt" in sheet.lost(number)
        own = msgspec.to_builtins(record)
        assert differing(own, back, sheet.losses[number]) == ({}, {})


@pytest.mark.parametrize(("name", "dialect"), [(n, d) for n in DIALECTS for d in DIALECTS[n]])
def test_a_credential_gives_back_what_is_not_told_as_lost(name, dialect) -> None:
    record = shipped(HERS[name])
    sheet = Sheet([record], name, dialect=dialect)
    assert sheet.count == 1, sheet.unfit
    own = msgspec.to_builtins(record)
    assert differing(own, sheet.back()[0], sheet.losses[0]) == ({}, {})
    document = json.loads(sheet.content)
    assert {"issuer", "proof"}.isdisjoint(document)
    older = dialect == DIALECTS[name][1]
    assert ("@context" in document) == (not older or name == "ctpat-certificate")
    subject = document["credentialSubject"]
    if name == "ctpat-certificate":
        member = subject["ctpatMember" if older else "member"]
        assert isinstance(member["location"], dict if older else list)
        assert ("tier" in subject) == (not older)
        assert ("validFrom" in document) == (not older)


def test_the_five_columns_of_the_european_list_are_written_and_no_others() -> None:
    record = structs.replace(
        shipped("EU-AEO/AEOF"), issuing_office="DE009999", view=PUBLIC, consents=UNSET
    )
    sheet = Sheet([record], "eu-eos-list")
    assert b"<th>#</th><th>Authorisation holder</th><th>Issuing country</th>" in sheet.content
    assert sheet.content.count(b"<th>") == 6
    assert b"<td>Germany</td><td>DE009999</td><td>AEOF</td>" in sheet.content
    assert record.holder.tin.encode() not in sheet.content
    assert {"/holder/tin", "/authorisation/number"} <= set(sheet.lost())


@pytest.mark.parametrize("name", ["hk-list", "eu-eos-list", "tr-list"])
def test_an_instant_of_which_a_zone_has_no_day_is_written_or_told_as_lost(name) -> None:
    record = (expected(name) or [shipped("EU-AEO/AEOF")])[0]
    term = structs.replace(record.authorisation.terms[-1], until="9999-12-31T23:59:59Z")
    authorisation = structs.replace(record.authorisation, terms=(term,))
    sheet = Sheet([structs.replace(record, authorisation=authorisation)], name)
    assert sheet.count == 1, sheet.unfit
    assert b"9999" in sheet.content or "/authorisation/terms/0/until" in sheet.lost()


@pytest.mark.parametrize(("name", "encoding"), [("kr-list", "cp949"), ("tr-list", "cp1254")])
def test_a_letter_that_the_encoding_lacks_is_a_loss_by_name_and_no_question_mark(
    name, encoding
) -> None:
    record = with_items(expected(name)[0], legal_name="Ṁuster Ltd.")
    sheet = Sheet([record], name)
    text = sheet.content.decode(encoding)
    assert "?" not in text
    assert "uster" not in text
    loss = next(loss for loss in sheet.losses[0] if loss.path == "/holder/legalName")
    assert (loss.value, loss.reason) == ("Ṁuster Ltd.", f"{encoding} has no 'Ṁ' (U+1E40)")


def test_a_key_that_the_encoding_lacks_leaves_its_record_out(tmp_path) -> None:
    (tmp_path / "l.toml").write_text(
        'name="l"\ntitle="t"\norigin="o"\nprogramme="KR-AEO"\nadministration="KR"\n'
        '[file]\nkind="csv"\n[row]\nkey=[["Name"]]\n[[fields]]\nitem="holder.legalName"\n'
        'from=["Name"]\n[constants]\n"view.audience"="public"\n[export]\nencoding="cp949"\n'
    )
    good, other = expected("kr-list")
    bad = with_items(other, legal_name="Ṁuster Ltd.")
    sheet = Sheet([good, bad], layout_of(str(tmp_path / "l.toml")))
    assert sheet.count == 1
    assert "cp949 has no 'Ṁ'" in sheet.unfit[bad.record_id]


@pytest.mark.parametrize("name", ["br-list", "kr-list"])
@pytest.mark.parametrize("text", ["=1+1 Ltd.", "+A Ltd.", "-B Ltd.", "@C Ltd.", "'D Ltd."])
def test_text_that_a_spreadsheet_would_run_is_neutral_and_comes_back(name, text) -> None:
    record = with_items(expected(name)[0], legal_name=text)
    sheet = Sheet([record], name)
    assert f"'{text}".encode() in sheet.content
    assert "/holder/legalName" not in sheet.lost()
    assert sheet.back()[0]["holder"]["legalName"] == text


def test_a_page_is_neutral_too_and_a_workbook_needs_no_mark() -> None:
    record = structs.replace(
        with_items(shipped("EU-AEO/AEOF"), legal_name="=1+1 <b>& Co"),
        issuing_office="DE1",
        view=PUBLIC,
    )
    sheet = Sheet([record], "eu-eos-list")
    assert b"<td>'=1+1 &lt;b&gt;&amp; Co</td>" in sheet.content
    assert sheet.back()[0]["holder"]["legalName"] == "=1+1 <b>& Co"
    book = Sheet([with_items(expected("hk-list")[0], legal_name="=1+1 Ltd.")], "hk-list")
    assert book.back()[0]["holder"]["legalName"] == "=1+1 Ltd."


def test_a_row_that_begins_as_the_end_of_data_is_left_out(tmp_path) -> None:
    text = (
        'name="ends"\ntitle="t"\norigin="o"\nprogramme="BR-OEA"\nadministration="BR"\n'
        '[file]\nkind="csv"\nend=["Total"]\n[row]\nkey=[["No"]]\n[constants]\n'
        '"view.audience"="public"\n[[fields]]\nitem="holder.legalName"\nfrom=["Name"]\n'
        '[[fields]]\nitem="authorisation.number"\nfrom=["No"]\n'
    )
    (tmp_path / "ends.toml").write_text(text)
    record, other = expected("br-list")
    sheet = Sheet(
        [with_items(record, legal_name="Total S.A."), other], layout_of(str(tmp_path / "ends.toml"))
    )
    assert sheet.count == 1
    assert "not data, with 'Total'" in sheet.unfit[record.record_id]


def test_a_role_has_a_row_and_only_roles_with_a_word_are_written() -> None:
    record = expected("br-list")[0]
    term = structs.replace(record.authorisation.terms[0], roles=("broker", "exporter", "importer"))
    record = structs.replace(
        record, authorisation=structs.replace(record.authorisation, terms=(term,))
    )
    sheet = Sheet([record], "br-list")
    assert [row[-1] for row in texts(sheet, "utf-8-sig")[1:]] == ["Exportador", "Importador"]
    assert sheet.lost()["/authorisation/terms/0/roles/0"] == "broker"
    reasons = {loss.path: loss.reason for loss in sheet.losses[0]}
    assert reasons["/authorisation/terms/0/roles/0"].startswith("the layout has no word")
    assert not reasons["/issuedAt"]


def test_a_word_that_says_more_than_its_code_is_never_written() -> None:
    record = expected("mx-list")[0]
    assert record.authorisation.terms[0].roles == ("carrier",)
    sheet = Sheet([record], "mx-list")
    assert "Autotransportista" not in sheet.content.decode("utf-8-sig")
    assert sheet.lost()["/authorisation/terms/0/roles"] == ["carrier"]


class TestStanding:
    def test_who_is_suspended_is_written_as_suspended(self) -> None:
        record = with_event(expected("tr-list")[0], "suspended", "2026-09-30T21:00:00Z")
        rows = texts(Sheet([record], "tr-list"), "cp1254")
        assert rows[2][-2:] == ["Askıda", "01.10.2026"]  # noqa: RUF001 it is Turkish
        before = Sheet([record], "tr-list", at=instant("2026-09-30T20:59:59Z"))
        assert texts(before, "cp1254")[2][-2:] == ["Geçerli", ""]

    @pytest.mark.parametrize("status", ["suspended", "revoked", "withdrawn", "expired"])
    def test_who_is_not_in_effect_is_in_no_list_without_a_place_to_say_so(self, status) -> None:
        record = with_event(expected("kr-list")[0], status, "2026-06-01T00:00:00Z")
        sheet = Sheet([record], "kr-list")
        assert sheet.count == 0
        assert f"the tier AA is {status}" in sheet.unfit[record.record_id]
        assert Sheet([record], "kr-list", at=instant("2026-05-31T00:00:00Z")).count == 1

    def test_an_end_without_a_word_of_the_list_leaves_out_and_one_with_it_does_not(self) -> None:
        record = expected("mx-list")[0]
        withdrawn = with_event(record, "withdrawn", "2026-06-01T00:00:00Z")
        revoked = with_event(record, "revoked", "2026-06-01T00:00:00Z")
        assert Sheet([withdrawn], "mx-list").count == 0
        assert texts(Sheet([revoked], "mx-list"), "utf-8-sig")[1][-1] == "Cancelado"

    def test_a_term_that_is_over_is_written_where_its_end_is(self) -> None:
        record = expected("kr-list")[0]
        after = instant("2028-01-01T00:00:00Z")
        assert Sheet([record], "kr-list", at=after).count == 1
        term = structs.replace(record.authorisation.terms[0], until=UNSET)
        whole = structs.replace(record.authorisation, terms=(term,))
        assert Sheet([structs.replace(record, authorisation=whole)], "kr-list", at=after).count == 1

    def test_the_term_that_counts_is_the_one_that_is_written(self) -> None:
        record = expected("kr-list")[0]
        first = structs.replace(record.authorisation.terms[0], until="2024-12-31T15:00:00Z")
        second = structs.replace(first, from_="2024-12-31T15:00:00Z", until=UNSET, tiers=("AAA",))
        whole = structs.replace(record.authorisation, terms=(first, second))
        record = structs.replace(record, authorisation=whole)
        now = Sheet([record], "kr-list")
        assert "AAA,2025-01-01," in now.content.decode("cp949")
        assert "/authorisation/terms/0/from" in now.lost()
        before = Sheet([record], "kr-list", at=instant("2024-06-01T00:00:00Z"))
        assert "AA,2022-05-02,2024-12-31" in before.content.decode("cp949")


class TestPermission:
    """Who may stand in a file that leaves the house (REC-8-3, REC-8-4, REC-11-3)."""

    def full(self, **consent):
        given = {"scope": "all", "state": "given", "since": "2024-01-01T00:00:00Z"} | consent
        return structs.replace(
            shipped("KR-AEO/A"),
            view=UNSET,
            consents=(msgspec.convert(given, Consent),),
        )

    @pytest.mark.parametrize(
        ("consent", "why"),
        [
            ({"publish": True}, ""),
            ({"publish": True, "state": "not-required"}, ""),
            ({"publish": False}, "did not agree to be named in public"),
            ({}, "did not agree to be named in public"),
            ({"publish": True, "state": "withdrawn"}, "is withdrawn"),
            ({"publish": True, "state": "refused"}, "is refused"),
            ({"publish": True, "scope": "KR-US-2010"}, "no consent that counts"),
        ],
    )
    def test_nobody_is_published_who_did_not_agree(self, consent, why) -> None:
        record = self.full(**consent)
        sheet = Sheet([record], "kr-list")
        assert sheet.count == (not why)
        assert why in sheet.unfit.get(record.record_id, "")

    def test_the_latest_consent_counts(self) -> None:
        record = self.full(publish=True)
        later = structs.replace(record.consents[0], since="2025-01-01T00:00:00Z", publish=False)
        record = structs.replace(record, consents=(*record.consents, later))
        assert Sheet([record], "kr-list").count == 0

    def test_a_natural_person_is_in_no_public_list(self) -> None:
        record = self.full(publish=True)
        kind = shipped("EU-AEO/AEOC").holder.kind
        assert kind == "natural-person"
        sheet = Sheet([with_items(record, kind=kind)], "kr-list")
        assert "natural person" in sheet.unfit[record.record_id]

    def test_what_is_for_partners_is_in_no_public_list(self, tmp_path) -> None:
        text = (
            'name="all"\ntitle="t"\norigin="o"\nprogramme="KR-AEO"\nadministration="KR"\n'
            '[file]\nkind="csv"\n[row]\nkey=[["No"]]\n[constants]\n"view.audience"="{}"\n'
            '[[fields]]\nitem="authorisation.number"\nfrom=["No"]\n'
            '[[fields]]\nitem="holder.address.city"\nfrom=["City"]\n'
            '[[fields]]\nitem="holder.contacts.1.phone"\nfrom=["Phone"]\n'
        )
        record = self.full(publish=True)
        for audience, shown in (("public", False), ("US", True)):
            (tmp_path / "l.toml").write_text(text.format(audience))
            sheet = Sheet([record], layout_of(str(tmp_path / "l.toml")))
            assert (record.holder.address.city.encode() in sheet.content) == shown
            assert b"+82" not in sheet.content
            reasons = {loss.path: loss.reason for loss in sheet.losses[0]}
            assert "is restricted" in reasons["/holder/contacts/0/phone"]
            assert ("for partners" in reasons.get("/holder/address/city", "")) != shown


def test_a_record_of_another_programme_is_in_no_list_of_this_one() -> None:
    record = expected("hk-list")[0]
    sheet = Sheet([record], "kr-list")
    assert "is of HK-AEO, and the layout kr-list is for KR-AEO" in sheet.unfit[record.record_id]


class TestSeveral:
    def test_the_highest_revision_has_the_row(self) -> None:
        first = expected("kr-list")[0]
        second = structs.replace(with_items(first, legal_name="New Name Ltd."), revision=2)
        for records in ([first, second], [second, first], [second, first, second]):
            sheet = Sheet(records, "kr-list")
            assert (sheet.count, sheet.unfit) == (1, {})
            assert "New Name Ltd." in sheet.content.decode("cp949")

    def test_of_two_contents_of_one_revision_neither_is_written(self) -> None:
        first = expected("kr-list")[0]
        sheet = Sheet([first, with_items(first, legal_name="Fork Ltd.")], "kr-list")
        assert sheet.count == 0
        third = structs.replace(first, revision=2)
        assert Sheet([first, with_items(first, legal_name="Fork"), third], "kr-list").count == 1
        assert "its revision 1 is there with two contents" in sheet.unfit[first.record_id]

    def test_two_records_of_one_key_are_both_left_out(self) -> None:
        first, third = expected("kr-list")
        other = structs.replace(first, record_id="OTHER")
        sheet = Sheet([first, other, third], "kr-list")
        assert sheet.count == 1
        assert set(sheet.unfit) == {first.record_id, "OTHER"}


def test_what_the_layout_says_and_the_record_does_not_is_told_with_null() -> None:
    record = structs.replace(expected("kr-list")[0], view=UNSET)
    consent = {"scope": "all", "state": "given", "since": "2024-01-01T00:00:00Z", "publish": True}
    record = structs.replace(record, consents=(msgspec.convert(consent, Consent),))
    assert Sheet([record], "kr-list").lost()["/view/audience"] is None


def test_an_instant_within_a_day_is_written_as_its_day_and_told() -> None:
    record = expected("kr-list")[0]
    term = structs.replace(record.authorisation.terms[0], from_="2022-05-01T16:30:00Z")
    event = structs.replace(record.history[0], effective_from="2022-05-01T16:30:00Z")
    whole = structs.replace(record.authorisation, terms=(term,))
    sheet = Sheet([structs.replace(record, authorisation=whole, history=(event,))], "kr-list")
    assert ",2022-05-02," in sheet.content.decode("cp949")
    assert {"/authorisation/terms/0/from", "/history/0/effectiveFrom"} <= set(sheet.lost())


def test_the_day_of_the_list_is_read_again(tmp_path) -> None:
    del tmp_path
    for name in ("hk-list", "kr-list", "tr-list"):
        sheet = Sheet(expected(name), name)
        from aeo_exchange.formats import Content
        from aeo_exchange.operations.sheets.import_file import import_file

        done = import_file(Content(name="s", held=sheet.content), sheet.layout, at=LATER)
        assert done.report.as_of == "2026-11-28"


def test_an_encoding_or_a_dialect_that_there_is_none_of_is_refused(tmp_path) -> None:
    with pytest.raises(WrongChoice, match="no dialect 'v9'; it has version-2, older-draft"):
        to_export(layout_of("ctpat-certificate"), "v9", AT)
    with pytest.raises(WrongChoice, match="no dialect 'v9'; it has none"):
        to_export(layout_of("kr-list"), "v9", AT)
    text = tmp_path / "x.toml"
    text.write_text(
        'name="x"\ntitle="t"\norigin="o"\nprogramme="BR-OEA"\nadministration="BR"\n[file]\n'
        'kind="csv"\n[row]\nkey=[["No"]]\n[[fields]]\nitem="holder.legalName"\nfrom=["No"]\n'
        '[export]\nencoding="cp-none"\n'
    )
    with pytest.raises((WrongChoice, LayoutError), match="cp-none is not an encoding"):
        to_export(layout_of(str(text)), None, AT)


def arranged(kind: str, **form) -> Layout:
    """Return the layout of Hong Kong in another arrangement of its file."""
    layout = layout_of("hk-list")
    held = {"sheet": UNSET, **form}
    return structs.replace(layout, file=structs.replace(layout.file, kind=kind, **held))


@pytest.mark.parametrize(
    "layout",
    [
        *(arranged(kind, skip_rows=count) for kind in ("csv", "html", "xlsx") for count in (1, 7)),
        arranged("xlsx", sheet="名簿 2026"),
        arranged("xlsx", sheet="x" * 31),
        arranged("xlsx", sheet=1),
        arranged("xlsx", sheet=3),
        arranged("xlsx", sheet="A", skip_rows=2),
        arranged("html", sheet=1),
        arranged("html", sheet="Table 1"),
        arranged("html", encodings=("utf-16",)),
        arranged("html", encodings=("cp949",)),
    ],
    ids=lambda layout: f"{layout.file.kind}-{layout.file.sheet}-{layout.file.skip_rows}",
)
def test_what_is_written_stands_where_the_layout_looks_for_it(layout) -> None:
    records = expected("hk-list")
    assert [back["recordId"] for back in Sheet(records, layout).back()] == [
        record.record_id for record in records
    ]


@pytest.mark.parametrize(
    ("kind", "sheet", "why"),
    [
        *(("xlsx", name, "can have no sheet") for name in ("", " ", "a/b", "[a]", "'a", "a'")),
        *(("xlsx", name, "can have no sheet") for name in ("x" * 32, "a\n", "\U0001f600" * 16)),
        *(("xlsx", number, "a sheet 1 to 100 alone") for number in (-1, 0, 101)),
        *(("html", which, "a page has one table") for which in (0, 2, "table 2", "List")),
    ],
)
def test_a_sheet_that_cannot_be_written_is_refused_before_anything_is(kind, sheet, why) -> None:
    with pytest.raises(WrongChoice, match=why):
        to_export(arranged(kind, sheet=sheet), None, AT)


def test_a_list_tells_the_day_that_its_instant_is_in_the_zone_of_the_programme() -> None:
    records = expected("kr-list")
    for at, day in (("2026-11-27T14:59:59Z", "2026-11-27"), ("2026-11-27T15:00:00Z", "2026-11-28")):
        sheet = Sheet(records, "kr-list", at=instant(at))
        assert texts(sheet, "cp949")[0] == [f"기준일: {day}"]
