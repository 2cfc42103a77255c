"""What is asked in a run: cases by role and level to questions, in an order that the seed gives."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase, translate
from functools import cache
from typing import NamedTuple

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.conformance.adapters.protocol import (
    Hello,
    Options,
    Request,
    RequestInputs,
    RootPart,
    SentDocument,
)
from aeo_exchange.conformance.errors import NothingMatched, UnknownCase
from aeo_exchange.conformance.judge.known_failures import KnownFailure
from aeo_exchange.conformance.run.variants import variant_of
from aeo_exchange.conformance.run.variants.fresh import Fresh, fresh_for
from aeo_exchange.conformance.suite.cases import Case, CaseGiven, Input, RootInput, Suite
from aeo_exchange.conformance.suite.lists import (
    ONLY_IF_NAMED,
    OPTIONAL,
    Depth,
    Operation,
    ProductRole,
    RunLevel,
)
from aeo_exchange.model.instants import normalise
from aeo_exchange.report import Verdict

__all__ = [
    "AGAIN",
    "CaseQuestion",
    "Choice",
    "is_asked",
    "is_wanted",
    "missing_operation",
    "not_claimed",
    "plan",
    "refuse_stray",
    "refuse_unmatched",
]

# What is signed twice must not come out as it did before (CNF-3-11).
AGAIN = "asked-again"
# What is made in the syntax that is asked for.
TARGETED = frozenset({Operation.SIGN, Operation.CONVERT, Operation.VIEW})


class Choice(Struct, frozen=True, kw_only=True):
    """What the user asked for; an absent list of roles or depth is what the product claims."""

    roles: tuple[ProductRole, ...] = ()
    level: RunLevel = RunLevel.CORE
    depth: Depth | UnsetType = UNSET
    seed: int = 0
    filters: tuple[str, ...] = ()
    known: tuple[KnownFailure, ...] = ()
    at: str
    variants: bool = True
    jobs: int = 1

    def __post_init__(self) -> None:
        """Read the instant once; raises InvalidInstant for anything else."""
        normalise(self, "at")


class CaseQuestion(NamedTuple):
    """One document of one case for one role; as published, once more so, or a variant of it."""

    role: ProductRole
    case: Case
    part: Input
    content: bytes
    changes: tuple[str, ...]

    @property
    def is_variant(self) -> bool:
        """Whether the document was written in another way than published."""
        return bool(self.changes) and self.changes != (AGAIN,)

    def request(self, seq: int, suite: Suite, seconds: float) -> Request:
        """Return the question as it is sent: a number in place of the case."""
        return Request(
            seq=seq,
            operation=self.case.operation,
            role=self.role,
            at=self.case.at,
            inputs=_inputs(self, suite),
            options=_options(self.case),
            deadline_ms=round(seconds * 1000),
        )


def plan(suite: Suite, roles: tuple[ProductRole, ...], choice: Choice) -> list[list[CaseQuestion]]:
    """Return the questions of each case and role, in the order in which they are asked."""
    wanted = _wanted(suite, roles, choice)
    # No secret: who knows the seed knows the order, and the product is not told it.
    random.Random(choice.seed).shuffle(wanted)  # noqa: S311
    return [list(_questions(suite, role, case, choice)) for role, case in wanted]


def _wanted(
    suite: Suite, roles: tuple[ProductRole, ...], choice: Choice
) -> list[tuple[ProductRole, Case]]:
    return [
        (role, case)
        for role in roles
        for case in suite.chosen(role, choice.level)
        if is_wanted(case, choice.filters)
    ]


def is_wanted(case: Case, filters: tuple[str, ...]) -> bool:
    """Say whether a case is named by a filter: an id, or a pattern such as AEO-LIF-*."""
    return not filters or _named_by(filters)(case.id) is not None


@cache
def _named_by(filters: tuple[str, ...]) -> Callable[[str], re.Match[str] | None]:
    """Return what matches the ids that any of these names: a vendor may name hundreds."""
    return re.compile("|".join(map(translate, filters))).match


def refuse_stray(suite: Suite, choice: Choice) -> None:
    """Refuse a wish for what the suite does not have; raises NothingMatched, UnknownCase."""
    refuse_unmatched(suite, choice.filters)
    for role in choice.roles:
        if not suite.chosen(role, choice.level):
            raise NothingMatched(f"the suite has no case for {role} at level {choice.level}")
    if choice.roles and not _wanted(suite, choice.roles, choice):
        named = " or ".join(choice.roles)
        raise NothingMatched(f"no case named is one for {named} at level {choice.level}")
    for known in choice.known:
        if known.case not in suite.by_id:
            raise UnknownCase(f"the list of known failures names {known.case}, which is not a case")


def refuse_unmatched(suite: Suite, filters: tuple[str, ...]) -> None:
    """Refuse a filter that no case matches; raises NothingMatched."""
    for wish in filters:
        if wish not in suite.by_id and not any(fnmatchcase(case.id, wish) for case in suite.cases):
            is_near = any(fnmatchcase(case.id.upper(), wish.upper()) for case in suite.cases)
            hint = "; ids are in capitals" if is_near else ""
            raise NothingMatched(f"no case matches '{wish}'{hint}")


def is_asked(question: CaseQuestion, hello: Hello) -> bool:
    """Say whether a product is asked this: it may leave roles, syntaxes and sets."""
    return not not_claimed(question, hello)


def not_claimed(question: CaseQuestion, hello: Hello) -> str:
    """Return what a question needs that a product does not claim; an empty text for nothing."""
    if question.role not in hello.roles:
        return question.role
    if question.case.operation in OPTIONAL and missing_operation(question.case, hello):
        return question.case.operation
    needed = {question.part.media.partition(";")[0], *_target(question.case)}
    known = {media_type.partition(";")[0] for media_type in hello.media}
    missing = needed - known if known else set[str]()
    return " and ".join(sorted(_written_in(media_type) or media_type for media_type in missing))


def _written_in(media: str) -> str:
    """Return the syntax of a media type, of messages that of their bodies."""
    kind, _, syntax = media.partition("+")
    bodies = kind.partition(".messages-")[2]
    return f"bodies in {bodies.upper()}" if bodies else syntax.upper()


def missing_operation(case: Case, hello: Hello) -> bool:
    """Say whether a product leaves out the operation of a case; saying nothing claims the usual."""
    says = bool(hello.operations) or case.operation in ONLY_IF_NAMED
    return says and case.operation not in hello.operations


def _target(case: Case) -> set[str]:
    """Return what is to be written; an issuer may make one envelope, a converter some syntaxes."""
    target = case.options.target
    if case.operation not in TARGETED or target is UNSET:
        return set()
    return {target.partition(";")[0]}


def _questions(
    suite: Suite, role: ProductRole, case: Case, choice: Choice
) -> Iterator[CaseQuestion]:
    contents = [(part, suite.content(case, part)) for part in case.inputs]
    fresh = fresh_for(case, contents, choice.seed) if choice.variants else Fresh()
    for part, content in contents:
        yield CaseQuestion(role, case, part, content, ())
        if case.operation is Operation.SIGN and case.expect.verdict is Verdict.VALID:
            yield CaseQuestion(role, case, part, content, (AGAIN,))
        if choice.variants:
            variant = variant_of(case, part, content, choice.seed, fresh)
            if variant:
                yield CaseQuestion(role, case, part, variant.content, variant.changes)


def _inputs(question: CaseQuestion, suite: Suite) -> RequestInputs:
    case, given = question.case, question.case.given
    document = SentDocument.of(question.part.media, question.content)
    if given is UNSET:
        return RequestInputs(document=document)
    return RequestInputs(
        document=document,
        record=UNSET if given.record is UNSET else _part(suite, case, given.record),
        trust=tuple(_part(suite, case, name) for name in given.trust),
        roots=tuple(_root(suite, case, root) for root in given.roots),
        status=tuple(_part(suite, case, status) for status in given.status),
        profiles=tuple(_part(suite, case, profile) for profile in given.profiles),
        key=UNSET if given.key is UNSET else _part(suite, case, given.key),
        certificate=UNSET if given.certificate is UNSET else _part(suite, case, given.certificate),
        holding=UNSET if given.holding is UNSET else _part(suite, case, given.holding),
        previous=UNSET if given.previous is UNSET else _part(suite, case, given.previous),
        secret=UNSET if given.secret is UNSET else _part(suite, case, given.secret),
    )


def _part(suite: Suite, case: Case, part: Input) -> SentDocument:
    return SentDocument.of(part.media, suite.content(case, part))


def _root(suite: Suite, case: Case, root: RootInput) -> RootPart:
    part = _part(suite, case, root)
    return RootPart(media=part.media, content=part.content, pinned_for=root.pinned_for)


def _options(case: Case) -> Options:
    given = CaseGiven() if case.given is UNSET else case.given
    return Options(
        target=case.options.target,
        expect_tin=given.expect_tin,
        min_sequence=given.min_sequence,
        known_revision=given.known_revision,
        known_status_at=given.known_status_at,
        pinned_for=given.pinned_for,
        test_keys=given.test_keys,
        status=case.options.status,
        expires=case.options.expires,
        issuer=case.options.issuer,
        tier=case.options.tier,
        known_at=case.options.known_at,
        recognition=case.options.recognition,
        audience=case.options.audience,
    )
