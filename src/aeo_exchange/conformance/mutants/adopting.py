"""Mutants that go by the wrong profile or limits, or by the wrong one of several files."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeAlias, cast

from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.conformance.adapters.own.receiver import (
    FilesAtHand,
    MessageAtHand,
    answer_about_messages,
    judged_in_order,
    signed_head,
)
from aeo_exchange.conformance.adapters.protocol import Plain, Reply, Request
from aeo_exchange.conformance.mutants.making import Answering, answering, asked
from aeo_exchange.conformance.mutants.receivers import (
    asked_otherwise,
    asking,
    judged_with,
    with_steps,
)
from aeo_exchange.conformance.suite.lists import Operation
from aeo_exchange.exchange.acceptance import JudgedEntry
from aeo_exchange.exchange.bodies import content_lines
from aeo_exchange.exchange.heads import SNAPSHOT, Head, HeadFile
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.profile_file import profile_digest, try_profile
from aeo_exchange.exchange.receiving import ReceivedMessage
from aeo_exchange.operations.exchange.message_files import of_number, unnamed_file
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.signing import refusals

__all__ = ["ADOPTING"]

Chosen: TypeAlias = Callable[[Sequence[PartnerProfile], Head], PartnerProfile | None]
JudgingUnder: TypeAlias = Callable[
    [PartnerProfile, MessageAtHand, list[JudgedEntry]], ReceivedMessage
]
FILES, LINES = "AEO-XCH-21", "AEO-XCH-22"
MARK = b"\xef\xbb\xbf"
MOST_OF_A_RECORD = 1 << 20


def _choosing(chosen: Chosen) -> Answering:
    """Return a receiver that goes by another of the profiles at hand."""
    return _judging_by(chosen, _judged_under)


def _choosing_limits(chosen: Chosen) -> Answering:
    """Return a receiver that goes by another of the profiles at hand for limits alone."""
    return _judging_by(chosen, _judged_with_limits)


def _judging_by(chosen: Chosen, judge: JudgingUnder) -> Answering:
    def reply(request: Request) -> Reply:
        profiles = _profiles(part.held for part in request.inputs.profiles)
        return answer_about_messages(request, partial(_judged_by_one, profiles, chosen, judge))

    return answering(Operation.RECEIVE, reply)


def _judged_by_one(
    profiles: Sequence[PartnerProfile],
    chosen: Chosen,
    judge: JudgingUnder,
    came: MessageAtHand,
    told: list[JudgedEntry],
) -> ReceivedMessage:
    """Judge a message by the profile that is chosen for its head, or as we do where none is."""
    signed = signed_head(came.token)
    head = None if signed is None else signed.head
    profile = None if head is None else chosen(profiles, head)
    return judged_in_order(came, told) if profile is None else judge(profile, came, told)


def _judged_under(
    profile: PartnerProfile, came: MessageAtHand, told: list[JudgedEntry]
) -> ReceivedMessage:
    return judged_in_order(asked_otherwise(came, profile=profile), told)


def _judged_with_limits(
    profile: PartnerProfile, came: MessageAtHand, told: list[JudgedEntry]
) -> ReceivedMessage:
    def look(message: ReceivedMessage) -> str:
        message.asked = replace(message.asked, profile=profile)
        return message.look_at_changes()

    return judged_with({"changes": look}, came, told)


def _profiles(contents: Iterable[bytes]) -> list[PartnerProfile]:
    """Return what can be read of the profiles at hand, in their order."""
    read = [try_profile(content, ReferenceData()).profile for content in contents]
    return [profile for profile in read if profile is not None]


def _first_of(profiles: Sequence[PartnerProfile], head: Head) -> PartnerProfile | None:
    """Return the first text that a head names, whatever other text claims its version."""
    return next((one for one in profiles if profile_digest(one) == head.profile), None)


def _latest_of(profiles: Sequence[PartnerProfile], _head: Head) -> PartnerProfile | None:
    return max(profiles, key=lambda one: one.version, default=None)


def _of_either_side(profiles: Sequence[PartnerProfile], head: Head) -> PartnerProfile | None:
    """Return the profile with the limits of whichever side has set them."""
    named = _first_of(profiles, head)
    return named and replace(named, own=replace(named.settings, side=UNSET))


def _given_profiles(keep: Callable[[list[bytes]], list[bytes]]) -> Answering:
    """Return a receiver that is given some of the profiles alone."""

    def changed(message: Plain) -> Plain:
        inputs = cast("dict[str, list[dict[str, str]]]", message["inputs"])
        parts = inputs.get("profiles", [])
        kept = keep([base64.b64decode(part["content"]) for part in parts])
        left = [part for part in parts if base64.b64decode(part["content"]) in kept]
        return {**message, "inputs": {**inputs, "profiles": left}}

    return asked(lambda message: changed(message) if "profiles" in str(message) else message)


def _without_marks(contents: list[bytes]) -> list[bytes]:
    return [content for content in contents if not content.startswith(MARK)]


def _all_or_none(contents: list[bytes]) -> list[bytes]:
    return contents if len(_profiles(contents)) == len(contents) else []


class _LinesFirst(FilesAtHand):
    """The files that came, those in NDJSON first."""

    def offered(self, head: Head) -> Sequence[HeadFile]:
        """Return the files that a head names, in another order than it names them."""
        return sorted(super().offered(head), key=lambda file: "+xml" in file.media)


def _lines_first(came: MessageAtHand) -> MessageAtHand:
    return came._replace(files=_LinesFirst(came.files.contents))


def _stumbling(message: ReceivedMessage) -> str:
    """Refuse a message for a file beside it that the head does not name and nobody can use."""
    contents: Mapping[str, bytes] = getattr(message.files, "contents", {})
    for name in of_number(message.head, contents):
        is_usable = unnamed_file(io.BytesIO(contents[name]), name) is not None
        refusals.require(is_usable, FILES, f"{name} cannot be used")
    return message.look_at_files()


def _with_lines(is_right: Callable[[bytes], bool]) -> Answering:
    """Return a receiver that asks more of the lines of a snapshot than they have to be."""

    def look(message: ReceivedMessage) -> str:
        way = message.way
        if way is not None and way.media == SNAPSHOT:
            with message.files.opened(way) as stream:
                are_right = all(map(is_right, content_lines(stream, way)))
            refusals.require(are_right, LINES, "a line is refused")
        return message.look_at_entries()

    return with_steps({"entries": look})


def _is_in_order_of_bytes(line: bytes) -> bool:
    """Say whether the names of a line are in the order of their bytes; others have to tell."""
    try:
        tree = json.loads(line)
    except ValueError:
        return True
    written = json.dumps(tree, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sorted(written) != sorted(line.decode().strip()) or written == line.decode().strip()


def _is_short(line: bytes) -> bool:
    return len(line) <= MOST_OF_A_RECORD


# What is gone by wrongly -> the implementation that does so.
ADOPTING: dict[str, Answering] = {
    "adopts-nothing-beside-what-is-none": _given_profiles(_all_or_none),
    "adopts-two-texts-of-one-version": _choosing(_first_of),
    "bounds-a-record-in-a-line": _with_lines(_is_short),
    "goes-by-the-latest-limits": _choosing_limits(_latest_of),
    "goes-by-the-limits-of-the-sender": _choosing_limits(_of_either_side),
    "keeps-the-first-limits": _choosing_limits(_first_of),
    "prefers-lines-to-elements": asking(_lines_first),
    "reads-no-marked-profile": _given_profiles(_without_marks),
    "sorts-names-by-their-bytes": _with_lines(_is_in_order_of_bytes),
    "stumbles-over-what-lies-beside": with_steps({"files": _stumbling}),
}
