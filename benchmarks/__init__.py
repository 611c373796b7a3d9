"""What we measure: `make bench`. Numbers are kept in docs/benchmarks.md with the machine they come from."""
