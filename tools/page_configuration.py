"""The configuration of the page for officers: what it names, and what is wrong with it.

Whoever keeps a page reads it once, at its build. A word that is misspelt there would go unseen: a
root whose `pinnedFor` is not read may speak for every administration.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

__all__ = ["CONFIG", "hosts_of", "lists_here", "refusal_of"]

CONFIG = "config.json"
MEMBERS = ("name", "roots", "handovers", "trust", "statusLists", "hosts", "testKeys", "at")
OF_ROOT = ("certificate", "pinnedFor")
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](?::[0-9]{1,5})?")
ADMINISTRATION = re.compile("[A-Z]{2}")
INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2}))?"
)
# The kind of a signed list, by the header of its token.
KINDS = {
    "handovers": ("a handover", "aeo-root-handover+jwt"),
    "trust": ("a trust list", "aeo-trust-list+jwt"),
    "statusLists": ("a status list", "statuslist+jwt"),
}
DER = b"\x30"


def refusal_of(files: Mapping[str, bytes]) -> str:
    """Return what is wrong first with a configuration and its files, or nothing."""
    if CONFIG not in files:
        return "is not in the folder"
    try:
        config = json.loads(files[CONFIG])
    except ValueError as cause:
        return f"is no JSON: {cause}"
    for judge in (_of_members, _of_roots, _of_lists, _of_question, _of_files, _of_hosts):
        # Each reads what those before it let through.
        if refusal := next(judge(config, files), ""):
            return refusal
    return ""


def hosts_of(files: Mapping[str, bytes]) -> list[str] | None:
    """Return the hosts that the page may ask, or nothing where it may ask any."""
    hosts: list[str] | None = json.loads(files[CONFIG]).get("hosts")
    return hosts


def lists_here(files: Mapping[str, bytes]) -> list[str]:
    """Return what the configuration names of its own folder; other lists are fetched later."""
    return [name for _, name in _named(json.loads(files[CONFIG])) if not _is_address(name)]


def _of_members(config: Any, _: Mapping[str, bytes]) -> Iterator[str]:  # noqa: ANN401
    if not isinstance(config, dict):
        yield "is no object with members"
        return
    yield from _unknown(config, MEMBERS, "")


def _of_roots(config: dict[str, Any], _: Mapping[str, bytes]) -> Iterator[str]:
    roots = config.get("roots")
    if not isinstance(roots, list) or not roots:
        yield 'has no list of roots; write [{"certificate": "lists/root.cert.pem"}]'
        return
    for root in roots:
        if not isinstance(root, dict) or not isinstance(root.get("certificate"), str):
            yield f'has a root {root!r}; write {{"certificate": "lists/root.cert.pem"}}'
            return
        yield from _unknown(root, OF_ROOT, " in a root")
        pinned = root.get("pinnedFor", ["HK"])
        if not _is_texts(pinned) or not pinned:
            yield 'has a root with pinnedFor that is no list of codes; write ["HK", "JP"]'
            return
        yield from (
            f"pins a root for {code!r}; write the code of the administration, such as HK"
            for code in pinned
            if not ADMINISTRATION.fullmatch(code)
        )


def _of_lists(config: dict[str, Any], _: Mapping[str, bytes]) -> Iterator[str]:
    yield from (
        f'has {kind} that is no list of names; write ["lists/1.jwt"]'
        for kind in KINDS
        if not _is_texts(config.get(kind, []))
    )
    yield from (
        f"names {name}, which is not asked by HTTPS"
        for _, name in _named(config)
        if re.match("[A-Za-z+.-]+:", name) and not _is_address(name)
    )


def _of_question(config: dict[str, Any], _: Mapping[str, bytes]) -> Iterator[str]:
    if not isinstance(config.get("testKeys", False), bool):
        yield "has testKeys that is neither true nor false"
    if "at" in config and not _is_instant(config["at"]):
        yield f"asks at {config['at']!r}; write 2026-11-01T00:00:00Z"


def _of_files(config: dict[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    here = [(kind, name) for kind, name in _named(config) if not _is_address(name)]
    missing = sorted(name for _, name in here if name not in files)
    if missing:
        yield f"names files that are not there: {', '.join(missing)}"
        return
    for kind, name in here:
        if kind == "roots" and not _is_certificate(files[name]):
            yield f"names {name} as a root, which is no certificate in PEM or DER"
        elif kind in KINDS and _type_of(files[name]) != KINDS[kind][1]:
            yield f"names {name} as {KINDS[kind][0]}, which it is not"


def _is_instant(at: Any) -> bool:  # noqa: ANN401 whatever a configuration holds
    """Say whether the page reads it as an instant: a day, or a time with its zone."""
    try:
        return INSTANT.fullmatch(at) is not None and bool(datetime.fromisoformat(at))
    except (TypeError, ValueError):
        return False


def _is_certificate(content: bytes) -> bool:
    return content.startswith(DER) or b"-----BEGIN CERTIFICATE-----" in content


def _type_of(token: bytes) -> Any:  # noqa: ANN401 whatever a header holds
    """Return what the header of a signed list says that it is; nothing where it is no token."""
    head = token.strip().partition(b".")[0]
    try:
        header = json.loads(base64.urlsafe_b64decode(head + b"=" * (-len(head) % 4)))
    except (ValueError, binascii.Error):
        return None
    return header.get("typ") if isinstance(header, dict) else None


def _of_hosts(config: dict[str, Any], _: Mapping[str, bytes]) -> Iterator[str]:
    hosts = config.get("hosts")
    if hosts is None:
        return
    if not _is_texts(hosts):
        yield "has hosts that are no list of names"
        return
    wrong = [host for host in hosts if not HOST.fullmatch(host)]
    if wrong:
        yield f"names a host as {wrong[0]!r}; write it as status.customs.example"
    unnamed = {urlsplit(name).netloc for _, name in _named(config) if _is_address(name)}
    if left_out := sorted(unnamed - set(hosts)):
        yield f"names lists of hosts that hosts leaves out: {', '.join(left_out)}"


def _unknown(members: Mapping[str, Any], known: tuple[str, ...], where: str) -> Iterator[str]:
    for name in members:
        if name not in known:
            yield f"has a member {name!r}{where}, which is none of {', '.join(known)}"


def _named(config: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is named, by the member that names it."""
    for root in config["roots"]:
        yield "roots", root["certificate"]
    for kind in KINDS:
        for name in config.get(kind, []):
            yield kind, name


def _is_address(name: str) -> bool:
    return name.startswith("https:")


def _is_texts(value: Any) -> bool:  # noqa: ANN401 whatever a configuration holds
    return isinstance(value, list) and all(isinstance(text, str) for text in value)
