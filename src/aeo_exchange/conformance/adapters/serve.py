"""An answering function on standard input and output: the adapter side of the protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

import msgspec

from aeo_exchange.conformance.adapters.protocol import Plain

__all__ = ["serve"]


def serve(source: BinaryIO, target: BinaryIO, answer: Callable[[Plain], Plain]) -> None:
    """Answer each line with one line until bye or the end; what is no message gets an error."""
    for line in source:
        try:
            message = msgspec.json.decode(line, type=dict[str, object])
        except (msgspec.DecodeError, UnicodeDecodeError) as cause:
            said: Plain = {"error": {"message": f"no message: {cause}"}}
        else:
            if message.get("cmd") == "bye":
                return
            said = _answered(message, answer)
        target.write(msgspec.json.encode(said) + b"\n")
        target.flush()


def _answered(message: Plain, answer: Callable[[Plain], Plain]) -> Plain:
    try:
        return answer(message)
    except msgspec.ValidationError as cause:
        return {"seq": message.get("seq"), "error": {"message": f"no question: {cause}"}}
