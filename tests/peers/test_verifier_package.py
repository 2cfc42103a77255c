"""The verifier in JavaScript as it is published: packed, installed elsewhere, asked beside ours."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import tarfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest

from aeo_exchange import Verifier
from aeo_exchange.errors import AeoError
from aeo_exchange.trust.roots import Root, read_root
from aeo_exchange.trust.words import UNREAD_XML
from peers.questions import of_verifiers

pytestmark = pytest.mark.peer

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "packages" / "verifier"
ADAPTER = ROOT / "conformance" / "implementations" / "node"
SCRIPTS = Path(__file__).parent / "node"
HANDOVER = "application/vnd.aeo-exchange.root-handover+jwt"
# What a page or a program pays for every answer, in bytes.
MOST_MINIFIED, MOST_ZIPPED = 60_000, 20_000
QUESTIONS = list(of_verifiers())
Run = Callable[..., str]


@pytest.fixture(scope="module")
def run(tool: Callable[[str], str]) -> Run:
    """Return what runs a program to its end."""

    def ran(*command: object, given: str = "", folder: Path | None = None) -> str:
        program, *arguments = map(str, command)
        done = subprocess.run(
            [tool(program), *arguments],
            cwd=folder,
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
        return done.stdout

    return ran


@pytest.fixture(scope="module")
def packed(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pack the package, as it would be published."""
    folder = tmp_path_factory.mktemp("packed")
    said = json.loads(run("npm", "pack", "--json", "--pack-destination", folder, PACKAGE))
    return folder / said[0]["filename"]


