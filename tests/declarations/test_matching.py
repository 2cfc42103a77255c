"""The answer about a party: each reason of part 12, and what makes none of them."""

from __future__ import annotations

from random import Random

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.declarations.declaration import PartyRole
from aeo_exchange.declarations.held_answers import held_matcher
from aeo_exchange.declarations.matching import MatchTerms
from aeo_exchange.exchange.recognition.evidence import AdoptedProfile
from aeo_exchange.exchange.recognition.question import IssuedCode
from aeo_exchange.formats import Content
from aeo_exchange.model.codes import Role, Status
from aeo_exchange.model.instants import instant
from aeo_exchange.model.record import FormerTin, Identifier
from aeo_exchange.operations.recognition.match import (
    DeclarationLimits,
    declaration_layout,
    matched_declarations,
)
from declarations.generated import generated_evidence, tin
from declarations.matched import (
    asked,
    by_numbers,
    declared,
    going_by,
    matcher,
    near,
    number,
    party,
    told,
)
from exchange.made_views import FIRM, firm
from exchange.recognising import (
    HEAD,
    TIN,
    K,
    T,
    accepted,
    event,
    events,
    evidence,
    held_by,
    japans,
    key,
    of,
    row,
    said,
    stream,
    with_rows,
)
from exchange.recognising import ask as recognised
from rows import for_each_row

OTHER = "HK00000099"
WIDE = "".join(chr(ord(sign) + 0xFEE0) for sign in TIN)  # as East Asian input writes it
CODE = IssuedCode(scheme="JP-MRA", value="MRA-0007", tin=TIN)
NOBODY = ("UNDETERMINED", ["not-found"])
YES = ("RECOGNISED", ["recognised"])


@pytest.mark.parametrize("written", [TIN, "hk00000033", " HK 0000 0033 ", WIDE])
def test_a_tin_that_is_equal_in_its_compared_form_recognises(written: str) -> None:
    said_of = asked(written)
    assert told(said_of) == YES
    assert (said_of.found_by.lookup, said_of.found_by.value, said_of.tin) == ("tin", written, TIN)
    assert said_of.benefits == ("FEWER-EXAMINATIONS", "FIRST-IN-LINE")
    assert said_of.rests_on.records[0].key == "HK/HK-2021-0033"


@for_each_row(
    ("written", "why"),
    [
        ("HK-00000033", "written-otherwise"),
        ("HK33", "written-otherwise"),
        ("HK00000034", "one-character"),
        ("HK0000003", "one-character"),
        ("HK000000033", "written-otherwise"),
        ("HK0000O033", "one-character"),
        ("KH00000033", "one-character"),
        ("HK00000303", "one-character"),
        ("HKAEO-EX-0033", "authorisation-number"),
        ("HKAEOEX0033", "written-otherwise"),
    ],
)
def test_a_number_that_is_nearly_right_makes_a_candidate_and_no_yes(written: str, why: str) -> None:
    said_of = asked(written)
    assert told(said_of) == NOBODY
    assert near(said_of) == [(TIN, why)]
    assert said_of.found_by is UNSET


def test_a_tin_without_its_country_is_a_candidate_unless_it_is_an_identifier_that_counts() -> None:
    bare = of(firm(holder=replace(FIRM.holder, identifiers=UNSET)))
    assert near(asked("00000033", matcher(bare))) == [(TIN, "without-country")]
    said_of = asked("00000033")  # HK-BR is a scheme of the side
    assert (told(said_of), said_of.found_by.lookup) == (YES, "identifier")


def test_what_differs_is_said() -> None:
    differs = [one.differs for one in asked("HK00000303").candidates]
    assert differs == ["3 and 0 are exchanged at 8"]
    assert [one.differs for one in asked("HK0000003").candidates] == ["3 is missing at 10"]
    assert [one.differs for one in asked("HK00000034").candidates] == ["4 for 3 at 10"]


def test_a_former_tin_counts_until_it_ended_and_is_a_candidate_from_then_on() -> None:
    former = FormerTin(tin="HK00000001", until="2026-06-01T00:00:00Z")
    by = matcher(of(firm(holder=replace(FIRM.holder, former_tins=(former,)))))
    assert told(asked("HK00000001", by, at="2026-05-31T23:59:59Z")) == YES
    after = asked("HK00000001", by, at="2026-06-01T00:00:00Z")
    assert (told(after), near(after)) == (NOBODY, [(TIN, "former-tin")])


