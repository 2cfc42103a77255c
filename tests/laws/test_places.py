"""A finding points at the character where its value begins, in every layout of both syntaxes."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from xml.sax.saxutils import escape as escaped

from any_xml import any_tree_to_xml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from aeo_exchange.formats import Content
from aeo_exchange.formats.json_places import places_in
from aeo_exchange.formats.xml_places import XmlPlaces
from aeo_exchange.model.document import Position
from aeo_exchange.model.shape import NAMESPACE, element_name, record_shape
from aeo_exchange.model.tree import escape, walk
from strategies import Tree, mutated_trees, trees

BLANKS = ("", "", " ", "\n", "\r\n", "\t", "  \n\n ")
ASKED = 6
START = Position(1, 1)
names = st.sampled_from(
    ("a", "b", "a/b", "~", "~1", "", "0", "1", "é", "𠮷", '"', "\\", "{", "]:,")
)
any_trees = st.recursive(
    st.sampled_from((None, True, 0, -1, 12345, "", "x", "{[,:]}", 'q"\\', "𠮷😀é", "\n", "a/b")),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(names, inner, max_size=4)),
    max_leaves=25,
)


class Writer:
    """Writes a text piece by piece, and notes where each value begins."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.text = ""
        self.places: dict[str, Position] = {}
        self.order: list[str] = []

    def add(self, *pieces: str) -> None:
        """Write pieces of text."""
        self.text += "".join(pieces)

    def note(self, path: str) -> None:
        """Note that the value at a path begins here."""
        line = self.text.count("\n") + 1
        self.places[path] = Position(line, len(self.text) - self.text.rfind("\n"))
        self.order.append(path)

    def blank(self) -> None:
        """Write some white space, or none."""
        self.add(self.chance.choice(BLANKS))


def spelled(text: str, chance: random.Random) -> str:
    """Return a text as JSON, in one of its spellings."""
    return json.dumps(text, ensure_ascii=chance.random() < 0.3)


def write_json(writer: Writer, tree: Tree, path: str = "") -> None:
    """Write a tree as JSON in a layout of chance."""
    writer.note(path)
    if isinstance(tree, dict):
        pairs = [(f"{path}/{escape(name)}", name, tree[name]) for name in tree]
        start, end = "{}"
    elif isinstance(tree, list):
        pairs = [(f"{path}/{index}", None, value) for index, value in enumerate(tree)]
        start, end = "[]"
    else:
        writer.add(spelled(tree, writer.chance) if isinstance(tree, str) else json.dumps(tree))
        return
    for number, (inner, name, value) in enumerate(pairs):
        writer.add("," if number else start)
        writer.blank()
        if name is not None:
            writer.add(spelled(name, writer.chance))
            writer.blank()
            writer.add(":")
            writer.blank()
        write_json(writer, value, inner)
        writer.blank()
    writer.add(end if pairs else start + end)


def some(places: dict[str, Position], chance: random.Random) -> Iterator[tuple[str, Position]]:
    """Yield some of the places."""
    for path in chance.sample(sorted(places), min(ASKED, len(places))):
        yield path, places[path]


@given(st.one_of(any_trees, trees()), st.randoms(use_true_random=False))
def test_a_json_pointer_leads_to_the_first_character_of_its_value(
    tree: Tree, chance: random.Random
) -> None:
    writer = Writer(chance)
    write_json(writer, tree)
    assert json.loads(writer.text) == tree
    asked = dict(some(writer.places, chance))
    here, there = (
        places_in(writer.text, asked, START),
        places_in(writer.text, asked, Position(7, 9)),
    )
    for path, position in asked.items():
        assert here[path].position == position
        moved = Position(position.line + 6, position.column + (8 if position.line == 1 else 0))
        assert there[path].position == moved
        assert places_in(writer.text, [path], START) == {path: here[path]}


@given(st.one_of(any_trees, trees()), st.randoms(use_true_random=False))
def test_a_json_pointer_to_nothing_leads_to_the_nearest_parent(
    tree: Tree, chance: random.Random
) -> None:
    writer = Writer(chance)
    write_json(writer, tree)
    for path, position in some(writer.places, chance):
        beyond = f"{path}/no such item", f"{path}/99/x"
        places = places_in(writer.text, beyond, START)
        assert [places[member].position for member in beyond] == [position] * 2


