"""`aeo demo`: the main job on the samples, in a few lines anybody can read."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import click

from aeo_exchange import Content, Context, Format, ReferenceData, Verifier, digest
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.outputs import force_option, output, output_folder
from aeo_exchange.cli.render.text import finding_lines
from aeo_exchange.cli.render.verification import answer_in_form
from aeo_exchange.counting import how_many
from aeo_exchange.operations.reading import read_record
from aeo_exchange.operations.records.convert import convert
from aeo_exchange.operations.records.validate import validate
from aeo_exchange.report import Report, Verdict
from aeo_exchange.resources import published

__all__ = ["command"]

AT = "2026-11-01T00:00:00Z"
SAMPLE = "records/HK-AEO/TIER1.aeo.json"
# When the sample attestation is asked about, and the status list of the day.
ATTESTED = (
    ("2026-11-01T00:00:00Z", "status-list.jwt"),
    ("2026-11-05T00:00:00Z", "status-list.later.jwt"),
)
# What is done to a valid sample: slips of a hand, and a history that cannot be.
BROKEN = {
    "slips": (SAMPLE, {'"importer"': '"importr"', '"revision": ': '"revison": '}),
    "history": (
        "story/05-suspended.aeo.json",
        {'"status": "suspended"': '"status": "reinstated"'},
    ),
}


@click.command(cls=OnceCommand, name="demo")
@click.argument("story", type=click.Choice(["samples", "exchange"]), default="samples")
@click.option("--html", metavar="FILE", help="Draw the exchange as a time line, one page, too.")
@click.option(
    "--messages",
    type=output_folder,
    metavar="DIR",
    help="Keep what reaches the partner, each message in a folder: a stream to practise with.",
)
@force_option
def command(story: str, html: str | None, messages: Path | None, *, force: bool) -> Exit:
    """Show what the toolkit does: on the samples, or as two months of an exchange.

    Without a word: validate the samples, convert one, show what a broken one gets, and verify a
    signed one. `aeo demo exchange`: two administrations, and all that can go wrong between them.
    """
    if story == "exchange":
        return _play_exchange(html, messages, force=force)
    if html is not None or messages is not None:
        fault = "--html and --messages go with `aeo demo exchange`"
        raise click.UsageError(fault)
    return _show_samples()


def _play_exchange(html: str | None, messages: Path | None, *, force: bool) -> Exit:
    from aeo_exchange.cli.render.simulation import (  # noqa: PLC0415 the other demo needs none of it
        simulation_html,
        simulation_lines,
    )
    from aeo_exchange.operations.simulation import play, practice_folder  # noqa: PLC0415 as above

    practice = None if messages is None else practice_folder(messages)
    if html is None:
        played = play(practice)
    else:
        # Opened first: what cannot be written is told before two months are played.
        with output(html, force=force) as stream:
            played = play(practice)
            stream.writelines(part.encode() for part in simulation_html(played))
    click.echo("".join(simulation_lines(played)), nl=False)
    return Exit.POSITIVE if played.equal else Exit.NEGATIVE


def _show_samples() -> Exit:
    samples = published("samples")
    context = Context(at=AT, reference=ReferenceData())
    holds = [
        _validate_samples(samples, context),
        _convert_there_and_back(samples / SAMPLE),
        _show_broken(samples, context),
        _verify_attestation(samples / "attestations"),
    ]
    return Exit.POSITIVE if all(holds) else Exit.NEGATIVE


def _validate_samples(samples: Path, context: Context) -> bool:
    _title("1. The samples are valid, in JSON and in XML")
    paths = sorted(path for form in ("json", "xml") for path in samples.rglob(f"*.aeo.{form}"))
    contents = [Content(name=str(path.relative_to(samples)), path=path) for path in paths]
    reports = list(validate(contents, context))
    for report in reports:
        for finding in report.findings:
            click.echo("".join(finding_lines(report.source, finding)), nl=False)
    programmes = len({path.parent.name for path in paths if "records" in path.parts})
    for verdict, count in sorted(Counter(report.verdict for report in reports).items()):
        click.echo(
            f"   {how_many(count, 'record')} of {how_many(programmes, 'programme')}: {verdict}"
        )
    return all(report.verdict is Verdict.VALID for report in reports)


def _convert_there_and_back(path: Path) -> bool:
    _title("2. A record converted to XML and back has the same digest")
    original = Content(name=path.name, path=path)
    xml = _converted(original, Format.XML)
    back = _converted(Content(name="xml", held=xml), Format.JSON)
    digests = {
        "JSON": digest(read_record(original)),
        "XML": digest(read_record(xml)),
        "JSON again": digest(read_record(back)),
    }
    for form, value in digests.items():
        click.echo(f"   {value}  {form}")
    return len(set(digests.values())) == 1


def _show_broken(samples: Path, context: Context) -> bool:
    _title("3. Broken records get findings with place, reason and advice")
    contents = [
        Content(name=f"{name}.json", held=_edited(samples / sample, edits))
        for name, (sample, edits) in BROKEN.items()
    ]
    reports = list(validate(contents, context))
    for report in reports:
        for finding in report.findings:
            lines = finding_lines(report.source, finding)
            click.echo("".join(f"   {line}" for line in lines), nl=False)
    return all(report.verdict is Verdict.NOT_VALID for report in reports)


def _verify_attestation(folder: Path) -> bool:
    _title("4. A signed status, verified offline: before and after a suspension")
    name = "lamp-works.presented.aeo.sdjwt"
    attestation = Content(name=name, path=folder / name)
    verdicts: list[Verdict] = []
    for at, status_list in ATTESTED:
        verifier = Verifier(
            trust=folder / "trust-list.jwt",
            roots=folder / "root.cert.pem",
            status=folder / status_list,
            test_keys=True,
        )
        answer = verifier.verify(attestation, at=at)
        verdicts.append(answer.verdict)
        lines = answer_in_form(answer, "text", at).splitlines(keepends=True)
        click.echo("".join(f"   {line}" for line in lines), nl=False)
    return verdicts == [Verdict.VALID, Verdict.NOT_VALID]


def _edited(path: Path, edits: dict[str, str]) -> bytes:
    text = path.read_text(encoding="utf-8")
    for before, after in edits.items():
        text = text.replace(before, after)
    return text.encode()


def _converted(content: Content, to: Format) -> bytes:
    stream = io.BytesIO()
    convert([content], to, stream, _unexpected)
    return stream.getvalue()


def _unexpected(report: Report) -> None:
    click.echo(f"   not converted: {report}", err=True)


def _title(text: str) -> None:
    click.echo(click.style(f"\n{text}", bold=True))
