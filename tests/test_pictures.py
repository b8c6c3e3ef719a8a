"""Each limit of pictures: the last that is taken, and the first that is refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from procdocs.pictures import raster
from procdocs.pictures.raster import FRAMES, PIXELS, Budget
from procdocs.pictures.svg import DEPTH, ELEMENT_LIMIT, clean
from procdocs.pictures.unsound import Unsound

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'


def drawn(inside: str) -> bytes:
    return f"{HEAD}{inside}</svg>".encode()


def dots(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


def moving(frames: int) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("L", (2, 2), number % 256) for number in range(frames)]
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("last", "first", "why"),
    [
        ("<g>" * (DEPTH - 2) + "<rect/>" + "</g>" * (DEPTH - 2), "<g>" * (DEPTH - 1) + "<rect/>" + "</g>" * (DEPTH - 1), "depth"),
        ("<rect/>" * (ELEMENT_LIMIT - 1), "<rect/>" * ELEMENT_LIMIT, "elements"),
        ("<path d='M0 0L1 1'/>", "<script>1</script>" * ELEMENT_LIMIT, "elements"),
    ],
)
def test_svg(last: str, first: str, why: str) -> None:
    assert clean(drawn(last)).startswith(b"<svg")
    with pytest.raises(Unsound) as refused:
        clean(drawn(first))
    assert refused.value.args[0] == why


@pytest.mark.parametrize(
    ("last", "first", "why"),
    [(lambda: dots(10_000, PIXELS // 10_000), lambda: dots(10_000, PIXELS // 10_000 + 1), "pixels"), (lambda: moving(FRAMES), lambda: moving(FRAMES + 1), "frames")],
)
def test_pictures_of_dots(last, first, why) -> None:
    raster.check(last(), Budget())
    with pytest.raises(Unsound) as refused:
        raster.check(first(), Budget())
    assert refused.value.args[0] == why


def test_all_pictures_together() -> None:
    budget = Budget(pixels=250)
    raster.check(dots(10, 12), budget)
    raster.check(dots(10, 13), budget)
    with pytest.raises(Unsound) as refused:
        raster.check(dots(1, 1), budget)
    assert refused.value.args[0] == "all"
