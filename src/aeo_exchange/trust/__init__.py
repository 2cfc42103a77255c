"""Who may speak for what, what became of it since, and how a verifier comes to its answer."""