def test_an_identifier_counts_in_its_time_and_its_scheme() -> None:
    dated = Identifier(scheme="LEI", value="999900A", from_="2026-06-01T00:00:00Z")
    by = matcher(of(firm(holder=replace(FIRM.holder, identifiers=(dated,)))))
    assert told(asked("999900a", by, at="2026-06-01T00:00:00Z")) == YES
    before = asked("999900A", by, at="2026-05-31T23:59:59Z")
    assert (told(before), near(before)) == (NOBODY, [(TIN, "former-identifier")])
    assert told(asked(party(number("999900A", scheme="LEI")), by)) == YES
    other = asked(party(number("999900A", scheme="HK-BR")), by)
    assert (told(other), near(other)) == (NOBODY, [(TIN, "other-field")])


def test_the_number_of_an_authorisation_counts_in_its_own_place_alone() -> None:
    quoted = party(number("hkaeo-ex-0033", "aeo-number"))
    assert (told(asked(quoted)), asked(quoted).found_by.lookup) == (YES, "aeo-number")
    assert told(asked(party(number("HKAEOEX00000033", "aeo-number")))) == YES  # HK-AEO
    assert told(asked("HKAEO-EX-0033")) == NOBODY
    # Where the side goes by other numbers it says nothing, and no lookup takes it.
    unasked = asked(quoted, matcher(under=going_by("name-address")))
    assert told(unasked) == ("UNDETERMINED", ["no-number"])
    assert near(unasked) == [(TIN, "authorisation-number")]


def test_a_number_that_is_said_to_be_of_another_scheme_is_no_tin() -> None:
    assert told(asked(party(number(TIN, scheme="TIN")))) == YES
    duns = asked(party(number(TIN, scheme="DUNS")))
    assert (told(duns), near(duns)) == (NOBODY, [(TIN, "other-field")])


def test_class_16c_and_authorisation_holders_are_tins_or_aeo_numbers() -> None:
    for place in ("mutual-recognition", "authorisation-holder"):
        assert told(asked(party(number(TIN, place)))) == YES
        assert told(asked(party(number("HKAEO-EX-0033", place)))) == YES


def test_own_codes_are_what_the_own_table_says() -> None:
    under = going_by("partner-customs-code")
    assert told(asked("MRA-0007", matcher(under=under))) == ("UNDETERMINED", ["no-own-codes"])
    held = evidence(issued_codes=(replace(CODE, until="2026-11-01T00:00:00Z"),))
    by = matcher(held, under)
    assert told(asked("mra-0007", by, at="2026-10-31T23:59:59Z")) == YES
    assert told(asked("MRA-0007", by)) == NOBODY
    assert told(asked("MRA-0008", by)) == NOBODY
    # The TIN in the field of an own code is no own code.
    assert (told(asked(TIN, by)), near(asked(TIN, by))) == (NOBODY, [(TIN, "other-field")])
    assert told(asked(party(number(TIN, "mutual-recognition")), by)) == YES


def test_without_acceptance_nothing_can_be_told_unless_it_is_given() -> None:
    said_of = asked(at="")
    assert told(said_of) == ("UNDETERMINED", ["no-acceptance"])
    by = matcher(at="2026-11-01")
    whole = by.matched(declared(party(TIN), at=""), "d")
    assert (whole.at, whole.at_was_given) == ("2026-11-01", True)
    assert told(whole.parties[0]) == YES


def test_a_day_is_that_of_the_side_that_asks() -> None:
    # The row begins on 1 April in Tokyo; a day before the arrangement is a day without it.
    assert told(asked(at="2026-04-01")) == YES
    assert told(asked(at="2026-03-31")) == ("NOT_RECOGNISED", ["no-row"])
    assert told(asked(at="2026-04-01T00:00:00")) == YES  # in Tokyo
    assert told(asked(at="2026-03-31T23:59:59")) == ("NOT_RECOGNISED", ["no-row"])
    assert told(asked(at="2026-03-31T15:00:00Z")) == YES


def test_a_role_that_no_row_has_is_a_no_whoever_it_is() -> None:
    for one in (TIN, "HK1", ""):
        importer = party(*([one] if one else []), role=PartyRole.IMPORTER, name="Example Limited")
        assert told(asked(importer)) == ("NOT_RECOGNISED", ["no-row"])


