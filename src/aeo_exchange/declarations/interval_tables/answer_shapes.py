"""What of a holder an answer rests on: two of one shape are answered alike at every instant.

Of a hundred thousand firms most have one record with one grant, and share their days with others;
so their answers are reckoned once. Whatever is not plain has no shape, and is reckoned by itself.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from msgspec import UNSET

from aeo_exchange.exchange.partner_profile import ProfileRow
from aeo_exchange.exchange.recognition.evidence import HeldEvidence, known_key
from aeo_exchange.exchange.recognition.question import Sought
from aeo_exchange.exchange.row_cover import excludes_tin
from aeo_exchange.model.record import Holder
from aeo_exchange.rules.rule import items_of

__all__ = ["answer_shape"]


def answer_shape(
    sought: Sought,
    evidence: HeldEvidence,
    known_at: str,
    rows: Sequence[ProfileRow],
    tin_of_key: Mapping[tuple[str, str], str],
) -> Hashable | None:
    """Return the shape of the one record that a TIN leads to, None where it is not so simple.

    `evidence` is what is held about the TIN alone. All that recognition reads of a record stands
    here, but for names and numbers (XCH-13-3 to XCH-13-6); moves, which look at other streams, do
    not, nor what cannot be read, nor a key that is one of another holder too.
    """
    known = [
        (place, last)
        for place, stream in enumerate(evidence.streams)
        for key in stream.keys
        if (last := known_key(key, stream, known_at)) is not None
    ]
    if sought.scheme is not None or len(known) != 1:
        return None
    place, key = known[0]
    record, holder = key.last.record, key.holder
    if record is None or holder is None or holder.tin != sought.value:
        return None
    if tin_of_key[key.stream.sender, key.key] != sought.value:
        return None
    if record.moved_to is not UNSET or record.former_administrations is not UNSET:
        return None
    return (
        *(place, key.last.state, key.last.tombstone, record.programme, record.administration),
        *(record.authorisation.terms, record.history, record.consents),
        tuple(excludes_tin(row, holder.tin) for row in rows),
        _turns(holder),
    )


def _turns(holder: Holder) -> Hashable:
    """Return when numbers of a holder change: no answer hangs on it, but where intervals end."""
    return (
        tuple(former.until for former in items_of(holder.former_tins)),
        tuple((number.from_, number.until) for number in items_of(holder.identifiers)),
    )
