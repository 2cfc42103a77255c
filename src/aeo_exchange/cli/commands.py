"""What `aeo` does: one file per command, loaded when it is called."""

from __future__ import annotations

import click

from aeo_exchange import __version__
from aeo_exchange.cli.exits import Exit
from aeo_exchange.cli.lazy import LazyGroup
from aeo_exchange.cli.run import run_command
from aeo_exchange.cli.streams import open_streams, stop_by_exception
from aeo_exchange.cli.terminal import note, set_color
from aeo_exchange.waiting import WAIT_SECONDS, Waiting, waiting_as

__all__ = ["COMMANDS", "group", "run"]

# Command -> what `aeo --help` says of it; the module of the same name is imported on use.
COMMANDS = {
    "validate": "Check records and say what is wrong, where, and what to do.",
    "convert": "Write records in another format without losing anything.",
    "import": "Make records of a partner's file, by a layout that says how it is arranged.",
    "export": "Write records as a file in the layout of a partner.",
    "template": "Write an empty workbook for the records of a programme.",
    "digest": "Print the SHA-256 digest of each record, the same in every format.",
    "diff": "Say what happened between two lists of records.",
    "status": "Say whether an authorisation is held, tier by tier, and what decides.",
    "profile": "Say what two administrations agreed: partner profiles.",
    "view": "Cut full records for one audience, by profile and consent.",
    "snapshot": "Sign the state of a stream for a partner, or check what one sent.",
    "delta": "Make, check and apply the difference of two states of a stream.",
    "publish": "Write the static site of a stream, every night, or look at one.",
    "register": "Keep what partners send in a database, and ask it.",
    "recognise": "Say whether a firm is recognised under a partner profile, and what follows.",
    "answer": "Answer the head of a partner, or take over what a partner answered.",
    "seal": "Seal a file for one recipient, to be mailed.",
    "open": "Open a file that was sealed for your key.",
    "receipt": "Check a decision about recognition that was signed and kept.",
    "match": "Say who in declarations is recognised, and name candidates for an officer.",
    "use": "Say how far an arrangement is used, by what was answered about declarations.",
    "explain": "Explain a finding code: the rule, the reason, the clause.",
    "rules": "List the rules.",
    "codes": "List the code lists, or the codes of one.",
    "schema": "List the published schemas, or print one.",
    "programmes": "List the AEO programmes known, or show one with its sources.",
    "identifier": "Check an identifier, make a TIN of it, or guess its scheme.",
    "classify": "Find the size class of a firm under a legal definition, with the working.",
    "key": "Make keys that sign, certify one, and show the public part of it.",
    "sign": "Sign the status of each record, so that anybody can check it.",
    "present": "Leave out of an attestation what its reader need not see.",
    "verify": "Say whether an attestation holds: yes, no, or cannot tell, and why.",
    "qr": "Draw an attestation, without its disclosures, as one QR code.",
    "trust": "Make, sign and check trust lists: who may speak for what.",
    "status-list": "Make and sign status lists: what became of attestations.",
    "conformance": "Find out whether a product speaks the standard, and show it to others.",
    "demo": "Show what the toolkit does, on the samples or as an exchange.",
    "completion": "Print the completion script of a shell.",
}


@click.command(
    cls=LazyGroup,
    package=__package__,
    rows=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="aeo")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Colour the output; NO_COLOR and FORCE_COLOR are honoured.",
)
@click.option(
    "--wait",
    type=click.FloatRange(min=0, max=86_400),
    default=WAIT_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for another process that changes the same file or register; 0 ends at "
    "once.",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an internal error.")
@click.pass_context
def group(context: click.Context, color: str, wait: float, *, debug: bool) -> None:
    """Exchange the status of Authorized Economic Operators."""
    set_color(context, color)
    context.with_resource(waiting_as(Waiting(wait, note)))
    context.obj = {"debug": debug}


def run(arguments: list[str] | None) -> Exit:
    """Run a command; return its exit code."""
    open_streams()
    stop_by_exception()
    return run_command(group, arguments)
