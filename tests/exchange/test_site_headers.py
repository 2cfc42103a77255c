from __future__ import annotations

import pytest

from aeo_exchange.errors import WrongChoice
from aeo_exchange.operations.site.headers import read_headers
from exchange.sites import STREAM, codes, graded, published
from exchange.streams import firms

BODY = f"{STREAM}/0000000001.snapshot.aeo.ndjson.gz"
HEAD, NUMBERED = f"{STREAM}/head.jwt", f"{STREAM}/0000000001.head.jwt"
HINTS = ".well-known/aeo-exchange.json"
MEDIA = "application/vnd.aeo-exchange.snapshot+ndjson;version=1.0"


@pytest.fixture
def site(tmp_path):
    published(tmp_path / "site", *firms(1, 2))
    return tmp_path / "site"


def sent(site) -> dict[str, dict[str, str]]:
    """Return what a good host sends."""
    ages = {HEAD: "max-age=300", HINTS: "max-age=86400"}
    media = {BODY: MEDIA, HINTS: "application/json"}
    return {
        path: {
            ":status": "200",
            "content-length": str((site / path).stat().st_size),
            "content-type": media.get(path, "application/jwt"),
            "etag": '"x"',
            "cache-control": ages.get(path, "public, max-age=31536000, immutable"),
        }
        for path in (BODY, HEAD, NUMBERED, HINTS)
    }


def test_a_host_that_sends_what_it_must_is_right_and_nothing_is_open_but_the_channel(site) -> None:
    answer = graded(site, headers=sent(site))
    assert answer.remarks == ()
    assert [thing[:20] for thing in answer.open] == ["whether both sides a", "whether others see t"]
    assert any("no headers" in thing for thing in graded(site).open)


WRONG = {
    "a redirect": (HEAD, {":status": "301"}, 1),
    "no length": (HEAD, {"content-length": None}, 1),
    "another length": (BODY, {"content-length": "1"}, 1),
    "another media type": (BODY, {"content-type": "application/gzip"}, 1),
    "an unpacked body": (BODY, {"content-encoding": "gzip"}, 1),
    "no ETag": (HEAD, {"etag": None}, 1),
    "a head kept for long": (HEAD, {"cache-control": "max-age=301"}, 1),
    "a head kept as one likes": (HEAD, {"cache-control": None}, 1),
    "hints kept for long": (HINTS, {"cache-control": "max-age=86401"}, 1),
    "a numbered head asked for anew": (NUMBERED, {"cache-control": "no-cache"}, 1),
    "a body kept for a day": (BODY, {"cache-control": "max-age=86400"}, 1),
}
RIGHT = {
    "a head asked for anew": (HEAD, {"cache-control": "no-cache"}),
    "no head kept": (HEAD, {"cache-control": "no-store"}),
    "a body kept for a year": (BODY, {"cache-control": "max-age=31536000"}),
    "a media type in another spelling": (
        BODY,
        {"content-type": "Application/vnd.aeo-exchange.snapshot+ndjson; version=1.0"},
    ),
    "no encoding by name": (BODY, {"content-encoding": "identity"}),
}


def changed(site, path: str, changes: dict[str, str | None]):
    headers = sent(site)
    every = {**headers[path], **changes}
    headers[path] = {name: value for name, value in every.items() if value is not None}
    return headers


@pytest.mark.parametrize("fault", WRONG)
def test_what_a_host_sends_wrongly_is_told_of_its_file(site, fault) -> None:
    path, changes, count = WRONG[fault]
    answer = graded(site, headers=changed(site, path, changes))
    assert codes(answer) == {(path, "AEO-XCH-64"): count}


@pytest.mark.parametrize("kind", RIGHT)
def test_what_a_host_may_send_too_is_right(site, kind) -> None:
    path, changes = RIGHT[kind]
    assert graded(site, headers=changed(site, path, changes)).remarks == ()


def test_a_file_whose_headers_were_not_given_is_told(site) -> None:
    headers = sent(site)
    del headers[BODY]
    assert codes(graded(site, headers=headers)) == {(BODY, "AEO-XCH-64"): 1}


def test_a_trust_list_may_be_kept_for_an_hour(tmp_path) -> None:
    from trust.made_world import trust

    site, path = tmp_path / "site", "aeo/1/HK/trust-list.jwt"
    published(site, *firms(1, 2), trust_list=trust())
    own = {
        **sent(site)[HEAD],
        "content-length": str((site / path).stat().st_size),
        "cache-control": "max-age=3600",
    }
    assert graded(site, headers={**sent(site), path: own}).remarks == ()
    longer = {**own, "cache-control": "max-age=3601"}
    assert codes(graded(site, headers={**sent(site), path: longer})) == {(path, "AEO-XCH-64"): 1}


def test_headers_are_read_as_curl_prints_them() -> None:
    text = (
        './a/head.jwt\nHTTP/2 200 \r\nETag: "x"\r\ncontent-type: application/jwt\r\n\r\n'
        "b.gz\nHTTP/1.1 100 Continue\r\nX: 1\r\nHTTP/1.1 404 Not Found\r\n\r\n"
    )
    assert read_headers(text.encode()) == {
        "a/head.jwt": {":status": "200", "etag": '"x"', "content-type": "application/jwt"},
        "b.gz": {":status": "404"},
    }
    with pytest.raises(WrongChoice):
        read_headers(b"a\nno header\n")
