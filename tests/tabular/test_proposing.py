# ruff: noqa: RUF001 the texts are of many scripts
from __future__ import annotations

import datetime as dt
import json
import tomllib
from pathlib import Path

import pytest

from aeo_exchange.errors import WrongChoice
from aeo_exchange.formats import Content
from aeo_exchange.operations.sheets.propose import propose
from aeo_exchange.reference.lists import list_rows
from aeo_exchange.tabular.proposing.vocabulary import bare, languages
from rows import for_each_row
from tabular.imports import FILES, imported, outcomes, records, workbook

PROPOSED = FILES / "proposed"
HK = ["Certificate No.", "BR No.", "Company name", "Role", "Tier", "Valid from", "Valid until"]
HK_ROWS = [
    [
        "HK-001",
        "12345678",
        "Invented Trading Ltd",
        "Importer",
        "Tier 1",
        "13/05/2021",
        "12/05/2030",
    ],
    ["HK-002", "23456789", "Made Up Freight Ltd", "Forwarder", "Tier 2", "01/06/2022", ""],
]


def proposed(content: bytes | Path, programme: str | None = None, name: str = "list") -> str:
    path = content if isinstance(content, Path) else None
    held = None if isinstance(content, Path) else content
    given = Content(name=path.name if path else name, path=path, held=held)
    return propose(given, programme).text


def fields(text: str) -> dict[str, str]:
    """Return item and header of each field that a layout takes."""
    return {field["item"]: field["from"][0] for field in tomllib.loads(text).get("fields", ())}


def doubts(text: str) -> list[str]:
    return [line for line in text.splitlines() if "DOUBT" in line]


def csv(*rows: list[str]) -> bytes:
    return "\r\n".join(";".join(row) for row in rows).encode()


def by_proposal(content: bytes | Path, text: str, tmp_path: Path):
    layout = tmp_path / "layout.toml"
    layout.write_text(text, "utf-8")
    return imported(content, str(layout))


COLUMNS = {
    "tr.csv": {
        "authorisation.number": "Sertifika No", "holder.tin": "VKN", "holder.legalName": "Unvan",
        "authorisation.terms.1.roles": "Faaliyet", "authorisation.terms.1.tiers": "Statü",
        "authorisation.terms.1.from": "Geçerlilik Başlangıcı",
        "authorisation.terms.1.until": "Geçerlilik Sonu", "status": "Durum",
    },
    "kr.csv": {
        "authorisation.number": "공인번호", "holder.tin": "사업자등록번호",
        "holder.otherNames.1.text": "업체명", "holder.legalName": "영문명",
        "authorisation.terms.1.roles": "공인부문", "authorisation.terms.1.tiers": "등급",
        "authorisation.terms.1.from": "유효기간 시작일",
        "authorisation.terms.1.until": "유효기간 종료일", "status": "상태",
    },
    "br.csv": {
        "holder.tin": "CNPJ", "holder.legalName": "Razão Social",
        "authorisation.number": "Nº do Certificado", "authorisation.terms.1.roles": "Função",
        "authorisation.terms.1.tiers": "Modalidade", "authorisation.terms.1.from": "Válido desde",
        "authorisation.terms.1.until": "Válido até", "status": "Situação",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", COLUMNS)
def test_the_columns_of_a_register_are_told_in_its_own_words(name) -> None:
    assert fields(proposed(PROPOSED / name)) == COLUMNS[name]


@pytest.mark.parametrize(
    ("name", "programme", "encoding"),
    [
        ("tr.csv", "TR-YYS", "cp1254"),
        ("kr.csv", "KR-AEO", "cp949"),
        ("br.csv", "BR-OEA", "cp1252"),
    ],
)
def test_programme_and_encoding_are_told_from_numbers_tiers_and_words(
    name, programme, encoding
) -> None:
    layout = tomllib.loads(proposed(PROPOSED / name))
    assert (layout["programme"], layout["file"]["encodings"]) == (programme, [encoding])


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("tr.csv", ["candidate", "record", "record", "record", "refused"]),
        ("kr.csv", ["record"] * 5),
        ("br.csv", ["record"] * 5),
    ],
)
def test_a_sheet_is_imported_by_its_proposal_as_it_stands(name, ends, tmp_path) -> None:
    done = by_proposal(PROPOSED / name, proposed(PROPOSED / name), tmp_path)
    assert [outcome for _row, outcome in outcomes(done)] == ends


