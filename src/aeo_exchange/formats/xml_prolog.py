"""What stands before the first record of an XML document: encoding, DOCTYPE, root element.

Expat looks at it, and no other parser sees the content before it has passed: a document type
declaration never reaches a parser that would read one.
"""

from __future__ import annotations

from typing import BinaryIO
from xml.parsers import expat

from aeo_exchange.errors import LimitExceeded, MalformedDocument, ReadError, UnknownFormat
from aeo_exchange.formats.encoding import NOT_UTF8, breaks_utf8
from aeo_exchange.formats.json_tree import refuse_encoding
from aeo_exchange.formats.recognise import seems_by_names
from aeo_exchange.model.shape import NAMESPACE, PLURAL, record_shape
from aeo_exchange.reader_codes import DOCTYPE, ENCODING, MALFORMED, TOO_LARGE, UNKNOWN_FORMAT

__all__ = [
    "LONGEST_PROLOG",
    "check_prolog",
    "malformed",
]

LONGEST_PROLOG = 1 << 16
STEP = 1 << 12


ROOTS = frozenset({record_shape().name, PLURAL})


class _RootSeen(Exception):
    """Ends the parse of a prolog: the root element is there."""


def check_prolog(stream: BinaryIO, roots: frozenset[str] = ROOTS) -> None:
    """Read a stream up to its root element, which has one of some names.

    Raises UnknownFormat for any other root, MalformedDocument for another encoding or
    a DOCTYPE, LimitExceeded when the root does not come. Attributes are judged with the record.
    """
    parser = _parser(roots)
    head = stream.read(STEP)
    refuse_encoding(head)
    read = [head]
    try:
        for _ in range(LONGEST_PROLOG // STEP):
            parser.Parse(head, not head)
            if not head:
                break
            head = stream.read(STEP)
            read.append(head)
    except _RootSeen:
        return
    except expat.ExpatError as cause:
        raise malformed(cause, is_utf8=not breaks_utf8(read)) from cause
    raise LimitExceeded(TOO_LARGE, f"no root element within {LONGEST_PROLOG} bytes", line=1)


def malformed(cause: expat.ExpatError, *, is_utf8: bool = True) -> ReadError:
    """Return the error for text that is not well-formed, or not UTF-8."""
    reason = expat.ErrorString(cause.code) or "unknown fault"
    return MalformedDocument(
        MALFORMED if is_utf8 else ENCODING,
        f"not well-formed XML: {reason}" if is_utf8 else NOT_UTF8,
        line=cause.lineno,
        column=cause.offset + 1,
    )


def _parser(roots: frozenset[str]) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(kind: type[ReadError], rule: str, message: str) -> None:
        raise kind(
            rule,
            message,
            line=parser.CurrentLineNumber,
            column=parser.CurrentColumnNumber + 1,
        )

    def declaration(version: str, encoding: str | None, _standalone: int) -> None:
        if version != "1.0":
            refuse(MalformedDocument, MALFORMED, f"this is XML {version}, not 1.0")
        if encoding is not None and encoding.upper() != "UTF-8":
            refuse(MalformedDocument, ENCODING, f"the encoding is {encoding}, not UTF-8")

    def doctype(_name: str, _system: str | None, _public: str | None, _internal: int) -> None:
        refuse(MalformedDocument, DOCTYPE, "a DOCTYPE is never read")

    def root(name: str, _attributes: dict[str, str]) -> None:
        if name not in {f"{NAMESPACE} {one}" for one in roots}:
            known = seems_by_names((name.removeprefix(f"{NAMESPACE} "),))
            said = f"the root element is {_readable(name)}{'; it ' if known else ''}{known}"
            refuse(UnknownFormat, UNKNOWN_FORMAT, said)
        raise _RootSeen

    parser.XmlDeclHandler = declaration
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = root
    return parser


def _readable(name: str) -> str:
    """Return an expanded name as `{namespace}name`, as XML tools write it."""
    namespace, _, local = name.rpartition(" ")
    return f"{{{namespace}}}{local}" if namespace else local
