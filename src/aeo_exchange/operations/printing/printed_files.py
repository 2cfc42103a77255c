"""What the project publishes, printed from the definition: file name to text."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import get_args

import msgspec

from aeo_exchange.declarations.answer import MatchedDeclaration
from aeo_exchange.declarations.declaration import Declaration
from aeo_exchange.exchange.answers import Answer
from aeo_exchange.exchange.entries import KEY_PATTERN, SALT_PATTERN, EntryLine, TombstoneCause
from aeo_exchange.exchange.heads import Head
from aeo_exchange.exchange.recognition.receipts import Receipt
from aeo_exchange.exchange.site_layout import SiteHints
from aeo_exchange.formats import Content
from aeo_exchange.formats.xml import write_xml
from aeo_exchange.model.attestation import Claims
from aeo_exchange.model.shape import NAMESPACE, record_shape, shape_of
from aeo_exchange.model.tree import Tree
from aeo_exchange.model.trust_list import TrustList
from aeo_exchange.msme import Classification
from aeo_exchange.operations.exchange.answer_apply import AnswerApplied
from aeo_exchange.operations.exchange.answers import AnswerShown
from aeo_exchange.operations.exchange.answers_seen import AnswersSeen
from aeo_exchange.operations.exchange.partner_profiles import CheckedProfile, ShownProfile
from aeo_exchange.operations.exchange.snapshot_check import SnapshotAnswer
from aeo_exchange.operations.measuring.programme_stats import RegisterStatistics
from aeo_exchange.operations.measuring.use import ArrangementUse
from aeo_exchange.operations.printing.agreement_tables import print_agreements
from aeo_exchange.operations.printing.file_schemas import FILES, print_file_schema
from aeo_exchange.operations.printing.reference_schemas import print_reference_schemas
from aeo_exchange.operations.printing.rule_table import rule_table
from aeo_exchange.operations.printing.systems import (
    print_compendium,
    print_designators,
    print_systems,
)
from aeo_exchange.operations.reading import read_records
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
from aeo_exchange.reference.files import HERE, Shape, in_camel_case, read_toml, to_facts
from aeo_exchange.reference.identifiers import IdentifierAnswer, TinAnswer
from aeo_exchange.reference.programme_facts import Programme
from aeo_exchange.reference.schemes import SchemeFile
from aeo_exchange.reference.systems import Compendium, Systems
from aeo_exchange.report import ValidateAnswer
from aeo_exchange.resources import published
from aeo_exchange.schema.attestation_xsd import print_attestation_xsd
from aeo_exchange.schema.exchange_xsd import print_exchange_xsd
from aeo_exchange.schema.json_schema import print_json_schema
from aeo_exchange.schema.portable import as_answered, portable
from aeo_exchange.schema.tables import (
    code_lists,
    print_code_list,
    print_dictionary,
    print_mapping,
)
from aeo_exchange.schema.xsd import print_xsd
from aeo_exchange.tabular.outcome import CandidateRow, ImportReport
from aeo_exchange.trust.answer import VerificationAnswer
from aeo_exchange.trust.seen import SeenFile
from aeo_exchange.trust.status_work import StatusWorkFile

__all__ = ["printed_files", "printed_samples"]

FOLDER = "schemas/1.0"
# The types of texts that bodies in XML have and records have not.
BODY_PATTERNS = {
    "KeyText": KEY_PATTERN,
    "SaltText": SALT_PATTERN,
    "RootText": "[0-9a-f]{64}",
    "Number": "[1-9][0-9]{0,9}",
}
PUBLISHED_LISTS = (
    *("countries", "currencies", "latin_letters", "legal_forms", "scripts", "sectors"),
)
REFERENCE = "src/aeo_exchange/reference/printed"
# The JSON that commands print, by the name of its schema.
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


def printed_files() -> dict[str, str]:
    """Return every printed file by its name below the project folder."""
    shape = record_shape()
    return {
        f"{FOLDER}/aeo-record.schema.json": print_json_schema(
            shape, identifier=f"{NAMESPACE}:record", title="AEO status record 1.0"
        ),
        f"{FOLDER}/aeo-record.xsd": print_xsd(shape),
        f"{FOLDER}/aeo-attestation.xsd": print_attestation_xsd(
            shape_of(Claims), shape, record_schema="aeo-record.xsd"
        ),
        f"{FOLDER}/aeo-exchange.xsd": print_exchange_xsd(
            BODY_PATTERNS, get_args(TombstoneCause), record_schema="aeo-record.xsd"
        ),
        f"{FOLDER}/aeo-status-claims.schema.json": print_json_schema(
            shape_of(Claims),
            identifier=f"{NAMESPACE}:status-claims",
            title="AEO status claims 1.0",
        ),
        f"{FOLDER}/aeo-trust-list.schema.json": print_json_schema(
            shape_of(TrustList), identifier=f"{NAMESPACE}:trust-list", title="AEO trust list 1.0"
        ),
        **{
            f"{FOLDER}/codes/{name}.csv": print_code_list(codes)
            for name, codes in code_lists().items()
        },
        **{
            f"{FOLDER}/{name}.schema.json": _output_schema(name, title, shape)
            for name, (title, shape) in OUTPUTS.items()
        },
        **{
            f"{FOLDER}/{name}.schema.json": text for name, text in print_reference_schemas().items()
        },
        **{f"{FOLDER}/{name}-file.schema.json": print_file_schema(name) for name in FILES},
        # What judges a local file lies beside the code that reads it.
        **{
            f"{file.home}/{name}.schema.json": print_file_schema(name)
            for name, file in FILES.items()
        },
        **{f"{REFERENCE}/{name}": text for name, text in _reference_data().items()},
        **{f"{FOLDER}/reference/{name}": text for name, text in _published_reference().items()},
        **{
            f"{FOLDER}/unicode/{file.name}": file.read_text("ascii")
            for file in sorted((HERE / "unicode").glob("*.csv"))
        },
        "docs/agreements.md": print_agreements(),
        "docs/data-dictionary.md": print_dictionary(shape),
        "docs/compendium.md": print_compendium(_read("compendium", Compendium)),
        "docs/mapping.md": print_mapping(shape) + print_designators(_read("schemes", SchemeFile)),
        "docs/systems.md": print_systems(_read("systems", Systems)),
        "docs/rules.md": "\n".join(rule_table()) + "\n",
    }


def printed_samples() -> dict[str, str]:
    """Return the XML of every JSON sample, by its name below the project folder."""
    folder = published("samples")
    return {
        f"samples/{path.relative_to(folder).with_suffix('.xml').as_posix()}": _xml(path)
        for path in sorted(folder.rglob("*.aeo.json"))
    }


def _output_schema(name: str, title: str, shape: object) -> str:
    described = as_answered(portable(json.loads(msgspec.json.encode(msgspec.json.schema(shape)))))
    assert isinstance(described, dict)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{NAMESPACE}:{name}",
        "title": title,
        **described,
    }
    return json.dumps(schema, indent=2) + "\n"


def _read(name: str, shape: type[Shape]) -> Shape:
    """Return the facts of a file as it is edited, not as it was last printed."""
    file = HERE / f"{name}.toml"
    return to_facts(in_camel_case(read_toml(file)), shape, file)


def _reference_data() -> dict[str, str]:
    """Return the shipped reference data as a program reads it, by file name."""
    trees = {file.relative_to(HERE): read_toml(file) for file in sorted(HERE.rglob("*.toml"))}
    return {
        # Size definitions are the one kind whose structs have the names of the file.
        name.with_suffix(".json").as_posix(): _compact(
            tree if name.parent.name == "sizes" else in_camel_case(tree)
        )
        for name, tree in trees.items()
    }


def _published_reference() -> dict[str, str]:
    """Return the reference data as other programs take it: one file for each kind."""
    kinds = {
        folder: [
            in_camel_case(json.loads(text))
            for name, text in _reference_data().items()
            if name.startswith(f"{folder}/")
        ]
        for folder in ("agreements", "programmes", "sizes")
    }
    return {
        **{
            f"{kind}.json": json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
            for kind, rows in kinds.items()
        },
        **{
            f"{name}.json": json.dumps(
                json.loads(_reference_data()[f"{name}.json"]), indent=1, ensure_ascii=False
            )
            + "\n"
            for name in ("compendium", "declaration_codes", "schemes", "systems")
        },
        **{
            f"{name}.csv": (HERE / "lists" / f"{name}.csv").read_text("utf-8")
            for name in PUBLISHED_LISTS
        },
    }


def _compact(tree: Tree) -> str:
    return msgspec.json.encode(tree).decode() + "\n"


def _xml(path: Path) -> str:
    stream = io.BytesIO()
    write_xml(read_records(Content(name=path.name, path=path)), stream)
    return stream.getvalue().decode()
