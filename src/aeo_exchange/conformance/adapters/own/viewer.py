"""Our producer behind the adapter protocol: full records in, the views of one audience out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeAlias

from msgspec import UNSET

from aeo_exchange.conformance.adapters.protocol import (
    AnsweredViews,
    LeftOutItem,
    LeftOutRecord,
    Reply,
    Request,
    SentDocument,
)
from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.suite.media import syntax_of
from aeo_exchange.exchange.profile_file import read_partner_profile
from aeo_exchange.exchange.views import PublicOrder, ViewOrder
from aeo_exchange.formats import Content
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.records.view import (
    PUBLIC_AUDIENCE,
    ViewMade,
    make_views,
    write_views,
)
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict

__all__ = ["Cutting", "answer_with_views", "cut_by_our_rules"]

Cutting: TypeAlias = Callable[[Content, ViewOrder | PublicOrder], Iterable[ViewMade]]


def cut_by_our_rules(content: Content, order: ViewOrder | PublicOrder) -> Iterable[ViewMade]:
    """Return what section 2 of part 6 makes of each record."""
    return make_views([content], order, lambda _: None)


def answer_with_views(request: Request, cutting: Cutting = cut_by_our_rules) -> Reply:
    """Return the views that an audience gets, and what was left out.

    Raises AdapterFailure for a request without the media type of the answer.
    """
    if request.options.target is UNSET:
        raise AdapterFailure("views need options.target")
    content = Content(name="document", held=request.inputs.document.held)
    made = list(cutting(content, _order(request)))
    views = [view.record for view in made if view.record is not None]
    if not views:
        return Reply(seq=request.seq, verdict=Verdict.NOT_VALID, left_out=_left_out(made))
    stream = io.BytesIO()
    write_views(views, syntax_of(request.options.target), stream)
    return Reply(
        seq=request.seq,
        verdict=Verdict.VALID,
        output=SentDocument.of("", stream.getvalue()).content,
        left_out=_left_out(made),
    )


def _left_out(made: Iterable[ViewMade]) -> AnsweredViews:
    lines = [view.line for view in made]
    return AnsweredViews(
        records=tuple(
            LeftOutRecord(key=line.key, why=line.why) for line in lines if line.why is not UNSET
        ),
        items=tuple(
            LeftOutItem(key=line.key, path=item.path, why=item.why)
            for line in lines
            for item in line.left
        ),
    )


def _order(request: Request) -> ViewOrder | PublicOrder:
    audience = request.options.audience
    if audience == PUBLIC_AUDIENCE:
        return PublicOrder(at=instant(request.at), reference=_reference())
    if audience is UNSET or not request.inputs.profiles:
        raise AdapterFailure("views need options.audience and, but for public, a profile")
    profile = read_partner_profile(request.inputs.profiles[-1].held, _reference())
    return ViewOrder(
        profile=profile, audience=audience, at=instant(request.at), reference=_reference()
    )


@cache
def _reference() -> ReferenceData:
    return ReferenceData()
