"""Questions to a verifier that are nearly those of the suite: tokens changed by chance.

Most are signed again by the published keys, so that what is changed is looked at and not only
the signature refused. A seed gives the same questions each time.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from aeo_exchange.errors import AeoError
from aeo_exchange.resources import published
from aeo_exchange.signing.keys import SoftwareKey, read_private_key

Question = dict[str, Any]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
OTHERS = "~.=+/ \t\né%\x00"
VALUES = (
    *(None, True, False, 0, -1, 1, 3, 1.5, 1e3, 2**31, 2**31 + 1, 2**53, 99_999_999, 100_000_000),
    *("", "HK", "hk", "HK ", "X" * 300, "2026-02-29T00:00:00Z", "2026-11-01T00:00:00Z", "granted"),
    *("suspended", "urn:x:y", "ZZ", "TIER2", "é", "e\u0301", "\u200b", "a\nb", [], {}, ["HK"]),
    *([[]], {"_sd": []}, {"...": "x"}, [{"a": 1}], "0" * 43),
)
NAMES = ("x", "sub", "_sd", "...", "__proto__", "constructor", "legalName", "tinCountry", "from")
# What JSON of this standard does not allow, and other programs let pass.
SPELLINGS = (
    (":1", ":1.0"),
    (":1", ":01"),
    (":1", ":1e0"),
    (":1", ":-1"),
    (",", ", "),
    ("{", '{"iss":"JP",'),
    ('"HK"', '"\\u0048K"'),
    ('"HK"', '"\\ud800"'),
    ('"HK"', '"HK\\u0000"'),
    ("}", "},"),
    ("}", "} "),
    ("[", "[,"),
    ('"', "'"),
    (":", ":NaN,"),
)
INSTANTS = (
    "2026-10-30T23:59:00Z",
    "2026-11-01T00:00:00Z",
    "2026-11-04T12:00:00Z",
    "2027-06-01T00:00:00Z",
)
TINS = ("HK00000033", "HK00000107", "JP0000001", "H", "hk00000033")


def mutated(questions: list[Question], seed: int, count: int) -> Iterator[Question]:
    """Yield so many questions, numbered from 1."""
    mutator = Mutator(questions, random.Random(seed))  # noqa: S311 no secret
    for number in range(1, count + 1):
        yield {**mutator.question(), "seq": number}


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b"{}"


class Mutator:
    """Changes one thing or two of a question of the suite."""

    def __init__(self, questions: list[Question], chance: random.Random) -> None:
        self._questions = questions
        self._chance = chance
        self._keys = dict(_keys())
        self._texts = [_text(question["inputs"]["document"]) for question in questions]

    def question(self) -> Question:
        """Return a question nearly like one of the suite."""
        question = copy.deepcopy(self._chance.choice(self._questions))
        for _ in range(self._chance.choice((1, 1, 1, 2))):
            self._change(question)
        return question

    def _change(self, question: Question) -> None:
        inputs = question["inputs"]
        lists = [*inputs.get("status", []), *inputs.get("trust", [])]
        dice = self._chance.random()
        if dice < 0.06:
            self._ask_otherwise(question)
        elif dice < 0.25 and lists:
            self._rewrite(self._chance.choice(lists))
        else:
            self._rewrite(inputs["document"])

    def _ask_otherwise(self, question: Question) -> None:
        options = question["options"]
        match self._chance.randrange(6):
            case 0:
                question["at"] = self._chance.choice(INSTANTS)
            case 1:
                options["expectTin"] = self._chance.choice(TINS)
            case 2:
                options["testKeys"] = self._chance.choice((True, False))
            case 3:
                options["minSequence"] = self._chance.choice((1, 2, 99))
            case 4:
                options["pinnedFor"] = self._chance.choice((["HK"], ["HK", "JP"], ["SG"]))
            case _:
                kind = self._chance.choice(("trust", "status", "roots"))
                given = question["inputs"].get(kind, [])
                self._chance.shuffle(given)
                del given[1:]

    def _rewrite(self, part: dict[str, str]) -> None:
        change: Callable[[str], str] = self._chance.choice(
            (
                *(self._letters, self._parts, self._bound, self._disclosed),
                *(self._signed, self._signed, self._signed),
            )
        )
        part["content"] = base64.b64encode(change(_text(part)).encode("latin-1")).decode()

    def _letters(self, text: str) -> str:
        """Change letters."""
        at, length = self._chance.randrange(len(text) + 1), self._chance.choice((1, 1, 2, 40))
        letter = self._chance.choice(LETTERS + OTHERS)
        match self._chance.randrange(5):
            case 0:
                return text[:at] + letter + text[at + 1 :]
            case 1:
                return text[:at] + text[at + length :]
            case 2:
                return text[:at] + letter + text[at:]
            case 3:
                return text[:at] + text[at : at + length] + text[at:]
            case _:
                return text[:at]

    def _parts(self, text: str) -> str:
        """Move whole parts about, or take them from another token."""
        token, *disclosures = text.split("~")
        other = self._chance.choice(self._texts)
        pieces = token.split(".")
        match self._chance.randrange(6):
            case 0:
                self._chance.shuffle(disclosures)
            case 1:
                disclosures = disclosures[: self._chance.randrange(len(disclosures) + 1)]
            case 2:
                disclosures = [*disclosures[:1], *disclosures]
            case 3:
                theirs = other.split("~")[0].split(".")
                at = self._chance.randrange(len(pieces))
                pieces[at] = theirs[at] if at < len(theirs) else ""
            case 4:
                disclosures = [*other.split("~")[1:2], *disclosures]
            case _:
                return f"{text}\n{other}" if self._chance.random() < 0.5 else f" {text}"
        return "~".join((".".join(pieces), *disclosures))

    def _bound(self, text: str) -> str:
        """Bind to a key of a holder, as RFC 9901 would and this standard does not (ATT-2-1)."""
        kid, key = self._chance.choice(list(self._keys.items()))
        if self._chance.random() < 0.4:  # the token names the key of its holder
            header, payload, *_ = (*text.partition("~")[0].split("."), "", "")
            tree = _tree(decoded(payload))
            if isinstance(tree, dict):
                tree["cnf"] = {"kid": kid}
                said = encoded(json.dumps(tree, separators=(",", ":")).encode())
                text = self._by_key(header, said) + text[text.find("~") :]
        head = {"alg": "ES256", "typ": "kb+jwt"}
        if self._chance.random() < 0.2:
            head |= {"kid": kid}
        body = {"iat": 1_793_000_000, "aud": "urn:x:y", "nonce": "1", "sd_hash": _digest(text)}
        signed = ".".join(encoded(json.dumps(part).encode()) for part in (head, body))
        whole = f"{signed}.{encoded(key.sign(signed.encode()))}"
        bound = self._chance.choice((whole, f"{whole}~", whole[:-1], f"~{whole}"))
        return text.rstrip("\n") + bound

    def _signed(self, text: str) -> str:
        """Change what is said, and sign it again."""
        token, *disclosures = text.split("~")
        header, payload, *_ = (*token.split("."), "", "")
        if self._chance.random() < 0.15:
            header = encoded(self._said(decoded(header)))
        else:
            payload = encoded(self._said(decoded(payload)))
        return "~".join((self._by_key(header, payload), *disclosures))

    def _disclosed(self, text: str) -> str:
        """Change what is disclosed, and sign it with the digest that it has then."""
        token, *disclosures = text.split("~")
        header, payload, *_ = (*token.split("."), "", "")
        if not disclosures[:-1]:
            return self._signed(text)
        at = self._chance.randrange(len(disclosures) - 1)
        old, new = disclosures[at], encoded(self._said(decoded(disclosures[at])))
        disclosures[at] = new
        tree = _tree(decoded(payload))
        if isinstance(tree, dict) and isinstance(tree.get("_sd"), list):
            digests = [_digest(new) if digest == _digest(old) else digest for digest in tree["_sd"]]
            tree["_sd"] = sorted(digests, key=str)
            payload = encoded(json.dumps(tree, separators=(",", ":")).encode())
        return "~".join((self._by_key(header, payload), *disclosures))

    def _by_key(self, header: str, payload: str) -> str:
        head = _tree(decoded(header))
        kid = str(head.get("kid")) if isinstance(head, dict) else ""
        key = self._keys.get(kid)
        if key is None or self._chance.random() < 0.04:
            key = self._chance.choice(list(self._keys.values()))
        if isinstance(head, dict) and self._chance.random() < 0.05:
            header = encoded(json.dumps({**head, "kid": key.public.kid}).replace(" ", "").encode())
        return f"{header}.{payload}.{encoded(key.sign(f'{header}.{payload}'.encode()))}"

    def _said(self, content: bytes) -> bytes:
        """Return JSON that says, or spells, something else."""
        text = content.decode("utf-8", "replace")
        if self._chance.random() < 0.15:
            before, after = self._chance.choice(SPELLINGS)
            places = [i for i in range(len(text)) if text.startswith(before, i)]
            if places:
                at = self._chance.choice(places)
                return (text[:at] + after + text[at + len(before) :]).encode("utf-8", "replace")
        tree = _tree(content)
        if not isinstance(tree, (dict, list)):
            return content[:-1]
        self._edit(tree)
        said = json.dumps(tree, separators=(",", ":"), ensure_ascii=False)
        return said.encode(errors="surrogatepass")

    def _edit(self, tree: Any) -> None:
        group = self._chance.choice(list(_groups(tree)))
        names = list(group) if isinstance(group, dict) else list(range(len(group)))
        value = copy.deepcopy(self._chance.choice(VALUES))
        if not names:
            return _put(group, self._chance.choice(NAMES), value)
        name = self._chance.choice(names)
        match self._chance.randrange(7):
            case 0:
                del group[name]
            case 1:
                _put(group, self._chance.choice(NAMES), value)
            case 2 if isinstance(group[name], int):
                group[name] += self._chance.choice((-1, 1, -86400, 86400, 8_000_000))
            case 3 if isinstance(group[name], str):
                group[name] = self._letters(group[name])
            case 4 if isinstance(group[name], list):
                group[name] = [*group[name], *group[name][:1]]
            case 5 if isinstance(group, list):
                group.reverse()
            case _:
                group[name] = value
        return None


def _put(group: Any, name: str, value: object) -> None:
    if isinstance(group, dict):
        group[name] = value
    else:
        group.append(value)


def _groups(tree: Any) -> Iterator[Any]:
    if isinstance(tree, (dict, list)):
        yield tree
        for value in tree.values() if isinstance(tree, dict) else tree:
            yield from _groups(value)


def _tree(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _digest(text: str) -> str:
    return encoded(hashlib.sha256(text.encode("latin-1")).digest())


def _text(part: dict[str, str]) -> str:
    return base64.b64decode(part["content"]).decode("latin-1")


def _keys() -> Iterator[tuple[str, SoftwareKey]]:
    for path in sorted(published("conformance/keys").glob("*.private.pem")):
        try:
            key = read_private_key(path.read_bytes())
        except AeoError:
            continue  # of P-384, with which nothing is signed here
        yield key.public.kid, key
