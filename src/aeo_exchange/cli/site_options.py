"""The options of `aeo publish` that say which stream is published on which site, and how."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from aeo_exchange.cli.body_options import BodyOptions, body_options
from aeo_exchange.cli.head_options import HeadOptions, head_options
from aeo_exchange.cli.key_source import KeySource
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.options import (
    InstantAndReference,
)
from aeo_exchange.cli.outputs import output_folder
from aeo_exchange.cli.partner_profile_option import (
    WITH_A_REGISTER,
    partner_profile_option,
    profile_agreed,
)
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.cli.stream_secret import note_new_secret
from aeo_exchange.cli.terminal import note
from aeo_exchange.endless import read_file
from aeo_exchange.operations.exchange.snapshot_check import StreamName
from aeo_exchange.operations.exchange.stream_secret import StreamSecret, stream_secret
from aeo_exchange.operations.expected import Kind, expecting, naming
from aeo_exchange.operations.records.view import ViewOrder
from aeo_exchange.operations.site.folder_name import FolderName, folder_name_of, move_folder
from aeo_exchange.operations.site.publish import (
    PublishOrder,
    beside_site,
    one_night,
    require_signed_list,
    sides_of,
    stream_folder,
)

if TYPE_CHECKING:
    from aeo_exchange.operations.register.register import Register

__all__ = ["SiteOptions", "site_options"]


class SiteOptions(Struct, frozen=True, kw_only=True):
    """Which stream is published on which site, and how."""

    profile: Path | None
    sender: str | None
    audience: str | None
    site: Path | None
    opaque: bool
    secret: Path | None
    trust_list: Path | None
    head: HeadOptions
    bodies: BodyOptions

    @contextmanager
    def order(
        self, key: KeySource | None, basis: InstantAndReference, register: Register | None
    ) -> Iterator[PublishOrder]:
        """Give what is to be published; raises click.UsageError for what was not told.

        Without a profile it is published under the only one that the register adopted.
        Until the block ends no other process publishes the stream: two first nights at once would
        draw two names for its folder.
        """
        agreed = self.profile is not None or register is not None
        if not agreed or self.site is None or key is None:
            raise click.UsageError("give --profile, --key and -o SITE, or --check SITE")
        trust_list = self._trust_list()
        reference = basis.reference_data()
        profile = profile_agreed(self.profile, register, reference)
        sender, audience = sides_of(profile, self.sender, self.audience)
        views = ViewOrder(
            profile=profile, audience=audience, at=basis.instant(), reference=reference
        )
        stream, signing = StreamName(sender, audience, profile.code), key.open()
        with one_night(self.site, stream):
            name = folder_name_of(self.site, stream, os.urandom, opaque=self.opaque)
            with (
                _told_of_name(self.site, stream, name),
                self._opened_secret(self.site, stream, name.now) as secret,
            ):
                yield PublishOrder(
                    snapshot=self.head.order(views, sender, signing, secret, self.bodies),
                    site=self.site,
                    folder_name=name.now,
                    trust_list=trust_list,
                )

    def _trust_list(self) -> bytes | None:
        """Return the trust list; raises UntrustedKey for what is none."""
        if self.trust_list is None:
            return None
        content, source = read_file(self.trust_list), f"--trust-list {self.trust_list}"
        with expecting(source, content, Kind.TRUST_LIST), naming(source):
            require_signed_list(content)
        return content

    def _opened_secret(
        self, site: Path, stream: StreamName, name: str
    ) -> AbstractContextManager[StreamSecret]:
        """Give the secret of the stream; its owner is told of a new one."""
        beside = beside_site(site, stream.sender, f"{stream.audience}.{stream.agreement}")
        file = self.secret or beside.with_name(f"{beside.name}.secret")
        going_on = None if self.head.reset else stream_folder(site, stream.sender, name)
        return stream_secret(file, os.urandom, published=going_on, made=note_new_secret)


@contextmanager
def _told_of_name(site: Path, stream: StreamName, name: FolderName) -> Iterator[None]:
    """Give a stream the name that was drawn once it is published, and tell it to its owner."""
    folder = stream_folder(site, stream.sender, name.drawn)
    try:
        yield
        move_folder(site, stream.sender, name)
    finally:
        if name.drawn and folder.exists():  # nobody else would ever tell
            note(f"the stream {stream} stands in {folder}: tell your partner, and nobody else")


site_options = group_of(
    "options",
    SiteOptions,
    partner_profile_option(WITH_A_REGISTER),
    click.option(
        "--sender",
        metavar="CODE",
        help="Your administration; without it, the side that keeps the profile.",
    ),
    click.option(
        "--audience", metavar="CODE", help="For whom; without it, the other side of the profile."
    ),
    click.option(
        "-o",
        "--output",
        "site",
        type=output_folder,
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
        help="Secret of the stream; without it, one beside SITE, which is made when there is none.",
    ),
    click.option(
        "--trust-list",
        type=InputPath(path_type=Path),
        metavar="FILE",
        help="Trust list that stands beside your streams.",
    ),
    head_options,
    body_options,
)
