"""The suite as data: its cases, its closed lists, and what of the standard they cover."""
