"""Engines of other makers give our verdict: ajv on the JSON Schema, libxml2 and Xerces on the XSD.

They judge the samples, the inputs of the conformance cases, and mutated records.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import msgspec
import pytest
from any_xml import any_tree_to_xml
from hypothesis import HealthCheck, Phase, given, seed, settings
from lxml import etree

from aeo_exchange.formats import FORMATS, Content, Format, Limits
from aeo_exchange.formats.xml_tree import careful_tree
from aeo_exchange.operations.reading import read_records
from aeo_exchange.resources import published
from strategies import Tree, mutated_trees
from trees import is_record

pytestmark = pytest.mark.peer

Verdicts: TypeAlias = dict[Path, bool]
Judge: TypeAlias = Callable[[list[Path]], Verdicts]

HERE = Path(__file__).parent
JSON_SCHEMA = published("schemas/1.0/aeo-record.schema.json")
XSD = published("schemas/1.0/aeo-record.xsd")
SAMPLES = sorted(published("samples").rglob("*.aeo.json"))
JARS = ("xercesImpl.jar", "xml-apis.jar")
JAR_FOLDER = Path("/usr/share/java")
SEED = 20260401
MUTANTS = 300
# What a schema can see; a record that breaks only other rules is structurally a record.
STRUCTURAL = re.compile(r"AEO-(STR-0[1-7]|COD-01)")
BEYOND = re.compile("[\U00010000-\U0010ffff]")
BEFORE_SCHEMA = re.compile(r"AEO-(SYN-\d\d|HOS-0[1-3])")


def ask(command: list[str | Path], files: list[Path]) -> str:
    """Return what a peer prints when it is given the names of files."""
    done = subprocess.run(
        command,
        input="\n".join(map(str, files)) + "\n",
        capture_output=True,
        check=True,
        text=True,
        timeout=300,
    )
    return done.stdout


@pytest.fixture
def ajv(tool: Callable[[str], str], npm_package: Callable[[str], Path]) -> Judge:
    """Return ajv over the published JSON Schema, in strict mode."""
    script = npm_package("ajv") / "validate.mjs"

    def judge(files: list[Path]) -> Verdicts:
        said = json.loads(ask([tool("node"), script, JSON_SCHEMA], files))
        return {Path(line["file"]): line["valid"] for line in said}

    return judge


def test_ajv_takes_the_reference_data_by_its_schemas(
    tool: Callable[[str], str], npm_package: Callable[[str], Path], tmp_path: Path
) -> None:
    script = npm_package("ajv") / "validate.mjs"
    for file in sorted(published("schemas/1.0/reference").glob("*.json")):
        schema = published(f"schemas/1.0/reference-{file.name.replace('.json', '.schema.json')}")
        broken = tmp_path / file.name
        broken.write_text(file.read_text("utf-8").replace('"asOf"', '"as_of"', 1), "utf-8")
        said = json.loads(ask([tool("node"), script, schema], [file, broken]))
        assert [line["valid"] for line in said] == [True, False]


@pytest.fixture
def xmllint(tool: Callable[[str], str]) -> Judge:
    """Return the libxml2 of the system, seldom the one that lxml brings, over the XSD."""
    program = tool("xmllint")

    def judge(files: list[Path]) -> Verdicts:
        done = subprocess.run(
            [program, "--noout", "--nonet", "--schema", str(XSD), *map(str, files)],
            capture_output=True,
            check=False,
            text=True,
            timeout=300,
        )
        lines = done.stderr.splitlines()
        return {file: f"{file} validates" in lines for file in files}

    return judge


@pytest.fixture
def xerces(tool: Callable[[str], str]) -> Judge:
    """Return Xerces, or the copy of it inside the JDK where its archive is absent."""
    archives = os.pathsep.join(str(JAR_FOLDER / jar) for jar in JARS)
    command = [tool("java"), "-cp", archives, str(HERE / "java" / "XsdValidate.java"), str(XSD)]

    def judge(files: list[Path]) -> Verdicts:
        said = (line.split("\t", 1) for line in ask(command, files).splitlines())
        return {Path(file): verdict == "valid" for verdict, file in said}

    return judge


def xml_of(tree: Tree) -> str | None:
    """Return a tree as XML, or None when XML cannot hold it."""
    text = any_tree_to_xml(tree)
    try:
        read_back = careful_tree(etree.fromstring(text.encode()), Limits())
    except etree.XMLSyntaxError:
        return None
    return text if read_back == (tree, ()) else None


def mutants() -> list[Tree]:
    """Return a few hundred mutated records, the same in every run."""
    trees: list[Tree] = []

    @seed(SEED)
    @settings(
        max_examples=MUTANTS,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(mutated_trees())
    def collect(tree: Tree) -> None:
        trees.append(tree)

    collect()
    return trees


def as_xerces_counts(tree: Tree) -> Tree:
    """Return a tree with two characters for each beyond the Basic Multilingual Plane.

    Xerces 2.12, and the copy of it inside the JDK, measures maxLength in UTF-16 code units; XML
    Schema Part 2, 4.3.3, counts characters. Its verdict is ours once both count alike.
    """
    if isinstance(tree, dict):
        return {name: as_xerces_counts(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [as_xerces_counts(value) for value in tree]
    return BEYOND.sub("xx", tree) if isinstance(tree, str) else tree


def is_long_to_xerces(file: Path) -> bool:
    """Say whether a record of a valid document is too long for Xerces alone."""
    several = read_records(Content(name=file.name, path=file))
    trees = [json.loads(msgspec.json.encode(record)) for record in several]
    return not all(is_record(as_xerces_counts(tree)) for tree in trees)


@pytest.fixture(scope="session")
def mutated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdicts]:
    """Return the files of mutated records for each peer, with the verdict of the model."""
    folder = tmp_path_factory.mktemp("mutants")
    as_json: Verdicts = {}
    as_xml: Verdicts = {}
    for_xerces: Verdicts = {}
    for number, tree in enumerate(mutants()):
        file = folder / f"{number}.json"
        file.write_text(json.dumps(tree), encoding="utf-8")
        as_json[file] = is_record(tree)
        text = xml_of(tree)
        if text is not None:
            file = folder / f"{number}.xml"
            file.write_bytes(text.encode())
            as_xml[file] = is_record(tree)
            for_xerces[file] = is_record(as_xerces_counts(tree))
    return {"ajv": as_json, "xmllint": as_xml, "xerces": for_xerces}


@pytest.fixture(scope="session")
def xml_samples(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return every sample, converted to XML."""
    folder = tmp_path_factory.mktemp("samples")
    made = []
    for number, sample in enumerate(SAMPLES):
        stream = io.BytesIO()
        FORMATS[Format.XML].write(read_records(Content(name=sample.name, path=sample)), stream)
        made.append(folder / f"{number}-{sample.name}.xml")
        made[-1].write_bytes(stream.getvalue())
    return made


