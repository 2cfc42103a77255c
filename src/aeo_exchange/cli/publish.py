"""`aeo publish`: the static site of a sender, every night, and whether a partner can read one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from aeo_exchange import Limits
from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.db_option import RegisterPlace, optional_db_options
from aeo_exchange.cli.evidence import EvidenceFiles, evidence_without_status
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.key_source import KeySource, optional_key_options
from aeo_exchange.cli.not_shared import not_shared_words, note_views_given
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import (
    InstantAndReference,
    format_option,
    issued_basis_options,
    limit_options,
    test_keys_option,
)
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.cli.refusals import Refusals
from aeo_exchange.cli.render.listing import print_answer
from aeo_exchange.cli.render.site import site_lines
from aeo_exchange.cli.site_options import SiteOptions, site_options
from aeo_exchange.cli.terminal import note
from aeo_exchange.cli.verdicts import exit_of
from aeo_exchange.counting import how_many
from aeo_exchange.endless import read_file
from aeo_exchange.operations.attestations.verify import open_trust_lists
from aeo_exchange.operations.site.check import SiteQuestion, check_site
from aeo_exchange.operations.site.headers import read_headers
from aeo_exchange.operations.site.publish import (
    Published,
    PublishOrder,
    publish,
)

if TYPE_CHECKING:
    from aeo_exchange.operations.register.register import Register

__all__ = ["command"]

MOST_TOLD = 20


class SiteCheckOptions(Struct, frozen=True, kw_only=True):
    """Which site is looked at, what its host sent, and in what form it is told."""

    checked: Path | None
    headers: Path | None
    test_keys: bool
    form: str

    def question(self, evidence: EvidenceFiles, basis: InstantAndReference) -> SiteQuestion:
        """Return by what a site is judged."""
        given = evidence.read(test_keys=self.test_keys)
        return SiteQuestion(
            at=basis.instant(),
            trust=open_trust_lists(given) if given.trust or given.roots else None,
            test_keys=self.test_keys,
            headers=read_headers(read_file(self.headers)) if self.headers else None,
        )


check_options = group_of(
    "checking",
    SiteCheckOptions,
    click.option(
        "--check",
        "checked",
        type=InputPath(path_type=Path, file_okay=False),
        metavar="SITE",
        help="Look at a site, or at the folder of one stream, and write nothing.",
    ),
    click.option(
        "--headers",
        type=InputPath(path_type=Path),
        metavar="FILE",
        help="What the host sent: of each file its path, then what `curl -I` prints.",
    ),
    test_keys_option,
    format_option("text", "json"),
)


@click.command(cls=OnceCommand, name="publish")
@input_options
@optional_db_options
@site_options
@optional_key_options
@check_options
@evidence_without_status
@issued_basis_options
@limit_options
def command(
    inputs: InputOptions,
    place: RegisterPlace,
    options: SiteOptions,
    key: KeySource | None,
    checking: SiteCheckOptions,
    evidence: EvidenceFiles,
    basis: InstantAndReference,
    limits: Limits,
) -> Exit:
    """Write the site of a stream from full records, every night; or look at a site with --check.

    Give all revisions of all records each time, or the register that keeps them, --db, where
    `aeo register add` has put them. The site gets a snapshot, deltas from the heads 1, 7 and 30
    before, a signed head and hints; `head.jwt` comes last. Where nothing changed nothing is written
    until half of the time to the next head is over. Exit code 1: something is no valid record, and
    what else could be shared was written; or it may be a revision of any record, as an empty file,
    or a stream would begin with nobody, and nothing was written.

    With --check SITE every head, file and root is looked at, each link between them, and the
    headers of the host where they are given. Exit code 0: a partner can read it. 1: something is
    wrong. 4: nobody can tell, since no trust list was given.
    """
    if checking.checked is not None:
        if inputs.inputs or place.url is not None or options.site is not None:
            raise click.UsageError("--check looks at a site and writes nothing")
        return _checked(checking.checked, checking.question(evidence, basis), checking.form)
    if place.url is not None and (inputs.inputs or inputs.files_from):
        raise click.UsageError("publish files, or what a register keeps, --db, and not both")
    refusals = Refusals(most=MOST_TOLD)
    register = None if place.url is None else place.open()
    with options.order(key, basis, register) as order:
        made = _published(inputs, register, order, refusals, limits)
    refusals.tell()
    what = "wrote" if made.is_new else "nothing changed since"
    entries = how_many(made.head.count, "entry", "entries")
    note(f"{what} head {made.head.sequence} with {entries}{not_shared_words(made.left)}")
    note_views_given(made.left)
    return refusals.verdicts.exit


def _published(
    inputs: InputOptions,
    register: Register | None,
    order: PublishOrder,
    refusals: Refusals,
    limits: Limits,
) -> Published:
    """Publish what a register keeps, or what files hold."""
    if register is None:
        with inputs.contents() as contents:
            return publish(contents, order, refusals.take, limits)
    from aeo_exchange.operations.register.own_records import (  # noqa: PLC0415 start-up time is felt
        publish_own,
    )

    return publish_own(register, order, refusals.take, limits, instant_of(None))


def _checked(site: Path, asked: SiteQuestion, form: str) -> Exit:
    answer = check_site(site, asked)
    print_answer(answer, form, site_lines)
    return exit_of([answer.verdict])
