"""Why a parser cannot read XML on: cause and line, and no advice to lift its limits."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

__all__ = ["XmlFault", "xml_fault"]

LIMITED = 114
# Its limits by a sign in its message, which ends in "use XML_PARSE_HUGE option".
LIMITS = (
    ("depth", "elements nest deeper than 256 levels"),
    ("Text node", "a text is longer than 10,000,000 bytes"),
    ("", "a tag, or a comment, is longer than 10,000,000 bytes"),
)


class XmlFault(NamedTuple):
    """The first fault: its number of libxml2, its line where there is one, and a sentence."""

    code: int
    line: int | None
    message: str

    @property
    def is_limit(self) -> bool:
        """Whether the XML may be whole, and is beyond a limit of the parser."""
        return self.code == LIMITED

    @property
    def is_depth(self) -> bool:
        """Whether the limit is that of the depth of elements."""
        return self.is_limit and self.message == LIMITS[0][1]


def xml_fault(cause: etree.XMLSyntaxError, log: etree._ListErrorLog) -> XmlFault:
    """Return the fault for which a parser of pieces, whose log this is, has ended."""
    code, line, message = cause.code, cause.lineno or None, str(cause.msg)
    if line is None:  # of an entity it says at the end that there was no element
        for first in [*log.filter_from_errors()][:1]:
            code, line, message = first.type, first.line or None, first.message
    if code == LIMITED:
        message = next(told for sign, told in LIMITS if sign in message)
    return XmlFault(code, line, message.split(", line ")[0].strip())
