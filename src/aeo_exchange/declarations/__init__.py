"""Declarations of any system to whom in them is recognised (part 12 of the specification).

`readers` take the parties out of each form; `lookup` finds the holders that their numbers lead
to; `matching` asks about them as `exchange.recognition` answers; `near` names candidates.
"""
