"""TOML of others: a profile, a layout, a file of a vendor. Read once here, and within bounds.

A key of many parts makes a tree as deep as it has parts, in a time that grows with their square.
"""

from __future__ import annotations

import re
import tomllib

from aeo_exchange.model.tree import Tree

__all__ = ["toml_tree"]

MOST_PARTS = 64
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"""(?<![\w"'-])(?:{_PART}[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}""")


def toml_tree(content: bytes) -> Tree:
    """Return the tree of a TOML text in UTF-8; editors write a byte order mark unasked.

    Raises ValueError for what is no TOML, and RecursionError for values nested too deeply.
    """
    text = content.decode("utf-8-sig")
    if _LONG_KEY.search(text):
        raise ValueError(f"a key has more than {MOST_PARTS} parts")
    return tomllib.loads(text)
