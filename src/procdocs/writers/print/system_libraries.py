"""A program: prints as JSON the versions of the system's libraries that print, all fonts fontconfig knows, and its settings.

Needs nothing but Python, so that it starts in a moment.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress

#: Names under which each library is looked for, as WeasyPrint does.
LIBRARIES = {
    "pango": ("libpango-1.0-0", "pango-1.0-0", "pango-1.0", "libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "harfbuzz": ("libharfbuzz-0", "harfbuzz", "harfbuzz-0.0", "libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "fontconfig": ("libfontconfig-1", "fontconfig-1", "fontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
    "freetype": ("libfreetype-6", "freetype-6", "freetype", "libfreetype.so.6", "libfreetype.6.dylib", "libfreetype-6.dll"),
}
FOLDERS = "C:\\msys64\\ucrt64\\bin;C:\\msys64\\mingw64\\bin;C:\\Program Files\\GTK3-Runtime Win64\\bin"


class FontSet(ctypes.Structure):
    """What fontconfig calls FcFontSet."""

    _fields_ = (("count", ctypes.c_int), ("room", ctypes.c_int), ("fonts", ctypes.POINTER(ctypes.c_void_p)))


def main() -> None:
    """Print what is there."""
    loaded = {name: library for name, names in LIBRARIES.items() if (library := _loaded(names)) is not None}
    config = loaded.get("fontconfig")
    said = {
        "libraries": {name: _version(name, library) for name, library in sorted(loaded.items())},
        "fonts": sorted(set(_fonts(config))) if config is not None else [],
        "settings": list(_settings(config)) if config is not None else [],
    }
    sys.stdout.write(json.dumps(said))


def _loaded(names: tuple[str, ...]) -> ctypes.CDLL | None:
    add_folder = getattr(os, "add_dll_directory", None)
    for folder in os.getenv("WEASYPRINT_DLL_DIRECTORIES", FOLDERS).split(";") if add_folder else ():
        with suppress(OSError):
            add_folder(folder)  # type: ignore[misc]
    for name in names:
        with suppress(OSError):
            return ctypes.CDLL(name)
    return None


def _version(name: str, library: ctypes.CDLL) -> str:
    if name == "fontconfig":
        return str(library.FcGetVersion())
    if name == "freetype":
        handle, numbers = ctypes.c_void_p(), [ctypes.c_int() for _ in range(3)]
        library.FT_Init_FreeType(ctypes.byref(handle))
        library.FT_Library_Version(handle, *map(ctypes.byref, numbers))
        return ".".join(str(number.value) for number in numbers)
    ask = library.pango_version_string if name == "pango" else library.hb_version_string
    ask.restype = ctypes.c_char_p
    return str(ask().decode())


def _fonts(config: ctypes.CDLL) -> Iterator[str]:
    config.FcConfigGetFonts.restype = ctypes.POINTER(FontSet)
    config.FcConfigGetFonts.argtypes = (ctypes.c_void_p, ctypes.c_int)
    config.FcPatternGetString.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_char_p))
    config.FcInit()
    for kind in (0, 1):  # of the system, of the application
        found = config.FcConfigGetFonts(None, kind)
        for number in range(found.contents.count if found else 0):
            path = ctypes.c_char_p()
            if config.FcPatternGetString(found.contents.fonts[number], b"file", 0, ctypes.byref(path)) == 0 and path.value:
                yield os.fsdecode(path.value)


def _settings(config: ctypes.CDLL) -> Iterator[str]:
    config.FcConfigGetConfigFiles.restype = ctypes.c_void_p
    config.FcConfigGetConfigFiles.argtypes = (ctypes.c_void_p,)
    config.FcStrListNext.restype = ctypes.c_char_p
    config.FcStrListNext.argtypes = (ctypes.c_void_p,)
    files = config.FcConfigGetConfigFiles(None)
    while files and (path := config.FcStrListNext(files)):
        yield os.fsdecode(path)


main()
