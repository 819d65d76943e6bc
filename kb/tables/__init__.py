"""The whole library as plain tables, for SQL, Datasette, spreadsheets and data frames.

table     what a table is: its columns, keys and rows; all of them by name
law       acts, editions, clauses, notes, changes, citations, terms
works     packages, studies, verdicts with their evidence, the graph
database  the tables as an SQLite file, by sqlite-utils, with views and full-text search
files     the same as CSV, JSON lines or Parquet, a file for each table
"""
