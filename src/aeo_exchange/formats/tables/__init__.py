"""Records as rows of a table: the columns, read and written alike for CSV and XLSX."""
