"""Cases of JSON and XML a little wrong: each sign of an object, a list, an escape and an end.

A reader that passes over a sign without a look, or leaves the digits of an escape to a function of
its language that takes more than digits, reads what others refuse.
"""

from __future__ import annotations

from making import REFUSED, Case

from definitions.bases import PLAIN
from definitions.syn import IN_JSON_ONLY, IN_XML_ONLY, JSON, LINE, XML, replaced

SIGN = "Every sign of an object or a list is looked at."
HEX = "Four hexadecimal digits follow, and nothing that a language takes for a number."
NAME, VALUE = b'"recordId"', b'"revision": 3,'
TEXT, ESCAPED = b'"Example Trading Limited"', b'"Ex%bmple Trading Limited"'
FAULTS: tuple[tuple[str, str, bytes, bytes], ...] = (
    ("A name without the quote before it", SIGN, NAME, b'xrecordId"'),
    ("A name with an apostrophe before it", SIGN, NAME, b"'recordId\""),
    ("A name without the quote behind it", SIGN, NAME, b'"recordId'),
    ("A name without quotes", SIGN, NAME, b"recordId"),
    ("A text without the quote before it", SIGN, TEXT, b'Example Trading Limited"'),
    ("A text with apostrophes", SIGN, TEXT, b"'Example Trading Limited'"),
    ("No colon between name and value", SIGN, b'"revision": 3', b'"revision" 3'),
    ("An equals sign for a colon", SIGN, b'"revision": 3', b'"revision"= 3'),
    ("Two colons", SIGN, b'"revision": 3', b'"revision":: 3'),
    ("No value", SIGN, b'"revision": 3', b'"revision": '),
    ("No comma between two members", SIGN, VALUE, b'"revision": 3 '),
    ("Two commas between two members", SIGN, VALUE, b'"revision": 3,,'),
    ("A semicolon for a comma", SIGN, b'"legal-person",', b'"legal-person";'),
    ("A comma before the first member", SIGN, b"{", b"{,"),
    ("A comma before the first element of a list", SIGN, b'"roles": [', b'"roles": [,'),
    ("A comma behind the last element of a list", SIGN, b'"TIER1"', b'"TIER1",'),
    ("Two commas between two elements", SIGN, b'"TIER1"', b'"TIER1",,"TIER2"'),
    ("No comma between two elements", SIGN, b'"TIER1"', b'"TIER1" "TIER2"'),
    ("A colon for a comma in a list", SIGN, b'"TIER1"', b'"TIER1":"TIER2"'),
    ("A list that a brace closes", SIGN, b'"TIER1"', b'"TIER1"}'),
    ("A tab inside a text", "It is escaped.", TEXT, b'"Example\tTrading Limited"'),
    ("U+001F inside a text", "It is escaped.", TEXT, b'"Example\x1fTrading Limited"'),
    ("An escape with a letter behind f", HEX, TEXT, ESCAPED % rb"\u00g1"),
    ("An escape whose first two digits are followed by a letter", HEX, TEXT, ESCAPED % rb"\u61g1"),
    ("An escape with a plus sign", HEX, TEXT, ESCAPED % rb"\u+061"),
    ("An escape with a minus sign", HEX, TEXT, ESCAPED % rb"\u-061"),
    ("An escape with a blank before its digits", HEX, TEXT, ESCAPED % rb"\u 061"),
    ("An escape with a blank behind its digits", HEX, TEXT, ESCAPED % rb"\u061 "),
    ("An escape with 0x", HEX, TEXT, ESCAPED % rb"\u0x61"),
    ("An escape with a low line between its digits", HEX, TEXT, ESCAPED % rb"\u0_61"),
    ("An escape of three digits", HEX, TEXT, b'"Ltd \\u061"'),
    ("An escape with a capital U", HEX, TEXT, ESCAPED % rb"\U0061"),
    ("An escape of two hexadecimal digits", HEX, TEXT, ESCAPED % rb"\x61"),
    ("An escape of three octal digits", HEX, TEXT, ESCAPED % rb"\141"),
    ("An escaped apostrophe", "JSON has eight signs behind a backslash, and the u.", TEXT,
     b'"Example\\\'s Trading"'),
    ("true in capitals", "JSON writes it in small letters.", b'"revision": 3', b'"revision": TRUE'),
)  # fmt: skip
FIRST = 100

ENDS = (
    ("The end of a record has another name", b"</AeoRecord>", b"</AeoRecorb>"),
    ("The end of the last group of a record has another name", b"</Consents>", b"</Consentz>"),
    ("The end of a record goes on behind its name", b"</AeoRecord>", b"</AeoRecord x>"),
    ("The end of a record has a prefix", b"</AeoRecord>", b"</a:AeoRecord>"),
)
TAGS: tuple[Case, ...] = tuple(
    Case(
        id=f"AEO-SYN-01.n{FIRST + len(FAULTS) + place}",
        title=title,
        why=f"An element is closed by its own name. {IN_XML_ONLY}",
        flags=("Wellformed",),
        base=PLAIN,
        inputs={"xml": replaced(XML, old, new)},
        finds=(REFUSED,),
    )
    for place, (title, old, new) in enumerate(ENDS)
)
CASES: tuple[Case, ...] = TAGS + tuple(
    Case(
        id=f"AEO-SYN-01.n{FIRST + place}",
        title=title,
        why=f"{why} {IN_JSON_ONLY}",
        flags=("Wellformed", "Lenient"),
        base=PLAIN,
        inputs={"json": replaced(JSON, old, new), "ndjson": replaced(LINE, old, new)},
        finds=(REFUSED,),
    )
    for place, (title, why, old, new) in enumerate(FAULTS)
)
