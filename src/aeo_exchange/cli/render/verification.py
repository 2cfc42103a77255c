"""Answers of a verifier as text an officer can read aloud, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import click
from msgspec import UNSET

from aeo_exchange import CheckName, CheckResult, Outcome, Verification
from aeo_exchange.cli.render.json_line import visible_json
from aeo_exchange.counting import how_many
from aeo_exchange.operations.attestations.verify_memory import ShownAnswer
from aeo_exchange.report import Verdict, worst
from aeo_exchange.safe_text import excerpt

if TYPE_CHECKING:
    from aeo_exchange.model.tree import Tree

__all__ = ["FORMS", "answer_in_form", "print_answers"]

COLORS = {Verdict.VALID: "green", Verdict.NOT_VALID: "red", Verdict.UNDETERMINED: "yellow"}
ANSWERS = {
    Verdict.VALID: "VALID: yes",
    Verdict.NOT_VALID: "NOT VALID: no",
    Verdict.UNDETERMINED: "UNDETERMINED: cannot tell",
}
# The outcome that decides a verdict other than VALID.
DECIDING = {Verdict.NOT_VALID: Outcome.FAIL, Verdict.UNDETERMINED: Outcome.UNDETERMINED}
WORDS = {"VALID": "valid", "NOT_VALID": "not valid", "UNDETERMINED": "not decided"}


def answer_in_form(answer: Verification, form: str, at: str) -> str:
    """Return one answer in a form."""
    return FORMS[form].show(answer, at)


def print_answers(
    answers: Iterable[ShownAnswer], form: str, at: str, *, quiet: bool
) -> Iterator[str]:
    """Yield answers that were shown in a form, with what stands around them all."""
    yield from FORMS[form].gather(answers, at, quiet)


def _json(answer: Verification, _at: str) -> str:
    return visible_json(answer)


def _as_json(answers: Iterable[ShownAnswer], at: str, quiet: bool) -> Iterator[str]:  # noqa: FBT001 one shape for all forms
    """Yield one object {at, results, verdict}; the verdict comes last, when all is known."""
    verdicts: set[Verdict] = set()
    yield f'{{"at":"{at}","results":['
    mark = ""
    for answer in answers:
        verdicts.add(answer.verdict)
        if not quiet:
            yield f"{mark}\n{answer.shown}"
            mark = ","
    yield f'\n],"verdict":"{worst(verdicts)}"}}\n'


def _as_ndjson(answers: Iterable[ShownAnswer], _at: str, quiet: bool) -> Iterator[str]:  # noqa: FBT001 as above
    for answer in answers:
        if not quiet:
            yield f"{answer.shown}\n"


def _as_text(answers: Iterable[ShownAnswer], at: str, quiet: bool) -> Iterator[str]:  # noqa: FBT001 as above
    verdicts: Counter[Verdict] = Counter()
    for answer in answers:
        verdicts[answer.verdict] += 1
        if not quiet:
            yield answer.shown
    if quiet or verdicts.total() != 1:
        counts = ", ".join(
            f"{verdicts[verdict]:,} {WORDS[verdict]}"
            for verdict in Verdict
            if verdicts[verdict] or verdict is Verdict.VALID
        )
        total = verdicts.total()
        yield f"verified {how_many(total, 'attestation')} at {at}: {counts}\n"


Claimed: TypeAlias = "dict[str, Tree]"


def _text(answer: Verification, at: str) -> str:
    return "".join(_lines(answer, at))


def _lines(answer: Verification, at: str) -> Iterator[str]:
    """Yield the answer, what decided it, what is claimed, and what was not looked at."""
    words = click.style(ANSWERS[answer.verdict], fg=COLORS[answer.verdict], bold=True)
    yield f"{excerpt_of(answer.source)}  {words}\n"
    for check in answer.checks:
        if check.outcome is DECIDING.get(answer.verdict):
            yield _deciding(check)
    if answer.claims:
        yield f"    {_claimed(answer.claims)}\n"
    known = "" if answer.as_of is UNSET else f"status as of {answer.as_of}, "
    yield f"    {known}asked at {at}\n"
    if answer.claims and answer.verdict is not Verdict.NOT_VALID:
        yield from _not_looked_at(answer)
    for check in answer.checks:
        if check.outcome is Outcome.PASS and check.reason is not UNSET:
            yield f"    {check.name}: {excerpt_of(check.reason)}\n"
    passed = [check.name for check in answer.checks if check.outcome is Outcome.PASS]
    yield f"    passed: {', '.join(passed) or 'nothing'}\n"


def _deciding(check: CheckResult) -> str:
    code = "" if check.code is UNSET else f"   aeo explain {check.code}"
    outcome = "failed" if check.outcome is Outcome.FAIL else "cannot be decided"
    reason = "" if check.reason is UNSET else f": {excerpt_of(check.reason)}"
    hint = "" if check.hint is UNSET else f"    next: {check.hint}\n"
    return f"    {check.name} {outcome}{reason}{code}\n{hint}"


def _not_looked_at(answer: Verification) -> Iterator[str]:
    for name in (CheckName.TIN, CheckName.RECORD_DIGEST):
        check = answer.check(name)
        if check.outcome is Outcome.SKIPPED and check.reason is not UNSET:
            yield f"    not compared, {name}: {excerpt_of(check.reason)}\n"


def _claimed(claims: Claimed) -> str:
    name, tin = claims.get("legalName"), claims.get("sub")
    who = str(tin or f"a holder whose TIN of {claims.get('tinCountry')} is not disclosed,")
    holder = f"{who} {excerpt_of(str(name))}" if name else who.removesuffix(",")
    tiers = ", ".join(str(tier) for tier in _list(claims["tiers"]))
    return (
        f"{claims['iss']} says: {holder} is {claims['authorisation_status']} under "
        f"{claims['programme']}, tier {tiers}, number {claims['authorisationNumber']}"
    )


def _list(value: Tree) -> list[Tree]:
    return value if isinstance(value, list) else [value]


def excerpt_of(text: str) -> str:
    """Return a text that cannot steer a terminal, in lines of any length."""
    return "".join(excerpt(text[place : place + 80]) for place in range(0, len(text), 80))


class Form(NamedTuple):
    """A form of answers: how one is shown, and what stands around them all."""

    show: Callable[[Verification, str], str]
    gather: Callable[[Iterable[ShownAnswer], str, bool], Iterator[str]]


FORMS = {
    "text": Form(_text, _as_text),
    "json": Form(_json, _as_json),
    "ndjson": Form(_json, _as_ndjson),
}
