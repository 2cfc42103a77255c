"""An attestation to a status card, a sheet of A6 that a firm hands over."""
