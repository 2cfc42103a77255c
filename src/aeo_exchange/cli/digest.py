"""`aeo digest`: the digest of each record."""

from __future__ import annotations

import click

from aeo_exchange import Limits
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.inputs import InputOptions, input_options
from aeo_exchange.cli.options import format_option, limit_options, max_errors_option
from aeo_exchange.cli.outputs import Target, output_options, say
from aeo_exchange.cli.refusals import Refusals
from aeo_exchange.cli.render.json_line import visible_json
from aeo_exchange.operations.reading import read_contents
from aeo_exchange.operations.records.digest import RecordDigest

__all__ = ["command"]


@click.command(cls=OnceCommand, name="digest")
@input_options
@format_option("text", "ndjson")
@limit_options
@max_errors_option
@output_options
def command(
    inputs: InputOptions, form: str, limits: Limits, max_errors: int, target: Target
) -> Exit:
    """Print the SHA-256 digest of each record, the same in every format.

    One line for each record: digest, two blanks, record id.
    """
    refusals = Refusals(most=max_errors)
    with inputs.contents() as contents, target.opened() as stream:
        for reading in read_contents(contents, limits):
            if reading.record is None:
                refusals.take(reading.report())
            else:
                say(_line(RecordDigest.of(reading.record), form), stream)
    refusals.tell()
    return refusals.verdicts.exit


def _line(record_digest: RecordDigest, form: str) -> str:
    if form == "ndjson":
        return visible_json(record_digest) + "\n"
    return f"{record_digest.digest}  {record_digest.record_id}\n"
