"""The page for officers, used in a browser as an officer would, online and offline."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import segno

from aeo_exchange.model.attestation import StatusListPlace
from aeo_exchange.operations.attestations.sign import sign
from aeo_exchange.operations.reading import read_record
from aeo_exchange.signing.keys import read_private_key
from peers.built_page import PAGE, ROOT, SAMPLES, build, configured
from rows import for_each_row

pytestmark = [pytest.mark.peer, pytest.mark.long]

NODE = Path(__file__).parent / "node"
RECORD = ROOT / "samples" / "records" / "HK-AEO" / "TIER2.view-CN.aeo.json"
WIDTH, HEIGHT = 1280, 720


def write_inputs(folder: Path) -> None:
    """Write what an officer could be handed."""
    token = (SAMPLES / "lamp-works.presented.aeo.sdjwt").read_text("utf-8").strip()
    (folder / "yes.sdjwt").write_text(token, "utf-8")
    jws, tilde, disclosures = token.partition("~")
    forged = jws[:-8] + ("A" * 8) + tilde + disclosures
    (folder / "forged.sdjwt").write_text(forged, "utf-8")
    (folder / "expired.sdjwt").write_text(expired(), "utf-8")
    (folder / "many.sdjwt").write_text(f"{token}\n" * 201, "utf-8")
    (folder / "root.pem").write_bytes((SAMPLES / "root.cert.pem").read_bytes())
    (folder / "suspended.jwt").write_bytes((SAMPLES / "status-list.later.jwt").read_bytes())
    code = segno.make(jws + "~", error="l", micro=False)
    code.save(folder / "code.png", scale=4)
    code.save(folder / "code.svg", scale=3)
    (folder / "telephone.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    (folder / "list.xlsx").write_bytes(b"PK\x03\x04\x14\x00")
    segno.make("https://shop.example/offer").save(folder / "other.png", scale=6)
    blank = segno.make("1", micro=False)
    blank.save(folder / "blank.png", scale=8, dark="white")
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    write_film(folder / "camera.y4m", code)


def expired() -> str:
    """Return an attestation that was over a day before the page asks about it."""
    key = read_private_key((ROOT / "conformance" / "keys" / "hk.private.pem").read_bytes())
    return sign(
        read_record(RECORD.read_bytes()),
        key=key,
        status=StatusListPlace(idx=40_713, uri="https://status.customs.example/hk/1"),
        at="2026-10-20T00:00:00Z",
        expires="2026-10-31T00:00:00Z",
    )


def write_film(path: Path, code: segno.QRCode) -> None:
    """Write two frames of a camera before which the code is held."""
    scale, border = 4, 4
    grid = [bytes(row) for row in code.matrix_iter(scale=scale, border=border)]
    left, top = (WIDTH - len(grid[0])) // 2, (HEIGHT - len(grid)) // 2
    light, dark = b"\xd2", b"\x28"
    rows = [light * WIDTH] * top
    for row in grid:
        drawn = b"".join(dark if module else light for module in row)
        rows.append((light * left + drawn).ljust(WIDTH, light))
    rows += [light * WIDTH] * (HEIGHT - len(rows))
    frame = b"FRAME\n" + b"".join(rows) + b"\x80" * (WIDTH * HEIGHT // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F5:1 Ip A1:1 C420\n".encode() + frame * 2)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="module")
def seen(
    tool: Callable[[str], str],
    npm_package: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
    pictures: Path,
) -> dict[str, Any]:
    """Use the page once, and return what was seen."""
    for name in ("axe-core", "playwright-core"):
        npm_package(name)
    if not (PAGE / "node_modules" / "zxing-wasm").is_dir():
        tool("zxing-wasm (npm ci in web/verify)")
    folder = tmp_path_factory.mktemp("page")
    write_inputs(folder)
    build(folder / "trial")
    for name, change in (
        ("later", {"at": "2026-11-05T00:00:00Z"}),
        ("earnest", {"testKeys": False}),
    ):
        build(folder / name, "--config", str(configured(folder / f"{name}.own", change)))
    done = subprocess.run(
        [tool("node"), NODE / "page.mjs", tool("chromium"), folder, pictures],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def answer(seen: dict[str, Any], name: str) -> tuple[list[str], list[str]]:
    return seen["answers"][name]["kinds"], seen["answers"][name]["codes"]


@pytest.mark.parametrize(
    ("name", "kind", "codes"),
    [
        ("yes", "yes", []),
        ("expected", "yes", []),
        ("other", "no", ["AEO-SIG-27"]),
        ("typedOtherwise", "yes", []),
        ("forged", "no", ["AEO-SIG-19"]),
        ("expired", "no", ["AEO-SIG-21"]),
        ("foreign", "unread", ["AEO-SIG-01"]),
        ("markup", "unread", ["AEO-SIG-01"]),
        ("record", "unread", ["AEO-SIG-01"]),
        ("xml", "unsure", []),
        ("picture", "yes", []),
        ("otherCode", "unread", ["AEO-SIG-01"]),
        ("drawn", "yes", []),
        ("telephone", "unread", ["AEO-SYN-00"]),
        ("document", "unread", ["AEO-SIG-01"]),
        ("workbook", "unread", ["AEO-SIG-01"]),
        ("keyboard", "yes", []),
        ("blank", "unread", ["AEO-SYN-00"]),
        ("broken", "unread", ["AEO-SYN-00"]),
        ("stale", "unsure", ["AEO-STA-04"]),
        ("unreachable", "unsure", ["AEO-STA-04"]),
        ("suspended", "no", ["AEO-STA-08"]),
        ("keptForItsTime", "no", ["AEO-STA-08"]),
        ("keptNoLonger", "unsure", ["AEO-STA-04"]),
        ("nothingKept", "yes", []),
        ("dropped", "no", ["AEO-STA-08"]),
        ("offline", "yes", []),
        ("offlinePicture", "yes", []),
        ("camera", "yes", []),
        ("forgotten", "yes", []),
        ("badList", "yes", []),
        ("renewed", "yes", []),
        ("root", "unread", ["AEO-SIG-01"]),
        ("earnest", "no", ["AEO-TRU-13"]),
    ],
)
def test_it_answers_in_words(seen: dict[str, Any], name: str, kind: str, codes: list[str]) -> None:
    assert answer(seen, name) == ([kind], codes)


def test_a_yes_says_who_says_what_about_whom_and_since_when(seen: dict[str, Any]) -> None:
    text = seen["answers"]["yes"]["text"]
    for words in (
        "Hong Kong",
        "Example Lamp Works (Hong Kong) Limited",
        "HK00000033",
        "HK-AEO",
        "TIER2",
        "HKAEO-EX-0033",
        "29 February 2024",
        "31 October 2026",
        "The TIN was not compared",
    ):
        assert words in text
    assert "The TIN was not compared" not in seen["answers"]["expected"]["text"]


@for_each_row(
    ("name", "words"),
    [
        ("foreign", "It seems to be a link. Nobody signed it"),
        ("otherCode", "It seems to be a link. Nobody signed it"),
        ("record", "It seems to be a record, which nobody signed."),
        ("document", "It seems to be a PDF document"),
        ("document", "Take a picture of its page with the QR code"),
        ("workbook", "It seems to be a document or a workbook"),
        ("other", "The attestation is about HK00000033. You typed HK00000107."),
        ("suspended", "The administration has suspended the authorisation since."),
        ("expired", "Flat B, 9/F, Muster Centre, 88 Example Road, Tsuen Wan"),
        ("expired", "Example Lantern Factory Limited (former name)"),
        ("expired", "LEI 999900EXAMPLELAMP168"),
        ("expired", "HK-SUCCESS 1, 2024-01-19, verified by customs"),
        ("yes", "micro, small or medium-sized"),
        ("arabic", "مصدّر، صانع، مستودع"),
    ],
)
def test_it_says_what_was_given_and_what_differs(seen, name, words) -> None:
    assert words in seen["answers"][name]["text"]


def test_nothing_is_shown_that_nobody_proved(seen: dict[str, Any]) -> None:
    assert "Example Lamp Works" not in seen["answers"]["forged"]["text"]
    assert "What to do next" in seen["answers"]["forged"]["text"]


def test_what_cannot_be_read_says_nothing_about_the_firm(seen: dict[str, Any]) -> None:
    for name in ("blank", "broken"):
        assert seen["answers"][name]["titles"] == ["Cannot be read"]
        assert "says nothing about the firm" in seen["answers"][name]["text"]


def test_several_at_once_are_a_list(seen: dict[str, Any]) -> None:
    several = seen["answers"]["several"]
    assert several["kinds"] == ["yes", "no", "unread", "no"]
    assert several["rows"] == 4
    # The reason stands before the firm, where a telephone shows it.
    assert several["table"][1][2].startswith("The signature is wrong")
    assert several["said"] == "Yes 1 · No 2 · Cannot be read 1"


def test_without_a_network_everything_works_but_the_fetch_of_lists(seen: dict[str, Any]) -> None:
    answers = seen["answers"]
    assert answers["offlineSeveral"]["kinds"] == ["yes", "no", "unread", "no"]
    chinese = json.loads((PAGE / "messages" / "zh.json").read_bytes())["page"]
    assert answers["offlineChinese"]["titles"] == [chinese["yes"]]
    assert "This device has no network." in answers["offlineRenewed"]["said"]
    assert answers["offlineRenewed"]["kinds"] == ["yes"]  # by what was there before


def test_a_memory_that_is_damaged_stops_every_answer(seen: dict[str, Any]) -> None:
    assert answer(seen, "damaged") == ([], [])


def test_nothing_is_asked_of_another_host_unless_its_user_wants_it(seen: dict[str, Any]) -> None:
    assert seen["elsewhereBeforeFetch"] == 0
    assert seen["asking"] == []  # what is loaded at opening is enough for text
    # A picture drawn in lines is opened under an address of the page itself, which nobody is asked.
    assert all("/zxing/" in url or url.startswith("blob:") for url in seen["ofPictures"])
    assert "status.customs.example" in seen["fetchButton"]
    address = "https://status.customs.example/hk/1"
    assert seen["asked"] == [{"url": address, "cookie": None, "referer": None}] * 2
    assert set(seen["elsewhere"]) == {address}


def test_its_policy_lets_in_no_script_but_its_own(seen: dict[str, Any]) -> None:
    policy = dict(part.strip().split(" ", 1) for part in seen["policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy["style-src"] == "'self'"
    html = (PAGE / "index.html").read_text("utf-8")
    assert "style=" not in html
    assert html.count("<script") == html.count('<script type="module" src=') == 1
    # A host that could not be reached says so; nothing was refused by the policy.
    unreached = ("net::ERR_FAILED", "net::ERR_INTERNET_DISCONNECTED")
    assert [error for error in seen["errors"] if not error.endswith(unreached)] == []


def test_lists_are_fetched_anew_from_their_own_addresses_alone(seen: dict[str, Any]) -> None:
    assert seen["renewing"] == ["/lists/trust-list.jwt", "/lists/status-list.jwt"]
    for name in ("lists/trust-list.jwt", "lists/status-list.jwt"):
        assert name in seen["answers"]["badList"]["said"]
        assert name not in seen["answers"]["renewed"]["said"]


def test_what_the_browser_does_not_let_it_do_is_told(seen: dict[str, Any]) -> None:
    assert "does not let the page remember" in seen["answers"]["nothingKept"]["said"]
    assert "does not let the page remember" not in seen["answers"]["yes"]["said"]
    assert "Nothing was checked" in seen["broken"]


def test_of_very_many_the_table_has_all(seen: dict[str, Any]) -> None:
    many = seen["answers"]["many"]
    assert (len(many["kinds"]), many["rows"]) == (200, 201)
    assert "200" in seen["manySummary"]


def test_a_trial_says_so_loudly(seen: dict[str, Any]) -> None:
    assert seen["earnestBanner"] is False
    assert seen["banner"].startswith("TRIAL ONLY")
    assert "sample-agency" in seen["lists"]
    assert "age in days: 17" in seen["lists"]


def test_axe_finds_nothing_in_any_theme_width_or_direction(seen: dict[str, Any]) -> None:
    assert len(seen["axe"]) == 5
    assert {name: faults for name, faults in seen["axe"].items() if faults} == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_its_window(seen: dict[str, Any], width: int) -> None:
    assert seen[f"wide {width}"] <= width


def test_keys_alone_lead_from_the_text_to_the_answer(seen: dict[str, Any]) -> None:
    assert seen["afterClear"] == "pasted"
    assert seen["tabs"] == ["files", "camera", "tin", "submit"]


def test_it_can_be_installed(seen: dict[str, Any]) -> None:
    assert set(seen["notInstallable"]) <= {"in-incognito"}  # as the browser of a test is


def test_it_speaks_arabic(seen: dict[str, Any]) -> None:
    page = json.loads((PAGE / "messages" / "ar.json").read_bytes())["page"]
    assert seen["answers"]["arabic"]["titles"] == [page["yes"], page["no"]]


def test_the_sums_are_those_of_the_files(tmp_path: Path) -> None:
    if not (PAGE / "node_modules" / "zxing-wasm").is_dir():
        pytest.skip("zxing-wasm is absent")
    build(tmp_path / "page")
    sums = (tmp_path / "page" / "SHA256SUMS").read_text("utf-8").splitlines()
    named = dict(reversed(line.split("  ", 1)) for line in sums)
    files = {
        path.relative_to(tmp_path / "page").as_posix(): hashlib.sha256(path.read_bytes())
        for path in (tmp_path / "page").rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert named == {name: digest.hexdigest() for name, digest in files.items()}
