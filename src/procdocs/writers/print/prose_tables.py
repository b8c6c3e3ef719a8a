"""Tables that an author wrote in Markdown with more columns than paper is wide for: several tables, the first column in each. HTML to HTML.

Works on what `from_markdown` writes: no table stands in another, every cell is closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TABLE = re.compile(r'<div class="table"><table>\n(.*?)</table></div>', re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd][ >].*?</t[hd]>", re.DOTALL)


def split(html: str, most: int) -> str:
    """The markup, in which no such table has more than `most` columns."""
    return _TABLE.sub(lambda table: "\n".join(_parts(table[0], table[1], most)), html)


def _parts(whole: str, inside: str, most: int) -> Iterator[str]:
    rows = [_CELL.findall(row) for row in _ROW.findall(inside)]
    columns = max(map(len, rows), default=0)
    if columns <= most:
        yield whole
        return
    number = -(-(columns - 1) // (most - 1))
    size = -(-(columns - 1) // number)
    for start in range(1, columns, size):
        head, *body = ("<tr>" + "".join((*row[:1], *row[start : start + size])) + "</tr>\n" for row in rows)
        yield f'<div class="table"><table>\n<thead>{head}</thead>\n<tbody>\n{"".join(body)}</tbody></table></div>'
