"""`aeo verify` of pictures: what a code says is verified; what cannot be read is never a no."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest
from PIL import Image

from card_pictures import picture_of, printed
from cards import EVIDENCE, SAMPLES, STATUS, card, sample
from picture_states import STATES, code, forged

AT = "--at=2026-11-01"
CUT_OUT = "eyJhbGciOiJFUzI1NiJ9"


@pytest.fixture
def asked(aeo, tmp_path):
    """Return a function that shows a picture to the command, and returns its code and answers."""

    def ask(picture: Image.Image | bytes, *evidence: str, name: str = "a.png"):
        if isinstance(picture, bytes):
            (tmp_path / name).write_bytes(picture)
        else:
            picture.save(tmp_path / name)
        done = aeo("verify", name, *EVIDENCE, *evidence, "--format=json")
        return done.returncode, json.loads(done.stdout)["results"]

    return ask


def test_a_code_in_a_picture_is_verified_under_the_name_of_the_picture(asked):
    exit_code, (answer,) = asked(code(sample()), STATUS, AT)
    assert (exit_code, answer["verdict"], answer["source"]) == (0, "VALID", "a.png")
    assert answer["claims"]["authorisationNumber"] == "HKAEO-EX-0033"


@pytest.fixture(scope="module")
def sheet() -> Image.Image:
    return printed(card(sample()))


@pytest.mark.parametrize("seed", [0, 5, 6])
def test_pictures_of_a_printed_card_are_read(asked, sheet, seed):
    """Two hundred of them are read in tests/peers."""
    _, picture = picture_of(sheet, seed)
    exit_code, (answer,) = asked(picture, STATUS, AT, name="a.jpg")
    assert (exit_code, answer["verdict"]) == (0, "VALID")


@pytest.mark.parametrize("name", STATES)
def test_each_state_has_its_exit_code_check_code_words_and_next_step(aeo, asked, name):
    state = STATES[name]
    status = () if state.status is None else (f"--status-list={SAMPLES / state.status}",)
    evidence = (*status, f"--at={state.at}")
    returned, (answer,) = asked(state.picture(), *evidence)
    check = next(check for check in answer["checks"] if check["name"] == state.check)
    assert (returned, answer["verdict"]) == (state.exit_code, state.verdict)
    assert check["code"] == state.code
    assert check["hint"].startswith(state.hint)
    assert check["words"]
    said = aeo("verify", "a.png", *EVIDENCE, *evidence).stdout
    assert f"{state.code}\n    next: {state.hint}" in said


def test_the_six_states_differ_in_their_codes():
    assert len({state.code for state in STATES.values()}) == len(STATES) == 6


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "https://verify.example/firm",
            "seems to be a link; nobody signed it, and nothing is fetch",
        ),
        ("BEGIN:VCARD\nN:Example\nEND:VCARD", "seems to be a contact card"),
        ("HC1:6BF+70790T9WJWG.FKY*4GO0", "seems to be a health certificate"),
        ("Example Lamp Works", "seems to be text"),
    ],
)
def test_a_code_of_others_says_what_it_seems_to_be(asked, text, said):
    exit_code, (answer,) = asked(code(text), STATUS, AT)
    assert (exit_code, answer["verdict"]) == (3, "UNDETERMINED")
    assert said in answer["checks"][0]["reason"]


def test_several_codes_are_several_answers_in_the_order_of_the_picture(asked):
    first, second = code(sample()), code(forged())
    sheet = Image.new("L", (first.width, first.height + second.height), 255)
    sheet.paste(first, (0, 0))
    sheet.paste(second, (0, first.height))
    exit_code, answers = asked(sheet, STATUS, AT)
    assert exit_code == 1
    assert [(answer["source"], answer["verdict"]) for answer in answers] == [
        ("a.png, code 1", "VALID"),
        ("a.png, code 2", "NOT_VALID"),
    ]


def test_a_yes_is_not_all_where_another_code_cannot_be_read(asked):
    first, broken = code(sample()), code(forged())
    broken.paste(128, (150, 150, 350, 350))
    sheet = Image.new("L", (first.width, first.height + broken.height), 255)
    sheet.paste(first, (0, 0))
    sheet.paste(broken, (0, first.height))
    exit_code, answers = asked(sheet, STATUS, AT)
    assert exit_code == 3
    assert [answer["verdict"] for answer in answers] == ["VALID", "UNDETERMINED"]
    assert "another QR code that cannot be read" in answers[1]["checks"][0]["reason"]


def test_a_picture_in_which_a_line_begins_as_an_attestation_stays_a_picture(asked, aeo):
    picture = io.BytesIO()
    Image.new("L", (300, 300), 255).save(picture, "PNG")
    content = picture.getvalue() + f"\n{CUT_OUT}\n".encode() * 40_000
    exit_code, (answer,) = asked(content, STATUS, AT)
    assert (exit_code, answer["checks"][0]["code"]) == (3, "AEO-SYN-00")
    done = aeo("verify", "a.png", *EVIDENCE, STATUS, AT, "--jobs", "2", "--format=json")
    assert (done.returncode, json.loads(done.stdout)["results"]) == (3, [answer])


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_a_document_is_not_read_and_says_what_to_do(asked, content):
    exit_code, (answer,) = asked(content, STATUS, AT)
    assert (exit_code, answer["verdict"]) == (3, "UNDETERMINED")
    assert "a picture" in answer["checks"][0]["reason"]


@pytest.mark.parametrize("missing", ["zxingcpp", "PIL"])
def test_without_the_extra_the_answer_names_it(tmp_path, missing):
    code(sample()).save(tmp_path / "a.png")
    program = f"import sys; sys.modules[{missing!r}] = None; import aeo_exchange.cli as c; c.main()"
    command = [sys.executable, "-c", program, "verify", "a.png", *EVIDENCE, STATUS, AT]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 3
    assert "UNDETERMINED" in done.stdout
    assert "pip install 'aeo-exchange[qr]'" in done.stdout
