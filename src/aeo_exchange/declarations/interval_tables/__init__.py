"""What is held, as tables of numbers and intervals, so that matching is equality and ranges.

`made` reckons the rows by the functions that answer about one party, `written` makes Parquet of
them, `query` has the one text by which engines ask, `by_duckdb` runs it on one machine.
"""
