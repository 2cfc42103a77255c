"""Trees held against the shape of the record: findings of structure."""
