"""Runs query.sql: python3 query.py [RESULTS...], which are results.jsonl if none are named.

Needs duckdb (pip install duckdb; 2.0.0 was used).
"""

import pathlib
import sys

import duckdb

results = sys.argv[1:] or ["results.jsonl"]
sql = (pathlib.Path(__file__).parent / "query.sql").read_text(encoding="utf-8")
for path in results:
    if "'" in path:
        sys.exit(f"a quote in the name of a file: {path}")
named = "[" + ", ".join(f"'{path}'" for path in results) + "]"
sql = sql.replace("read_json('results.jsonl'", f"read_json({named}")
code = "\n".join(line for line in sql.splitlines() if not line.startswith("--"))
for statement in filter(None, map(str.strip, code.split(";"))):
    answer = duckdb.sql(statement)
    if answer is not None and not statement.startswith("CREATE"):
        answer.show(max_rows=100, max_width=140)
