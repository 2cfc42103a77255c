"""Sheets of partners: a layout proposed, rows imported, records exported, sheets handed back."""