def test_a_word_that_is_not_known_is_named_as_a_doubt_and_given_no_code() -> None:
    text = proposed(PROPOSED / "tr.csv")
    assert any("Uçak sahibi" in line for line in doubts(text))
    assert "Uçak sahibi" not in tomllib.loads(text)["words"]["roles"]


def test_a_workbook_in_english_is_proposed_with_its_titles_and_its_own_days(tmp_path) -> None:
    sheet = workbook([["List of AEOs"], ["As of 01/11/2026"], [], HK, *HK_ROWS], name="AEO")
    text = proposed(sheet, "HK-AEO")
    layout = tomllib.loads(text)
    assert layout["file"]["sheet"] == "AEO"
    assert layout["file"]["as_of"]["texts"] == ["As of"]
    assert layout["words"]["tiers"] == {"Tier 1": "TIER1", "Tier 2": "TIER2"}
    done = by_proposal(sheet, text, tmp_path)
    assert [outcome for _row, outcome in outcomes(done)] == ["record", "record"]
    assert records(done)[0]["holder"]["tin"] == "HK12345678"


CN = [
    ["示例认证企业名录", "", "", "", "", "", ""],
    ["企业名称", "英文名称", "海关注册编码", "证书编号", "企业类型", "等级", "生效日期"],
    [
        "虚构贸易",
        "Invented Trading",
        "1101910010",
        "CN1",
        "进口商、出口商",
        "高级认证",
        "2021年5月3日",
    ],
    ["示例物流", "Made Up Co", "1101910011", "CN2", "货运代理", "认证企业", "2021年5月4日"],
]


def test_a_list_in_chinese_has_its_encoding_its_words_and_its_names_in_two_scripts(
    tmp_path,
) -> None:
    sheet = "\r\n".join(",".join(row) for row in CN).encode("gb18030")
    text = proposed(sheet)
    layout = tomllib.loads(text)
    assert (layout["programme"], layout["file"]["encodings"]) == ("CN-AEO", ["gb18030"])
    done = by_proposal(sheet, text, tmp_path)
    assert [end for _row, end in outcomes(done)] == ["record"] * 2
    holder = records(done)[0]["holder"]
    assert (holder["legalName"], holder["otherNames"][0]["text"]) == (
        "Invented Trading",
        "虚构贸易",
    )
    assert records(done)[0]["authorisation"]["terms"][0]["roles"] == ["exporter", "importer"]


def test_a_number_that_no_record_can_have_is_no_number_of_a_certificate() -> None:
    rows = [[row[0] + "证字", *row[1:]] for row in HK_ROWS]
    text = proposed(csv(HK, *rows), "HK-AEO")
    assert "authorisation.number" not in fields(text)
    assert tomllib.loads(text)["row"]["key"] == [["BR No."]]


FALSE_FRIENDS = [
    # header, values: a word that is known, and something else beside it or below it
    ("Email consent", ["yes", "no"]),
    ("E-mail (consent)", ["a@b.example", "c@d.example"]),
    ("Email", ["yes", "no"]),
    ("Name of contact person", ["Jane Doe", "John Roe"]),
    ("Name", ["yes", "no"]),
    ("Address", ["yes", "no"]),
    ("Address (e-mail)", ["a@b.example", "c@d.example"]),
    ("Date of birth", ["13/05/1981", "14/05/1982"]),
    ("Valid from (application)", ["13/05/2021", "14/05/2021"]),
    ("Valid from", ["HK-1", "HK-2"]),
    ("Tax status", ["Tier 1", "Tier 2"]),
    ("Tier", ["gold", "silver"]),
    ("Role", ["Importer of the year 2020", "none so far"]),
    ("Country", ["Invented", "Made up"]),
    ("No.", ["1", "2"]),
    ("AEO No.", ["1", "2"]),
    ("Tax No.", ["1", "2"]),
    ("Previous name", ["Old Trading Ltd", "Old Freight Ltd"]),
    ("Phone", ["Invented", "Made up"]),
    ("Postcode", ["Invented", "Made up"]),
    ("State code", ["Invented", "Made up"]),
    ("Consentimiento de correo", ["sí", "no"]),
    ("Data de nascimento", ["13/05/1981", "14/05/1982"]),
    ("Согласие на рассылку", ["да", "нет"]),
    ("이메일 수신동의", ["예", "아니오"]),
    ("电邮同意", ["是", "否"]),
    ("E-posta izni", ["evet", "hayır"]),
    ("Bureau de douane", ["Invented", "Made up"]),
]


