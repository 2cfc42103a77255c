"""`aeo match`: who in declarations is recognised under a partner profile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click
from msgspec import Struct

from aeo_exchange import Limits, ReferenceData
from aeo_exchange.cli.clock import DayOption, InstantOption, instant_of
from aeo_exchange.cli.db_option import optional_db_option
from aeo_exchange.cli.evidence import EvidenceFiles, evidence_without_status
from aeo_exchange.cli.exits import Exit, exit_of
from aeo_exchange.cli.inputs import InputOptions, contents, input_options
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import format_option, reference_option, test_keys_option
from aeo_exchange.cli.outputs import Target, output_options, say
from aeo_exchange.cli.partner_profile_option import partner_profile_option
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.cli.render.matching import as_rows, as_text, in_lines, in_one
from aeo_exchange.cli.trust_options import ADMINISTRATION
from aeo_exchange.operations.confirmed_links import read_confirmed_links
from aeo_exchange.operations.match import (
    DeclarationLimits,
    DeclarationMatcher,
    MatchTerms,
    MatchTotals,
    asked_as,
    declaration_layout,
    evidence_of_records,
    evidence_of_snapshots,
    matched_declarations,
)
from aeo_exchange.operations.partner_profiles import open_profile
from aeo_exchange.operations.recognise import (
    Flow,
    HeadQuestion,
    asking_side,
    is_snapshot,
    read_issued_codes,
)
from aeo_exchange.operations.verify import open_trust_lists

if TYPE_CHECKING:
    from aeo_exchange.operations.match import HeldEvidence, MatchedDeclaration

__all__ = ["command"]

OF_DECLARATIONS = (".xml", ".json", ".ndjson", ".csv", ".tsv", ".xlsx", ".parquet")
PIECE = 1 << 15
FORMS = {"text": as_text, "json": in_one, "ndjson": in_lines, "csv": as_rows}


class MatchOptions(Struct, frozen=True, kw_only=True):
    """What is asked of declarations, as it was written."""

    places: tuple[str, ...]
    url: str | None
    profile: Path
    asked_by: str | None
    at: str | None
    known_at: str | None
    flow: Flow | None
    count_as: tuple[str, ...]
    by_name: bool
    own_codes: Path | None
    links: Path | None
    layout: Path | None
    max_declaration_bytes: int

    def terms(self, reference: ReferenceData) -> MatchTerms:
        """Return what is asked; raises OSError, ProfileError and WrongChoice."""
        profile = open_profile(self.profile, reference)
        return MatchTerms(
            profile=profile,
            asked_by=asking_side(profile, self.asked_by),
            known_at=instant_of(self.known_at),
            at=self.at,
            flow=self.flow,
            asked_as=asked_as(self.count_as),
            by_name=self.by_name,
            links=read_confirmed_links(self.links) if self.links else (),
        )

    @property
    def limits(self) -> DeclarationLimits:
        """The limits of the readers."""
        return DeclarationLimits(declaration_bytes=self.max_declaration_bytes)


match_options = group_of(
    "asked",
    MatchOptions,
    click.option(
        "--from",
        "places",
        multiple=True,
        metavar="PATH",
        help="Folder of a stream, or its head; or records in files. May be repeated.",
    ),
    optional_db_option,
    partner_profile_option(", and by what you find a holder.", required=True),
    click.option(
        "--by",
        "asked_by",
        type=ADMINISTRATION,
        metavar="CODE",
        help="The side that asks; without, the one that keeps the profile.",
    ),
    click.option(
        "--at",
        type=DayOption(),
        help="Day or instant asked about, for every declaration; else when each was accepted.",
    ),
    click.option(
        "--known-at", type=InstantOption(), help="By what was known then; now by default."
    ),
    click.option(
        "--flow",
        type=click.Choice(get_args(Flow)),
        help="The flow of the goods, where a declaration does not say it.",
    ),
    click.option(
        "--count-as",
        multiple=True,
        metavar="ROLE=ROLE",
        help="Ask about a role of declarations as a role of records, such as consignor=exporter; "
        "may be repeated.",
    ),
    click.option(
        "--by-name",
        is_flag=True,
        help="Name candidates by name and address too; needs the extra `match`.",
    ),
    click.option(
        "--own-codes",
        type=InputPath(path_type=Path),
        metavar="FILE",
        help="Table in CSV of the codes that you issued: scheme,value,tin,from,until.",
    ),
    click.option(
        "--links",
        type=InputPath(path_type=Path),
        metavar="FILE",
        help="Table in CSV of what officers confirmed, where the profile goes by name and address: "
        "name,address,country,tin,from,until.",
    ),
    click.option(
        "--layout",
        type=InputPath(path_type=Path),
        metavar="FILE",
        help="How a table of declared parties is arranged, as TOML.",
    ),
    click.option(
        "--max-declaration-bytes",
        type=click.IntRange(min=1 << 10, max=1 << 30),
        default=DeclarationLimits().declaration_bytes,
        show_default=True,
        help="Longest declaration that is read.",
    ),
)


@click.command(name="match")
@input_options
@match_options
@evidence_without_status
@test_keys_option
@reference_option
@format_option("text", "json", "ndjson", "csv")
@output_options
def command(
    inputs: InputOptions,
    asked: MatchOptions,
    evidence: EvidenceFiles,
    reference: Path | None,
    form: str,
    target: Target,
    *,
    test_keys: bool,
) -> Exit:
    """Say for each party of declarations whether it is recognised, why, and what follows.

    Reads the WCO Data Model, messages of the European Union, ASYCUDA, tables of declared parties,
    and NDJSON. A number that is nearly right makes a candidate for an officer, and never a yes.
    Exit code 0: somebody is recognised. 1: nobody is, and that is sure. 4: nobody is, and of some
    nobody can tell. 3: something could not be read; the rest is answered.
    """
    data = ReferenceData(reference)
    terms = asked.terms(data)
    layout = declaration_layout(asked.layout)
    held = _held(asked, terms, data, evidence, test_keys=test_keys)
    matcher = DeclarationMatcher(terms, held)
    totals = MatchTotals()
    with inputs.contents(OF_DECLARATIONS) as declarations, target.opened(declarations) as stream:
        matched = matched_declarations(declarations, matcher, terms, layout, asked.limits)
        for text in _in_pieces(FORMS[form](_counted(matched, totals), totals)):
            say(text, stream)
    return exit_of([totals.verdict], unread=totals.is_unread)


def _in_pieces(texts: Iterator[str]) -> Iterator[str]:
    """Yield texts together: each one alone would be sent on its way by itself."""
    held: list[str] = []
    length = 0
    for text in texts:
        held.append(text)
        length += len(text)
        if length >= PIECE:
            yield "".join(held)
            held, length = [], 0
    yield "".join(held)


def _counted(
    matched: Iterator[MatchedDeclaration], totals: MatchTotals
) -> Iterator[MatchedDeclaration]:
    for declaration in matched:
        totals.add(declaration)
        yield declaration


def _held(
    asked: MatchOptions,
    terms: MatchTerms,
    reference: ReferenceData,
    evidence: EvidenceFiles,
    *,
    test_keys: bool,
) -> HeldEvidence:
    """Return what answers rest on: a register, snapshots, or records that nobody signed."""
    codes = read_issued_codes(asked.own_codes) if asked.own_codes else None
    if bool(asked.places) is (asked.url is not None):
        raise click.UsageError("ask one of a register, --db, and of files, --from")
    if asked.url is not None:
        from aeo_exchange.operations.register_match import (  # noqa: PLC0415 start-up time is felt
            evidence_of_register,
        )

        return evidence_of_register(asked.url, os.environ, terms, reference, codes)
    snapshots = [Path(place) for place in asked.places if is_snapshot(Path(place))]
    if snapshots and len(snapshots) < len(asked.places):
        raise click.UsageError("--from: give snapshots, or records, and not both")
    if snapshots:
        question = HeadQuestion(
            trust=open_trust_lists(evidence.read(test_keys=test_keys)),
            at=instant_of(None),
            reference=reference,
            profile=terms.profile,
            confirmed="",
            test_keys=test_keys,
        )
        return evidence_of_snapshots(snapshots, terms, question, codes)
    with contents(asked.places, None) as records:
        return evidence_of_records(records, terms, reference, Limits(), codes)