def test_a_role_that_says_nothing_is_assumed_by_nobody() -> None:
    consignor = party(TIN, role=PartyRole.CONSIGNOR)
    said_of = asked(consignor)
    assert told(said_of) == ("UNDETERMINED", ["recognised", "role-not-asked"])
    assert (said_of.benefits, said_of.since) == ((), UNSET)
    by = matcher(asked_as={PartyRole.CONSIGNOR: Role.EXPORTER})
    assert told(asked(consignor, by)) == YES
    narrow = replace(row(), party_roles=UNSET)
    assert told(asked(consignor, matcher(under=_rows(narrow)))) == YES


def test_a_flow_that_is_not_said_is_assumed_by_nobody() -> None:
    assert told(asked(flow=None)) == ("UNDETERMINED", ["recognised", "flow-not-asked"])
    assert told(asked(by=matcher(flow="import"), flow=None)) == YES
    # What the declaration says goes first.
    assert told(asked(by=matcher(flow="import"), flow="export")) == ("NOT_RECOGNISED", ["no-row"])


def _rows(*rows):
    side = by_numbers().parties
    return replace(with_rows(*rows), parties=side)


def test_a_party_without_a_number_says_nothing() -> None:
    by_name = party(name="Example Lamp Works (Hong Kong) Limited")
    assert told(asked(by_name)) == ("UNDETERMINED", ["no-number"])


@for_each_row("written", ["0", "0000000", "999", "HK00000000", "XX99999", "1111111"])
def test_a_placeholder_leads_to_nobody(written: str) -> None:
    assert told(asked(written)) == ("UNDETERMINED", ["placeholder"])
    assert asked(written).candidates == ()


def test_one_number_of_two_holders_is_not_unique() -> None:
    mine, theirs = firm(), held_by(OTHER, identifiers=FIRM.holder.identifiers)
    by = matcher(of(mine, theirs))
    assert told(asked("00000033", by)) == ("UNDETERMINED", ["two-holders"])
    quoted = party(number("HKAEO-EX-0033", "aeo-number"))
    assert told(asked(quoted, by)) == ("UNDETERMINED", ["two-holders"])
    assert told(asked(TIN, by)) == YES
    # The number that is not unique is named, and not another of the party.
    both = asked(party(TIN, quoted.numbers[0]), by)
    assert told(both) == ("UNDETERMINED", ["two-holders"])
    assert (both.found_by.value, both.found_by.lookup, both.tin) == (
        *("HKAEO-EX-0033", "aeo-number"),
        UNSET,
    )


def test_numbers_that_lead_to_two_holders_differ() -> None:
    other = held_by(OTHER, identifiers=UNSET)
    other = replace(other, authorisation=replace(other.authorisation, number="HKAEO-EX-0099"))
    by = matcher(of(firm(), other))
    differ = ("UNDETERMINED", ["numbers-differ"])
    assert told(asked(party(TIN, number("HKAEO-EX-0099", "aeo-number")), by)) == differ
    assert told(asked(party(TIN, OTHER), by)) == differ
    said_of = asked(party(TIN, OTHER), by)
    assert (said_of.found_by, said_of.tin) == (UNSET, UNSET)
    # A number that no lookup takes speaks against the holder too, where it is another's.
    tins = matcher(of(firm(), other), going_by("name-address"))
    assert told(asked(party(TIN, number("HKAEO-EX-0099", "aeo-number")), tins)) == differ
    assert told(asked(party(TIN, number("HKAEO-EX-0033", "aeo-number")), tins)) == YES


