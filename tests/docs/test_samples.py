"""The samples are what their README says: every programme and tier, and nothing to object to."""

from __future__ import annotations

from pathlib import Path

from aeo_exchange.operations.reading import read_record
from aeo_exchange.reference import ReferenceData
from aeo_exchange.rules import Context, check
from rows import for_each_row

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
RECORDS = sorted(path for path in SAMPLES.rglob("*.aeo.*") if path.suffix in {".json", ".xml"})
REFERENCE = ReferenceData()


def test_the_readme_names_every_programme_with_its_tiers() -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    for programme in REFERENCE.programmes():
        tiers = ", ".join(dict.fromkeys(tier.code for tier in programme.tiers))
        row = f"| {programme.code} | {tiers} |"
        assert row in readme, f"samples/README.md has no row with {row}"


@for_each_row("code", REFERENCE.codes())
def test_there_is_a_sample_of_each_tier_in_both_syntaxes(code: str) -> None:
    programme = REFERENCE.look_up(code)
    assert programme is not None
    for tier in programme.tiers:
        for syntax in ("json", "xml"):
            assert (SAMPLES / "records" / code / f"{tier.code}.aeo.{syntax}").exists()


@for_each_row("path", RECORDS, ids=lambda path: str(path.relative_to(SAMPLES)))
def test_a_sample_has_no_finding(path: Path) -> None:
    context = Context(at="2026-11-01T00:00:00Z", reference=REFERENCE)
    assert check(read_record(path.read_bytes()), context) == ()
