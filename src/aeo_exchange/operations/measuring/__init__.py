"""How many operators there are, and how far an arrangement is used: small counts are hidden."""
