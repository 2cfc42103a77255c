"""What is held, as tables of numbers and intervals, so that matching is equality and ranges.

| module | has |
|---|---|
| `rows` | what each table has for columns |
| `facts` | the rows that no profile decides: statuses of tiers, numbers of holders |
| `answer_rows` | the rows that answer, by the functions that answer about one party |
| `answer_shapes`, `merged_intervals` | what makes these few: alike holders, alike intervals |
| `parquet_folder` | the tables as files of Parquet, and what their folder says of itself |
| `query`, `sql_cells` | the one text by which engines ask, and how it reads cells |
| `table_answers` | the tables as what the matcher asks about one party after the other |
| `declared_words` | words of a declared table that few rows differ in, each read once |
| `duckdb_engine`, `duckdb_connection` | a declared table answered on one machine, by DuckDB |
| `duckdb_csv`, `duckdb_staging`, `duckdb_output` | its rows in, laid out for the query, and out |
"""
