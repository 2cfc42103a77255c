"""What `aeo match` is asked: by which evidence, under which terms, and how tables are read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import click
from msgspec import Struct

from aeo_exchange import Instant, ReferenceData
from aeo_exchange.cli.asking_options import (
    AskingOptions,
    FromOptions,
    asking_options,
    from_options,
)
from aeo_exchange.cli.clock import DayOption, instant_of
from aeo_exchange.cli.db_option import optional_db_option
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.partner_profile_option import (
    WITH_A_REGISTER,
    partner_profile_option,
    profile_asked_under,
)
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.operations.recognition.confirmed_links import read_confirmed_links
from aeo_exchange.operations.recognition.match import (
    DeclarationLimits,
    Flow,
    MatchTerms,
    asked_as,
)

__all__ = ["MatchOptions", "MatchTerms", "match_options"]


class MatchOptions(Struct, frozen=True, kw_only=True):
    """What is asked of declarations, as it was written."""

    held: FromOptions
    url: str | None
    tables: Path | None
    profile: Path | None
    asking: AskingOptions
    at: str | None
    flow: Flow | None
    count_as: tuple[str, ...]
    by_name: bool
    links: Path | None
    layout: Path | None
    max_declaration_bytes: int
    jobs: int | None

    def terms(self, reference: ReferenceData) -> MatchTerms:
        """Return what is asked; raises what `profile_asked_under` raises."""
        one_asked = None if self.held.places or self.tables else self.url
        profile = profile_asked_under(self.profile, one_asked, reference)
        return MatchTerms(
            profile=profile,
            asked_by=self.asking.side(profile),
            known_at=self.asking.instant_of_knowledge(self._latest()),
            at=self.at,
            flow=self.flow,
            asked_as=asked_as(self.count_as),
            by_name=self.by_name,
            links=read_confirmed_links(self.links) if self.links else (),
        )

    def _latest(self) -> Instant | None:
        """Return by when all is known that the register applied, where one is asked as of now."""
        if self.url is None or self.held.places or self.asking.known_at is not None:
            return None
        from aeo_exchange.operations.register.match import (  # noqa: PLC0415 start-up time is felt
            latest_in_register,
        )

        return latest_in_register(self.url, os.environ, instant_of(None))

    @property
    def limits(self) -> DeclarationLimits:
        """The limits of the readers."""
        return DeclarationLimits(declaration_bytes=self.max_declaration_bytes)


match_options = group_of(
    "asked",
    MatchOptions,
    from_options,
    optional_db_option,
    click.option(
        "--tables",
        type=InputPath(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Folder of tables of `aeo register export --parquet`: answers by them, without "
        "candidates, about rows of CSV and Parquet by DuckDB; needs the extra `duckdb`.",
    ),
    partner_profile_option(f", and by what you find a holder{WITH_A_REGISTER}"),
    asking_options,
    click.option(
        "--at",
        type=DayOption(),
        help="Day or instant asked about, for every declaration; else when each was accepted.",
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
    click.option(
        "--jobs",
        type=click.IntRange(min=1, max=64),
        help="Worker processes; else one, and for 1,000 files or more one on each core, four at "
        "most. With --tables, threads for rows of CSV and Parquet, else one.",
    ),
)
