"""Each way in which a page can lead nowhere or ask another host is a fault."""

from __future__ import annotations

from checking import faults

from rows import for_each_row

WHOLE = {
    "index.html": b"<p id='a'><a href='#a'>1</a> <a href='b/c.html#d'>2</a> <img src='i.svg'>"
    b"<a href='https://customs.example/'>3</a><a href='mailto:a@b.example'>4</a>",
    "b/c.html": b"<link rel='stylesheet' href='../s.css'><p id='d'><a href='../index.html'>1</a>",
    "s.css": b"p { background: url(i.svg) }",
    "i.svg": b"<svg/>",
}


def test_a_whole_site_has_no_fault() -> None:
    assert list(faults(WHOLE)) == []


@for_each_row(
    ("body", "fault"),
    [
        ("<a href='no.html'>1</a>", "x.html: links to no.html, which is not there"),
        ("<a href='b'>1</a>", "x.html: links to b, which is not there"),
        ("<a href='/index.html'>1</a>", "x.html: links to /index.html, which is not there"),
        ("<a href='../x.html'>1</a>", "x.html: links to ../x.html, which is not there"),
        ("<a href='//a.example/'>1</a>", "x.html: links to //a.example/, which is not there"),
        ("<a href='file:///a'>1</a>", "x.html: links to file:///a, which is not there"),
        ("<a href='javascript:a'>1</a>", "x.html: links to javascript:a, which is not there"),
        ("<a href='#no'>1</a>", "x.html: links to #no, and x.html has no such place"),
        ("<a href='i.svg#a'>1</a>", "x.html: links to i.svg#a, and i.svg has no such place"),
        ("<p id='a'><p id='a'>", "x.html: two places are called a"),
        ("<img src='no.png'>", "x.html: loads no.png, which is not there"),
    ],
)
def test_what_leads_nowhere_is_a_fault(body: str, fault: str) -> None:
    assert list(faults({**WHOLE, "x.html": f"<!doctype html><p>{body}".encode()})) == [fault]


@for_each_row(
    "body",
    [
        "<img src='{}'>",
        "<img srcset='{}'>",
        "<script src='{}'></script>",
        "<link rel=preconnect href='{}'>",
        "<iframe src='{}'></iframe>",
        "<object data='{}'></object>",
        "<video poster='{}'></video>",
        "<form action='{}'></form>",
        "<svg><image xlink:href='{}'/></svg>",
        "<p style='background: url({})'>",
        "<style>p {{ background: url({}) }}</style>",
        "<style>@import '{}';</style>",
        "<meta http-equiv=refresh content='0; url={}'>",
        "<base href='{}'>",
    ],
)
def test_whatever_another_host_is_asked_for_is_a_fault(body: str) -> None:
    for address in ("https://cdn.example/a", "//cdn.example/a"):
        page = f"<!doctype html><html><body>{body.format(address)}".encode()
        assert list(faults({"x.html": page})) == [
            f"x.html: loads {address}, which is not of this site"
        ]


def test_a_style_sheet_asks_no_other_host() -> None:
    assert list(faults({"s.css": b"@import 'https://cdn.example/a'; p { src: url(no) }"})) == [
        "s.css: loads https://cdn.example/a, which is not of this site",
        "s.css: loads no, which is not there",
    ]
