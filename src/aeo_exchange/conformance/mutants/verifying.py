"""Mutants that verify attestations wrongly."""

from __future__ import annotations

from aeo_exchange.conformance.mutants.making import Answering

__all__ = ["VERIFYING"]

# What is verified wrongly -> the implementation that does so.
VERIFYING: dict[str, Answering] = {}
