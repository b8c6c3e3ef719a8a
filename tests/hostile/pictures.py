"""Pictures that are none, are damaged, or ask for more than they show."""

from __future__ import annotations

import base64
import io
import os
import random
import struct
import unicodedata
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.hostile.case import PAGES, PRINTED, Files, add, process


def shown(name: str, data: bytes | str) -> Files:
    """A project that shows a picture as logo, on a page and in a mind map."""
    return {
        f"processes/{name}": data,
        "processes/P1.yaml": f"kind: page\nid: P1\nname: p\ntext: |\n  ![x]({name})\n",
        "processes/M1.yaml": f"kind: mindmap\nid: M1\nname: m\nroot: {{text: r, image: {name}, children: [{{text: q, image: {name}}}]}}\n",
        "procdocs.yaml": f"organisation: {{name: 江海, logo: processes/{name}}}\nlanguages: [zh]\n",
    }


def png(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    """A plain PNG of any size, written row by row."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + b"\x55" * (width * {0: 1, 2: 3, 6: 4}[colour] * depth // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def saved(format: str, mode: str = "RGB", size: tuple[int, int] = (50, 50), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, format, **more)
    return out.getvalue()


def noise(format: str) -> bytes:
    out = io.BytesIO()
    Image.frombytes("RGB", (200, 200), random.Random(1).randbytes(120_000)).save(out, format)
    return out.getvalue()


def passes(number: int) -> bytes:
    """A progressive JPEG of two million dots whose last pass is there that often."""
    whole = saved("JPEG", size=(2000, 1000), progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * number + whole[-2:]


def moving(format: str, frames: int) -> bytes:
    out = io.BytesIO()
    first, *others = (Image.new("RGB", (20, 20), (number % 256, 0, 0)) for number in range(frames))
    first.save(out, format, save_all=True, append_images=others)
    return out.getvalue()


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved("JPEG", exif=exif)


def exif_of_nothing() -> bytes:
    whole = saved("JPEG")
    return whole[:2] + b"\xff\xe1\xff\xfeExif\0\0II*\0\x08\0\0\0" + b"\xff" * 65_518 + whole[2:]


def svg(body: str, head: str = 'viewBox="0 0 100 100"') -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {head}>{body}</svg>'


#: Name -> content, the code that must be said.
RASTER: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.png": (lambda: b"", "PD706"),
    "text.png": (lambda: b"hello", "PD706"),
    "cut.png": (lambda: noise("PNG")[:3000], "PD706"),
    "cut.jpg": (lambda: noise("JPEG")[:3000], "PD706"),
    "cut.gif": (lambda: noise("GIF")[:3000], "PD706"),
    "cut.webp": (lambda: noise("WEBP")[:3000], "PD706"),
    "zeros.gif": (lambda: b"\0" * 5000, "PD706"),
    "head-only.jpg": (lambda: b"\xff\xd8\xff\xe0", "PD706"),
    "head-only.webp": (lambda: b"RIFF\x10\0\0\0WEBPVP8 ", "PD706"),
    "stained.jpg": (lambda: bytes(byte if index < 700 or index % 7 else 0 for index, byte in enumerate(noise("JPEG"))), "PD706"),
    "grey-end.jpg": (lambda: noise("JPEG")[:9000] + b"\xff\xd9", "PD706"),
    "blotted.jpg": (lambda: noise("JPEG")[:5000] + bytes(3000) + noise("JPEG")[8000:], "PD706"),
    "many-passes.jpg": (lambda: passes(400), "PD706"),
    "stained.png": (lambda: bytes(byte if index < 700 or index % 7 else 0 for index, byte in enumerate(noise("PNG"))), "PD706"),
    "immense.png": (lambda: png(20_000, 20_000), "PD706"),
    "no-size.png": (lambda: png(0, 0), "PD706"),
    "tiff.png": (lambda: saved("TIFF"), "PD706"),
    "svg.png": (lambda: svg("<rect/>").encode(), "PD706"),
    "png.svg": (lambda: png(5, 5), "PD706"),
    "jpeg.png": (lambda: saved("JPEG"), ""),
    "many-frames.gif": (lambda: moving("GIF", 400), "PD706"),
    "moving.gif": (lambda: moving("GIF", 20), ""),
    "moving.webp": (lambda: moving("WEBP", 20), ""),
    "moving.png": (lambda: moving("PNG", 20), ""),
    "deep.png": (lambda: png(50, 50, 16, 2), ""),
    "deep-grey.png": (lambda: png(50, 50, 16, 0), ""),
    "cmyk.jpg": (lambda: saved("JPEG", "CMYK"), ""),
    "turned.jpg": (turned, ""),
    "exif-of-nothing.jpg": (exif_of_nothing, ""),
    "bits.png": (lambda: saved("PNG", "1"), ""),
    "palette.png": (lambda: saved("PNG", "P"), ""),
    "grey-alpha.png": (lambda: saved("PNG", "LA"), ""),
    "alpha.webp": (lambda: saved("WEBP", "RGBA"), ""),
    "tall.png": (lambda: png(1, 30_000), ""),
    "broad.png": (lambda: png(30_000, 1), ""),
    "dot.png": (lambda: png(1, 1), ""),
    "camera.png": (lambda: png(8_000, 7_000, 8, 6), ""),
    "camera.jpg": (lambda: saved("JPEG", size=(8_000, 7_000)), ""),
}
_CURVE = random.Random(1)
SVG: dict[str, tuple[Callable[[], str | bytes], str]] = {
    "script": (lambda: svg('<script>alert(1)</script><rect onclick="x()" width="5" height="5"/><a href="javascript:alert(1)"><text>x</text></a>'), ""),
    "foreign": (lambda: svg('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></body></foreignObject>'), ""),
    "outside": (
        lambda: svg('<image href="file:///etc/passwd"/><use href="http://example.com/a#b"/><style>@import url(http://example.com/x.css);rect{fill:url(http://x/y)}</style>'),
        "",
    ),
    "html-inside": (lambda: svg('<image href="data:text/html,&lt;script>alert(1)&lt;/script>"/><image href="data:image/svg+xml;base64,PHN2Zy8+"/>'), ""),
    "set": (lambda: svg('<a><set attributeName="href" to="javascript:alert(1)"/><animate attributeName="x"/></a><handler/><listener/>'), ""),
    "drawn-by-a-program": (lambda: '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + svg("<rect width='9' height='9'/>"), ""),
    "entities": (lambda: '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + svg("<text>&b;</text>"), "PD706"),
    "file-entity": (lambda: '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("<text>&a;</text>"), "PD706"),
    "not-well-formed": (lambda: svg("<g>"), "PD706"),
    "no-numbers": (lambda: svg("<rect/>", 'viewBox="a b c d" width="-5" height="0"'), "PD706"),
    "nan": (lambda: svg("<rect x='nan' width='inf' height='-Infinity'/><g transform='scale(nan)'><path d='M0 0A5 5 NaN 2 2 9 9'/></g>", 'viewBox="nan nan nan nan"'), ""),
    "no-size": (lambda: svg("<rect width='50' height='50'/>", ""), ""),
    "slim": (lambda: svg("<rect/>", 'viewBox="0 0 0.001 99999"'), ""),
    "levels": (lambda: svg("<g>" * 1000 + "</g>" * 1000), "PD706"),
    "itself": (lambda: svg('<g id="a"><use href="#a"/></g>'), "PD706"),
    "pattern-in-itself": (lambda: svg('<pattern id="p" width="1" height="1"><rect fill="url(#p)"/></pattern><rect fill="url(#p)"/>'), "PD706"),
    "style-in-itself": (lambda: svg('<style>.a{clip-path:url(#c)}</style><clipPath id="c"><rect class="a"/></clipPath><rect class="a"/>'), "PD706"),
    "laughs": (lambda: svg('<g id="a0"><rect/></g>' + "".join(f'<g id="a{n}">' + f'<use xlink:href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 12))), "PD706"),
    "long-path-again-and-again": (lambda: svg(f'<path id="p" d="M0 0{"C1.5 1 2 3 4 5" * 28_000}"/>' + '<use href="#p" x="1"/>' * 4_900), "PD706"),
    "long-text-again-and-again": (lambda: svg(f'<text id="p">{"a" * 19_000}</text>' + '<use href="#p" x="1"/>' * 4_900), "PD706"),
    "distances": (lambda: svg("<text dx='" + "1 " * 300_000 + "'>" + "a" * 19_000 + "</text>"), "PD706"),
    "distances-again-and-again": (lambda: svg(f"<text id='p' dx='{'1 ' * 50_000}'>{'a' * 9_000}</text>" + '<use href="#p" x="1"/>' * 900), "PD706"),
    "transforms": (lambda: svg("<g transform='" + "scale(1.001)" * 100_000 + "'><rect width='5' height='5'/></g>"), "PD706"),
    "dashes": (lambda: svg(f"<g stroke='red' stroke-dasharray='{'1 2 ' * 90_000}'>" + "<path d='M0 0H100'/>" * 4_000 + "</g>"), "PD706"),
    "ten-megabytes": (lambda: svg('<path d="M0 0' + "L1 1" * 2_500_000 + '"/>'), "PD706"),
    "rules-for-everybody": (lambda: svg("<style>" + "rect,rect,rect{fill:red}" * 8_000 + "</style>" + "<rect width='1'/>" * 900), ""),
    "no-letters": (lambda: svg("<text>\U000f0000 \ue000</text>"), "PD706"),
    "markers": (lambda: svg('<marker id="m"><path d="M0 0"/></marker><path marker-mid="url(#m)" d="' + "L1 1" * 60_000 + '"/>'), "PD706"),
    "chain": (lambda: svg("".join(f'<linearGradient id="g{n}" href="#g{n + 1}"/>' for n in range(5000)) + '<rect fill="url(#g0)"/>'), "PD706"),
    "elements": (lambda: svg("<rect/>" * 21_000), "PD706"),
    "rules": (lambda: svg("<style>" + ".a{fill:red}" * 3000 + "</style>" + '<rect class="a"/>' * 5000), "PD706"),
    "braces": (lambda: svg("<style>" + "{" * 190_000 + "</style>"), ""),
    "many-rectangles": (lambda: svg("<rect x='1' width='2' height='3'/>" * 19_000), ""),
    "long-path": (lambda: svg('<path d="M0 0' + "".join(f"C{_CURVE.random():.3f} 1 2 3 4 5" for _ in range(60_000)) + '"/>'), ""),
    "words": (lambda: svg("<text>" + "中" * 60_000 + "</text>"), "PD706"),
    "letters": (lambda: svg("<text>x</text>" * 15_000), ""),
    "tiny-dashes": (lambda: svg('<path stroke="red" stroke-dasharray="0.00001" d="M0 0H100"/>'), ""),
    "tiny-tiles": (
        lambda: svg(
            "<pattern id='g' width='.0001' height='.0001' patternUnits='userSpaceOnUse'><rect width='5' height='5'/></pattern>"
            + "<rect fill='url(#g)' width='90' height='90'/>" * 900
        ),
        "",
    ),
    "masks": (lambda: svg("<mask id='g'><rect width='5' height='5' fill='white'/></mask>" + "<rect mask='url(#g)' width='2' height='3'/>" * 4000), ""),
    "no-numbers-at-all": (
        lambda: svg(
            "<path d='M 1 C 2 Z q'/><polygon points='1 2 3 a'/><rect rx='a' width='%' height='5em'/><circle r='x'/><text x='1 2 3 a' dx='q' rotate='z'>hi</text>"
            "<g transform='rotate()'><use href='#nope'/></g><rect fill='url(#nope)' clip-path='url(#nope)' width='4' height='4' stroke-dasharray='a b' stroke-width='x'/>"
            "<pattern id='p'/><rect fill='url(#p)' width='3' height='3'/><marker id='m'/><path marker-mid='url(#m)' d='M0 0L1 1L2 2'/>"
        ),
        "",
    ),
    "singular": (
        lambda: svg('<g transform="scale(0)"><rect width="5" height="5"/><text font-size="0">x</text></g><rect transform="matrix(0 0 0 0 0 0)" width="-5" height="nan"/>'),
        "",
    ),
    "infinite": (lambda: svg('<rect width="1e999" height="99999999999"/><text font-size="1e9">x</text><circle r="1e308"/>'), ""),
    "strange-letters": (lambda: svg("<text>\U000e0123 \U0001f3ed \u0378</text>"), "PD706"),
    # Letters of old scripts, which few machines have a font for: where none has, the picture alone is lost, and only its print tells.
    **{f"old-letters-{ord(one):X}": (lambda one=one: svg(f"<text y='9'>中{one}</text>"), "") for one in "\U00013000\U00030000\u16a0\U00014400\U0001d800"},
    "letters-of-every-script": (
        lambda: svg("".join(f"<text y='{n}'>{chr(n * 64 + 33)}</text>" for n in range(4000) if unicodedata.category(chr(n * 64 + 33)) not in ("Cn", "Co", "Cs"))),
        "",
    ),
    "signs-without-shape": (lambda: svg("<text>a\x7f\x85\u00ad\u0600\u200b\u2028\u2060\u3164\ufe0f\ufeff\ufff9\U0001d173\U000e0001\U000e0041\U000e0101</text>"), ""),
    "control": (lambda: svg("<text>\x07</text>"), "PD706"),
    "utf-16": (lambda: '<?xml version="1.0" encoding="utf-16"?>'.encode("utf-16") + svg("<rect/>").encode("utf-16-le"), ""),
    "utf-7": (lambda: '<?xml version="1.0" encoding="utf-7"?>' + svg("<rect/>"), "PD706"),
    "pictures": (lambda: svg(("<image width='50' height='50' href='data:image/png;base64," + base64.b64encode(png(30, 30)).decode() + "'/>") * 200), ""),
    "immense-picture": (lambda: svg("<image width='50' height='50' href='data:image/png;base64," + base64.b64encode(png(9_000, 9_000)).decode() + "'/>"), ""),
}


def many(body: Callable[[int], str], count: int = 30) -> Files:
    """A page that shows as many different SVG files."""
    text = "".join(f"  ![x](a{number}.svg)\n\n" for number in range(count))
    return {"processes/P1.yaml": f"kind: page\nid: P1\nname: p\ntext: |\n{text}", **{f"processes/a{number}.svg": svg(body(number)) for number in range(count)}}


for _name, _body in {
    "rectangles": lambda n: "".join(f"<rect x='{i % 97}' y='{i % 89}' width='2' height='{n + 1}'/>" for i in range(4900)),
    "texts": lambda n: "".join(f"<text x='{i % 97}' y='{i % 89}'>中{n % 10}</text>" for i in range(4900)),
    "paths": lambda n: f'<path d="M{n} 0' + "C1.5 1 2 3 4 5" * 28_000 + '"/>',
}.items():
    add(f"30 svg files of {_name}", lambda body=_body: many(body), "PD706", arguments=("build", "--format", "pdf"), quick=_name == "texts")

QUICK = {
    "text.png",
    "cut.jpg",
    "cut.webp",
    "immense.png",
    "deep-grey.png",
    "cmyk.jpg",
    "many-frames.gif",
    "script",
    "outside",
    "laughs",
    "levels",
    "entities",
    "style-in-itself",
    "old-letters-16A0",
}
for _name, (_data, _finds) in RASTER.items():
    add(
        f"picture {_name}",
        lambda name=_name, data=_data: shown(name, data()),
        _finds,
        quick=_name in QUICK,
        arguments=PRINTED if _name not in QUICK or _name in ("deep-grey.png", "cmyk.jpg") else PAGES,
    )
for _name, (_text, _finds) in SVG.items():
    add(
        f"svg {_name}",
        lambda text=_text: shown("a.svg", text()),
        _finds,
        never="PD703",
        quick=_name in QUICK,
        arguments=PAGES if _name in QUICK and _name not in ("script", "old-letters-16A0") else PRINTED,
    )


def _replaced(how: Callable[[Path], object]) -> Callable[[Path], None]:
    def prepare(root: Path) -> None:
        place = root / "processes" / "a.png"
        place.unlink()
        how(place)

    return prepare


ONE: Callable[[], Files] = lambda: shown("a.png", png(3, 3))  # noqa: E731
add("picture is a folder", ONE, "PD311", prepare=_replaced(Path.mkdir), arguments=PAGES)
add("picture is a pipe", ONE, "PD311", prepare=_replaced(os.mkfifo), arguments=PAGES, quick=True)
add("picture is a link to a device", ONE, "PD311", prepare=_replaced(lambda place: place.symlink_to("/dev/zero")), arguments=PAGES)
add("picture is a link to itself", ONE, "PD311", prepare=_replaced(lambda place: place.symlink_to("a.png")), arguments=PAGES)
add("picture is a link outside", ONE, "PD312", prepare=_replaced(lambda place: place.symlink_to("../../outside/secret.png")), arguments=PAGES)
for _where in ("../../outside/secret.png", "/etc/passwd", "%2e%2e/secret.png", "..\\..\\secret.png", "C:\\x.png", "//host/x.png", "file:///etc/passwd", "x\\0.png"):
    add(
        f"picture at {_where}",
        lambda where=_where: {"processes/S1.yaml": process(), "procdocs.yaml": f'organisation: {{name: x, logo: "{where.replace(chr(92), chr(92) * 2)}"}}\n'},
        arguments=PAGES,
        codes=(1,),
    )
add(
    "all pictures together",
    lambda: {
        **{f"processes/p{number}.png": png(7_000, 7_000) for number in range(12)},
        "processes/P1.yaml": "kind: page\nid: P1\nname: p\ntext: |\n" + "".join(f"  ![x](p{number}.png)\n\n" for number in range(12)),
    },
    "PD706",
    arguments=PAGES,
)
