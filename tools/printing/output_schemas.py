"""The JSON that commands print and keep: a row for each, and the schema printed from it."""

from __future__ import annotations

import json

import msgspec

from aeo_exchange.declarations.answer import MatchedDeclaration
from aeo_exchange.declarations.declaration import Declaration
from aeo_exchange.exchange.answers import Answer
from aeo_exchange.exchange.entries import EntryLine
from aeo_exchange.exchange.heads import Head
from aeo_exchange.exchange.recognition.receipts import Receipt
from aeo_exchange.exchange.site_layout import SiteHints
from aeo_exchange.model.shape import NAMESPACE
from aeo_exchange.msme import Classification
from aeo_exchange.operations.exchange.answer_apply import AnswerApplied
from aeo_exchange.operations.exchange.answers import AnswerShown
from aeo_exchange.operations.exchange.answers_seen import AnswersSeen
from aeo_exchange.operations.exchange.partner_profiles import CheckedProfile, ShownProfile
from aeo_exchange.operations.exchange.snapshot_check import SnapshotAnswer
from aeo_exchange.operations.measuring.programme_stats import RegisterStatistics
from aeo_exchange.operations.measuring.use import ArrangementUse
from aeo_exchange.operations.recognition.receipts import ReceiptAnswer
from aeo_exchange.operations.recognition.recognise import RecognitionAnswer
from aeo_exchange.operations.records.diff import DiffAnswer
from aeo_exchange.operations.records.digest import RecordDigest
from aeo_exchange.operations.records.losses import LossReport
from aeo_exchange.operations.records.status import StatusAnswers
from aeo_exchange.operations.records.view import ViewLine
from aeo_exchange.operations.reference.agreements import AgreementSummary
from aeo_exchange.operations.reference.classify import Comparison, DefinitionSummary, Line
from aeo_exchange.operations.reference.explain import CodeEntry, RuleEntry
from aeo_exchange.operations.reference.identifiers import Guess, SchemeSummary
from aeo_exchange.operations.reference.programme_comparison import ProgrammeComparison
from aeo_exchange.operations.reference.programmes import ProgrammeSummary
from aeo_exchange.operations.reference.stale import StaleAnswer
from aeo_exchange.operations.register.answers import KeptAnswer
from aeo_exchange.operations.register.care import AffectedAnswer, PurgeAnswer, RegisterCheck
from aeo_exchange.operations.register.register import AppliedMessage, HeldHistory, RegisterAnswer
from aeo_exchange.operations.site.check import SiteAnswer
from aeo_exchange.operations.trust.keys import KeyFacts
from aeo_exchange.operations.trust.status_list import StatusListSummary
from aeo_exchange.operations.trust.trust_check import ListAnswer
from aeo_exchange.reference.identifiers import IdentifierAnswer, TinAnswer
from aeo_exchange.reference.programme_facts import Programme
from aeo_exchange.report import ValidateAnswer
from aeo_exchange.tabular.outcome import CandidateRow, ImportReport
from aeo_exchange.trust.answer import VerificationAnswer
from aeo_exchange.trust.seen import SeenFile
from aeo_exchange.trust.status_work import StatusWorkFile
from printing.portable import as_answered, portable

__all__ = ["OUTPUTS", "print_output_schema"]

