"""The protocol between runner and product, how products are reached, and our own product."""
