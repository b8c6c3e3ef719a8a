"""The whole input as one value: `load` reads it, `Project` holds it, `interfaces` joins it."""

from procdocs.project.model import BUILT_IN_PARTIES, RESERVED_IDS, Project, natural, normalised

__all__ = ["BUILT_IN_PARTIES", "RESERVED_IDS", "Project", "natural", "normalised"]
