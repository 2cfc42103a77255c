"""Records, which nobody signed yet: validated, converted, compared, cut, and their status told."""
