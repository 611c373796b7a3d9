"""Adapters for the rule engine's port: the same answers as the reference evaluator, for many units at once.

`sql` turns nodes into SQL, one short method per node; `duckdb` runs it. Facts and results are Arrow tables
(`facts_table`), or a Parquet file of facts that never becomes Python objects. Only the configuration names an engine.
"""
