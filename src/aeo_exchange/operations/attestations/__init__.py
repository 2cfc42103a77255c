"""Attestations: signed for records, presented with fewer things shown, and verified."""
