"""procdocs: one YAML source for a whole quality management system, and every view of it generated."""

__version__ = "0.1.0"
