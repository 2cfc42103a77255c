"""A package of a statement to named checks and a verdict, offline (CNF-8-6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias, TypeVar

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.conformance.errors import UnreadableFile
from aeo_exchange.conformance.report.run_report import RunReport
from aeo_exchange.conformance.report.stored import read_report
from aeo_exchange.conformance.statement.progress import MISTAKEN, is_progress
from aeo_exchange.conformance.statement.recount import recount
from aeo_exchange.conformance.statement.statement import (
    NOTICE,
    PERMISSION,
    PUBLIC_FILES,
    TYP,
    ConformanceStatement,
    Product,
    digest_of,
    misnamed,
    year_later,
)
from aeo_exchange.conformance.statement.vendor_keys import is_published_for_tests, vendor_key
from aeo_exchange.conformance.suite.cases import Suite
from aeo_exchange.conformance.vendor_files import read_vendor_json
from aeo_exchange.errors import AeoError, SignatureError
from aeo_exchange.model.instants import date_of, instant
from aeo_exchange.report import Verdict
from aeo_exchange.signing.jws import Codes, read_compact
from aeo_exchange.signing.keys import VerificationKey

__all__ = ["Rechecked", "StatementCheck", "recheck"]

Files: TypeAlias = Mapping[str, bytes]
Kind = TypeVar("Kind")
PASS, FAIL, UNDETERMINED = "pass", "fail", "undetermined"
# No rule is about statements; this names the kind of the refusal.
CODES = Codes.one("SIG")
NO_KEY = "nobody said what the vendor's key is; get it from the vendor, then --key CERT.pem"


class StatementCheck(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One check by its name, how it came out and, where it did not pass, why."""

    name: str
    outcome: str
    reason: str | UnsetType = UNSET


