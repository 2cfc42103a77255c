"""The two sides of the simulated stream: one publishes into a folder, the other holds states."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.model.codes import Role
from aeo_exchange.model.instants import Instant, instant
from aeo_exchange.operations.attestations.verify import TrustEvidence, open_trust_lists
from aeo_exchange.operations.exchange.deltas import apply_delta
from aeo_exchange.operations.exchange.partner_profiles import open_profile
from aeo_exchange.operations.exchange.snapshot_check import (
    HeadQuestion,
    SnapshotAnswer,
    check_snapshot,
)
from aeo_exchange.operations.exchange.snapshots import (
    LATEST,
    SnapshotMade,
    SnapshotOrder,
    create_snapshot,
)
from aeo_exchange.operations.recognition.recognise import Wish, by_snapshots, sought
from aeo_exchange.operations.records.view import ViewOrder
from aeo_exchange.operations.simulation.firms import Firms, tin
from aeo_exchange.operations.trust.keys import NewKey, generate_key
from aeo_exchange.operations.trust.trust_draft import Issue, NewAuthority, build, default_scope
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Report, Verdict
from aeo_exchange.resources import published
from aeo_exchange.signing.keys import SigningKey, read_certificate, read_private_key
from aeo_exchange.trust.list_form import sign_trust_list
from aeo_exchange.trust.roots import read_root

__all__ = ["Receiver", "Sender", "Taken", "TrustKeeper", "new_key"]

PROFILE = "profiles/HK-JP.toml"
MADE_AT = "2026-01-01T00:00:00Z"
DUE = "2027-01-01T00:00:00Z"
SECRET_BYTES = 32


def new_key(name: str) -> NewKey:
    """Return a key that nobody has seen, with its certificate."""
    return generate_key(f"CN=Example {name}", at=MADE_AT, days=3650, passphrase=None)


def _signing(key: NewKey) -> SigningKey:
    return read_private_key(key.private)


def _profile(side: str, folder: Path, reference: ReferenceData) -> PartnerProfile:
    """Return the sample profile as one side keeps it."""
    text = (published("samples") / PROFILE).read_text(encoding="utf-8")
    file = folder / f"{side}.toml"
    file.write_text(text.replace('side = "HK"', f'side = "{side}"'), encoding="utf-8")
    return open_profile(file, reference)


class TrustKeeper:
    """Who keeps the trust list that the receiver chose."""

    def __init__(self, reference: ReferenceData) -> None:
        self._key = new_key("root")
        self._reference = reference
        self._issues = 0
        self.certificate = self._key.certificate
        self.pinned = read_root(self.certificate)

    def issue(self, keys: Sequence[NewKey], at: Instant) -> bytes:
        """Return the next issue of the list, in which Hong Kong has some keys."""
        self._issues += 1
        certificates = tuple(read_certificate(key.certificate) for key in keys)
        scope = default_scope("HK", self._reference)
        hong_kong = NewAuthority(administration="HK", certificates=certificates, scope=scope)
        issue = Issue(list_id="simulation", sequence=self._issues, issued_at=at, next_update=DUE)
        listed = build([hong_kong], issue, self._reference)
        return sign_trust_list(listed, _signing(self._key)).encode()


class Sender:
    """Hong Kong: its register, its key, and the folder that it publishes."""

    def __init__(self, folder: Path, reference: ReferenceData) -> None:
        self.firms = Firms()
        self.folder = folder / "published"
        self.folder.mkdir()
        self.key = new_key("exchange 1")
        self._reference = reference
        self._profile = _profile("HK", folder, reference)
        self._secret = os.urandom(SECRET_BYTES)

    def publish(
        self, at: Instant, *, reset: str = "", at_least: int = 1, most_changes: int = 0
    ) -> SnapshotMade:
        """Sign the state of the stream as of an instant, and put it into the folder."""
        views = ViewOrder(profile=self._profile, audience="JP", at=at, reference=self._reference)
        order = SnapshotOrder(
            views=views,
            sender="HK",
            key=_signing(self.key),
            secret=self._secret,
            reset=reset,
            at_least=at_least,
            most_changes=most_changes,
        )
        refused: list[Report] = []
        made = create_snapshot([self.firms.content()], order, self.folder, refused.append)
        assert not refused, refused
        return made

    def head(self, sequence: int) -> Path:
        """Return a head that was published."""
        return self.folder / f"{sequence:010}.head.jwt"

    def back_up(self, to: Path) -> None:
        """Copy what was published; the firms are not in it."""
        shutil.copytree(self.folder, to)

    def restore(self, backup: Path) -> None:
        """Lose what was published since a backup."""
        shutil.rmtree(self.folder)
        shutil.copytree(backup, self.folder)


class Taken(NamedTuple):
    """What a receiver made of a message, and whether it holds what the message led to."""

    answer: SnapshotAnswer
    is_applied: bool


class Receiver:
    """Japan: the trust list that it chose, and every state that it held."""

    def __init__(
        self, folder: Path, root: TrustKeeper, trust: bytes, reference: ReferenceData
    ) -> None:
        self.trust = trust
        self._root = root.pinned
        self._reference = reference
        self._profile = _profile("JP", folder, reference)
        self._folder = folder / "held"
        self.held: list[Path] = []
        self._confirmed: list[str] = []
        self.now = instant(MADE_AT)

    @property
    def state(self) -> Path:
        """The folder of the state that is held."""
        return self.held[-1]

    def take(self, place: Path, at: Instant, confirmed: str = "") -> Taken:
        """Apply a message to what is held, where every check passes; the first one is copied."""
        self.now = at
        self._confirmed.append(confirmed)
        asked = self._question(confirmed)
        result = self._folder / f"{len(self.held) + 1:04}"
        if self.held:
            answer = apply_delta(self.state, place, asked, result)
        else:
            answer = check_snapshot(place, asked)
            if answer.verdict is Verdict.VALID:
                shutil.copytree(place, result)
        is_applied = (result / LATEST).exists()
        if is_applied:
            self.held.append(result)
        return Taken(answer, is_applied)

    def asks(self, number: int, at: Instant, known_at: Instant) -> RecognitionAnswer:
        """Return whether a firm is recognised as an exporter, by all that was held until now."""
        wish = Wish(
            sought=sought(tin(number), None),
            profile=self._profile,
            asked_by="JP",
            at=at,
            known_at=known_at,
            party_role=Role.EXPORTER,
            flow="import",
        )
        return by_snapshots(self.held, wish, self._question(), self._confirmed)

    def _question(self, confirmed: str = "") -> HeadQuestion:
        evidence = TrustEvidence(trust=(self.trust,), roots=(self._root,))
        return HeadQuestion(
            trust=open_trust_lists(evidence),
            at=self.now,
            reference=self._reference,
            profile=self._profile,
            confirmed=confirmed,
        )