@for_each_row(("header", "values"), FALSE_FRIENDS)
def test_a_false_friend_is_taken_for_nothing_and_listed(header, values) -> None:
    known = {"Certificate No.": "Certificate No.", "BR No.": "BR No."}
    rows = [[row[0], row[1], value] for row, value in zip(HK_ROWS, values, strict=True)]
    text = proposed(csv([*known, header], *rows), "HK-AEO")
    assert set(fields(text)) == {"authorisation.number", "holder.tin"}
    assert any(line.startswith(f"# Column C {header!r}:") for line in text.splitlines())
    assert f"from = {json.dumps([header])}" not in text


def test_a_header_of_which_the_other_language_is_not_known_is_taken() -> None:
    header = [*HK[:2], "ชื่อบริษัท / Company name", *HK[3:]]
    text = proposed(csv(header, *HK_ROWS), "HK-AEO")
    assert fields(text)["holder.legalName"] == "ชื่อบริษัท / Company name"


def test_days_that_two_forms_read_are_left_to_a_person() -> None:
    rows = [[*row[:5], "03/04/2021", ""] for row in HK_ROWS]
    text = proposed(csv(HK, *rows), "KR-AEO")
    assert "authorisation.terms.1.from" not in fields(text)
    assert any("%d/%m/%Y or as %m/%d/%Y; choose" in line for line in doubts(text))


def test_another_column_can_tell_the_form_of_days() -> None:
    rows = [[*row[:5], "03/04/2021", "31/12/2030"] for row in HK_ROWS]
    text = proposed(csv(HK, *rows), "HK-AEO")
    step = next(field for field in tomllib.loads(text)["fields"] if field["item"].endswith(".from"))
    assert step["steps"] == [{"do": "date", "texts": ["%d/%m/%Y"]}]
    assert any("column G can be read as %d/%m/%Y alone" in line for line in doubts(text))


def test_a_number_in_several_rows_makes_a_row_a_role(tmp_path) -> None:
    rows = [HK_ROWS[0], [*HK_ROWS[0][:3], "Exporter", *HK_ROWS[0][4:]]]
    sheet = csv(HK, *rows)
    text = proposed(sheet, "HK-AEO")
    assert tomllib.loads(text)["row"]["holds"] == "role"
    assert len(records(by_proposal(sheet, text, tmp_path))) == 1
    assert any("of a firm written twice too" in line for line in doubts(text))


def test_a_number_that_stands_twice_otherwise_is_a_doubt() -> None:
    text = proposed(csv(HK, HK_ROWS[0], HK_ROWS[0]), "HK-AEO")
    assert "holds" not in tomllib.loads(text)["row"]
    assert any("in several rows" in line for line in doubts(text))


def test_a_header_that_stands_twice_is_not_taken() -> None:
    header = [*HK, "Company name"]
    text = proposed(csv(header, *([*row, "Else Ltd"] for row in HK_ROWS)), "HK-AEO")
    assert "holder.legalName" not in fields(text)
    assert any("holder.legalName" in line for line in doubts(text))


