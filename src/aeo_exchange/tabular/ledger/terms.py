"""What a row says of its term, against the terms that are there: none of them is rewritten.

A renewal, and every change of tiers or roles, closes one term and opens the next (REC-5-7).
"""

from __future__ import annotations

from aeo_exchange.tabular.ledger.entry import LedgerEntry, TreeGroup, groups_at

__all__ = ["enter_terms"]

HELD = ("tiers", "roles", "nationalRole")
ITEM = "authorisation.terms.1"


def enter_terms(entry: LedgerEntry, carried: frozenset[str]) -> None:
    """Bring the last term of a record to what a row says; `carried` are the members it has."""
    said = groups_at(entry.row, "authorisation", "terms")
    known = groups_at(entry.record, "authorisation", "terms")
    if not said or not carried:
        return
    starts = {term["from"] for term in known}
    if any(term.get("from") not in starts for term in said[:-1]):
        entry.doubt(ITEM, "the row has an earlier term that the record does not know")
        return
    row, last = said[-1], known[-1]
    start = str(row.get("from", last["from"]))
    is_same = all(row.get(name) == last.get(name) for name in HELD if name in carried)
    if start not in starts and start < str(last["from"]):
        entry.doubt(
            f"{ITEM}.from",
            f"the term starts on {start}, before that of {last['from']}, which the record has",
            "where the start was a mistake, mend it in the base",
        )
    elif start not in starts:
        _open(entry, _term(row, last, carried), start)
    elif not is_same:
        _change(entry, row, carried)
    elif "until" in carried:
        _enter_end(entry, row)


def _term(row: TreeGroup, last: TreeGroup, carried: frozenset[str]) -> TreeGroup:
    """Return the term that a row tells; what the file has no column for is as before."""
    told = {name: value for name, value in row.items() if name in carried}
    kept = {name: value for name, value in last.items() if name not in carried}
    return {**kept, **told}


def _open(entry: LedgerEntry, term: TreeGroup, start: str) -> None:
    """Close the last term where it reaches beyond an instant, and open another there."""
    last = groups_at(entry.record, "authorisation", "terms")[-1]
    if str(last.get("until", "~")) > start:
        last["until"] = start
    authorisation = entry.record["authorisation"]
    assert isinstance(authorisation, dict)
    terms = authorisation["terms"]
    assert isinstance(terms, list)
    terms.append({**term, "from": start})


def _change(entry: LedgerEntry, row: TreeGroup, carried: frozenset[str]) -> None:
    """Open a term for other tiers or roles of which the row does not say since when."""
    last = groups_at(entry.record, "authorisation", "terms")[-1]
    term = _term(row, last, carried)
    until = str(term.get("until", "~"))
    if not str(last["from"]) < entry.at < until:
        entry.doubt(
            ITEM, "tiers or roles changed, and there is no time for a term between start and end"
        )
        return
    _open(entry, term, entry.at)
    entry.tell(
        f"{ITEM}.from",
        "tiers or roles changed, and the row does not say since when; the new term starts when it "
        f"was first seen, {entry.at}",
        "ask for the day",
    )


def _enter_end(entry: LedgerEntry, row: TreeGroup) -> None:
    """Renew a term that ends later in the row, and close one that ends earlier."""
    last = groups_at(entry.record, "authorisation", "terms")[-1]
    before, now = str(last.get("until", "")), str(row.get("until", ""))
    if before == now:
        return
    if not now:
        entry.doubt(f"{ITEM}.until", f"the record has an end, {before}, and the row has none")
    elif now <= str(last["from"]):
        entry.doubt(f"{ITEM}.until", f"the row ends on {now}, before the term of {last['from']}")
    elif before and before < now:
        _open(entry, {**last, "until": now}, before)
    else:
        last["until"] = now
