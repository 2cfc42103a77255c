"""A site of Hong Kong for Japan in a folder, published night after night."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from aeo_exchange.model.instants import instant
from aeo_exchange.operations.attestations.verify import TrustEvidence, open_trust_lists
from aeo_exchange.operations.exchange.snapshots import SnapshotOrder
from aeo_exchange.operations.site.check import SiteAnswer, SiteQuestion, check_site
from aeo_exchange.operations.site.publish import Published, PublishOrder, publish
from exchange.made_views import AT, order
from exchange.streams import SECRET, content
from trust.made_lists import made
from trust.made_world import trust

STREAM = "aeo/1/HK/JP.HK-JP-2026"


def night(number: int) -> str:
    """Return the instant of a night; the first one is AT."""
    return instant(datetime.fromisoformat(AT) + timedelta(days=number))


def published(site: Path, *records, at: str = AT, **given) -> Published:
    snapshot = SnapshotOrder(
        **{
            "views": order(at=at),
            "sender": "HK",
            "key": made("HK").key,
            "secret": SECRET,
            **{name: value for name, value in given.items() if name != "trust_list"},
        }
    )
    refused: list[object] = []
    made_by = PublishOrder(snapshot=snapshot, site=site, trust_list=given.get("trust_list"))
    done = publish([content(*records)], made_by, refused.append)
    assert not refused
    return done


def bytes_of(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def graded(site: Path, at: str = AT, *, trusting: bool = True, **given) -> SiteAnswer:
    evidence = TrustEvidence(trust=(trust(),), roots=(made("root").root(),))
    trusted = open_trust_lists(evidence) if trusting else None
    return check_site(site, SiteQuestion(**{"at": instant(at), "trust": trusted, **given}))


def codes(answer: SiteAnswer) -> Counter[tuple[str, str]]:
    return Counter((remark.path, remark.code) for remark in answer.remarks)
