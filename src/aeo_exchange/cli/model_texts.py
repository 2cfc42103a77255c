"""Options whose values are texts of the model, such as a TIN: refused with an example."""

from __future__ import annotations

import click

from aeo_exchange.errors import WrongChoice
from aeo_exchange.operations.trust.written_texts import KINDS, read_text

__all__ = [
    "ADMINISTRATION",
    "LIST_NAME",
    "RECORD_ID",
    "STATUS_URI",
    "THUMBPRINT",
    "TIN",
    "ModelText",
]


class ModelText(click.ParamType[str]):
    """A text that the model knows by its pattern, such as a URI."""

    def __init__(self, kind: str) -> None:
        self._kind = KINDS[kind]
        self.name = self._kind.name

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the text as it is, or fail with an example."""
        try:
            return read_text(self._kind, value)
        except WrongChoice as cause:
            self.fail(str(cause), param, ctx)


ADMINISTRATION = ModelText("administration")
LIST_NAME = ModelText("list name")
RECORD_ID = ModelText("record id")
STATUS_URI = ModelText("uri")
THUMBPRINT = ModelText("thumbprint")
TIN = ModelText("tin")
