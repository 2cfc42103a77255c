"""Counts that both sides of an arrangement may publish: small ones are hidden."""
