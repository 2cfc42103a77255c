"""`aeo qr`: an attestation as a QR code."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from aeo_exchange import Content
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.cli.read_files import note_standard_input
from aeo_exchange.cli.terminal import note
from aeo_exchange.endless import read_all
from aeo_exchange.operations.expected import Kind, expecting
from aeo_exchange.operations.qr import Picture, make_qr

__all__ = ["command"]

STANDARD = "-"


@click.command(name="qr")
@click.argument("attestation", metavar="ATTESTATION")
@click.option(
    "--scale",
    type=click.IntRange(min=1, max=32),
    default=3,
    show_default=True,
    help="Pixels to a module of the code.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([picture.value for picture in Picture]),
    help="Form of the picture, where no suffix of the output says it.  [default: svg]",
)
@output_options
def command(attestation: str, scale: int, form: str | None, target: Target) -> Exit:
    """Draw an attestation, without its disclosures, as one QR code.

    What a reader of the code gets is the attestation as text, which `aeo verify` takes. Reads
    one SD-JWT attestation from a file, or from standard input where the name is -.
    """
    picture = _picture(form, target.target or STANDARD)
    source = Content(name=attestation, path=Path(attestation))
    note_standard_input()
    with sys.stdin.buffer if attestation == STANDARD else source.open() as given:
        content = read_all(given, attestation)
    with expecting(attestation, content, Kind.ATTESTATION):
        code = make_qr(content)
    with target.opened([source]) as stream:
        code.draw(picture, scale, stream)
    note(
        f"version {code.version}-{code.level}, {len(code.text):,} bytes; "
        f"{code.side} modules wide with its margin, {code.side * scale} pixels"
    )
    return Exit.POSITIVE


def _picture(form: str | None, target: str) -> Picture:
    """Return the form asked for, or that of the suffix of the output; SVG where neither says."""
    suffix = Path(target).suffix.removeprefix(".").lower()
    if target != STANDARD and suffix not in list(Picture) and form is None:
        raise click.UsageError(f"{target} ends in neither .svg nor .png; give --format")
    if form is not None and suffix in list(Picture) and suffix != form:
        raise click.UsageError(f"{target} does not end in .{form}")
    picture = Picture(form or suffix or Picture.SVG)
    if picture is Picture.PNG and target == STANDARD and sys.stdout.isatty():
        raise click.UsageError("a terminal shows no PNG; name a file with -o, or choose svg")
    return picture
