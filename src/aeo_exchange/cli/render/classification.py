"""Size classes as text: one with its working, many side by side as a chart, the lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aeo_exchange import Classification, Missing, SizeClass
from aeo_exchange.operations.reference.classify import DefinitionSummary, Line

__all__ = [
    "CLASSES",
    "as_chart",
    "as_heading",
    "as_lines",
    "as_list",
    "as_notes",
    "as_working",
    "class_in_words",
    "open_classes",
]

# The classes that a chart has a column for; msme stands for the first three.
CLASSES = (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE)
HELD, OPEN, OUT = "#", "?", "-"


def class_in_words(answer: Classification) -> str:
    """Return the class, or the classes that are still open."""
    if answer.size_class:
        return answer.size_class.value
    return f"not decided ({' or '.join(answer.possible)})" if answer.possible else "not decided"


def open_classes(answer: Classification) -> frozenset[SizeClass]:
    """Return the columns of a chart in which a firm is, or may be while nothing is decided."""
    given = (answer.size_class,) if answer.size_class else answer.possible or CLASSES
    spread = {SizeClass.MSME: CLASSES[:-1]}
    return frozenset(column for name in given for column in spread.get(name, (name,)))


def as_heading(answer: Classification) -> Iterator[str]:
    """Yield the answer and the definition it rests on."""
    used = answer.definition
    version = f" version {used.version}" if used.version else ""
    yield f"{class_in_words(answer)} under {used.code}{version} on {answer.at}"
    yield f"  {used.name}"
    if used.legal_source:
        yield f"  {used.legal_source}"
        yield f"  [{used.source}, {used.as_of}, confidence {used.confidence}]"
    if line := answer.line:
        yield (
            f"  {line.scheme} {line.code} is {' or '.join(line.sectors)}"
            f" [table of lines of business, confidence {line.confidence}]"
        )


def as_working(answer: Classification) -> Iterator[tuple[str, ...]]:
    """Yield the criteria as rows."""
    yield ("  class", "measure", "figure", "ceiling", "unit", "outcome", "confidence")
    for criterion in answer.criteria:
        yield (
            f"  {criterion.class_}{f' in {criterion.sector}' if criterion.sector else ''}",
            criterion.measure,
            criterion.value or "-",
            f"{criterion.operator} {criterion.threshold}",
            criterion.unit,
            criterion.outcome.value,
            criterion.confidence,
        )


def as_notes(answer: Classification) -> Iterator[str]:
    """Yield what is missing, what was assumed, and what the ceilings do not say."""
    for lack in answer.missing:
        yield f"Missing: {_lack(lack)}"
    for assumption in answer.assumptions:
        yield f"Assumed: {assumption}"
    for row in answer.cautions:
        yield f"Caution: {row.text} [{row.source}, {row.as_of}, confidence {row.confidence}]"


def _lack(missing: Missing) -> str:
    """Return one missing thing as text, with the codes to choose from."""
    choices = f" (one of {', '.join(missing.choices)})" if missing.choices else ""
    return f"{missing.what} {missing.reason}{choices}"


def as_chart(results: Sequence[Classification]) -> Iterator[tuple[str, ...]]:
    """Yield the answers side by side: the class, a strip of the classes, what is missing."""
    strip = " ".join(class_.value for class_ in CLASSES)
    yield ("definition", "version", "class", strip, "confidence", "missing")
    for result in results:
        yield (
            result.definition.code,
            result.definition.version or "-",
            class_in_words(result),
            _strip(result),
            result.definition.confidence or "-",
            "; ".join(_lack(row) for row in result.missing),
        )


def _strip(answer: Classification) -> str:
    """Return the columns: full where the firm is, queried where it may be."""
    mark = HELD if answer.size_class else OPEN
    columns = open_classes(answer)
    return " ".join((mark if class_ in columns else OUT) * len(class_.value) for class_ in CLASSES)


def as_list(definitions: Sequence[DefinitionSummary]) -> Iterator[tuple[str, ...]]:
    """Yield the definitions known."""
    for definition in definitions:
        versions = ", ".join(version.version for version in definition.versions)
        measures = ", ".join(definition.versions[-1].measures)
        yield (definition.code, definition.economy or "-", versions, measures, definition.name)


def as_lines(lines: Sequence[Line]) -> Iterator[tuple[str, ...]]:
    """Yield which codes of ISIC4 lead to which sectors."""
    yield ("definition", "ISIC4", "sectors", "source", "confidence", "note")
    for line in lines:
        codes = line.first if line.first == line.last else f"{line.first} to {line.last}"
        source = f"{line.source}, {line.as_of}"
        sectors = " or ".join(line.sectors)
        yield (line.definition, codes, sectors, source, line.confidence, line.note or "")