# By the name of its schema, what it is and the type of it.
OUTPUTS: dict[str, tuple[str, object]] = {
    "classify": ("What `aeo classify --format json` prints", Classification),
    "classify-compare": ("What `aeo classify --compare --format json` prints", Comparison),
    "classify-lines": ("What `aeo classify --lines --format json` prints", list[Line]),
    "classify-list": ("What `aeo classify --list --format json` prints", list[DefinitionSummary]),
    "codes": ("What `aeo codes list|show --format json` prints", list[CodeEntry]),
    "declaration": ("A line of NDJSON that `aeo match` reads: a declaration", Declaration),
    "diff": ("What `aeo diff --format json` prints", DiffAnswer),
    "digest": ("A line of `aeo digest --format ndjson`", RecordDigest),
    "identifier": ("What `aeo identifier check --format json` prints", IdentifierAnswer),
    "identifier-guess": ("What `aeo identifier guess --format json` prints", Guess),
    "identifier-list": ("What `aeo identifier list --format json` prints", list[SchemeSummary]),
    "identifier-tin": ("What `aeo identifier tin --format json` prints", TinAnswer),
    "import-candidate": ("A line of `aeo import --candidates`", CandidateRow),
    "import-report": ("What `aeo import --report` writes", ImportReport),
    "key": ("What `aeo key show --format json` prints", KeyFacts),
    "loss-report": ("What `aeo convert --loss-report` writes", LossReport),
    "match": ("A line of `aeo match --format ndjson`", MatchedDeclaration),
    "profile": ("What `aeo profile show --format json` prints", ShownProfile),
    "profile-list": ("What `aeo profile list --format json` prints", list[AgreementSummary]),
    "profile-check": ("What `aeo profile check --format json` prints", list[CheckedProfile]),
    "programme": ("What `aeo programmes show --format json` prints", Programme),
    "programmes": (
        "What `aeo programmes list --format json` prints, and `show` for an economy",
        list[ProgrammeSummary],
    ),
    "use": ("What `aeo use --format json` prints", ArrangementUse),
    "programmes-stats": ("What `aeo programmes stats --format json` prints", RegisterStatistics),
    "programmes-compare": (
        "What `aeo programmes compare --format json` prints",
        ProgrammeComparison,
    ),
    "answer": ("What an answer to a head says: the payload of its token", Answer),
    "answer-show": ("What `aeo answer show --format json` prints", AnswerShown),
    "answer-kept": ("What `aeo answer show --db URL --format json` prints", list[KeptAnswer]),
    "answer-apply": ("What `aeo answer apply --format json` prints", AnswerApplied),
    "answers-seen": ("The file in which a sender keeps which answers it applied", AnswersSeen),
    "receipt": ("What a receipt says: the payload of its token", Receipt),
    "receipt-check": ("What `aeo receipt check --format json` prints", ReceiptAnswer),
    "recognise": ("What `aeo recognise --format json` prints", RecognitionAnswer),
    "register-affected": ("What `aeo register affected --format json` prints", AffectedAnswer),
    "register-check": ("What `aeo register check --format json` prints", RegisterCheck),
    "register-purge": ("What `aeo register purge --format json` prints", PurgeAnswer),
    "register-apply": ("What `aeo register apply --format json` prints", list[AppliedMessage]),
    "register-history": ("What `aeo register history --format json` prints", HeldHistory),
    "register-query": ("What `aeo register query --format json` prints", RegisterAnswer),
    "report": ("What `aeo validate --format json` prints", ValidateAnswer),
    "rule": ("What `aeo explain --format json` prints", RuleEntry),
    "rules": ("What `aeo rules list --format json` prints", list[RuleEntry]),
    "schemas": ("What `aeo schema list --format json` prints", list[str]),
    "seen": ("The file in which a verifier keeps what it has used before", SeenFile),
    "programmes-stale": ("What `aeo programmes stale --format json` prints", StaleAnswer),
    "head": ("What a head of a stream says: the payload of its token", Head),
    "entry": ("A line of a snapshot", EntryLine),
    "snapshot-check": (
        "What `aeo snapshot check --format json` prints, and `aeo delta check|apply --format json`",
        SnapshotAnswer,
    ),
    "publish-check": ("What `aeo publish --format json` prints with --check", SiteAnswer),
    "site-hints": ("The hints of a site, `.well-known/aeo-exchange.json`", SiteHints),
    "status": ("What `aeo status --format json` prints", StatusAnswers),
    "status-list": ("What `aeo status-list show --format json` prints", StatusListSummary),
    "status-list-work": ("The working file of a status list", StatusWorkFile),
    "verify": ("What `aeo verify --format json` prints", VerificationAnswer),
    "view-report": ("A line of `aeo view --report`", ViewLine),
    "trust-check": ("What `aeo trust check --format json` prints", ListAnswer),
}


def print_output_schema(name: str) -> str:
    """Return the JSON Schema of a row of OUTPUTS, as the text of its file."""
    title, shape = OUTPUTS[name]
    described = as_answered(portable(json.loads(msgspec.json.encode(msgspec.json.schema(shape)))))
    assert isinstance(described, dict)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{NAMESPACE}:{name}",
        "title": title,
        **described,
    }
    return json.dumps(schema, indent=2) + "\n"
