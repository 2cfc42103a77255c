"""Our sender behind the adapter protocol: the records of now in, the next message out."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeAlias

import msgspec
from msgspec import UNSET

from aeo_exchange.conformance.adapters.own.signer import signing_key
from aeo_exchange.conformance.adapters.protocol import Named, Reply, Request, SentDocument
from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.suite.messages import (
    MeantStream,
    MessageSeries,
    SeriesFile,
    SeriesMessage,
)
from aeo_exchange.errors import (
    NothingToShare,
    ProfileError,
    SignatureError,
    StateError,
    UnreadContent,
    UnsupportedAlgorithm,
    UnusableKey,
    WrongChoice,
)
from aeo_exchange.exchange.profile_file import read_partner_profile
from aeo_exchange.exchange.views import ViewOrder
from aeo_exchange.formats import Content
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.exchange.snapshots import LATEST, SnapshotOrder, create_snapshot
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict

__all__ = ["Sending", "answer_with_message", "sent_by_our_rules"]

Sending: TypeAlias = Callable[[Content, SnapshotOrder, Path], None]
ANY = 2**53  # a question of the suite is no night: nobody has to look at it first
REFUSALS = (
    NothingToShare,
    ProfileError,
    SignatureError,
    StateError,
    UnreadContent,
    UnsupportedAlgorithm,
    UnusableKey,
    WrongChoice,
)


def sent_by_our_rules(content: Content, order: SnapshotOrder, folder: Path) -> None:
    """Write the next message of a stream into its folder."""
    create_snapshot([content], order, folder, lambda _: None)


def answer_with_message(request: Request, sending: Sending = sent_by_our_rules) -> Reply:
    """Return the next message of a stream, or refuse to make one."""
    content = Content(name="document", held=request.inputs.document.held)
    with tempfile.TemporaryDirectory(prefix="aeo-stream-") as name:
        folder = Path(name)
        try:
            order = _order(request)
            _lay_out(request, folder)
            sending(content, order, folder)
        except REFUSALS as cause:
            finding = Named(path="", message=str(cause))
            return Reply(seq=request.seq, verdict=Verdict.NOT_VALID, findings=(finding,))
        made = _message(folder, order)
    return Reply(seq=request.seq, verdict=Verdict.VALID, output=SentDocument.of("", made).content)


def _order(request: Request) -> SnapshotOrder:
    """Return how the message is to be made; raises what is refused."""
    inputs, options = request.inputs, request.options
    if not inputs.profiles or UNSET in (options.audience, options.issuer, inputs.secret):
        raise AdapterFailure("a message needs a profile, an audience, an issuer and a secret")
    profile = read_partner_profile(inputs.profiles[-1].held, _reference())
    return SnapshotOrder(
        views=ViewOrder(
            profile=profile,
            audience=str(options.audience),
            at=instant(request.at),
            reference=_reference(),
        ),
        sender=str(options.issuer),
        key=signing_key(request),
        secret=inputs.secret.held,  # type: ignore[union-attr]
        gzip=False,
        most_changes=ANY,
    )


def _lay_out(request: Request, folder: Path) -> None:
    """Put the message that was published last into the folder of the stream."""
    if request.inputs.previous is UNSET:
        return
    series = msgspec.json.decode(request.inputs.previous.held, type=MessageSeries)
    last = series.messages[-1]
    for file in last.files:
        (folder / file.name).write_bytes(file.held)
    (folder / LATEST).write_bytes(last.token)


def _message(folder: Path, order: SnapshotOrder) -> bytes:
    """Return the message that the latest head of a folder leads to."""
    token = (folder / LATEST).read_bytes()
    named = msgspec.json.decode(_decoded(token.split(b".")[1]))["files"]
    message = SeriesMessage(
        head=base64.b64encode(token).decode(),
        files=tuple(
            SeriesFile(
                name=file["name"],
                content=base64.b64encode((folder / file["name"]).read_bytes()).decode(),
            )
            for file in named
        ),
    )
    views = order.views
    meant = MeantStream(iss=order.sender, aud=views.audience, agreement=views.profile.code)
    return msgspec.json.encode(MessageSeries(stream=meant, messages=(message,)))


def _decoded(part: bytes) -> bytes:
    return base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))


@cache
def _reference() -> ReferenceData:
    return ReferenceData()
