"""A view holds nothing that its audience may not see, whatever the record holds."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.exchange.cut import CutOrder, cut_record
from aeo_exchange.exchange.shareable import withholdable
from aeo_exchange.exchange.views import Shared, view_of
from aeo_exchange.model.canonical import canonical_bytes
from aeo_exchange.model.codes import ConsentState
from aeo_exchange.model.disclosure import Disclosure
from aeo_exchange.model.record import AeoRecord, Consent, View
from aeo_exchange.model.shape import Group, record_shape
from aeo_exchange.operations.reading import read_record
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.report import Severity
from aeo_exchange.resources import published
from aeo_exchange.rules import Context, check
from aeo_exchange.rules.rule import items_of
from exchange.made_views import AT, between, order, revisions
from rows import for_each_row
from strategies import records, tree_of

FULL = sorted(
    path
    for path in published("samples/records").rglob("*.aeo.json")
    if "view" not in json.loads(path.read_bytes())
)
ABOUT_VIEWS = {"AEO-SHR-01", "AEO-SHR-02", "AEO-SHR-04", "AEO-SHR-05"}


@st.composite
def orders(draw, record: AeoRecord) -> CutOrder:
    """Return an order for a partner or an agreement that the record knows, or for another."""
    agreements = {recognition.agreement for recognition in items_of(record.recognitions)}
    agreements |= {consent.scope for consent in items_of(record.consents)} - {"all"}
    partners = {recognition.partner for recognition in items_of(record.recognitions)} | {"JP"}
    names = st.lists(st.sampled_from(withholdable()), unique=True)
    return CutOrder(
        view=View(
            audience=draw(st.sampled_from(sorted(partners))),
            agreement=draw(st.sampled_from(sorted(agreements | {"HK-JP-2026"}))),
        ),
        withheld=frozenset(draw(names)),
    )


def names_of(tree: object, group: Group, path: str = "") -> dict[str, Disclosure]:
    """Return every item of a tree by its name, with its class."""
    names: dict[str, Disclosure] = {}
    for element in tree if isinstance(tree, list) else [tree]:
        for field in group.fields:
            if field.name in element:
                name = f"{path}{field.name}"
                names[name] = field.item.disclosure
                if isinstance(field.kind, Group):
                    names |= names_of(element[field.name], field.kind, f"{name}.")
    return names


@given(st.data(), records())
def test_a_view_holds_no_item_consent_or_recognition_of_another_audience(data, record) -> None:
    asked = data.draw(orders(record))
    view, left = cut_record(replace(record, view=UNSET), asked)
    there = names_of(tree_of(view), record_shape())
    assert Disclosure.RESTRICTED not in there.values()
    assert not asked.withheld & set(there)
    scopes = {consent.scope for consent in items_of(view.consents)}
    assert scopes <= {"all", asked.view.agreement}
    shown = {
        (recognition.partner, recognition.agreement) for recognition in items_of(view.recognitions)
    }
    assert shown <= {(asked.view.audience[:2], asked.view.agreement)}
    context = Context(at=AT, reference=shipped())
    assert not {finding.code for finding in check(view, context)} & ABOUT_VIEWS
    # And nothing else went: what is there and what is told to be gone are the record.
    full = names_of(tree_of(replace(record, view=UNSET)), record_shape())
    gone = {
        ".".join(step for step in item.path.split("/") if not step.isdecimal())[1:] for item in left
    }
    assert {
        name
        for name in set(full) - set(there)
        if not any(name == item or name.startswith(f"{item}.") for item in gone)
    } == set()


@given(st.data(), records())
def test_cutting_a_view_again_changes_nothing(data, record) -> None:
    asked = data.draw(orders(record))
    once = cut_record(replace(record, view=UNSET), asked).record
    again = cut_record(once, asked)
    assert canonical_bytes(again.record) == canonical_bytes(once)
    assert again.left == ()


@given(st.lists(st.integers(0, 2), min_size=1, max_size=8))
def test_a_view_has_the_number_of_the_first_of_the_last_run_that_looks_alike(looks) -> None:
    """Each revision hides something of its own, and shows one of three offices."""
    base = read_record(published("samples/records/HK-AEO/TIER2.aeo.json").read_bytes())
    given_ = Consent(scope="HK-JP-2026", state=ConsentState.GIVEN, since="2021-03-01T00:00:00Z")
    made = [
        replace(
            base,
            revision=number,
            issued_at=f"2026-0{number}-01T00:00:00Z",
            consents=(given_,),
            issuing_office=f"OFFICE-{look}",
            extensions=UNSET if number % 2 else base.extensions,
        )
        for number, look in enumerate(looks, start=1)
    ]
    shared = view_of(revisions(*made), order())
    assert isinstance(shared, Shared)
    first = len(looks)
    while first > 1 and looks[first - 2] == looks[-1]:
        first -= 1
    assert (shared.record.revision, shared.cut_from) == (first, len(looks))


@for_each_row("path", FULL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_view_of_every_sample_breaks_no_rule(path) -> None:
    record = read_record(path.read_bytes())
    if record.moved_to is not UNSET:
        return
    granting, partner = record.programme[:2], "JP" if record.programme[:2] != "JP" else "HK"
    tiers = tuple(sorted({tier for term in record.authorisation.terms for tier in term.tiers}))
    agreed = between(granting, record.programme, tiers, partner)
    consent = Consent(
        scope=agreed.code, state=ConsentState.GIVEN, since=record.history[0].recorded_at
    )
    full = replace(record, consents=(*items_of(record.consents), consent))
    shared = view_of(revisions(full), order(of=agreed, audience=partner))
    assert isinstance(shared, Shared), shared
    findings = check(shared.record, Context(at=AT, reference=shipped()))
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
