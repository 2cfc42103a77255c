"""Cases of the code point lists: what a library of another Unicode version would say otherwise."""

from __future__ import annotations

from making import Case

from definitions.bases import PLAIN

Edit = tuple[str, list[dict[str, str]]]
FORMATS = (
    *(0xAD, 0x0600, 0x061C, 0x06DD, 0x070F, 0x08E2, 0x180E, 0x200B, 0x200E, 0x200F),
    *(0x202A, 0x202E, 0x2060, 0x2064, 0x2066, 0x206F, 0xFEFF, 0xFFF9, 0xFFFB),
    *(0x110BD, 0x13430, 0x1BCA0, 0x1D173, 0xE0001, 0xE0020, 0xE007F),
)
PLANE_ENDS = tuple(plane * 0x10000 + end for plane in range(1, 0x11) for end in (0xFFFE, 0xFFFF))
LATER_LETTER = "\U0001e290"  # Toto, of Unicode 14.0


def texts(*several: str) -> Edit:
    """Return the edit that puts each text into an extension of its own."""
    return (
        "/extensions",
        [
            {"uri": "urn:example:text", "name": f"text{i}", "value": f"a{text}b"}
            for i, text in enumerate(several)
        ],
    )


def values(count: int) -> tuple[str, ...]:
    """Return the paths of the values of so many extensions."""
    return tuple(f"/extensions/{i}/value" for i in range(count))


def name(text: str) -> tuple[str, str]:
    """Return the edit that gives the holder a legal name."""
    return ("/holder/legalName", text)


CASES: tuple[Case, ...] = (
    Case(
        id="AEO-HOS-04.p02",
        title="Neighbours of code points that are not seen",
        why="A range that is one too long refuses a sign, a letter or a variation selector.",
        flags=("Invisible", "EdgeValue"),
        base=PLAIN,
        edits=(
            texts(*"\u00a1\u00ac\u00ae\u0606\u2010\u2027\u2030\ufdf0\ufe0f\ufffc\ufffd\U000e0100"),
        ),
    ),
    Case(
        id="AEO-HOS-04.n05",
        title="First, last and inner noncharacters of the block at U+FDD0",
        why="The block has 32 of them, not one.",
        flags=("Invisible", "Noncharacter", "EdgeValue"),
        base=PLAIN,
        edits=(texts("\ufdd0", "\ufde0", "\ufdef"),),
        finds=values(3),
    ),
    Case(
        id="AEO-HOS-04.n06",
        title="The last two code points of each plane from the second on",
        why="Every plane ends with two noncharacters.",
        flags=("Invisible", "Noncharacter", "Astral"),
        base=PLAIN,
        edits=(texts(*map(chr, PLANE_ENDS)),),
        finds=values(len(PLANE_ENDS)),
    ),
    Case(
        id="AEO-HOS-04.n07",
        title="A format character of each kind",
        why="Category Cf is more than the bidirectional controls: soft hyphen, tags, number signs.",
        flags=("Invisible", "Bidi"),
        base=PLAIN,
        edits=(texts(*map(chr, FORMATS)),),
        finds=values(len(FORMATS)),
    ),
    Case(
        id="AEO-HOS-06.n04",
        title="A letter of Unicode 14 in the legal name",
        why="A newer library calls it a letter that is not Latin; by the list it is unassigned.",
        flags=("Unassigned", "Astral"),
        base=PLAIN,
        edits=(name(f"Example {LATER_LETTER}"),),
        finds=("/holder/legalName",),
    ),
    Case(
        id="AEO-HOS-06.n05",
        title="Marks and a format character of Unicode 14 and later",
        why="A newer library would reorder the first, join the second, and hide the third.",
        flags=("Unassigned", "Normalisation"),
        base=PLAIN,
        edits=(texts("\u0315\u1dfa", "\U000105d2\u0307", "\U0001343c"),),
        finds=values(3),
    ),
    Case(
        id="AEO-HOS-06.n06",
        title="A gap between the letters and the noncharacters of one block",
        why="U+FDCF was assigned after Unicode 13; U+FDD0 behind it never is.",
        flags=("Unassigned", "EdgeValue"),
        base=PLAIN,
        edits=(texts("\ufdcf"),),
        finds=values(1),
    ),
    Case(
        id="AEO-STR-11.p02",
        title="Letters beside the Latin script that a Latin name may hold",
        why="Micro sign, ordinals, okina and other modifier letters are of no other script.",
        flags=("Script", "EdgeValue"),
        base=PLAIN,
        edits=(name("\u00b5Tech N\u00aa \u02bbOkina \u02bcA \ua789 \ua78c \ua71b"),),
    ),
    Case(
        id="AEO-STR-11.n04",
        title="The prolonged sound mark of Japanese in a Latin name",
        why="By its category it is a modifier letter, by its script it is common; it is not Latin.",
        flags=("Script", "EdgeValue"),
        base=PLAIN,
        edits=(name("Exampl\u30fc"),),
        finds=("/holder/legalName",),
    ),
    Case(
        id="AEO-STR-11.n05",
        title="The tatweel of Arabic in a Latin name",
        why="By its category it is a modifier letter; it stretches Arabic words only.",
        flags=("Script", "EdgeValue"),
        base=PLAIN,
        edits=(name("Exam\u0640ple"),),
        finds=("/holder/legalName",),
    ),
    Case(
        id="AEO-STR-11.n06",
        title="A mathematical letter that looks Latin",
        why="Its script is common, and it is found by no search for the letter it looks like.",
        flags=("Script", "Homoglyph", "Astral"),
        base=PLAIN,
        edits=(name("\U0001d400 Example"),),
        finds=("/holder/legalName",),
    ),
)
