"""The text with which a partner profile begins: from an arrangement that was read, or from nothing.

Where none was read, rows stand as comments, since what the reference data knows of a programme is
no agreement: the text is not a profile until a person takes one over and answers for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.profile_faults import OF_CUSTOMS
from aeo_exchange.exchange.shareable import withholdable
from aeo_exchange.operations.exchange.agreement_start import start_from_agreement
from aeo_exchange.operations.words import the_country
from aeo_exchange.reference.lists import country_codes
from aeo_exchange.reference.programme_facts import Programme
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.resources import published

__all__ = ["start_from", "start_profile"]

SAMPLES, ENDING = "samples/profiles", ".toml"
UNKNOWN_ZONE = "Etc/UTC"
HEAD = """\
# Partner profile: what two administrations agreed, as data that an operator answers for.
# What reference data says below is no agreement. Put in what your text says, take the rows over
# that it has, and run `aeo profile check` on the file.

code = "{first}-{second}-(year)"  # the agreement: its parties first, then what tells it from others
version = 1
spec_version = "1.0"
consent = "given"  # or "given-or-not-required"
transcription = false
# Items that are not shared, of: {withholdable}
# withheld = ["msme"]
"""
SIDE = """
[[parties]]
party = "{party}"  # {name}
time_zone = "{zone}"  # {note}
identifier_mode = "aeo-number"  # by what {party} finds a holder of the other side
"""
TAIL = """
[retention]
content_days = 1826
evidence_days = 3653

# What only your side has set; no part of what was agreed, nor of the digest.
# [own]
# side = "{first}"
# staleness_hours = 72
# mass_change = {{percent = 10, at_least = 20}}
"""


def start_profile(first: str, second: str, reference: ReferenceData) -> str:
    """Return the text of a profile between two sides, from their arrangement where one was read.

    Raises WrongChoice for no such two, and where several arrangements of theirs are known.
    """
    _check_sides(first, second)
    known = reference.agreements.between(first, second)
    if len(known) > 1:
        codes = ", ".join(agreement.code for agreement in known)
        raise WrongChoice(f"{first} and {second} have several: name one by --from, of {codes}")
    if known:
        return start_from_agreement(known[0], (first, second), reference)
    return _start_from_nothing(first, second, reference)


def start_from(name: str, reference: ReferenceData) -> str:
    """Return the text of a profile that begins with a sample or an arrangement of that name.

    The samples are whole, invented, and say so. Raises WrongChoice for a name that is neither.
    """
    samples = {file.name.removesuffix(ENDING): file for file in published(SAMPLES).iterdir()}
    if name in samples:
        return samples[name].read_text("utf-8")
    agreement = reference.agreements.look_up(name)
    if agreement is None:
        known = ", ".join((*sorted(samples), *reference.agreements.codes()))
        raise WrongChoice(f"there is no profile {name} here; there is {known}")
    return start_from_agreement(agreement, agreement.parties, reference)


def _check_sides(first: str, second: str) -> None:
    for party in (first, second):
        if party not in country_codes() | OF_CUSTOMS:
            raise WrongChoice(f"{party} is not a code of a country, nor EU or XK")
    if first == second:
        raise WrongChoice(f"a profile is between two sides, and {first} is given twice")


def _start_from_nothing(first: str, second: str, reference: ReferenceData) -> str:
    names = ", ".join(withholdable())
    return "".join(
        (
            HEAD.format(first=first, second=second, withholdable=names),
            _side(first, reference),
            _side(second, reference),
            TAIL.format(first=first),
            *_rows(first, second, reference),
            *_rows(second, first, reference),
        )
    )


def _side(party: str, reference: ReferenceData) -> str:
    rows = [row for programme in _of(party, reference) for row in programme.time_zones]
    zone, note = UNKNOWN_ZONE, "not known here: put in the zone of your law"
    if len({row.zone for row in rows}) == 1:
        known = rows[0]
        zone, note = known.zone, f"{known.source} of {known.as_of}, {known.confidence}"
    return SIDE.format(party=party, name=the_country(party), zone=zone, note=note)


def _rows(granting: str, recognising: str, reference: ReferenceData) -> Iterator[str]:
    """Yield what is known of the programmes of one side, as comments."""
    programmes = _of(granting, reference)
    yield f"\n# What {recognising} recognises of {granting}.\n"
    if not programmes:
        yield f"# No programme of {granting} is known here.\n"
    for programme in programmes:
        yield from _row(granting, recognising, programme)


def _row(granting: str, recognising: str, programme: Programme) -> Iterator[str]:
    tiers = sorted({tier.code for tier in programme.tiers})
    listed = ", ".join(f'"{tier}"' for tier in tiers)
    yield "# [[rows]]\n"
    yield f'# granted_by = "{granting}"\n# recognised_by = "{recognising}"\n'
    yield f'# programme = "{programme.code}"\n'
    known = sorted({f"{row.source} of {row.as_of}, {row.confidence}" for row in programme.tiers})
    yield f"# Tiers by {'; '.join(known)} (source, day, confidence).\n"
    yield f"# tiers = [{listed}]  # all that are known; keep those that your text names\n"
    yield '# from = "YYYY-MM-DDThh:mm:ssZ"\n'


def _of(party: str, reference: ReferenceData) -> list[Programme]:
    return [
        programme
        for code in reference.codes()
        if code.startswith(f"{party}-") and (programme := reference.look_up(code)) is not None
    ]
