"""`aeo publish`: the static site of a sender, every night, and whether a partner can read one."""

from __future__ import annotations

import os
from pathlib import Path

import click
from msgspec import Struct

from aeo_exchange import Limits
from aeo_exchange.cli.body_options import (
    at_least_option,
    body_option,
    gzip_option,
    next_update_option,
    reset_option,
)
from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.db_option import RegisterPlace, optional_db_options
from aeo_exchange.cli.evidence import EvidenceFiles, evidence_without_status
from aeo_exchange.cli.exits import Exit, exit_of
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.key_source import KeySource, optional_key_options
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import (
    InstantAndReference,
    format_option,
    issued_basis_options,
    limit_options,
    test_keys_option,
)
from aeo_exchange.cli.partner_profile_option import partner_profile_option
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.cli.refusals import Refusals
from aeo_exchange.cli.render.listing import print_json
from aeo_exchange.cli.render.site import site_lines
from aeo_exchange.cli.terminal import note
from aeo_exchange.counting import how_many
from aeo_exchange.endless import read_file
from aeo_exchange.operations.body_files import BODY_FORMS
from aeo_exchange.operations.expected import Kind, expecting, naming
from aeo_exchange.operations.folder_name import folder_name_of
from aeo_exchange.operations.partner_profiles import open_profile
from aeo_exchange.operations.publish import (
    Published,
    PublishOrder,
    beside_site,
    publish,
    require_signed_list,
    sides_of,
    stream_folder,
)
from aeo_exchange.operations.site_check import SiteQuestion, check_site
from aeo_exchange.operations.site_headers import read_headers
from aeo_exchange.operations.snapshot_check import StreamName
from aeo_exchange.operations.snapshots import SnapshotOrder
from aeo_exchange.operations.stream_secret import stream_secret
from aeo_exchange.operations.verify import open_trust_lists
from aeo_exchange.operations.view import ViewOrder

__all__ = ["command"]

MOST_TOLD = 20


class SiteOptions(Struct, frozen=True, kw_only=True):
    """Which stream is published on which site, and how."""

    profile: Path | None
    sender: str | None
    audience: str | None
    site: Path | None
    opaque: bool
    secret: Path | None
    trust_list: Path | None
    hours: int
    reset: str
    at_least: int
    body: str
    gzip: bool

    def order(self, key: KeySource | None, basis: InstantAndReference) -> PublishOrder:
        """Return what is to be published; raises click.UsageError for what was not told."""
        if self.profile is None or self.site is None or key is None:
            raise click.UsageError("give --profile, --key and -o SITE, or --check SITE")
        trust_list = self._listed()  # before a secret is made
        reference = basis.reference_data()
        profile = open_profile(self.profile, reference)
        sender, audience = sides_of(profile, self.sender, self.audience)
        stream = StreamName(sender, audience, profile.code)
        signing = key.open()
        name = self._folder_name(self.site, stream)
        snapshot = SnapshotOrder(
            views=ViewOrder(
                profile=profile, audience=audience, at=basis.instant(), reference=reference
            ),
            sender=sender,
            key=signing,
            secret=self._secret(self.site, stream, name),
            hours=self.hours,
            reset=self.reset,
            at_least=self.at_least,
            gzip=self.gzip,
            form=BODY_FORMS[self.body],
        )
        return PublishOrder(
            snapshot=snapshot, site=self.site, folder_name=name, trust_list=trust_list
        )

    def _folder_name(self, site: Path, stream: StreamName) -> str:
        """Return the name of the stream's folder; one that is drawn is told to its owner."""
        name, is_new = folder_name_of(site, stream, os.urandom, opaque=self.opaque)
        if is_new:
            folder = stream_folder(site, stream.sender, name)
            note(f"the stream {stream} stands in {folder}: tell your partner, and nobody else")
        return name

    def _listed(self) -> bytes | None:
        """Return the trust list; raises UntrustedKey for what is none."""
        if self.trust_list is None:
            return None
        content, source = read_file(self.trust_list), f"--trust-list {self.trust_list}"
        with expecting(source, content, Kind.TRUST_LIST), naming(source):
            require_signed_list(content)
        return content

    def _secret(self, site: Path, stream: StreamName, name: str) -> bytes:
        """Return the secret of the stream; the first time it is made, and its owner told."""
        beside = beside_site(site, stream.sender, f"{stream.audience}.{stream.agreement}")
        file = self.secret or beside.with_name(f"{beside.name}.secret")
        going_on = None if self.reset else stream_folder(site, stream.sender, name)
        secret, is_new = stream_secret(file, os.urandom, published=going_on)
        if is_new:
            note(f"made the secret of the stream, {file}: keep it, and never publish it")
        return secret