def test_a_second_column_for_one_item_is_named() -> None:
    header = [*HK, "Trader name"]
    text = proposed(csv(header, *([*row, "Else Ltd"] for row in HK_ROWS)), "HK-AEO")
    assert fields(text)["holder.legalName"] == "Company name"
    assert any("column H 'Trader name' could be it as well" in line for line in doubts(text))


def test_an_address_without_city_and_country_is_left_to_a_person() -> None:
    header = [*HK, "Address"]
    text = proposed(csv(header, *([*row, "1 Example Road"] for row in HK_ROWS)), "HK-AEO")
    assert not any(item.startswith("holder.address") for item in fields(text))
    assert '# item = "holder.address.lines.1"' in text


def test_numbers_that_lost_their_zeros_are_a_doubt() -> None:
    rows = [[row[0], "110022332", *row[2:]] for row in HK_ROWS]
    header = ["Sertifika No", "VKN", *HK[2:]]
    text = proposed(csv(header, *rows), "TR-YYS")
    assert fields(text)["holder.tin"] == "VKN"
    assert any("zeros in front that the sheet has lost" in line for line in doubts(text))


def test_a_programme_that_nothing_tells_is_asked_for() -> None:
    with pytest.raises(WrongChoice, match="--programme"):
        proposed(csv(HK[:3], *(row[:3] for row in HK_ROWS)))


def test_a_programme_that_there_is_none_of_is_refused_with_one_that_is_near() -> None:
    with pytest.raises(WrongChoice, match="HK-AEO"):
        proposed(csv(HK, *HK_ROWS), "HK-AOE")


def test_a_file_without_a_header_that_is_known_is_refused() -> None:
    letter = workbook([["Dear colleague"], ["the list follows"]])
    assert "by hand" in propose(Content(name="letter", held=letter), "HK-AEO").unreadable


@pytest.mark.parametrize(
    "evil", ['a"]\n[file]\nkind = "json', "x\u2028# y", "\x1b[31mred", "tab\there", "del\x7f"]
)
def test_no_header_or_value_leaves_its_text_or_its_comment(evil) -> None:
    sheet = workbook([[*HK, f"{evil!s}"[:30].replace("\x1b", "?")], *([*r, "v"] for r in HK_ROWS)])
    layout = tomllib.loads(proposed(sheet, "HK-AEO", name=evil))
    assert layout["file"]["kind"] == "xlsx"
    assert layout["name"]


def test_a_page_of_html_is_proposed_as_what_it_is_whatever_its_name(tmp_path) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in HK_ROWS)
    head = "".join(f"<th>{cell}</th>" for cell in HK)
    page = f"<html><body><h1>AEOs</h1><table><tr>{head}</tr>{rows}</table></body></html>".encode()
    text = proposed(page, "HK-AEO", name="list.xls")
    assert tomllib.loads(text)["file"]["kind"] == "html"
    assert [end for _row, end in outcomes(by_proposal(page, text, tmp_path))] == ["record"] * 2


@for_each_row("held", [b"%PDF-1.7", b"", b"<a><b/></a>", b'[{"a": 1}]', b"PK\x03\x04x"])
def test_what_is_no_table_is_told_and_gives_no_layout(held) -> None:
    done = propose(Content(name="any", held=held), "HK-AEO")
    assert done.unreadable
    assert not done.text


def test_numbers_that_are_cells_of_days_need_no_form(tmp_path) -> None:
    days = [[*row[:5], dt.date(2021, 5, 3), dt.date(2030, 5, 3)] for row in HK_ROWS]
    sheet = workbook([HK, *days])
    text = proposed(sheet, "HK-AEO")
    done = by_proposal(sheet, text, tmp_path)
    assert [end for _row, end in outcomes(done)] == ["record"] * 2


def test_a_header_of_two_rows_with_merged_cells_is_found(tmp_path) -> None:
    upper = [*HK[:5], "Validity", None]
    lower = [None] * 5 + ["From", "To"]
    sheet = workbook([["AEOs of an invented country"], upper, lower, *HK_ROWS])
    text = proposed(sheet, "HK-AEO")
    assert fields(text)["authorisation.terms.1.from"] == "Validity From"
    assert [end for _row, end in outcomes(by_proposal(sheet, text, tmp_path))] == ["record"] * 2