class Rechecked(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer about a package: VALID when every check passed."""

    verdict: Verdict
    at: str
    statement: ConformanceStatement | UnsetType = UNSET
    checks: tuple[StatementCheck, ...]


class _Question(NamedTuple):
    """What is checked, and against what."""

    files: Files
    statement: ConformanceStatement
    product: Product
    report: RunReport
    suite: Suite
    at: str
    key: VerificationKey | None
    test_keys: bool


def recheck(
    files: Files,
    suite: Suite,
    *,
    at: str,
    key: VerificationKey | None = None,
    test_keys: bool = False,
) -> Rechecked:
    """Return the answer about the files of a package, at an instant.

    Without the vendor's `key`, from another source, nobody can tell whose statement it is.
    `test_keys` lets the published test keys count.
    """
    now = instant(at)
    try:
        statement = _statement(files)
        product = _typed(files, "product.json", Product)
        report = read_report(files["report.json"])
    except UnreadableFile as cause:
        check = StatementCheck(name="format", outcome=FAIL, reason=str(cause))
        return Rechecked(verdict=Verdict.NOT_VALID, at=now, checks=(check,))
    question = _Question(files, statement, product, report, suite, now, key, test_keys)
    checks = (StatementCheck(name="format", outcome=PASS), *(_made(question)))
    return Rechecked(verdict=_verdict(checks), at=now, statement=statement, checks=checks)


def _statement(files: Files) -> ConformanceStatement:
    """Return the statement; a progress statement is none, whatever else it says."""
    if is_progress(files["statement.json"]):
        raise UnreadableFile(f"statement.json: {MISTAKEN}")
    return _typed(files, "statement.json", ConformanceStatement)


def _typed(files: Files, name: str, kind: type[Kind]) -> Kind:
    try:
        return read_vendor_json(files[name], kind)
    except UnreadableFile as cause:
        raise UnreadableFile(f"{name}: {cause}") from cause


def _verdict(checks: tuple[StatementCheck, ...]) -> Verdict:
    outcomes = {check.outcome for check in checks}
    if FAIL in outcomes:
        return Verdict.NOT_VALID
    return Verdict.UNDETERMINED if UNDETERMINED in outcomes else Verdict.VALID


def _made(question: _Question) -> Iterator[StatementCheck]:
    """Yield every check, also after one that failed: the reader wants them all."""
    for name, check in CHECKS.items():
        outcome, reason = check(question)
        yield StatementCheck(name=name, outcome=outcome, reason=reason or UNSET)


OutcomeAndReason: TypeAlias = tuple[str, str]


def _outcome(reasons: list[str]) -> OutcomeAndReason:
    return (FAIL, "; ".join(reasons)) if reasons else (PASS, "")


def _signature(question: _Question) -> OutcomeAndReason:
    try:
        token = read_compact(question.files["statement.jws"].decode("ascii").strip(), TYP, CODES)
        key = question.key or vendor_key(question.statement.public_key)
    except (AeoError, UnicodeDecodeError) as cause:
        return FAIL, str(cause)
    if not token.is_of(key):
        return FAIL, "it is not by the key"
    if token.payload != question.files["statement.json"]:
        return FAIL, "it is over another statement"
    if not question.test_keys and is_published_for_tests(key, question.suite):
        return FAIL, "the key is a published test key, which anybody has"
    return PASS, ""


def _vendor_key(question: _Question) -> OutcomeAndReason:
    """Say whether it is known whose key it is."""
    if question.key is None:
        return UNDETERMINED, NO_KEY
    try:
        told = vendor_key(question.statement.public_key)
    except SignatureError as cause:
        return FAIL, str(cause)
    return _outcome([] if told.kid == question.key.kid else ["the statement names another key"])


def _digests(question: _Question) -> OutcomeAndReason:
    told = question.statement.files
    return _outcome(
        [f"the statement has no digest of {name}" for name in PUBLIC_FILES if name not in told]
        + [
            f"{name} is not the file that was signed"
            for name, digest in sorted(told.items())
            if name not in question.files or digest_of(question.files[name]) != digest
        ]
    )


def _expiry(question: _Question) -> OutcomeAndReason:
    statement, day = question.statement, date_of(question.at)
    reasons = []
    if statement.expires > year_later(statement.issued):
        reasons.append(f"it says that it holds until {statement.expires}, more than twelve months")
    if day < statement.issued:
        reasons.append(f"it was made on {statement.issued}, which is yet to come")
    if day >= statement.expires:
        reasons.append(f"it ended on {statement.expires}")
    return _outcome(reasons)


def _wording(question: _Question) -> OutcomeAndReason:
    statement = question.statement
    is_whole = statement.notice == NOTICE and statement.permission == PERMISSION
    return _outcome([] if is_whole else ["notice or permission are not those of every statement"])


def _product(question: _Question) -> OutcomeAndReason:
    statement, product = question.statement, question.product
    return _outcome(
        [
            f"{name} of the statement and of the product file differ"
            for name in ("vendor", "product", "version", "contact")
            if getattr(statement, name) != getattr(product, name)
        ]
        + [reason for reason in (misnamed(question.report, statement),) if reason]
    )


def _claim(question: _Question) -> OutcomeAndReason:
    """Compare what is claimed with what was run."""
    statement, report = question.statement, question.report
    media = () if report.product is UNSET else report.product.media
    pairs = {
        "suite": (statement.suite, report.suite),
        "standard": (statement.standard, report.suite.spec),
        "roles": (statement.roles, report.roles),
        "level": (statement.level, report.level),
        "depth": (statement.depth, report.depth),
        "media": (statement.media, media),
        "adapter": (statement.adapter, report.adapter),
        "seed": (statement.seed, report.seed),
        "issued": (statement.issued.isoformat(), report.at[:10]),
    }
    return _outcome([f"{name} is not that of the run" for name, (a, b) in pairs.items() if a != b])


def _release(question: _Question) -> OutcomeAndReason:
    """Say whether the cases are those of the suite at hand; of another release it cannot tell."""
    told, ours = question.report.suite, question.suite.release
    if (told.id, told.version, told.spec) != (ours.id, ours.version, ours.spec):
        return UNDETERMINED, f"the suite at hand is {ours.version}, asked was {told.version}"
    return _outcome(
        [] if told.case_set == ours.case_set else ["the cases are not those of this release"]
    )


def _recounted(question: _Question) -> OutcomeAndReason:
    if _release(question)[0] != PASS:
        return UNDETERMINED, "it takes the cases that were run to count them again"
    return _outcome(recount(question.report, question.suite))


# What is checked, in the order in which it is told.
CHECKS: dict[str, Callable[[_Question], OutcomeAndReason]] = {
    "signature": _signature,
    "vendor-key": _vendor_key,
    "digests": _digests,
    "expiry": _expiry,
    "wording": _wording,
    "product": _product,
    "claim": _claim,
    "release": _release,
    "recount": _recounted,
}
