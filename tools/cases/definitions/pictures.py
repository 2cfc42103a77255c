"""Cases of pictures of codes: ATT-2-15 says what a code holds, ATT-2-16 who answers what."""

from __future__ import annotations

from attesting import AttestationCase, present, token
from pictures import blank, picture, with_text

RULE = "AEO-SIG-01"
FIRST = 900  # of the numbers of cases that show pictures
FLAGS = ("Picture",)
SHOWN = present(token("base"))
OTHER = present(token("other"))
# What one firm is told, under the signature of what another is told.
FORGED = b".".join([*SHOWN.split(b".")[:2], OTHER.split(b".")[2]])
LETTER = b"Dear Sir,\nplease find the certificate attached.\n"


def _good(place: int, title: str, why: str, png: bytes) -> AttestationCase:
    return AttestationCase(
        id=f"{RULE}.p{FIRST + place}", title=title, why=why, flags=FLAGS, picture=png
    )


def _bad(place: int, title: str, why: str, png: bytes, *codes: str) -> AttestationCase:
    verdict = "UNDETERMINED" if set(codes) <= {"AEO-SIG-01", "AEO-SYN-00"} else ""
    return AttestationCase(
        id=f"{RULE}.n{FIRST + place}", title=title, why=why, flags=FLAGS, picture=png,
        finds=codes, verdict=verdict,
    )  # fmt: skip


CASES = [
    _good(1, "A picture of a code", "It holds one attestation and nothing else.", picture(SHOWN)),
    _good(2, "One code twice in a picture",
          "Each different text gets one answer, and these are one text.", picture(SHOWN, SHOWN)),
    _good(3, "An attestation called a picture",
          "Content is taken for a picture by how it begins, and never by its name.", SHOWN),
    _good(4, "Two attestations in one picture", "Each gets an answer, and both are good.",
          picture(SHOWN, OTHER)),
    _bad(1, "A forged attestation in a code", "What a code says is content like any other.",
         picture(FORGED), "AEO-SIG-19"),
    _bad(2, "A good code above a forged one", "Each text gets an answer of its own.",
         picture(SHOWN, FORGED), "AEO-SIG-19"),
    _bad(3, "A good code below a forged one", "The first code is not the only one.",
         picture(FORGED, SHOWN), "AEO-SIG-19"),
    _bad(4, "A picture without a code", "A bad picture says nothing about a firm.",
         blank(), "AEO-SYN-00"),
    _bad(5, "A picture that breaks off", "It is not opened, so nobody knows what it shows.",
         picture(SHOWN)[:400], "AEO-SYN-00"),
    _bad(6, "A letter in a code", "No line of it begins with eyJ: it is no attestation at all.",
         picture(LETTER), "AEO-SIG-01"),
    _bad(7, "An attestation behind an address in a code",
         "A code holds the text of an attestation and nothing else.",
         picture(b"https://status.customs.example/?" + SHOWN), "AEO-SIG-01"),
    _bad(8, "A picture without a code, with an attestation among its bytes",
         "A picture is a picture before anybody asks whether a line of it begins with eyJ.",
         with_text(blank(), SHOWN), "AEO-SYN-00"),
    _bad(9, "A broken attestation in a code", "It is recognisably one, and broken.",
         picture(SHOWN[:-60]), "AEO-SIG-02"),
]  # fmt: skip