PT = ["Certificado", "CNPJ", "Razão social", "Função", "Modalidade", "Válido desde"]
PT_ROWS = [
    ["BR-1", "33000167000101", "Inventada SA", "Importador", "OEA-S", "03/04/2021"],
    ["BR-2", "11222333000181", "Feita Ltda", "Exportador", "OEA-C", "05/06/2021"],
]


def form_of_from(text: str) -> list[str]:
    steps = (field for field in tomllib.loads(text)["fields"] if field["item"].endswith(".from"))
    return next((field["steps"][0]["texts"] for field in steps), [])


def test_days_that_two_forms_read_are_read_as_the_country_of_a_named_programme_has_them() -> None:
    text = proposed(csv(PT, *PT_ROWS), "BR-OEA")
    assert form_of_from(text) == ["%d/%m/%Y"]
    assert any("lists in Portuguese from BR have the day first" in line for line in doubts(text))


def test_a_programme_that_nobody_named_tells_no_form_of_days() -> None:
    text = proposed(csv(PT, *PT_ROWS))
    assert tomllib.loads(text)["programme"] == "BR-OEA"
    assert form_of_from(text) == []


def test_a_country_that_has_the_month_first_tells_that() -> None:
    header = ["SVI", "Company", "Role", "Effective date"]
    rows = [["a1", "Invented Inc", "Importer", "03/04/2021"], ["a2", "Made Up", "Carrier", ""]]
    text = proposed(csv(header, *rows), "US-CTPAT")
    assert form_of_from(text) == ["%m/%d/%Y"]


def test_a_language_that_is_none_of_the_country_tells_nothing() -> None:
    header = ["Certificate No.", "CNPJ", "Company", "Role", "Tier", "Valid from"]
    assert form_of_from(proposed(csv(header, *PT_ROWS), "BR-OEA")) == []


def test_days_of_both_orders_in_one_column_are_left_to_a_person() -> None:
    days = ["03/04/2021", "31/12/2021", "30/12/2021", "12/31/2022"]
    rows = [[f"BR-{n}", *PT_ROWS[0][1:5], day] for n, day in enumerate(days)]
    text = proposed(csv(PT, *rows), "BR-OEA")
    assert form_of_from(text) == []
    assert any("some days are %d/%m/%Y alone" in line for line in doubts(text))
    told = proposed(csv(PT, *rows[1:]), "BR-OEA")
    assert form_of_from(told) == ["%d/%m/%Y", "%m/%d/%Y"]


def test_the_countries_of_the_order_of_days_are_countries_and_have_one_order() -> None:
    known = {row["code"] for row in list_rows("countries")}
    for language in languages():
        day, month = language.day_first.split(), language.month_first.split()
        assert known.issuperset(day + month)
        assert set(day).isdisjoint(month)


def test_a_day_of_the_list_that_two_forms_read_is_read_as_its_columns_are_or_by_a_person() -> None:
    above = [["As of 02/03/2026"], [""]]
    told = tomllib.loads(proposed(csv(*above, HK, *HK_ROWS), "KR-AEO"))
    assert told["file"]["as_of"]["formats"] == ["%d/%m/%Y"]
    rows = [[*row[:5], "03/04/2021", ""] for row in HK_ROWS]
    text = proposed(csv(*above, HK, *rows), "KR-AEO")
    assert "as_of" not in tomllib.loads(text)["file"]
    assert any("it could be read as %d/%m/%Y or as %m/%d/%Y" in line for line in doubts(text))


