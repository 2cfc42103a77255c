"""The options by which a decision about recognition is signed and kept."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec import Struct

from aeo_exchange.cli.clock import instant_of
from aeo_exchange.cli.key_source import KeySource, optional_key_options
from aeo_exchange.cli.option_groups import group_of
from aeo_exchange.cli.outputs import output
from aeo_exchange.operations.recognition.receipts import make_receipt
from aeo_exchange.operations.recognition.recognise import RecognitionAnswer

__all__ = ["ReceiptOptions", "receipt_options"]


class ReceiptOptions(Struct, frozen=True, kw_only=True):
    """Where a decision is kept, and by whose key."""

    receipt: str | None
    key: KeySource | None

    def require_usable(self) -> None:
        """Refuse one without the other, or a file that is there, before anything is decided."""
        if (self.receipt is None) is not (self.key is None):
            raise click.UsageError("--receipt and --key go together")
        if self.receipt is not None and Path(self.receipt).is_file():
            raise click.UsageError(
                f"{self.receipt} exists, and a receipt is never replaced; name another file"
            )

    def keep(self, answer: RecognitionAnswer) -> bytes | None:
        """Sign the decision now and keep it; a receipt that is there is never replaced."""
        if self.receipt is None or self.key is None:
            return None
        content = make_receipt(answer, self.key.open(), instant_of(None))
        with output(self.receipt, force=False) as stream:
            stream.write(content)
        return content


receipt_options = group_of(
    "receipt",
    ReceiptOptions,
    click.option(
        "--receipt",
        metavar="FILE",
        help="Keep the decision in FILE, signed by --key; an existing one is not replaced.",
    ),
    optional_key_options,
)
