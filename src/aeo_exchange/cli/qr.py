"""`aeo qr`: an attestation as a QR code."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from msgspec import Struct

from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.font_files import named_font, system_fonts
from aeo_exchange.cli.given_once import OnceCommand
from aeo_exchange.cli.option_groups import as_one
from aeo_exchange.cli.options import reference_option
from aeo_exchange.cli.outputs import Target, output_options
from aeo_exchange.cli.read_files import named_input
from aeo_exchange.cli.terminal import note
from aeo_exchange.counting import how_many
from aeo_exchange.endless import read_all
from aeo_exchange.operations.cards.forms import CardForm, FontFile
from aeo_exchange.operations.cards.qr import Picture, QrCode, make_qr
from aeo_exchange.operations.expected import Kind, expecting

__all__ = ["command"]

STANDARD = "-"
LONGEST_ADDRESS = 120


# What draws a code alone, and what draws a card around it.
CODES = tuple(picture.value for picture in Picture)
CARDS = tuple(card.value for card in CardForm)


class CardOptions(Struct, frozen=True, kw_only=True):
    """Whether a card is asked for, where it says that it can be checked, and whose words it has."""

    card: bool
    check_at: str
    reference: Path | None
    fonts: tuple[FontFile, ...]

    def __post_init__(self) -> None:
        """Refuse what only a card has, where none is asked for."""
        if not self.card and (self.check_at or self.reference or self.fonts):
            raise click.UsageError("--check-at, --font and --reference are for a card; add --card")
        if len(self.check_at) > LONGEST_ADDRESS or not self.check_at.isprintable():
            raise click.UsageError(f"--check-at takes a line of at most {LONGEST_ADDRESS} letters")


@click.command(cls=OnceCommand, name="qr")
@click.argument("attestation", metavar="ATTESTATION")
@click.option(
    "--scale",
    type=click.IntRange(min=1, max=32),
    default=3,
    show_default=True,
    help="Pixels to a module of the code; a card has a size of its own.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(dict.fromkeys((*CODES, *CARDS)))),
    help="Form of the picture, where no suffix of the output says it.  [default: svg]",
)
@click.option(
    "--disclose",
    "names",
    default="",
    metavar="NAME,...",
    help="Claims that the code discloses to everybody who sees it; none by default.",
)
@click.option("--card", is_flag=True, help="Draw a status card of A6 with the code; SVG or PDF.")
@click.option(
    "--check-at",
    default="",
    metavar="ADDRESS",
    help="Where the card says that it can be checked, such as the page of your agency.",
)
@click.option(
    "--font",
    "fonts",
    multiple=True,
    metavar="FILE",
    callback=named_font,
    help="Font (TTF, OTF, TTC) for letters of a card in PDF that are not of Western Europe; one of "
    "a collection as FILE:2. Several are tried in their order, and then those of the system.",
)
@reference_option
@output_options
@as_one("card", CardOptions)
def command(
    attestation: str,
    scale: int,
    form: str | None,
    names: str,
    card: CardOptions,
    target: Target,
) -> Exit:
    """Draw an attestation, without its disclosures, as one QR code, or as a card with it.

    What a reader of the code gets is the attestation as text; `aeo verify` takes it, or a picture
    of the code. Reads one SD-JWT attestation from a file, or from standard input where the name
    is -. A card says in words what the attestation says; no signature is checked.
    """
    chosen = _form(form, target.target or STANDARD, CARDS if card.card else CODES)
    with named_input(attestation) as given:
        content = read_all(given, attestation)
    with expecting(attestation, content, Kind.ATTESTATION):
        code = make_qr(content, [name.strip() for name in names.split(",") if name.strip()])
        drawn = _card(code, chosen, card) if card.card else None
    with target.opened() as stream:
        if drawn is None:
            code.draw(Picture(chosen), scale, stream)
        else:
            stream.write(drawn)
    if names:
        note(f"whoever sees the code is told {names}")
    size = "84 mm on a card of A6" if card.card else f"{how_many(code.side * scale, 'pixel')}"
    note(
        f"version {code.version}-{code.level}, {how_many(len(code.text), 'byte')}; "
        f"{how_many(code.side, 'module')} wide with its margin, {size}"
    )
    return Exit.POSITIVE


def _card(code: QrCode, chosen: str, options: CardOptions) -> bytes:
    from aeo_exchange import ReferenceData  # noqa: PLC0415 start-up
    from aeo_exchange.operations.cards.card import draw_card  # noqa: PLC0415 as above
    from aeo_exchange.operations.cards.fonts import Fonts  # noqa: PLC0415 as above

    form = CardForm(chosen)
    if options.fonts and form is not CardForm.PDF:
        raise click.UsageError("--font is for a card in PDF; who looks at an SVG has fonts")
    fonts = Fonts(named=options.fonts, find=system_fonts)
    reference = ReferenceData(options.reference)
    return draw_card(code, form, reference, check_at=options.check_at, fonts=fonts)


def _form(form: str | None, target: str, forms: tuple[str, ...]) -> str:
    """Return the form asked for, or that of the suffix of the output; SVG where neither says."""
    suffix = Path(target).suffix.removeprefix(".").lower()
    if form is not None and form not in forms:
        raise click.UsageError(_not_drawn(form, forms))
    if target != STANDARD and suffix not in forms and form is None:
        raise click.UsageError(f"{_unnamed(target, forms)}; give --format")
    if form is not None and suffix in forms and suffix != form:
        raise click.UsageError(f"{target} does not end in .{form}")
    chosen = form or suffix or Picture.SVG.value
    if chosen != Picture.SVG and target == STANDARD and sys.stdout.isatty():
        shown = chosen.upper()
        raise click.UsageError(f"a terminal shows no {shown}; name a file with -o, or choose svg")
    return chosen


def _not_drawn(form: str, forms: tuple[str, ...]) -> str:
    if forms is CARDS:
        return f"a card is drawn as {' or '.join(CARDS)}, not as {form}"
    return f"{form} is a form of a card; add --card"


def _unnamed(target: str, forms: tuple[str, ...]) -> str:
    return f"{target} ends in neither .{forms[0]} nor .{forms[1]}"
