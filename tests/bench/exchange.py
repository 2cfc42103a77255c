"""Rows of the bench about streams: what a sender and a receiver take, beside validation."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import streams, verification
from tests.bench.processor import best_of

from aeo_exchange.operations.records.validate import validate
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict
from aeo_exchange.rules import Context

__all__ = ["stream_rows"]

Row = Callable[..., None]
SIGNATURES = 2000
# Applies a delta in a process of its own and says the peak of its memory in KiB.
APPLIED = """
import re, sys
from tests.bench.streams import apply_alone
apply_alone(*sys.argv[1:])
# Not ru_maxrss, which a child takes over from its parent.
print(re.search("VmHWM:\\\\s+(\\\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
"""


def stream_rows(many: int, rounds: int, row: Row) -> None:
    """Measure a stream of so many records in each syntax of bodies."""
    note = f"{many:,} records, processor time"
    for body, aim in (("ndjson", "<= 3"), ("xml", "none")):
        with tempfile.TemporaryDirectory(prefix="aeo-bench-") as folder:
            stream = streams.Stream.made(Path(folder) / "stream", many, body)
            bound, created = best_of(rounds, lambda stream=stream: _validate(stream), stream.create)
            row(f"snapshot in {body}, create and sign / validate", created / bound, aim, note)
            (checked,) = best_of(1, stream.check)
            row(f"snapshot in {body}, check / validate", checked / bound, aim)
            if body == "ndjson":
                _proof_rows(stream, row)
            stream.go_on()
            (applied,) = best_of(1, stream.apply)
            row(f"delta of 1 % in {body}, apply in one pass / validate", applied / bound, aim)
            command = [sys.executable, "-c", APPLIED, str(stream.folder), str(many), body]
            done = subprocess.run(command, check=True, capture_output=True)
            peak = int(done.stderr.split()[-1]) / 1024
            row(f"delta of 1 % in {body}, peak memory in MB", peak, "< 400")


def _proof_rows(stream: streams.Stream, row: Row) -> None:
    """Compare what proves all records of a snapshot with a signature to verify for each."""
    folder = stream.folder / "signed"
    folder.mkdir()
    attestations = verification.write_attestations(folder, SIGNATURES, ())
    pairs, rests_on = verification.raw_signatures(attestations), verification.sources()
    alone, checked, proved = best_of(
        3,
        lambda: verification.verify_raw(pairs),
        lambda: verification.verify_all(attestations, SIGNATURES, rests_on),
        stream.prove,
    )
    share = SIGNATURES * proved / stream.count
    note = "digests, root, the signature of the head"
    row("a signature a record / what proves a snapshot", alone / share, ">= 20", note)
    note = "what a receiver of attestations would do instead"
    row("an attestation a record / what proves a snapshot", checked / share, ">= 20", note)


def _validate(stream: streams.Stream) -> None:
    context = Context(at=streams.AT, reference=ReferenceData())
    reports = validate([stream.register], context)
    assert sum(report.verdict is Verdict.VALID for report in reports) == stream.count
