"""How long procdocs takes, how much memory, and against whom: `python -m benchmarks`. Results stand in docs/performance.md."""
