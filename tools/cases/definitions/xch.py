"""Cases of area XCH: one revision of one record in a set, once and with one content."""

from __future__ import annotations

from making import REMOVE, Case, Expected

from definitions.bases import MODULES, PLAIN, SECOND_OPERATOR, VIEW

SEVERAL = ("json", "ndjson", "xml")
NEXT = (("/revision", 4), ("/authorisation/terms/0/roles", ["importer"]))
OTHER_ROLE = ("/authorisation/terms/0/roles", ["importer"])

CASES: tuple[Case, ...] = (
    Case(
        id="AEO-XCH-01.p01",
        title="Two revisions of a record with different content",
        why="A change takes a new revision, as it must.",
        flags=("Set", "Revision"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=((), NEXT),
    ),
    Case(
        id="AEO-XCH-01.p02",
        title="Views of one revision for two audiences, with different content",
        why="Each view has its own content; the audience is part of what is compared.",
        flags=("Set", "View"),
        base=VIEW,
        syntaxes=SEVERAL,
        records=(
            (),
            (("/view", {"audience": "KR"}), ("/authorisation/grantedOn", "2024-01-01")),
        ),
    ),
    Case(
        id="AEO-XCH-01.n01",
        title="One revision with two roles",
        why="One of the two was never issued: a fork.",
        flags=("Set", "Fork"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=((), (OTHER_ROLE,)),
        finds=("/revision",),
    ),
    Case(
        id="AEO-XCH-01.n02",
        title="A record that moved from Austria to Germany keeps its revision",
        why="Its key is that of the administration that issued it first, so it is the same one.",
        flags=("Set", "Fork", "Union"),
        base=MODULES,
        edits=(("/recordId", "AT-2024-0001"),),
        syntaxes=SEVERAL,
        records=(
            (("/administration", "AT"),),
            (("/formerAdministrations", ["AT"]),),
        ),
        finds=("/revision",),
    ),
    Case(
        id="AEO-XCH-01.n03",
        title="Two views of one revision for one audience, with another record between",
        why="A view leaves out the same for the same audience, or it is another revision.",
        flags=("Set", "Fork", "View"),
        base=VIEW,
        syntaxes=SEVERAL,
        records=(
            (),
            SECOND_OPERATOR,
            (("/authorisation/grantedOn", "2024-01-01"),),
        ),
        finds=(Expected("/revision", record=2),),
    ),
    Case(
        id="AEO-XCH-02.p01",
        title="Two revisions of a record that differ in nothing else",
        why="An unchanged revision is another one.",
        flags=("Set", "Revision", "EdgeValue"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=((), (("/revision", 4),)),
    ),
    Case(
        id="AEO-XCH-02.n01",
        title="One record twice",
        why="It would be counted twice.",
        flags=("Set", "Repeated"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=((), ()),
        finds=("/recordId",),
    ),
    Case(
        id="AEO-XCH-02.n02",
        title="One record twice, another between, and written in another order",
        why="Contents are compared, not bytes: the order of members has no meaning.",
        flags=("Set", "Repeated", "CanonicalOrder"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=(
            (),
            SECOND_OPERATOR,
            (("/programme", REMOVE), ("/programme", "HK-AEO")),
        ),
        finds=("/recordId",),
    ),
)