def test_numbers_that_led_to_two_holders_name_these_and_no_neighbours() -> None:
    """Each number stood in its place; who has a number one character off is not meant."""
    other = held_by(OTHER, identifiers=UNSET)
    other = replace(other, authorisation=replace(other.authorisation, number="HKAEO-EX-0099"))
    third = held_by("HK00000041", "HK-2021-0035", identifiers=UNSET)
    third = replace(third, authorisation=replace(third.authorisation, number="HKAEO-EX-0098"))
    by = matcher(of(firm(), other, third))
    aeo = number("HKAEO-EX-0099", "aeo-number")
    said_of = asked(party(TIN, aeo), by)
    assert near(said_of) == [(TIN, "leads-here"), (OTHER, "leads-here")]
    assert [one.number for one in said_of.candidates] == [TIN, "HKAEO-EX-0099"]
    # Nobody has the second: who is near to it is told behind whom the first led to.
    unknown = number("HKAEO-EX-0097", "mutual-recognition")
    assert near(asked(party(TIN, unknown), by))[0] == (TIN, "leads-here")
    assert len(asked(party(TIN, unknown), by).candidates) == 3
    # An identifier that leads to the holder at T, and not after it.
    ends = Identifier(scheme="LEI", value="999900A", until="2026-10-30T00:00:00Z")
    dated = matcher(of(firm(holder=replace(FIRM.holder, identifiers=(ends,))), other, third))
    both = party("999900A", aeo)
    assert near(asked(both, dated, at="2026-10-29T00:00:00Z")) == [
        (TIN, "leads-here"),
        (OTHER, "leads-here"),
    ]
    assert near(asked("999900A", dated)) == [(TIN, "former-identifier")]
    # Where no lookup takes the number, it stands in the place of another still.
    by_name = matcher(of(firm(), other, third), going_by("name-address"))
    assert near(asked(party(aeo), by_name)) == [(OTHER, "authorisation-number")]


def test_a_number_that_leads_to_two_holders_by_two_lookups_is_not_unique() -> None:
    other = held_by(OTHER, identifiers=(Identifier(scheme="LEI", value=TIN),))
    said_of = asked(TIN, matcher(of(firm(), other)))
    assert told(said_of) == ("UNDETERMINED", ["two-holders"])
    assert (said_of.found_by.value, said_of.tin) == (TIN, UNSET)


def test_by_what_a_party_is_looked_up_says_the_version_in_force_as_known_then() -> None:
    by_tin, by_code = by_numbers(), going_by("partner-customs-code", "JP-MRA")
    later = replace(by_code, version=by_tin.version + 1)
    for since, expected in (("2026-11-30T00:00:00Z", "RECOGNISED"), (K, "UNDETERMINED")):
        adopted = (AdoptedProfile(by_tin), AdoptedProfile(later, since))
        held = replace(evidence(), profiles=adopted, issued_codes=())
        terms = MatchTerms(profile=later, asked_by="JP", known_at=instant(K))
        assert told(asked(TIN, held_matcher(terms, held)))[0] == expected


def test_a_number_of_the_same_country_that_nobody_has_speaks_against_the_holder() -> None:
    quoted = number("HKAEO-EX-0033", "aeo-number")
    assert told(asked(party("HK12345678", quoted))) == ("UNDETERMINED", ["numbers-differ"])
    assert told(asked(party("JP12345678", quoted))) == YES  # a code that Japan issued
    assert told(asked(party("0000", quoted))) == YES


def test_a_suspended_tier_is_a_no_with_its_reason() -> None:
    suspended = events(event(6, Status.SUSPENDED, "2026-10-01T00:00:00Z"))
    by = matcher(of(suspended))
    assert told(asked(TIN, by)) == ("NOT_RECOGNISED", ["status"])
    assert told(asked(TIN, by, at="2026-09-30T00:00:00Z")) == YES


def test_a_stream_that_cannot_answer_is_told_of_found_and_unfound() -> None:
    stale = stream(key(accepted()), heads=(replace(HEAD, as_of="2026-10-01T00:00:00Z"),))
    by = matcher(evidence(stale))
    assert told(asked(TIN, by)) == ("UNDETERMINED", ["stale"])
    assert told(asked("HK1", by)) == ("UNDETERMINED", ["not-found", "stale"])
    unread = matcher(evidence(stream(key(accepted()), unread=1)))
    assert told(asked("HK1", unread)) == ("UNDETERMINED", ["not-found", "unread"])


def test_records_that_nobody_signed_never_make_a_yes() -> None:
    by = matcher(evidence(signed=False))
    said_of = asked(TIN, by)
    assert (said_of.result, said_of.would_be) == ("UNDETERMINED", "RECOGNISED")
    assert told(said_of)[1] == ["not-signed", "recognised"]
    assert told(asked("HK1", by)) == ("UNDETERMINED", ["not-found", "not-signed"])


@pytest.mark.parametrize("at", ["2026-11-01T00:00:00Z", "2026-10-31", "2026-03-31T15:00:00Z"])
def test_an_answer_is_that_of_recognition(at: str) -> None:
    held = of(firm(), held_by(OTHER), profiles=(AdoptedProfile(japans()),))
    said_of = asked(TIN, matcher(held), at=at)
    assert told(said_of) == said(recognised(held, at=at))


