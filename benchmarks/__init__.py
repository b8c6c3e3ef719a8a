"""How long procdocs takes, how much memory, and against whom: `python -m benchmarks`, on Linux and macOS. Results stand in docs/performance.md."""
