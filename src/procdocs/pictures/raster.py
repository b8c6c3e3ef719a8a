"""Pictures made of dots: whether they can be decoded, within limits. The only module here that asks Pillow, and qpdf for JPEG; only when there is such a picture."""

from __future__ import annotations

import io
import struct
import warnings

from procdocs.pictures.unsound import Unsound

#: Dots of one picture, of all pictures of a project together, and frames of a moving one. A camera takes 50 million dots.
PIXELS, ALL_PIXELS, FRAMES = 60_000_000, 500_000_000, 300
#: Passes in which a JPEG picture may be drawn, each finer than the one before, as one that takes the time of one picture; cameras and programs write ten.
PASSES = 10
#: Kinds that are looked at, as Pillow calls them: no other decoder is ever tried.
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF")


#: Elements that all SVG files of a project may draw together, with all repetitions and what counts as much as one: these, and as many for each document.
ALL_DRAWN, DRAWN_A_DOCUMENT = 60_000, 2_000


class Budget:
    """What all pictures of a project may take together, in dots and in drawn elements."""

    def __init__(self, pixels: int = ALL_PIXELS, drawn: int = ALL_DRAWN) -> None:
        self.pixels, self.drawn, self.all_drawn = pixels, drawn, drawn


def is_raster(content: bytes) -> bool:
    """Whether the bytes begin as a PNG, JPEG, GIF or WebP picture does."""
    return content.startswith(_STARTS)


def check(content: bytes, budget: Budget) -> None:
    """Decode a picture once. Raises Unsound for what is damaged or larger than the limits."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                dots = image.width * image.height * _turns(image.format, content)
                frames = getattr(image, "n_frames", 1)
                if dots > PIXELS:
                    raise Unsound("pixels", _millions(PIXELS))
                if frames > FRAMES:
                    raise Unsound("frames", str(FRAMES))
                budget.pixels -= dots
                if budget.pixels < 0:
                    raise Unsound("all", _millions(ALL_PIXELS))
                if image.format == "JPEG":
                    _decode_jpeg(content)
                else:
                    image.load()
        except Unsound:
            raise
        except (Image.DecompressionBombError, MemoryError) as problem:
            raise Unsound("pixels", _millions(PIXELS)) from problem
        # Pillow's decoders raise what they like.
        except Exception as problem:
            raise Unsound("damaged") from problem


def _turns(format: str | None, content: bytes) -> int:
    """How often a picture is gone through, in turns of so many passes."""
    return 1 + (content.count(b"\xff\xda") - 1) // PASSES if format == "JPEG" else 1


def _decode_jpeg(content: bytes) -> None:
    """Raises what qpdf raises for a picture that is cut off or whose dots make no sense: Pillow shows grey there, and says nothing."""
    import pikepdf

    with pikepdf.new() as pdf:
        stream = pikepdf.Stream(pdf, content)
        stream["/Filter"] = pikepdf.Name.DCTDecode
        stream.read_bytes(pikepdf.StreamDecodeLevel.all)


def size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a raster picture by its head; zeros for a head that is none, None for what is no raster picture."""
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            width, height = struct.unpack(">II", content[16:24])
            return width, height
        if content[:6] in (b"GIF87a", b"GIF89a"):
            width, height = struct.unpack("<HH", content[6:10])
            return width, height
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp_size(content)
        if content.startswith(b"\xff\xd8"):
            return _jpeg_size(content)
    except (struct.error, IndexError):
        return 0, 0
    return None


def _millions(number: int) -> str:
    return str(number // 1_000_000)


def _jpeg_size(content: bytes) -> tuple[int, int]:
    place = 2
    while place < len(content):
        marker, length = content[place + 1], struct.unpack(">H", content[place + 2 : place + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + length
    return 0, 0


def _webp_size(content: bytes) -> tuple[int, int]:
    form = content[12:16]
    if form == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if form == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", content[26:30])
    return width & 0x3FFF, height & 0x3FFF
