"""A scale of sizes in a file of somebody's own, as tests lay it over the shipped ones."""

from __future__ import annotations

__all__ = ["LOCAL"]

LOCAL = """
code = "XX-LOCAL"
economy = "FJ"
name = "A local scale"

[sources.LETTER]
title = "A letter"
publisher = "A partner"

[[versions]]
version = "1"
legal_source = "A letter"
aggregation = "single"
above = ["large"]
source = "LETTER"
as_of = 2026-01-01
confidence = "B"

[[versions.classes]]
class = "small"
test = { all = ["headcount"] }
source = "LETTER"
as_of = 2026-01-01
confidence = "B"

[[versions.thresholds]]
class = "small"
measure = "headcount"
op = "<"
value = "7"
source = "LETTER"
as_of = 2026-01-01
confidence = "B"
"""
