"""An officer's confirmation counts from its instant on, for the very words that were declared."""

from __future__ import annotations

import pytest

from aeo_exchange.declarations.links import ConfirmedLink
from aeo_exchange.errors import WrongChoice
from aeo_exchange.operations.recognition.confirmed_links import read_confirmed_links
from declarations.matched import asked, by_numbers, going_by, matcher, party, told
from exchange.recognising import TIN

LINK = ConfirmedLink(
    name="Example Lamps",
    address="88 Example Road, Tsuen Wan",
    country="HK",
    tin=TIN,
    from_="2026-06-01T00:00:00Z",
    until="2026-12-01T00:00:00Z",
)
DECLARED = {"name": "EXAMPLE  lamps", "address": "88 Example road, Tsuen Wan", "country": "hk"}
NO_NUMBER = ("UNDETERMINED", ["no-number"])


def by(*links: ConfirmedLink, mode: str = "name-address"):
    return matcher(under=going_by(mode), links=links or (LINK,))


def test_a_confirmed_name_and_address_recognises_from_its_instant_on() -> None:
    said_of = asked(party(**DECLARED), by())
    assert told(said_of) == ("RECOGNISED", ["recognised"])
    assert (said_of.found_by.lookup, said_of.found_by.place) == ("link", "name-address")
    assert said_of.tin == TIN
    assert told(asked(party(**DECLARED), by(), at="2026-06-01T00:00:00Z"))[0] == "RECOGNISED"
    assert told(asked(party(**DECLARED), by(), at="2026-05-31T23:59:59Z")) == NO_NUMBER


@pytest.mark.parametrize(
    ("at", "result"),
    [
        ("2026-06-01", "UNDETERMINED"),  # in Tokyo it began before the link
        ("2026-06-02", "RECOGNISED"),
        ("2026-10-30", "RECOGNISED"),
    ],
)
def test_a_day_is_covered_whole_or_not(at: str, result: str) -> None:
    assert told(asked(party(**DECLARED), by(), at=at))[0] == result


def test_an_end_is_exclusive() -> None:
    ended = ConfirmedLink(
        name="A", address="", country="", tin=TIN, from_=LINK.from_, until="2026-10-01T15:00:00Z"
    )
    one = party(name="A")
    assert told(asked(one, by(ended), at="2026-10-01T14:59:59Z"))[0] == "RECOGNISED"
    assert told(asked(one, by(ended), at="2026-10-01T15:00:00Z")) == NO_NUMBER
    assert told(asked(one, by(ended), at="2026-10-01"))[0] == "RECOGNISED"
    assert told(asked(one, by(ended), at="2026-10-02")) == NO_NUMBER


@pytest.mark.parametrize(
    "other", [{"name": "Example Lamp"}, {"address": ""}, {"country": "CN"}, {"name": ""}]
)
def test_other_words_are_other_firms(other: dict[str, str]) -> None:
    assert told(asked(party(**{**DECLARED, **other}), by()))[0] == "UNDETERMINED"


def test_a_link_counts_only_where_the_profile_goes_by_name_and_address() -> None:
    one = party(**DECLARED)
    assert told(asked(one, by(mode="aeo-number"))) == NO_NUMBER
    assert told(asked(one, matcher(under=by_numbers(), links=(LINK,)))) == NO_NUMBER


def test_a_number_of_another_firm_speaks_against_a_link() -> None:
    differ = ("UNDETERMINED", ["numbers-differ"])
    said_of = asked(party("HK12345678", **DECLARED), by())
    assert told(said_of) == differ
    # The holder whom the name leads to is told, by its TIN.
    (candidate,) = said_of.candidates
    assert (str(candidate.near), candidate.number) == ("leads-here", TIN)
    assert told(asked(party(TIN, **DECLARED), by()))[0] == "RECOGNISED"
    twice = ConfirmedLink(
        name=LINK.name, address=LINK.address, country="HK", tin="HK1", from_=LINK.from_
    )
    # A link to a firm that nobody has leads nowhere.
    assert told(asked(party(**DECLARED), by(LINK, twice)))[0] == "RECOGNISED"


@pytest.mark.parametrize(
    ("mark", "end"),
    [('"', "\n"), ('"', "\r\n"), ('"', "\u2028"), ("", "\u2028"), ("", "\x0b"), ("", "\x85")],
)
def test_a_cell_of_links_may_have_lines_of_its_own(tmp_path, mark: str, end: str) -> None:
    """So a spreadsheet keeps an address; the words on both sides are not joined."""
    address = f"{mark}88 Example Road{end}Tsuen Wan{mark}"
    file = tmp_path / "links.csv"
    row = f"Example Lamps,{address},HK,{TIN},2026-06-01T00:00:00Z"
    file.write_bytes(f"name,address,country,tin,from\r\n{row}\r\n".encode())
    (link,) = read_confirmed_links(file)
    assert link.address == f"88 Example Road{end}Tsuen Wan"
    declared = {**DECLARED, "address": "88 Example Road Tsuen Wan"}
    assert told(asked(party(**declared), by(link)))[0] == "RECOGNISED"


def test_a_fault_of_links_is_told_with_the_line_of_the_file(tmp_path) -> None:
    file = tmp_path / "links.csv"
    file.write_text(f'name,tin,from\n"A\nB",{TIN},2026-06-01T00:00:00Z\nC,{TIN},\n')
    with pytest.raises(WrongChoice, match=r"links\.csv:4: a row has"):
        read_confirmed_links(file)


def test_a_table_of_links_is_read_and_faults_are_told_with_their_line(tmp_path) -> None:
    file = tmp_path / "links.csv"
    file.write_text(f"name,tin,from\nExample,{TIN},2026-06-01T00:00:00Z\n")
    (link,) = read_confirmed_links(file)
    assert (link.name, link.address, link.until) == ("Example", "", None)
    for text, words in (
        ("name,tin\nA,HK1\n", "its first line names the columns"),
        (f"name,tin,from\nA,{TIN},\n", "links.csv:2: a row has name, tin, from"),
        (f"name,tin,from\nA,{TIN},yesterday\n", "links.csv:2: 'yesterday' is not an instant"),
        (f"name,tin,from\nA,{TIN},2026-06-01T00:00:00Z,x\n", "links.csv:2: a row has"),
    ):
        file.write_text(text)
        with pytest.raises(WrongChoice) as refusal:
            read_confirmed_links(file)
        assert words in str(refusal.value)
