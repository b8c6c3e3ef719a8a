"""Remembers between builds: what targets became (`store`), and what the last build saw and left (`unchanged`). Safe to delete at any time.

A key stands for everything a target depends on (`execution.target.keys`), so what lies under it is right or is not there; nothing
is ever looked up by a name or a time. What is read back is believed only with its seal (`seal`).
"""

from procdocs.cache.store import LIMIT, Store

__all__ = ["LIMIT", "Store"]