site_options = group_of(
    "options",
    SiteOptions,
    partner_profile_option(),
    click.option(
        "--sender",
        metavar="CODE",
        help="Your administration; without, the side that keeps the profile.",
    ),
    click.option(
        "--audience", metavar="CODE", help="For whom; without, the other side of the profile."
    ),
    click.option(
        "-o",
        "--output",
        "site",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="SITE",
        help="Folder of the site; it is what your host serves.",
    ),
    click.option(
        "--opaque",
        is_flag=True,
        help="Give the folder of the stream a name that tells nobody whose it is; it stays so.",
    ),
    click.option(
        "--secret",
        type=InputPath(path_type=Path),
        metavar="FILE",
        help="Secret of the stream; without, one beside SITE, which is made when there is none.",
    ),
    click.option(
        "--trust-list",
        type=InputPath(path_type=Path),
        metavar="FILE",
        help="Trust list that stands beside your streams.",
    ),
    next_update_option,
    reset_option,
    at_least_option,
    body_option,
    gzip_option,
)


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
        type=InputPath(path_type=Path, exists=True, file_okay=False),
        metavar="SITE",
        help="Look at a site and write nothing.",
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
    all that could be shared was written.

    With --check SITE every head, file and root is looked at, each link between them, and the
    headers of the host where they are given. Exit code 0: a partner can read it. 1: something is
    wrong. 4: nobody can tell, since no trust list was given.
    """
    if checking.checked is not None:
        if inputs.inputs or place.url is not None or options.site is not None:
            raise click.UsageError("--check looks at a site and writes nothing")
        return _checked(checking.checked, checking.question(evidence, basis), checking.form)
    order = options.order(key, basis)
    refusals = Refusals(most=MOST_TOLD)
    made = _published(inputs, place, order, refusals, limits)
    refusals.tell()
    left = "".join(f", {count:,} {why}" for why, count in sorted(made.left.items()))
    what = "wrote" if made.is_new else "nothing changed since"
    entries = how_many(made.head.count, "entry", "entries")
    note(f"{what} head {made.head.sequence} with {entries}{left}")
    return refusals.verdicts.exit


def _published(
    inputs: InputOptions,
    place: RegisterPlace,
    order: PublishOrder,
    refusals: Refusals,
    limits: Limits,
) -> Published:
    """Publish what a register keeps, or what files hold."""
    if place.url is None:
        with inputs.contents() as contents:
            return publish(contents, order, refusals.take, limits)
    if inputs.inputs or inputs.files_from:
        raise click.UsageError("publish files, or what a register keeps, --db, and not both")
    from aeo_exchange.operations.own_records import (  # noqa: PLC0415 start-up time is felt
        publish_own,
    )

    return publish_own(place.open(), order, refusals.take, limits, instant_of(None))


def _checked(site: Path, asked: SiteQuestion, form: str) -> Exit:
    answer = check_site(site, asked)
    if form == "json":
        print_json(answer)
    else:
        click.echo("".join(site_lines(answer)), nl=False)
    return exit_of([answer.verdict])
