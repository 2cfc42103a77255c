"""What a case of a producer is made of: full records, the views of one audience, what was left out.

The views are made by hand, by edits of the full records; nothing here cuts one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from making import MEDIA, Edits, digests, edited, json_bytes, written
from msgspec import Struct

SYNTAXES = ("json", "xml")
TOML = "application/toml"


class ViewCase(Struct, frozen=True, kw_only=True):
    """Records to be cut: `records` are edits of the base, `views` edits of what each came to.

    `views` names the place of the record that a view is cut from, in the order of the keys. `left`
    are records without a view, with the reason; `items` what went from those shared.
    """

    id: str
    title: str
    why: str
    base: Mapping[str, Any]
    profile: str
    records: tuple[Edits, ...]
    views: tuple[tuple[int, Edits], ...]
    left: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str, str], ...]
    audience: str
    at: str
    target: str
    requirements: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def folder(self) -> str:
        """The folder of the case under conformance/cases."""
        return f"PRD/{self.id}"

    @property
    def has_profile(self) -> bool:
        """Whether a profile is given; for the public there is none."""
        return self.audience != "public"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path, under conformance/cases, and the bytes of each file of the case."""
        contents = written(self._trees())
        yield f"{self.folder}/case.json", json_bytes(self._described())
        if self.has_profile:
            yield f"{self.folder}/profile.toml", self.profile.encode()
        for suffix in SYNTAXES:
            yield f"{self.folder}/input.{suffix}", contents[suffix]

    def _trees(self) -> list[Any]:
        return [edited(self.base, own) for own in self.records]

    def _described(self) -> dict[str, Any]:
        given = {"profiles": [{"media": TOML, "path": "profile.toml"}]}
        return {
            "id": self.id,
            "title": self.title,
            "why": self.why,
            "requirement": [*self.requirements, "CNF-3-16"],
            "level": "MUST",
            "roles": ["producer"],
            "since": "1.0",
            "flags": list(self.flags),
            "operation": "view",
            "at": self.at,
            "inputs": [
                {"media": MEDIA.format(suffix=syntax), "path": f"input.{syntax}"}
                for syntax in SYNTAXES
            ],
            **({"given": given} if self.has_profile else {}),
            "options": {"target": MEDIA.format(suffix=self.target), "audience": self.audience},
            "expect": self._expectation(),
        }

    def _expectation(self) -> dict[str, Any]:
        trees = self._trees()
        views = [edited(trees[place], own) for place, own in self.views]
        return {
            "verdict": "VALID" if views else "NOT_VALID",
            **({"digests": digests(views)} if views else {}),
            "leftOut": {
                "records": [{"key": key, "why": why} for key, why in self.left],
                "items": [{"key": key, "path": path, "why": why} for key, path, why in self.items],
            },
        }
