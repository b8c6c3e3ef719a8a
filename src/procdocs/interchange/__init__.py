"""Files of other programs: their bytes to values and back, pure and within limits. Nothing here knows a `Project`.

`markup` reads XML and `packages` zips, both bounded and without anything from outside; `branch` is a mind map of any program, and each of
`freemind`, `xmind`, `opml`, `markmap` and `indented` is one way of writing it.
"""

from procdocs.interchange.told import Refused, Told

__all__ = ["Refused", "Told"]
