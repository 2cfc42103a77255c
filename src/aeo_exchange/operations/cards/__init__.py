"""Attestations on paper: one QR code, or a status card of A6 that a firm hands over."""
