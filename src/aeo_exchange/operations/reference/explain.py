"""What is told of a rule, a code list and a schema, in one shape each."""

from __future__ import annotations

from typing import Self

from msgspec import Struct

from aeo_exchange.model.codes import Code
from aeo_exchange.model.standing import code_lists
from aeo_exchange.reference.suggestions import did_you_mean
from aeo_exchange.resources import published
from aeo_exchange.rules import Rule, all_rules

__all__ = [
    "CASES",
    "CodeEntry",
    "RuleEntry",
    "code_lists",
    "explain",
    "has_cases",
    "list_codes",
    "list_rules",
    "near_code_lists",
    "near_codes",
]

CASES = "conformance/cases"


class RuleEntry(Struct, frozen=True, kw_only=True, rename="camel"):
    """A rule as `aeo rules list` and `aeo explain` show it."""

    code: str
    area: str
    level: str
    severity: str
    checked_by: str
    sentence: str
    reason: str
    clause: str

    @classmethod
    def of(cls, rule: Rule) -> Self:
        """Return the entry of a rule."""
        return cls(
            code=rule.code,
            area=rule.area,
            level=rule.level.value,
            severity=rule.level.severity.value,
            checked_by=rule.station.value,
            sentence=rule.sentence,
            reason=rule.reason,
            clause=rule.clause,
        )


class CodeEntry(Struct, frozen=True, kw_only=True, rename="camel"):
    """A code of a closed list; `equivalent` is the same idea in a public list, or empty."""

    code_list: str
    code: str
    definition: str
    equivalent: str


def list_rules(area: str | None = None) -> list[RuleEntry]:
    """Return every rule, or those of one area, in the order of their codes."""
    return [RuleEntry.of(rule) for rule in all_rules().values() if area in {None, rule.area}]


def explain(code: str) -> RuleEntry | None:
    """Return a rule by its code in any case, or None."""
    rule = all_rules().get(code.upper())
    return RuleEntry.of(rule) if rule else None


def has_cases(entry: RuleEntry) -> bool:
    """Say whether the conformance suite has a case of a rule."""
    return any(published(CASES).glob(f"{entry.area}/{entry.code}.*"))


def near_code_lists(name: str) -> tuple[str, ...]:
    """Return the names of code lists that may have been meant."""
    return did_you_mean(name, code_lists())


def near_codes(code: str) -> tuple[str, ...]:
    """Return the rule codes that may have been meant."""
    return did_you_mean(code.upper(), all_rules())


def list_codes(code_list: str | None = None) -> list[CodeEntry]:
    """Return the codes of every closed list, or of one; none when there is no such list."""
    return [
        _entry(name, code)
        for name, codes in sorted(code_lists().items())
        if code_list is None or name.casefold() == code_list.casefold()
        for code in codes
    ]


def _entry(name: str, code: Code) -> CodeEntry:
    return CodeEntry(
        code_list=name, code=code.value, definition=code.definition, equivalent=code.equivalent
    )
