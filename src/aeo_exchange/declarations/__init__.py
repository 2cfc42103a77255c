"""Declarations of any system to whom in them is recognised (part 12 of the specification).

`readers` take the parties out of each form, and `matching` says what is answered about each. It
asks a source: `held_answers`, by `lookups` and as `exchange.recognition` answers, with candidates
of `near`; or the tables of an export, `interval_tables`.
"""
