"""Model to JSON Schema, XSD, code lists and dictionary; trees to structural findings."""
