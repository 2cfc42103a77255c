"""A stream of many records: created and signed, checked, and moved on by a delta of one percent."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
from msgspec.structs import replace

from aeo_exchange.exchange.bodies import content_lines, require_stored
from aeo_exchange.exchange.merkle import TreeRoot
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.profile_file import read_partner_profile
from aeo_exchange.exchange.receiving import STEPS, HeadQuestion, ReceivedMessage, steps_of
from aeo_exchange.formats import Content
from aeo_exchange.formats.xml import write_xml
from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.instants import instant
from aeo_exchange.model.record import AeoRecord, Consent
from aeo_exchange.operations.attestations.verify import TrustEvidence, open_trust_lists
from aeo_exchange.operations.exchange.body_files import BODY_FORMS
from aeo_exchange.operations.exchange.deltas import DeltaPlace, apply_delta, make_delta
from aeo_exchange.operations.exchange.message_files import LATEST, FolderFiles
from aeo_exchange.operations.exchange.snapshot_check import check_snapshot
from aeo_exchange.operations.exchange.snapshots import SnapshotOrder, create_snapshot
from aeo_exchange.operations.reading import read_record, read_records
from aeo_exchange.operations.records.view import ViewOrder
from aeo_exchange.operations.trust.trust_draft import Issue, NewAuthority, build, default_scope
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.report import Verdict
from aeo_exchange.resources import published
from aeo_exchange.signing.jws import sign_compact
from aeo_exchange.signing.keys import read_certificate, read_private_key
from aeo_exchange.trust.roots import read_root

AT, NEXT = "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"
SAMPLE = "samples/records/HK-AEO/TIER2.aeo.json"
KEYS = "conformance/keys"
SECRET = b"s" * 32
PER_CENT = 100
ABOUT_THE_HEAD = STEPS[: [name for name, _ in STEPS].index("sequence")]


class Stream:
    """Two nights of a stream in a folder; in the second one percent of the records has changed."""

    def __init__(self, folder: Path, count: int, body: str) -> None:
        self.folder, self.count, self.form = folder, count, BODY_FORMS[body]
        self.register = Content(name="register", path=folder / "register.ndjson")
        self.later = Content(name="later", path=folder / "later.ndjson")
        self._trust = open_trust_lists(_evidence())

    @classmethod
    def made(cls, folder: Path, count: int, body: str) -> Stream:
        """Return one whose records have been written."""
        folder.mkdir()
        stream = cls(folder, count, body)
        records = _records(count)
        _write(stream.register, records)
        _write(stream.later, [*records, *(_changed(record) for record in records[::PER_CENT])])
        return stream

    @property
    def sent(self) -> Path:
        """The folder of the sender."""
        return self.folder / "sent"

    def as_xml(self) -> Content:
        """Return the records of the first night in XML."""
        content = Content(name="register in XML", path=self.folder / "register.xml")
        assert content.path is not None
        with content.path.open("wb") as stream:
            write_xml(read_records(self.register), stream)
        return content

    def create(self) -> None:
        """Create and sign the first night."""
        shutil.rmtree(self.sent, ignore_errors=True)
        self._night(self.register, AT)

    def _night(self, content: Content, at: str) -> None:
        self.sent.mkdir(exist_ok=True)
        order = SnapshotOrder(
            views=ViewOrder(
                profile=_profile("HK"), audience="JP", at=instant(at), reference=shipped()
            ),
            sender="HK",
            key=read_private_key(published(f"{KEYS}/hk.private.pem").read_bytes()),
            secret=SECRET,
            form=self.form,
        )
        made = create_snapshot([content], order, self.sent, print)
        assert made.head.count == self.count, made.left

    def check(self) -> None:
        """Check the first night, as one that holds nothing."""
        answer = check_snapshot(self.sent, self._question(AT))
        assert answer.verdict is Verdict.VALID, answer.steps

    def prove(self) -> None:
        """Verify the head of the first night in NDJSON, and that its body is the one it names."""
        content = (self.sent / LATEST).read_bytes()
        message = ReceivedMessage(content, self._question(AT), FolderFiles(self.sent))
        assert {step.outcome for step in steps_of(message, ABOUT_THE_HEAD)} <= {"pass", "skipped"}
        (file,) = message.head.files or ()
        root = TreeRoot()
        with (self.sent / file.name).open("rb") as stream:
            require_stored(stream, file)
            for line in content_lines(stream, file):
                root.add(line[:-1])
        assert root.root() == message.head.root

    def go_on(self) -> None:
        """Keep the first night as what is held, create the second and the delta between them."""
        shutil.copytree(self.sent, self.folder / "held")
        self._night(self.later, NEXT)
        place = DeltaPlace(folder=self.folder / "delta", form=self.form)
        made = make_delta(self.folder / "held", self.sent, place)
        assert made.changes == len(range(0, self.count, PER_CENT))

    def apply(self) -> None:
        """Apply the delta to what is held."""
        result = self.folder / "result"
        shutil.rmtree(result, ignore_errors=True)
        folders = (self.folder / "held", self.folder / "delta")
        answer = apply_delta(*folders, self._question(NEXT), result)
        assert answer.verdict is Verdict.VALID, answer.steps

    def _question(self, at: str) -> HeadQuestion:
        return HeadQuestion(
            trust=self._trust,
            at=instant(at),
            reference=shipped(),
            profile=_profile("JP"),
            test_keys=True,
        )


def apply_alone(folder: str, count: str, body: str) -> None:
    """Apply the delta of a folder, for a process of its own whose memory is measured."""
    stream = Stream(Path(folder), int(count), body)
    stream.apply()


def _records(count: int) -> list[AeoRecord]:
    sample = published(SAMPLE)
    record = read_record(Content(name=sample.name, path=sample))
    given = Consent(scope="HK-JP-2026", state=ConsentState.GIVEN, since="2026-02-01T00:00:00Z")
    base = replace(record, consents=(given,))
    return [
        replace(
            base,
            record_id=f"HK-2021-{number:07}",
            holder=replace(base.holder, tin=f"HK{number:08}"),
        )
        for number in range(count)
    ]


def _changed(record: AeoRecord) -> AeoRecord:
    """Return a later revision, in which something has changed that the partner sees."""
    holder = replace(record.holder, tin=f"HK9{record.holder.tin[3:]}")
    return replace(record, revision=record.revision + 1, issued_at=NEXT, holder=holder)


def _write(content: Content, records: list[AeoRecord]) -> None:
    assert content.path is not None
    with content.path.open("wb") as stream:
        stream.writelines(msgspec.json.encode(record) + b"\n" for record in records)


def _profile(side: str) -> PartnerProfile:
    text = published("samples/profiles/HK-JP.toml").read_text("utf-8")
    return read_partner_profile(text.replace('side = "HK"', f'side = "{side}"').encode(), shipped())


def _evidence() -> TrustEvidence:
    authority = NewAuthority(
        administration="HK",
        certificates=(read_certificate(published(f"{KEYS}/hk.cert.pem").read_bytes()),),
        scope=default_scope("HK", shipped()),
    )
    issue = Issue(list_id="bench", sequence=1, issued_at=AT, next_update="2026-12-01T00:00:00Z")
    root = read_private_key(published(f"{KEYS}/root-1.private.pem").read_bytes())
    lists = sign_compact(
        msgspec.json.encode(build([authority], issue, shipped())), root, "aeo-trust-list+jwt"
    )
    return TrustEvidence(
        trust=(lists.encode(),),
        roots=(read_root(published(f"{KEYS}/root-1.cert.pem").read_bytes()),),
        test_keys=True,
    )
