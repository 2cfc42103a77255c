"""A firm by its line of business: ISIC4 code to sectors, and the class in each of them.

One code may lead to several sectors of a definition; the class is decided where all of them give
the same (specification, part 4 section 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.model.codes import SizeClass
from aeo_exchange.msme.answer import Classification, LineOfBusiness, Missing
from aeo_exchange.msme.classify import CONFIDENCE_FALLING, classify_by_definition
from aeo_exchange.msme.figures import Measures
from aeo_exchange.reference.sectors import LINES_OF_BUSINESS, SectorRange, sectors_of_line
from aeo_exchange.reference.size_facts import SizeDefinition
from aeo_exchange.report import Verdict

__all__ = [
    "classify_by_line",
]


def classify_by_line(
    definition: SizeDefinition, measures: Measures, line: str, *, at: date
) -> Classification:
    """Return the size class of a firm whose line of business is a code of ISIC4."""
    version = definition.version_at(at)
    if version is None or not version.sectors:
        return classify_by_definition(definition, measures, at=at)
    known = sectors_of_line(definition.code, line)
    sectors = () if known is None else known.sectors
    there = [sector for sector in sectors if version.sectors_of((sector,))]
    if known is None or not there:
        return _without_row(classify_by_definition(definition, measures, at=at), line)
    answers = [
        classify_by_definition(definition, measures, sectors=(sector,), at=at) for sector in there
    ]
    one = answers[0] if len(answers) == 1 else _together(answers, line)
    return _by_row(one, known, line)


def _without_row(answer: Classification, line: str) -> Classification:
    """Return the answer that the table does not say which sector the code is."""
    reason = f"is not told by {LINES_OF_BUSINESS} {line}: no row of the table covers it"
    return replace(
        answer,
        missing=tuple(
            replace(lack, reason=reason) if lack.what == "sector" else lack
            for lack in answer.missing
        ),
    )


def _together(answers: Sequence[Classification], line: str) -> Classification:
    """Return one answer for the sectors that a code may mean: theirs, where it is the same."""
    classes = {size_class for answer in answers for size_class in _open(answer)}
    possible = tuple(size_class for size_class in SizeClass if size_class in classes)
    decided = len(possible) == 1 and all(answer.verdict is Verdict.VALID for answer in answers)
    sectors = tuple(str(answer.sector) for answer in answers)
    lack = Missing(
        what="sector",
        reason=f"is one of several that {LINES_OF_BUSINESS} {line} can mean, and they differ",
        choices=sectors,
    )
    lacks = tuple(dict.fromkeys(lack for answer in answers for lack in answer.missing))
    return replace(
        answers[0],
        verdict=Verdict.VALID if decided else Verdict.UNDETERMINED,
        size_class=possible[0] if decided else UNSET,
        possible=UNSET if decided else possible,
        sector=UNSET,
        criteria=tuple(
            replace(row, sector=answer.sector) for answer in answers for row in answer.criteria
        ),
        assumptions=tuple(dict.fromkeys(text for answer in answers for text in answer.assumptions)),
        missing=() if decided else lacks or (lack,),
        definition=max((answer.definition for answer in answers), key=_doubt_of),
    )


def _open(answer: Classification) -> Sequence[SizeClass]:
    return (answer.size_class,) if answer.size_class else answer.possible or ()


def _doubt_of(used: object) -> int:
    return CONFIDENCE_FALLING.index(getattr(used, "confidence", None) or "S")


def _by_row(answer: Classification, known: SectorRange, line: str) -> Classification:
    """Return the answer with the row that led to the sector, which is one of those it rests on."""
    used = answer.definition
    weakest = max(known.confidence, used.confidence or "S", key=CONFIDENCE_FALLING.index)
    return replace(
        answer,
        definition=replace(used, confidence=weakest),
        line=LineOfBusiness(
            scheme=LINES_OF_BUSINESS,
            code=line,
            sectors=known.sectors,
            confidence=known.confidence,
        ),
    )
