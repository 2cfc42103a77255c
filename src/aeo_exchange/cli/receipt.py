"""`aeo receipt`: decisions about recognition that were signed and kept, checked and shown."""

from __future__ import annotations

from pathlib import Path

import click

from aeo_exchange.cli.evidence import EvidenceFiles, evidence_without_status
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceGroup
from aeo_exchange.cli.options import (
    InstantAndReference,
    basis_options,
    format_option,
    test_keys_option,
)
from aeo_exchange.cli.read_files import InputPath
from aeo_exchange.cli.render.listing import print_answer
from aeo_exchange.cli.render.statements import receipt_lines
from aeo_exchange.cli.verdicts import exit_of
from aeo_exchange.endless import read_file
from aeo_exchange.operations.attestations.verify import open_trust_lists
from aeo_exchange.operations.recognition.receipts import TrustNow, check_receipt

__all__ = ["command"]


@click.group(cls=OnceGroup, name="receipt")
def command() -> None:
    """Look at decisions about recognition that `aeo recognise --receipt` signed and kept."""


@command.command(name="check")
@click.argument("file", type=InputPath(path_type=Path), metavar="FILE")
@evidence_without_status
@test_keys_option
@basis_options
@format_option("text", "json")
def checked_receipt(
    file: Path,
    evidence: EvidenceFiles,
    basis: InstantAndReference,
    form: str,
    *,
    test_keys: bool,
) -> Exit:
    """Say whether a receipt is the decision of the side that it names, and show the decision.

    It stands whatever happened since; `aeo recognise` says what would be answered now. Exit code
    0: it is, whatever was decided. 1: refused. 4: nobody can tell.
    """
    now = TrustNow(
        trust=open_trust_lists(evidence.read(test_keys=test_keys)),
        at=basis.instant(),
        test_keys=test_keys,
    )
    answer = check_receipt(read_file(file), str(file), now, basis.reference_data())
    print_answer(answer, form, receipt_lines)
    return exit_of([answer.verdict])