def write_xml(writer: Writer, name: str, tree: Tree, path: str, prefix: str) -> None:
    """Write a record tree as XML in a layout of chance."""
    if isinstance(tree, list):
        for index, inner in enumerate(tree):
            write_xml(writer, name, inner, f"{path}/{index}", prefix)
        return
    between(writer)
    writer.note(path)
    tag = prefix + element_name(name)
    inside = writer.chance.choice(("", " ", "\n  "))
    declared = f' xmlns{":" if prefix else ""}{prefix[:-1]}="{NAMESPACE}"' if not path else ""
    writer.add("<", tag, declared, inside, ">")
    if isinstance(tree, dict):
        for member, value in tree.items():
            write_xml(writer, member, value, f"{path}/{member}", prefix)
        between(writer)
    else:
        text = json.dumps(tree) if not isinstance(tree, str) else tree
        plain = "]]>" in text or writer.chance.random() < 0.7
        writer.add(escaped(text) if plain else f"<![CDATA[{text}]]>")
    writer.add("</", tag, writer.chance.choice(("", " ", "\n")), ">")


def between(writer: Writer) -> None:
    """Write what may stand between elements."""
    writer.blank()
    if writer.chance.random() < 0.2:
        writer.add(writer.chance.choice(("<!-- 𠮷😀 é -->", "<?x 範例\n𠮷?>", "<!--\n-->")))
        writer.blank()


@given(st.lists(trees(), min_size=1, max_size=2), st.randoms(use_true_random=False))
def test_an_xml_place_is_that_of_the_start_tag(several: list[Tree], chance: random.Random) -> None:
    writers = Writer(chance)
    prefix = chance.choice(("", "a:", "é:"))
    many = len(several) > 1
    writers.add(f'<AeoRecords xmlns="{NAMESPACE}">' if many else "")
    written: list[tuple[dict[str, Position], list[str]]] = []
    for tree in several:
        writers.places, writers.order = {}, []
        write_xml(writers, record_shape().name, tree, "", prefix)
        written.append((writers.places, writers.order))
    writers.add("</AeoRecords>" if many else "")
    content = writers.text.encode()
    root = etree.fromstring(content)
    records = root.xpath("//*[local-name()='AeoRecord']")
    read = XmlPlaces(Content(name="x", held=content))
    for index, (expected, order) in enumerate(written):
        elements = [element for element in records[index].iter() if isinstance(element.tag, str)]
        for path, position in some(expected, chance):
            place = read.of(index).of(path)
            assert place.position == position
            line = writers.text.split("\n")[position.line - 1]
            assert line[position.column - 1] == "<"
            met = by_xpath(records[index], place.xpath)
            assert met == [elements[order.index(path)]]
            assert met[0].sourceline >= position.line  # libxml2 tells the line of the tag's end


def by_xpath(record: etree._Element, xpath: str) -> list[etree._Element]:
    """Return what an XPath of ours finds, by local names, below its record."""
    steps = xpath.split("/")[2:]
    if not steps:
        return [record]
    local = "/".join(
        f"*[local-name()='{step.split('[')[0]}'][{step.split('[')[1][:-1] if '[' in step else 1}]"
        for step in steps
    )
    return record.xpath(local)


@given(mutated_trees(), st.randoms(use_true_random=False))
def test_every_path_of_a_broken_record_has_a_place_in_xml(
    tree: Tree, chance: random.Random
) -> None:
    text = any_tree_to_xml(tree)
    try:
        etree.fromstring(text.encode())
    except etree.XMLSyntaxError:
        return
    record = XmlPlaces(Content(name="x", held=text.encode())).of(0)
    lines = text.split("\n")
    paths = [path for path, _ in walk(tree)]
    for path in chance.sample(paths, min(ASKED, len(paths))):
        at = record.of(path).position
        assert lines[at.line - 1][at.column - 1] == "<"
