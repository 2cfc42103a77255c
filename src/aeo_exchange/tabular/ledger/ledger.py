"""Rows into the records that were known before, and what became of those that no row names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import UNSET, Struct

from aeo_exchange.counting import how_many
from aeo_exchange.rules import Context
from aeo_exchange.tabular.draft import RowDraft
from aeo_exchange.tabular.layout import Layout
from aeo_exchange.tabular.ledger.answers import VanishedAnswer
from aeo_exchange.tabular.ledger.base_records import BaseRecords, Key
from aeo_exchange.tabular.ledger.endings import AnswerNotEntered, ended
from aeo_exchange.tabular.ledger.entry import LedgerEntry, TreeGroup
from aeo_exchange.tabular.ledger.events import enter_status, is_ended
from aeo_exchange.tabular.ledger.items import Carried, enter_items
from aeo_exchange.tabular.ledger.terms import enter_terms
from aeo_exchange.tabular.ledger.transcription import day_of_sheet, with_marks_of
from aeo_exchange.tabular.outcome import (
    BaseTotals,
    FindingKind,
    RowEnd,
    RowFinding,
    VanishedQuestion,
)
from aeo_exchange.tabular.rows import Opened
from aeo_exchange.tabular.zones import Zones

__all__ = ["Ledger"]


class _Named(Struct, rename="camel"):
    """What tells a revision of a record from others."""

    administration: str
    record_id: str
    revision: int


_NAMED = msgspec.json.Decoder(_Named)


class Ledger:
    """One import against the previous result."""

    def __init__(
        self,
        name: str,
        layout: Layout,
        known: BaseRecords,
        answers: Sequence[VanishedAnswer],
        context: Context,
    ) -> None:
        """Take the previous result by its name, and what a person said of it."""
        self._name, self._layout, self._known, self._context = name, layout, known, context
        self._base = tuple(known.keys())
        self._beside = len(known) - len(self._base)
        self._answers = answers
        self._used: set[VanishedAnswer] = set()
        self._as_of = ""  # the day of the file, of a transcription
        self._seen: set[Key] = set()
        self._changed = self._added = self._vanished = self._same = self._keyless = 0
        self._renamed = {answer.to: answer for answer in answers if answer.what == "renamed"}

    def entered(self, drafts: Iterable[RowDraft], opened: Opened) -> Iterator[RowDraft]:
        """Yield each row, entered in its record where that was known before."""
        carried: Carried | None = None
        for draft in drafts:
            carried = carried or Carried.by(self._layout, opened.headers)
            key = self._key(draft)
            if key in self._known and draft.outcome is not RowEnd.REFUSED:
                self._enter(draft, key, carried)
            yield draft

    def with_events(self, drafts: Iterable[RowDraft]) -> list[list[RowDraft]]:
        """Return rows that are events by their records, entered there all or none."""
        by_key: dict[Key | int, list[RowDraft]] = {}
        for draft in drafts:
            by_key.setdefault(self._key(draft) if draft.record_id else id(draft), []).append(draft)
        for key, group in by_key.items():
            if isinstance(key, tuple) and key in self._known:
                self._enter_events(group, key)
            else:
                for draft in group:
                    _replace_lack(draft, _unknown())
        return list(by_key.values())

    def take(self, line: bytes) -> None:
        """Take the record that a row became."""
        named = _NAMED.decode(line)
        key = (named.administration, named.record_id)
        if key not in self._known:
            self._added += 1
        elif self._known.revision(key) == named.revision:
            self._same += 1
            return
        else:
            self._changed += 1
        self._known.put(key, line)

    def close(self, *, asks: bool) -> tuple[VanishedQuestion, ...]:
        """Return what to ask about records that no row names; what was answered is entered.

        Nothing is asked where the file could not be read to its end, or has changes alone.
        """
        asks = (
            asks and self._layout.missing_rows == "snapshot" and self._layout.row.holds != "event"
        )
        return tuple(self._unseen(asks=asks))

    def totals(self) -> BaseTotals:
        """Return what became of the records of the base."""
        return BaseTotals(
            base=self._name,
            records=len(self._base),
            same=self._same,
            changed=self._changed,
            left=len(self._base) - self._same - self._changed,
            added=self._added,
            vanished=self._vanished,
            beside=self._beside,
        )

    def unused(self) -> tuple[str, ...]:
        """Return the records of answers that there was nothing to ask about."""
        return tuple(answer.record_id for answer in self._answers if answer not in self._used)

    def lines(self) -> Iterator[bytes]:
        """Yield the records of the next result."""
        return self._known.lines()

    def _key(self, draft: RowDraft) -> Key:
        """Return the key of a row, and note that it is there; one renamed has its former key."""
        if not draft.record_id:
            self._keyless += 1
            return ("", "")
        key = (draft.items.get("administration", ""), draft.record_id)
        answer = self._renamed.get(draft.record_id)
        if answer and key not in self._known and (key[0], answer.record_id) in self._known:
            self._used.add(answer)
            key, draft.record_id = (key[0], answer.record_id), answer.record_id
        self._seen.add(key)
        return key

    def _enter(self, draft: RowDraft, key: Key, carried: Carried) -> None:
        entry = LedgerEntry(self._known.record(key), draft.tree, draft, self._context.at)
        tin = _tin(entry.record)
        self._as_of = self._as_of or day_of_sheet(entry.row)
        enter_items(entry, carried)
        enter_terms(entry, carried.terms)
        enter_status(entry, tells_status=carried.status)
        if tin != _tin(entry.record):
            entry.tell(
                "holder.tin",
                f"the TIN was {tin}",
                "make sure that it is the same firm, and since when the number changed",
            )
        self._revise(entry, key)

    def _enter_events(self, group: list[RowDraft], key: Key) -> None:
        record, at = self._known.record(key), self._context.at
        for draft in sorted(group, key=lambda row: row.status.from_):
            if not draft.status.code:
                draft.findings.append(_no_status())
            else:
                enter_status(LedgerEntry(record, {}, draft, at), tells_status=True)
        wrong = [draft.row.number for draft in group if draft.outcome is not RowEnd.RECORD]
        first = LedgerEntry(record, {}, group[0], at)
        if wrong:
            for draft in group:
                if draft.outcome is RowEnd.RECORD:
                    LedgerEntry(record, {}, draft, at).doubt(
                        "status", f"row {wrong[0]} of this record cannot be entered"
                    )
            return
        self._revise(first, key)

    def _revise(self, entry: LedgerEntry, key: Key) -> None:
        """Give a row the next revision of its record; the same one where nothing changed."""
        before = self._known.record(key)
        if entry.draft.outcome is not RowEnd.RECORD:
            return
        if entry.record == before:
            entry.draft.next = before
            return
        issued, revision = str(before["issuedAt"]), before["revision"]
        assert isinstance(revision, int)
        if entry.at < issued:
            entry.doubt("issuedAt", f"the base was issued at {issued}, after {entry.at}")
        elif day_of_sheet(entry.row) and day_of_sheet(entry.row) < day_of_sheet(before):
            entry.doubt("", f"the record is from a later file, as of {day_of_sheet(before)}")
        else:
            entry.record["revision"], entry.record["issuedAt"] = revision + 1, entry.at
            with_marks_of(entry.record, entry.row)
            entry.draft.next = entry.record

    def _unseen(self, *, asks: bool) -> Iterator[VanishedQuestion]:
        for key in self._base:
            answer = self._answer(key)
            if key in self._seen:
                continue
            record = self._known.record(key)
            if is_ended(record):
                if answer:
                    self._used.add(answer)
                continue
            # What a later file brought could not stand in this one.
            is_asked = asks and not ("" < self._as_of < day_of_sheet(record))
            self._vanished += is_asked
            why = "" if answer is None else self._enter_answer(key, record, answer)
            if why or (is_asked and answer is None):
                yield self._question(key, self._known.record(key), why)

    def _answer(self, key: Key) -> VanishedAnswer | None:
        for answer in self._answers:
            if answer.record_id == key[1] and answer.administration in {UNSET, key[0]}:
                return answer
        return None

    def _enter_answer(self, key: Key, record: TreeGroup, answer: VanishedAnswer) -> str:
        """Enter what a person said; return why it cannot be."""
        self._used.add(answer)
        if answer.what == "keep":
            return ""
        if answer.what == "renamed":
            if (key[0], str(answer.to)) in self._known:
                return f"the answer names {answer.to}, which is a record of its own already"
            return f"the answer names {answer.to}, and no row has that key"
        zone = Zones(self._layout, self._context.reference).of(str(record["programme"]), key[0])
        try:
            self._known.put(key, ended(record, answer, zone, self._context))
        except AnswerNotEntered as cause:
            return f"the answer {answer.what} cannot be entered: {cause}"
        self._changed += 1
        return ""

    def _question(self, key: Key, record: TreeGroup, why: str) -> VanishedQuestion:
        holder, revision = record["holder"], record["revision"]
        assert isinstance(holder, dict)
        assert isinstance(revision, int)
        lost = f" It may be one of {how_many(self._keyless, 'row')} without a key."
        return VanishedQuestion(
            administration=key[0],
            record_id=key[1],
            tin=str(holder["tin"]),
            legal_name=str(holder["legalName"]),
            revision=revision,
            issued_at=str(record["issuedAt"]),
            last_seen=day_of_sheet(record) or UNSET,
            question=why
            or f"No row has its key any more, and the record stays as it was; {_seen(record)}. Was "
            "it withdrawn, revoked, or did it expire, and when; or does it stand under another "
            f"key?{lost if self._keyless else ''}",
        )


def _tin(record: TreeGroup) -> object:
    holder = record["holder"]
    return holder.get("tin") if isinstance(holder, dict) else None


def _seen(record: TreeGroup) -> str:
    """Return what the base tells of the last sheet that had a record, or why it tells nothing."""
    if day := day_of_sheet(record):
        return f"it stood in the sheet as of {day}, and maybe in later ones that said the same"
    return "the base does not tell the day of a sheet that had it, as it is not a transcription"


def _replace_lack(draft: RowDraft, finding: RowFinding) -> None:
    if draft.status.lack in draft.findings:
        draft.findings.remove(draft.status.lack)
    draft.findings.append(finding)


def _unknown() -> RowFinding:
    return RowFinding(
        kind=FindingKind.MISSING,
        message="the row is an event, and the base has no record of its key",
        hint="ask for the record, or name the audience of those in the base with --set",
    )


def _no_status() -> RowFinding:
    return RowFinding(
        kind=FindingKind.MISSING,
        item="status",
        message="the row is an event, and does not say which",
    )
