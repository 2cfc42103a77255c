"""One firm under many definitions as text and as a picture that needs neither eyes nor colour."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from aeo_exchange.cli.classify import command

SVG = "{http://www.w3.org/2000/svg}"
WANTED = [
    "--compare", "--at=2026-06-01", "--definition=EU-2003-361", "--definition=JP-SMEBA",
    "--definition=BR-LC123", "--definition=KR-FASME", "--sector=ISIC:1079",
    "--measure=headcount=120", "--measure=turnover=12000000:EUR",
    "--measure=capital=90000000:JPY", "--measure=balance-sheet=8000000:EUR",
]  # fmt: skip


def drawn(*arguments: str) -> etree._Element:
    done = CliRunner().invoke(command, [*(arguments or WANTED), "--format=svg"])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return etree.fromstring(done.output.encode())


def texts(root: etree._Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_the_text_has_a_strip_and_the_class_in_words(aeo):
    said = aeo("classify", *WANTED).stdout.splitlines()
    rows = {line.split()[0]: line for line in said}
    assert "micro small medium large" in said[0]
    assert rows["EU-2003-361"].split()[2:7] == ["medium", "-----", "-----", "######", "-----"]
    assert rows["JP-SMEBA"].split()[2:7] == ["msme", "#####", "#####", "######", "-----"]
    assert "not decided" in rows["BR-LC123"]
    assert "????? ????? ?????? ?????" in rows["BR-LC123"]
    assert all(line.isascii() for line in said)


def test_the_picture_has_title_and_description_that_say_it_all() -> None:
    root = drawn()
    assert root.get("role") == "img"
    named = {element.get("id"): element.text for element in root if element.get("id")}
    assert set(root.get("aria-labelledby", "").split()) == set(named)
    assert "4 definitions" in named["title"]
    for said in ("headcount 120", "EU-2003-361", "medium", "JP-SMEBA", "not decided", "ISIC4 1079"):
        assert said in named["desc"]


def test_every_strip_says_its_class_in_words() -> None:
    strips = {
        (group.findtext(f"{SVG}title") or "").split()[0]: texts(group)
        for group in drawn().iter(f"{SVG}g")
    }
    assert "medium" in strips["EU-2003-361"]
    assert "msme" in strips["JP-SMEBA"]
    assert strips["BR-LC123"].count("open") == 4
    assert strips["KR-FASME"].count("open") == 4


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_stands_out_from_what_is_below_it() -> None:
    root = drawn()
    boxes: list[tuple[float, float, float, float, str]] = []
    for element in root.iter(f"{SVG}rect", f"{SVG}text"):
        x, y = float(element.get("x", 0)), float(element.get("y", 0))
        if element.tag == f"{SVG}rect":
            width, height = float(element.get("width")), float(element.get("height"))
            boxes.append((x, y, width, height, element.get("fill")))
            continue
        below = [box[4] for box in boxes if box[0] <= x <= box[0] + box[2] and
                 box[1] <= y <= box[1] + box[3]]  # fmt: skip
        assert contrast(element.get("fill"), below[-1]) >= 4.5, element.text


def test_nothing_stands_outside_the_picture_or_on_its_neighbour() -> None:
    root = drawn()
    _, _, width, height = map(float, root.get("viewBox", "").split())
    for element in root.iter(f"{SVG}text"):
        x, y, size = (float(element.get(name)) for name in ("x", "y", "font-size"))
        # Half an em for a character is more than the mean of a font without serifs.
        long = len(element.text or "") * size * 0.56
        start = x - long / 2 if element.get("text-anchor") == "middle" else x
        assert start >= 0
        assert start + long <= width, element.text
        assert size <= y <= height
        if x == 24 and element.getparent().tag == f"{SVG}g":
            assert x + long <= 372, element.text


def test_the_picture_fetches_and_runs_nothing() -> None:
    root = drawn()
    assert {element.tag for element in root.iter()} == {
        f"{SVG}{name}" for name in ("svg", "title", "desc", "rect", "text", "g")
    }
    assert not [name for element in root.iter() for name in element.attrib if "href" in name]


def test_a_file_named_svg_gets_the_picture_and_is_kept(aeo, tmp_path):
    done = aeo("classify", *WANTED, "-o", "chart.svg")
    assert (done.returncode, done.stdout) == (4, "")
    content = (tmp_path / "chart.svg").read_bytes()
    assert etree.fromstring(content).tag == f"{SVG}svg"
    assert aeo("classify", *WANTED, "-o", "chart.svg").returncode == 2
    assert (tmp_path / "chart.svg").read_bytes() == content
    assert aeo("classify", *WANTED, "-o", "chart.svg", "--force").returncode == 4


def test_one_definition_makes_no_picture(aeo):
    done = aeo("classify", "--definition=EU-2003-361", "--measure=headcount=1", "--format=svg")
    assert (done.returncode, "--compare" in done.stderr) == (2, True)


def test_a_hostile_name_of_a_local_definition_stays_text(aeo, tmp_path):
    (tmp_path / "ours" / "sizes").mkdir(parents=True)
    shipped = Path(__file__).parents[2] / "src/aeo_exchange/reference/sizes/AU-ABS.toml"
    name = "Australian Bureau of Statistics: businesses by size"
    text = shipped.read_text("utf-8")
    assert name in text
    hostile = "</title><script>alert(1)</script>&\\u202e"
    (tmp_path / "ours/sizes/AU-ABS.toml").write_text(text.replace(name, hostile), "utf-8")
    done = aeo(
        "classify", "--compare", "--definition=AU-ABS", "--measure=headcount=7",
        "--reference=ours", "--format=svg",
    )  # fmt: skip
    assert "\u202e" not in done.stdout
    assert not etree.fromstring(done.stdout.encode()).findall(f".//{SVG}script")


@pytest.mark.parametrize(
    ("sector", "words"),
    [
        ("ISIC:4", "two to four digits"),
        ("ISIC:47111", "two to four digits"),
        ("ISIC:4a", "two to four digits"),
        ("NACE:47", "not a classification"),
    ],
)
def test_a_line_of_business_that_is_none_is_a_fault_of_usage(aeo, sector, words):
    done = aeo("classify", "--definition=JP-SMEBA", f"--sector={sector}")
    assert (done.returncode, words in done.stderr) == (2, True)


def test_one_firm_has_one_line_of_business(aeo):
    done = aeo("classify", "--definition=JP-SMEBA", "--sector=ISIC:47", "--sector=isic4:56")
    assert done.returncode == 2
    same = aeo("classify", "--definition=JP-SMEBA", "--sector=ISIC:47", "--sector=isic4:47")
    assert same.returncode == 4


def test_a_sector_of_the_definition_wins_over_the_line_of_business(aeo):
    done = aeo(
        "classify", "--definition=JP-SMEBA", "--sector=retail", "--sector=ISIC:46",
        "--measure=headcount=60", "--measure=capital=60000000:JPY",
    )  # fmt: skip
    assert done.stdout.startswith("large under JP-SMEBA")


def test_the_table_of_lines_is_shown_for_all_or_for_some(aeo):
    import json

    from aeo_exchange.reference.lists import list_rows

    shown = json.loads(aeo("classify", "--lines", "--format=json").stdout)
    assert len(shown) == len(list(list_rows("sectors")))
    some = aeo("classify", "--lines", "--definition=JP-SMEBA").stdout.splitlines()
    assert {line.split()[0] for line in some} == {"definition", "JP-SMEBA"}
    assert aeo("classify", "--lines", "--definition=JP-SME").returncode == 2