@pytest.fixture(scope="module")
def installed(packed: Path, run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the package in a folder far from the repository, without a registry."""
    folder = tmp_path_factory.mktemp("installed")
    run("npm", "install", "--offline", "--no-audit", "--no-fund", packed, folder=folder)
    return folder


def test_what_is_packed_is_the_program_its_types_and_its_licence(packed: Path) -> None:
    with tarfile.open(packed) as archive:
        names = {name.removeprefix("package/") for name in archive.getnames()}
    types = {"index.d.ts", "record.d.ts", "signed.d.ts", "types.d.ts"}
    beside = {"package.json", "README.md", "LICENSE", *types}
    assert {name for name in names if not name.startswith("src/")} == beside
    assert {Path(name).suffix for name in names if name.startswith("src/")} == {".mjs"}
    described = json.loads((PACKAGE / "package.json").read_bytes())
    assert not {"dependencies", "scripts", "peerDependencies"} & described.keys()
    assert (PACKAGE / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_nothing_in_it_is_of_one_platform_or_of_the_network() -> None:
    of_node = r"\bnode:|\brequire\(|\bBuffer\b|\bprocess\b"
    elsewhere = re.compile(rf"{of_node}|\bfetch\(|XMLHttpRequest|\beval\(|new Function")
    programs = [path.read_text("utf-8") for path in PACKAGE.glob("src/**/*.mjs")]
    assert len(programs) > 30
    for program in programs:
        remarks = r"//[^\n]*|/\*.*?\*/"
        stranger = elsewhere.search(re.sub(remarks, "", program, flags=re.DOTALL))
        assert stranger is None, program[:200]


def test_the_first_yes_of_its_readme_is_five_lines(installed: Path, run: Run) -> None:
    readme = (PACKAGE / "README.md").read_text(encoding="utf-8")
    program = readme.partition("```js\n")[2].partition("```")[0]
    assert program.count("\n") == 5
    (installed / "first.mjs").write_text(program, encoding="utf-8")
    link = installed / "samples"
    link.unlink(missing_ok=True)
    link.symlink_to(ROOT / "samples")
    said = run("node", "first.mjs", folder=installed)
    assert said.strip() == program.splitlines()[-1].partition("// ")[2]


ASKED = """
import { readFileSync } from 'node:fs';
import { openVerifier } from 'aeo-exchange-verifier';
const read = (name) => readFileSync(`${process.argv[2]}/${name}`);
const [trust, roots] = [read('trust-list.jwt'), read('root.cert.pem')];
const evidence = { trust, roots, statusLists: read('status-list.later.jwt'), testKeys: true };
const verifier = await openVerifier(evidence);
const question = { at: '2026-11-05', expectTin: 'HK1' };
const answers = [
  await verifier.verify(read('lamp-works.presented.aeo.sdjwt'), question),
  await verifier.verify('<AeoAttestation/>'),
];
console.log(JSON.stringify(answers));
"""


def test_every_answer_that_is_no_yes_has_words_and_a_next_step(installed: Path, run: Run) -> None:
    (installed / "asked.mjs").write_text(ASKED, encoding="utf-8")
    samples = ROOT / "samples" / "attestations"
    suspended, xml = json.loads(run("node", "asked.mjs", samples, folder=installed))
    assert (suspended["verdict"], suspended["listed"]) == ("NOT_VALID", "suspended")
    open_checks = {check["name"]: check for check in suspended["checks"] if "words" in check}
    assert sorted(open_checks) == ["status", "tin"]
    assert xml["verdict"] == "UNDETERMINED"
    assert "listed" not in xml
    [said] = [check for check in xml["checks"] if "words" in check]
    assert (said["words"], said["hint"]) == tuple(UNREAD_XML)
    assert "code" not in said


def test_an_editor_is_told_the_types(
    installed: Path, run: Run, npm_package: Callable[[str], Path]
) -> None:
    compiler = npm_package("typescript") / "node_modules/typescript/bin/tsc"
    program = installed / "types.mts"
    program.write_text((SCRIPTS / "types.mts").read_text("utf-8"), "utf-8")
    options = ("--strict", "--noEmit", "--module", "nodenext", "--target", "es2022")
    run("node", compiler, *options, "--lib", "es2023,dom", program, folder=installed)


def test_it_is_small(installed: Path, run: Run, npm_package: Callable[[str], Path]) -> None:
    npm_package("esbuild")
    at_once = json.loads(run("node", SCRIPTS / "sizes.mjs", installed))["atOnce"]
    assert 0 < at_once["minified"] < MOST_MINIFIED
    assert 0 < at_once["gzip"] < MOST_ZIPPED


def held(part: dict[str, Any]) -> bytes:
    return base64.b64decode(part["content"])


def roots_of(question: dict[str, Any]) -> list[Root]:
    """Return the roots of a question; what is none pins nothing (ATT-5-3)."""
    roots = []
    for part in question["inputs"]["roots"]:
        if part["media"] != HANDOVER:
            with suppress(AeoError):
                pinned = part.get("pinnedFor", question["options"].get("pinnedFor"))
                roots.append(read_root(held(part), pinned))
    return roots


def own(question: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what ours says of each attestation, in the members that both have."""
    inputs, options = question["inputs"], question["options"]
    verifier = Verifier(
        trust=[held(part) for part in inputs["trust"]],
        roots=roots_of(question),
        handovers=[held(part) for part in inputs["roots"] if part["media"] == HANDOVER],
        status=[held(part) for part in inputs["status"]],
        min_sequence=options.get("minSequence", 0),
        test_keys=options.get("testKeys", False),
    )
    record = inputs.get("record")
    return [
        shared(json.loads(msgspec.json.encode(answer)))
        for answer in verifier.verify_each(
            held(inputs["document"]),
            at=question["at"],
            record=held(record) if record else None,
            expect_tin=options.get("expectTin"),
        )
    ]


def shared(result: dict[str, Any]) -> dict[str, Any]:
    """Return the members of an answer that both implementations give in the same words."""
    checks = [
        {name: check.get(name) for name in ("name", "outcome", "code", "words", "hint")}
        for check in result["checks"]
    ]
    skipped = [check["reason"] for check in result["checks"] if check["outcome"] == "skipped"]
    members = {name: result.get(name) for name in ("verdict", "asOf", "trustLists", "claims")}
    return {**members, "checks": checks, "skipped": skipped}


def test_both_say_the_same_of_every_case_in_the_same_words(installed: Path, run: Run) -> None:
    # A record in XML needs a reader; what was seen before comes as a memory, asked apart.
    asked = [
        (name, question)
        for name, question in QUESTIONS
        if not {"knownRevision", "knownStatusAt"} & question["options"].keys()
        and "xml" not in question["inputs"].get("record", {}).get("media", "")
    ]
    assert len(asked) > 500
    lines = "".join(json.dumps(question) + "\n" for _, question in asked)
    said = run("node", SCRIPTS / "whole_answers.mjs", installed, given=lines, folder=installed)
    for (name, question), line in zip(asked, said.splitlines(), strict=True):
        theirs = [shared(result) for result in json.loads(line)["results"]]
        assert theirs == own(question), name


def remembered(questions: list[dict[str, Any]], memory: Path) -> list[list[Any]]:
    """Return what ours answers to questions one after the other, with one memory."""
    answers = []
    for question in questions:
        inputs = question["inputs"]
        verifier = Verifier(
            trust=[held(part) for part in inputs["trust"]],
            roots=roots_of(question),
            status=[held(part) for part in inputs["status"]],
            memory=memory,
            test_keys=question["options"].get("testKeys", False),
        )
        for answer in verifier.verify_each(held(inputs["document"]), at=question["at"]):
            codes = [check.code for check in answer.checks if isinstance(check.code, str)]
            answers.append([str(answer.verdict), codes])
    return answers


def test_both_remember_the_same_and_read_what_the_other_kept(
    installed: Path, run: Run, tmp_path: Path
) -> None:
    # One attestation each, by lists of several numbers and ages: forth, then back.
    asked = [
        question
        for _, question in QUESTIONS
        if all(question["inputs"][kind] for kind in ("trust", "roots", "status"))
        and all(part["media"] != HANDOVER for part in question["inputs"]["roots"])
        and "minSequence" not in question["options"]
        and held(question["inputs"]["document"]).count(b"\n") <= 1
    ]
    kept = tmp_path / "seen.json"
    codes = set()
    for questions, before in ((asked, ()), (asked[::-1], (kept,))):
        said = run(
            "node", SCRIPTS / "remembering.mjs", installed, *before, given=json.dumps(questions)
        )
        theirs = json.loads(said)
        ours = remembered(questions, kept)
        assert theirs["answers"] == ours
        assert theirs["memory"] == json.loads(kept.read_bytes())
        codes |= {code for _, by_check in ours for code in by_check}
    assert {"AEO-TRU-05", "AEO-STA-05"} <= codes
