"""What moves between administrations: partner profiles, views, streams. Pure: no files, no clock.

The specification says it in part 6; what reads and writes files is in operations/.
"""
