"""The printed whole: `compose` makes a `Manual` of a `Project` in one language."""

from procdocs.manual.model import Manual

__all__ = ["Manual"]
