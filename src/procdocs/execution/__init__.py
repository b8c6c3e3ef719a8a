"""From targets to files in memory: who makes them, where, and in which order. Knows nothing of manuals and formats."""
