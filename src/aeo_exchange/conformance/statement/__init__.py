"""A run to a statement of the vendor, or to an account of progress, and back."""