def test_a_party_that_comes_again_is_answered_as_by_a_matcher_that_never_met_it() -> None:
    ended = event(2, Status.REVOKED, "2026-06-30T15:00:00Z", recorded_at="2026-06-30T15:00:00Z")
    former = replace(FIRM.holder, former_tins=(FormerTin(tin=OTHER, until="2026-04-30T15:00:00Z"),))
    held = of(firm(holder=former, history=(*FIRM.history, ended)))
    moments = (
        *("2026-04-30T14:59:59Z", "2026-04-30T15:00:00Z", "2026-06-30T14:59:59Z"),
        *("2026-06-30T15:00:00Z", "2026-06-30", "2026-07-01", "2019-01-01T00:00:00Z"),
    )
    kept = matcher(held)
    results = set()
    for moment in (*moments, *reversed(moments)):
        for quoted in (TIN, OTHER, "HK00009999"):
            one = declared(party(quoted), at=moment)
            assert kept.matched(one, "d") == matcher(held).matched(one, "d")
            results.add(kept.matched(one, "d").parties[0].result)
    assert results == {"RECOGNISED", "NOT_RECOGNISED", "UNDETERMINED"}


def test_a_term_of_another_record_of_the_holder_is_a_turn_too() -> None:
    """The number leads to one record, and the tiers are those of all records of the holder."""
    term = replace(FIRM.authorisation.terms[-1], tiers=("TIER1",), until="2026-09-01T00:00:00Z")
    other = firm(
        record_id="HK-2021-0034",
        holder=replace(FIRM.holder, identifiers=UNSET),
        authorisation=replace(FIRM.authorisation, number="HKAEO-0034", terms=(term,)),
    )
    by = matcher(of(firm(), other))
    number_of_one = FIRM.holder.identifiers[-1]  # an LEI
    one = party(number(number_of_one.value, scheme=number_of_one.scheme))
    moments = ("2026-08-31T23:59:59Z", "2026-09-01T00:00:00Z")
    told_in_turn = [asked(one, by, at=at).tiers for at in moments]
    assert told_in_turn == [("TIER1", "TIER2"), ("TIER2",)]


def test_what_is_kept_of_a_party_is_what_is_reckoned_anew() -> None:
    held = generated_evidence(12, Random(1))  # noqa: S311 no secret
    keeping = matcher(held)
    records = [key.changes[-1].record for stream in held.streams for key in stream.keys]
    terms = [term for record in records if record for term in record.authorisation.terms]
    turns = {turn for term in terms for turn in (term.from_, term.until) if isinstance(turn, str)}
    moments = [*sorted(turns), *(turn[:10] for turn in sorted(turns)), T, T[:10], "2000-01-01"]
    parties = [party(tin(place)) for place in range(12)]
    tiers = set()
    for at in (*moments, *reversed(moments)):
        declaration = declared(*parties, at=at)
        told_again = keeping.matched(declaration, "d.xml")
        assert told_again == matcher(held).matched(declaration, "d.xml")
        tiers |= {(said.tin, said.tiers) for said in told_again.parties if said.tin}
    assert len(tiers) > len({holder for holder, _ in tiers})  # those of a firm differ


def test_contents_are_told_in_their_order_whatever_cannot_be_read(tmp_path) -> None:
    """Several are begun before the first is read: a fault is told in its place, of any kind."""
    whole = "<Declaration><ID>{0}</ID><Exporter><ID>HK1</ID></Exporter></Declaration>"
    kinds = {
        whole: "",
        "": "AEO-SYN-00",  # no such file
        "<Declaration>{0}": "AEO-SYN-01",
        f"<!DOCTYPE a>{whole}": "AEO-HOS-01",
        f"<!--{'x' * 70_000}-->{whole}": "AEO-HOS-03",
    }
    contents, awaited = [], []
    for place, (text, code) in enumerate(list(kinds.items()) * 8):
        file = tmp_path / str(place)
        contents.append(Content(name=str(place), path=file))
        awaited.append((str(place), code or str(place)))
        if text:
            file.write_text(text.format(place))
    terms = MatchTerms(profile=by_numbers(), asked_by="JP", known_at=instant(K))
    answers = matched_declarations(
        contents, matcher(), terms, declaration_layout(None), DeclarationLimits()
    )
    told_of = [(one.source, one.refusal.code if one.refusal else one.number) for one in answers]
    assert told_of == awaited
