"""A page for each item of a record and for each code list, printed from the definition."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from cases_shown import Case, case_html, shown_texts
from item_examples import Examples, broken
from sitemap import CODES, ITEMS, Page, Standing

from aeo_exchange.model.codes import CODE_LISTS, Code
from aeo_exchange.model.shape import (
    BooleanType,
    Group,
    ItemShape,
    Leaf,
    element_name,
    groups_under,
    record_shape,
)
from aeo_exchange.model.texts import IntegerType, TextType
from aeo_exchange.rules import all_rules

__all__ = ["code_list_pages", "item_pages", "item_places"]

CLASSES = {
    "public": "everybody may see it",
    "partner": "administrations that agreed on it may see it",
    "restricted": "the administration alone may see it",
}


def item_places() -> dict[tuple[str, str], str]:
    """Return where the page of each item stands, by its group and its name."""
    return {
        (group.name, item.name): _path(group, item)
        for group in groups_under(record_shape())
        for item in group.fields
    }


def item_pages(cases: list[Case]) -> Iterator[Page]:
    """Yield the page of each item."""
    examples = Examples(cases)
    pointers = _pointers()
    for group in groups_under(record_shape()):
        for item in group.fields:
            at = pointers[group.name, item.name]
            parts = (
                f"<h1>{group.name}.{item.name}</h1>",
                f'<p class="lead">{escape(item.item.definition)}</p>',
                f"<dl>{''.join(_facts(group, item, at))}</dl>",
                *_examples(examples, at),
            )
            yield Page(
                path=_path(group, item),
                title=f"{group.name}.{item.name}",
                body="\n".join(parts),
                section=ITEMS,
                standing=Standing.ITEM,
                near=group.name,
            )


def code_list_pages() -> Iterator[Page]:
    """Yield the page of each closed list of codes that items use, and their index."""
    names = []
    for codes in sorted(CODE_LISTS, key=lambda kind: kind.__name__):
        names.append(codes.__name__)
        rows = "".join(
            f"<tr id='{code.value}'><td><code>{code.value}</code></td>"
            f"<td>{escape(code.definition)}</td><td>{escape(code.equivalent)}</td></tr>"
            for code in codes
        )
        body = (
            f"<h1>{codes.__name__}</h1><p class='lead'>{escape((codes.__doc__ or '').strip())}</p>"
            f"<p>Items that take one of these codes: {_users(codes)}.</p>"
            "<div class='wide' tabindex='0'><table><thead><tr><th>code</th><th>definition</th>"
            f"<th>like</th></tr></thead><tbody>{rows}</tbody></table></div>"
            f"<p><a href='../project/schemas/1.0/codes/{codes.__name__}.csv'>As CSV</a></p>"
        )
        yield _of_codes(f"codes/{codes.__name__}.html", codes.__name__, body)
    listed = "".join(f"<li><a href='{name}.html'>{name}</a></li>" for name in names)
    body = f"<h1>Code lists</h1><p>Closed lists: no other code may stand.</p><ul>{listed}</ul>"
    yield _of_codes("codes/index.html", "Code lists", body)


def _of_codes(path: str, title: str, body: str) -> Page:
    return Page(
        path=path, title=title, body=body, section=CODES, standing=Standing.NORMATIVE, near="codes"
    )


def _users(codes: type[Code]) -> str:
    used = [
        f"<a href='../{_path(group, item)}'>{group.name}.{item.name}</a>"
        for group in groups_under(record_shape())
        for item in group.fields
        if item.kind is codes
    ]
    return ", ".join(used) or "none of a record"


def _path(group: Group, item: ItemShape) -> str:
    return f"items/{group.name}.{item.name}.html"


def _pointers() -> dict[tuple[str, str], list[str]]:
    """Return the places at which each item can stand, as pointers with `*` for an index."""
    places: dict[tuple[str, str], list[str]] = {}

    def visit(group: Group, above: str) -> None:
        for item in group.fields:
            pointer = f"{above}/{item.name}"
            inner = f"{pointer}/*" if item.is_list else pointer
            places.setdefault((group.name, item.name), []).append(pointer)
            if isinstance(item.kind, Group):
                visit(item.kind, inner)

    visit(record_shape(), "")
    return places


def _facts(group: Group, item: ItemShape, at: list[str]) -> Iterator[str]:
    shared = item.item
    rows = (
        ("In JSON", f"member <code>{item.name}</code>"),
        ("In XML", f"element <code>{item.element}</code>"),
        ("In a record", "<br>".join(f"<code>{pointer}</code>" for pointer in at)),
        ("In its XML", "<br>".join(f"<code>{_xpath(pointer)}</code>" for pointer in at)),
        ("Cardinality", item.cardinality + (", a set: sorted, each once" if shared.is_set else "")),
        ("Shape", _shape(item.kind)),
        ("Disclosure class", f"<strong>{shared.disclosure}</strong>: {CLASSES[shared.disclosure]}"),
        ("WCO Data Model", shared.wco or "nothing alike is known"),
        ("UN/CEFACT", escape(shared.cefact) or "nothing alike is known"),
        ("Rules with findings here", _rules(item, at)),
        ("Group", f"<a href='../data-dictionary.html#{group.name.lower()}'>{group.name}</a>"),
    )
    for name, value in rows:
        yield f"<div><dt>{name}</dt><dd>{value}</dd></div>"


def _xpath(pointer: str) -> str:
    steps = pointer.replace("/*", "[n]").split("/")[1:]
    return f"/{record_shape().name}/" + "/".join(element_name(step) for step in steps)


def _rules(item: ItemShape, at: list[str]) -> str:
    places = {*at, *(f"{pointer}/*" for pointer in at)} if item.is_list else {*at}
    codes = [code for code, rule in all_rules().items() if places & set(rule.at.split())]
    links = [f"<a href='../rules/{code}.html'>{code}</a>" for code in codes]
    return ", ".join(links) or "those of the schema alone"


def _shape(kind: Group | Leaf) -> str:
    match kind:
        case Group():
            link = f"<a href='../data-dictionary.html#{kind.name.lower()}'>{kind.name}</a>"
            return f"group {link}: {escape(kind.definition)}"
        case TextType():
            form = "free text" if "\x00" in kind.pattern else f"<code>{escape(kind.pattern)}</code>"
            return (
                f"{kind.name}: {escape(kind.definition)} {form}; 1 to {kind.longest} characters; "
                f"such as <code>{escape(kind.example)}</code>"
            )
        case IntegerType():
            return f"{kind.name}: {escape(kind.definition)} {kind.least} to {kind.greatest}"
        case BooleanType():
            return "<code>true</code> or <code>false</code>"
        case _:
            return f"one code of <a href='../codes/{kind.__name__}.html'>{kind.__name__}</a>"


def _examples(examples: Examples, at: list[str]) -> Iterator[str]:
    places = [place for pointer in at for place in (pointer, f"{pointer}/*")]
    failing = examples.fails_at(places)
    passing = examples.holds(places, failing.rule if failing else "")
    assert passing, f"no case of the suite holds {at[0]}"
    yield "<h2 id='passes'>A case that passes</h2>"
    yield case_html(passing)
    yield "<h2 id='fails'>A case that fails</h2>"
    if failing:
        yield case_html(failing)
        return
    made = broken(passing, places)
    assert made, f"nothing is wrong at {at[0]}"
    links = ", ".join(f"<a href='../rules/{code}.html'>{code}</a>" for code in made.codes)
    yield f"<p>The suite has none here. This one was made of {made.of} when the page was built, "
    yield f"and judged NOT_VALID by {links}.</p>"
    yield from shown_texts(made.texts, list(made.codes), passing.told["at"])