AR = """قائمة المشغلين الاقتصاديين المعتمدين
كما في 01/11/2026
م;اسم الشركة باللغة الإنجليزية;الرقم الضريبي;رقم الشهادة;النشاط;تاريخ البدء;الحالة;هاتف
1;Invented Trading LLC;123456789;JO-1;مستورد;13/05/2021;سارية;نعم
2;Made Up Freight LLC;123456790;JO-2;ناقل;01/06/2022;معلقة;لا
المجموع;2;;;;;;
"""
TH = """ลำดับ,ชื่อภาษาอังกฤษ,ชื่อบริษัท,เลขที่ใบรับรอง,ประเภทผู้ประกอบการ,วันที่อนุมัติ,สถานะ
1,Invented Trading Co. Ltd.,บริษัท สมมติการค้า จำกัด,TH-1,ผู้นำเข้า,17/02/2558,ใช้งาน
2,Made Up Freight Co. Ltd.,บริษัท ตัวอย่างขนส่ง จำกัด,TH-2,ผู้ส่งออก,02/05/2560,ระงับ
"""
MARKED = {
    "ar": {
        "holder.legalName": "اسم الشركة باللغة الإنجليزية", "holder.tin": "الرقم الضريبي",
        "authorisation.number": "رقم الشهادة", "authorisation.terms.1.roles": "النشاط",
        "authorisation.terms.1.from": "تاريخ البدء", "status": "الحالة",
    },
    "th": {
        "holder.legalName": "ชื่อภาษาอังกฤษ", "holder.otherNames.1.text": "ชื่อบริษัท",
        "authorisation.number": "เลขที่ใบรับรอง",
        "authorisation.terms.1.roles": "ประเภทผู้ประกอบการ",
        "authorisation.terms.1.from": "วันที่อนุมัติ", "status": "สถานะ",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "programme", "code", "encoding", "form"),
    [
        (AR, "JO-GLP", "ar", "cp1256", "%d/%m/%Y"),
        (TH, "TH-AEO", "th", "cp874", "era-buddhist"),
    ],
)
def test_lists_in_arabic_and_thai_have_their_columns_encoding_words_and_days(
    text, programme, code, encoding, form
) -> None:
    layout_text = proposed(text.encode(encoding), programme)
    layout = tomllib.loads(layout_text)
    assert fields(layout_text) == MARKED[code]
    assert layout["file"]["encodings"] == [encoding]
    assert form_of_from(layout_text) == [form]
    assert set(layout["words"]["statuses"].values()) == {"granted", "suspended"}
    assert len(layout["words"]["roles"]) == 2


def test_a_vowel_of_thai_is_no_accent() -> None:
    assert bare("ระดับ") == "ระดับ"
    assert bare("Équipé") == bare("equipe")
    assert bare("مُصَدِّر") == bare("مصدر")


PE = ["RUC", "Razón social", "Operador", "Resolución", "Fecha de inicio"]
PE_ROWS = [
    ["20100017491", "Comercial Inventada SA", "Exportador", "R-1", "15/06/2019"],
    ["20100130204", "Agencia Ficticia SA", "Agente de Aduana", "R-2", "07/08/2020"],
]


def test_the_tier_of_a_programme_that_has_one_alone_is_a_constant_and_a_doubt(tmp_path) -> None:
    sheet = csv(PE, *PE_ROWS)
    text = proposed(sheet, "PE-OEA")
    assert tomllib.loads(text)["constants"]["authorisation.terms.1.tiers"] == "OEA"
    assert any("the programme has one alone" in line for line in doubts(text))
    assert not any("language and script" in line for line in doubts(text))
    assert [end for _row, end in outcomes(by_proposal(sheet, text, tmp_path))] == ["record"] * 2


def test_a_tier_of_several_is_never_made_up() -> None:
    text = proposed(csv([*HK[:4], *HK[5:]], *([*r[:4], *r[5:]] for r in HK_ROWS)), "HK-AEO")
    assert "authorisation.terms.1.tiers" not in tomllib.loads(text)["constants"]
    assert any("no column is taken for the tier" in line for line in doubts(text))


def test_a_column_of_words_for_roles_is_none_of_names_though_its_header_could_say_so() -> None:
    assert fields(proposed(csv(PE, *PE_ROWS), "PE-OEA")) == {
        "holder.tin": "RUC", "holder.legalName": "Razón social",
        "authorisation.terms.1.roles": "Operador", "authorisation.number": "Resolución",
        "authorisation.terms.1.from": "Fecha de inicio",
    }  # fmt: skip
