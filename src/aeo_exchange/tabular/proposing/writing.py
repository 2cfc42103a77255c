"""A proposal as TOML: each guess with its reason as a comment above it, each doubt named."""

from __future__ import annotations

from collections.abc import Iterator

from aeo_exchange.counting import how_many
from aeo_exchange.tabular.proposing.field_lines import ADDRESS, field_lines, left_lines, word_lines
from aeo_exchange.tabular.proposing.proposal import TIERS, Proposal, slug
from aeo_exchange.tabular.proposing.settling import AsOfLine
from aeo_exchange.tabular.proposing.toml_lines import as_array, as_text, doubt_lines, said

__all__ = ["doubts_in", "layout_text", "records_text"]


def records_text(file: str, what: str) -> str:
    """Return the layout of a file that is in a syntax of the standard."""
    lines = [
        f"# {said(file)} is in a syntax of the standard ({what}), so it needs no layout:",
        "# each row, or element, is a record already, and is read as it is.",
        f"name = {as_text(slug(file))}",
        f"title = {as_text(f'Records in {what}')}",
        'origin = "A syntax of the standard"',
        "",
        "[file]",
        'kind = "records"',
    ]
    return "\n".join(lines) + "\n"


def layout_text(proposal: Proposal) -> str:
    """Return the layout, to be corrected by a person."""
    return "\n".join(_lines(proposal)) + "\n"


def _lines(proposal: Proposal) -> Iterator[str]:
    yield from _head(proposal)
    yield from _file(proposal)
    yield from _row(proposal)
    yield from _constants(proposal)
    has_address = {f"{ADDRESS}city", f"{ADDRESS}country"} <= proposal.items
    for guess in proposal.guesses:
        yield ""
        yield from field_lines(guess, has_address=has_address)
    yield from word_lines(proposal)
    yield from left_lines(proposal.left)


def _head(proposal: Proposal) -> Iterator[str]:
    table = proposal.table
    yield f"# Proposed from {said(proposal.file)}, by a look at {how_many(table.rows, 'row')}."
    yield "# A person corrects it: each guess has its reason above it, and what is not sure begins"
    yield "# with DOUBT. A column was taken where its header and its values both agree."
    yield from doubt_lines(proposal.doubts)
    yield f"name = {as_text(proposal.name)}"
    yield f"title = {as_text(f'Proposed from {proposal.base}')}"
    yield 'origin = "Proposed from the headers and values of a sheet; corrected by nobody yet"'
    yield f"# {proposal.programme_reason}"
    yield f"programme = {as_text(proposal.programme)}"
    if proposal.administration:
        yield "# The one administration that decides under the programme."
        yield f"administration = {as_text(proposal.administration)}"
    elif "administration" not in proposal.items:
        yield '# administration = ""'
    yield "# DOUBT: a sheet is taken to list every record; if it has only what changed, say"
    yield '# "changes". Either way a row that is missing ends nothing.'
    yield 'missing_rows = "snapshot"'


def _file(proposal: Proposal) -> Iterator[str]:
    table, sample = proposal.table, proposal.table.sample
    yield ""
    where = f"row {table.header_row}" + (f" and {table.header_row + 1}" * table.is_double)
    yield f"# The header was found in {where}, by {how_many(table.known, 'header')} known."
    if sample.other_encodings:
        others = " or ".join(sample.other_encodings)
        yield f"# DOUBT: as many headers are known in {others}, where other letters differ."
    yield "[file]"
    yield f"kind = {as_text(sample.kind)}"
    if sample.encoding:
        yield f"encodings = {as_array([sample.encoding])}"
    if sample.delimiter:
        yield f"delimiter = {as_text(sample.delimiter)}"
    if sample.sheet:
        yield f"sheet = {as_text(sample.sheet)}"
    yield from _no_data(proposal)


def _no_data(proposal: Proposal) -> Iterator[str]:
    """Yield which rows and cells hold nothing, and where the list tells its day."""
    table = proposal.table
    if table.footers:
        yield "# Rows that begin so are not data."
        yield f"pass_over = {as_array(table.footers)}"
    if table.blanks:
        yield "# Cells that hold one of these hold nothing."
        yield f"blanks = {as_array(table.blanks)}"
    if proposal.as_of:
        yield ""
        yield from _as_of(proposal.as_of)


def _as_of(line: AsOfLine) -> Iterator[str]:
    yield f"# Row {line.row} tells the day of the list."
    if line.twin:
        yield f"# DOUBT: it could be read as {line.form} or as {line.twin}; choose one of them."
    mark = "# " if line.twin else ""
    yield f"{mark}[file.as_of]"
    yield f"{mark}texts = {as_array([line.text])}"
    yield f"{mark}formats = {as_array([line.form, line.twin] if line.twin else [line.form])}"


def _row(proposal: Proposal) -> Iterator[str]:
    yield ""
    yield f"# What tells one record from another: {proposal.key.reason}."
    yield from doubt_lines(proposal.key.doubts)
    yield "[row]"
    if proposal.key.holds != "record":
        yield f"holds = {as_text(proposal.key.holds)}"
    yield f"key = [{', '.join(as_array([header]) for header in proposal.key.headers)}]"


def _constants(proposal: Proposal) -> Iterator[str]:
    yield ""
    yield "# DOUBT: every holder is taken to be an organisation; the sheet does not say it."
    yield "# DOUBT: the records are taken to be for everybody; if for one partner, its country."
    if proposal.constants.keys() - {TIERS}:
        yield "# DOUBT: language and script of the names are told from their letters and headers."
    if TIERS in proposal.constants:
        yield "# DOUBT: no column is taken for the tier; the programme has one alone."
    yield "[constants]"
    for item, text in ({"holder.kind": "legal-person"} | proposal.constants).items():
        yield f"{as_text(item)} = {as_text(text)}"
    yield '"view.audience" = "public"'


def doubts_in(text: str) -> int:
    """Return how many lines of a layout begin with DOUBT."""
    return sum(line.lstrip("# ").startswith("DOUBT") for line in text.splitlines())