def cases(suffix: str) -> Verdicts:
    """Return the inputs of the conformance cases that a schema can judge, with its verdict.

    A JSON array of records is not a document of the schema, which describes one.
    """
    try:
        folder = published("conformance/cases")
    except FileNotFoundError:
        return {}
    expected: Verdicts = {}
    for file in sorted(folder.rglob("case.json")):
        case = json.loads(file.read_bytes())
        if not case["operation"].startswith("validate"):
            continue
        codes = [finding["code"] for finding in case["expect"].get("findings", [])]
        if any(map(BEFORE_SCHEMA.fullmatch, codes)):
            continue
        for document in case.get("inputs", []):
            path = file.parent / document["path"]
            if path.suffix == suffix and not path.read_bytes().startswith(b"["):
                expected[path] = not any(map(STRUCTURAL.fullmatch, codes))
    return expected


def differing(expected: Verdicts, said: Verdicts) -> dict[str, bool]:
    """Return the files, with their text, of which a peer says something else."""
    assert set(said) == set(expected)
    return {
        f"{file}: {file.read_text(encoding='utf-8')[:3000]}": said[file]
        for file in expected
        if said[file] != expected[file]
    }


def judged(expected: Verdicts, judge: Judge) -> dict[str, bool]:
    """Return where a peer differs from what is expected."""
    if not expected:
        pytest.skip("no conformance case is there yet")
    return differing(expected, judge(list(expected)))


def test_ajv_accepts_every_sample(ajv: Judge) -> None:
    assert judged(dict.fromkeys(SAMPLES, True), ajv) == {}


def test_ajv_gives_our_verdict_on_mutated_records(ajv: Judge, mutated: dict[str, Verdicts]) -> None:
    assert judged(mutated["ajv"], ajv) == {}


def test_ajv_gives_the_verdict_of_the_conformance_cases(ajv: Judge) -> None:
    assert judged(cases(".json"), ajv) == {}


@pytest.mark.parametrize("engine", ["xmllint", "xerces"])
def test_an_xsd_engine_accepts_every_sample(
    engine: str, request: pytest.FixtureRequest, xml_samples: list[Path]
) -> None:
    assert judged(dict.fromkeys(xml_samples, True), request.getfixturevalue(engine)) == {}


@pytest.mark.parametrize("engine", ["xmllint", "xerces"])
def test_an_xsd_engine_gives_our_verdict_on_mutated_records(
    engine: str, request: pytest.FixtureRequest, mutated: dict[str, Verdicts]
) -> None:
    assert judged(mutated[engine], request.getfixturevalue(engine)) == {}


def test_xmllint_gives_the_verdict_of_the_conformance_cases(xmllint: Judge) -> None:
    assert judged(cases(".xml"), xmllint) == {}


def test_xerces_gives_the_verdict_of_the_conformance_cases(xerces: Judge) -> None:
    long = {file for file, valid in cases(".xml").items() if valid and is_long_to_xerces(file)}
    expected = {file: valid and file not in long for file, valid in cases(".xml").items()}
    assert judged(expected, xerces) == {}


def test_the_mutated_records_are_no_trivial_lot(mutated: dict[str, Verdicts]) -> None:
    assert len(mutated["ajv"]) >= MUTANTS * 2 // 3
    assert len(mutated["xmllint"]) >= len(mutated["ajv"]) / 3
    for verdicts in mutated.values():
        share = sum(verdicts.values()) / len(verdicts)
        # The strategies decide how many stay valid; some must, and most must not.
        assert 0.01 < share < 0.9
