"""Is a firm recognised: one that is asked about, or all parties of declarations; receipts."""
