"""Cases of certificates that are nearly certificates: DER has one way to write each value.

A reader that takes only the key out of one reads a key where another sees no certificate.
"""

from __future__ import annotations

import base64
from typing import Any

from attesting import JP
from forging import certificate, listed_key, trust_list

from definitions.siblings import hong_kong, in_both

SIGNATURE, LAST = b"\x00\x30", 80
BROKEN = (
    ("A month that there is not in a date", b"260101000000Z", b"261301000000Z"),
    ("A day that there is not in a date", b"260101000000Z", b"260229000000Z"),
    ("A letter in a date", b"260101000000Z", b"26010100000aZ"),
    ("A date without its Z", b"260101000000Z", b"260101000000d"),
    ("The version that is the default, written", b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x00"),
    ("The second version", b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x01"),
    ("An object identifier that does not end", b"\x06\x03\x55\x04\x03", b"\x06\x03\x55\x04\x83"),
    ("A truth that is neither", b"\x01\x01\xff", b"\x01\x01\x01"),
    ("The truth that is the default, written", b"\x01\x01\xff", b"\x01\x01\x00"),
    ("A signature with eight bits that are none", SIGNATURE, b"\x08\x30"),
)
STRICT = "What is read as a certificate is one by DER throughout (X.690, RFC 5280)."
LEAP = b"260101000000Z", b"280229235959Z"


def _der(name: str, old: bytes, new: bytes) -> bytes:
    """Return a certificate in which one value is another; the certificate's signature is broken."""
    content = base64.b64decode(certificate(name))
    if old == SIGNATURE:  # the last value; these two bytes may stand in a key too
        at = content.index(old, len(content) - LAST)
        return content[:at] + new + content[at + len(old) :]
    assert old in content, (name, old)
    return content.replace(old, new, 1)


def _listed(content: bytes) -> tuple[bytes, ...]:
    """Return a trust list with this certificate in the place of that of Hong Kong."""
    written = base64.b64encode(content).decode()
    return (trust_list([hong_kong({**listed_key("hk"), "certificate": written}), JP]),)


SERIAL = b"\xa0\x03\x02\x01\x02\x02\x01"  # the third version, and the head of a number of one byte
NUMBERS_RIGHT = (
    ("A serial number of two bytes, the second above 127", b"\x01\x80"),
    ("A serial number with the zero that its sign needs", b"\x00\x80"),
)
NUMBERS_BROKEN = (
    ("A serial number with a zero too many", b"\x00\x7f"),
    ("A serial number below zero with a byte too many", b"\xff\x80"),
)


def _numbered(name: str, serial: bytes) -> bytes:
    """Return a certificate with a serial number of two bytes; its signature is broken."""
    content = base64.b64decode(certificate(name))
    at = content.index(SERIAL)
    inner = content[8:at] + SERIAL[:-1] + bytes([len(serial)]) + serial
    inner += content[at + len(SERIAL) + 1 :]
    outer, signed = (int.from_bytes(content[start : start + 2]) + 1 for start in (2, 6))
    return b"\x30\x82" + outer.to_bytes(2) + b"\x30\x82" + signed.to_bytes(2) + inner


def _of_numbers(letter: str, in_list: int, of_root: int, *numbers: tuple[str, bytes]) -> list[Any]:
    """Return a case of the list and one of the root for each serial number."""
    return [
        case
        for place, (told, serial) in enumerate(numbers)
        for case in (
            in_both(f"TRU-02.{letter}{in_list + place}", f"{told}, in a certificate of the list",
                    STRICT, "Certificate", trust=_listed(_numbered("hk", serial))),
            in_both(f"TRU-03.{letter}{of_root + place}", f"{told}, in the certificate of the root",
                    STRICT, "Root", roots=(), root_file=_numbered("root-1", serial)),
        )
    ]  # fmt: skip


CASES = [
    *(
        case
        for place, (told, old, new) in enumerate(BROKEN)
        for case in (
            in_both(f"TRU-02.n{103 + place}", f"{told} in a certificate of the list",
                    STRICT, "Certificate", trust=_listed(_der("hk", old, new))),
            in_both(f"TRU-03.n{85 + place}", f"{told} in the certificate of the root",
                    f"{STRICT} It pins nothing.", "Root", roots=(),
                    root_file=_der("root-1", old, new)),
        )
    ),
    *_of_numbers("p", 92, 95, *NUMBERS_RIGHT),
    *_of_numbers("n", 113, 95, *NUMBERS_BROKEN),
    in_both("TRU-03.p94", "The last second of a leap day in a certificate of the root",
            "A date is not compared with anything.", "Root", roots=(),
            root_file=_der("root-1", *LEAP)),
]  # fmt: skip
