"""The codes of what this machine lacks, PD9xx. Only declarations; `doctor` and the commands that need it report them."""

from __future__ import annotations

from procdocs.diagnostics.rules import Severity, declare

PD901 = declare(
    "PD901",
    "no-font",
    Severity.ERROR,
    """
    No font was found that texts can be measured with, or none that has Chinese characters. Nothing can be drawn without one.

    Debian/Ubuntu: `sudo apt install fonts-noto-cjk` · macOS has PingFang, else `brew install --cask font-noto-sans-cjk-sc` ·
    Windows has Microsoft YaHei, else Settings > Apps > Optional features > Simplified Chinese supplemental fonts.
    Fonts in a folder of their own are found through the variable PROCDOCS_FONTS.
    """,
)
PD902 = declare(
    "PD902",
    "no-pango",
    Severity.ERROR,
    """
    WeasyPrint, or the Pango library it draws with, cannot be loaded. PDF and PNG need it; HTML, Excel, SVG and `check` do not.

    Debian/Ubuntu: `sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0` · macOS: `brew install pango` ·
    Windows: install MSYS2, run `pacman -S mingw-w64-ucrt-x86_64-pango` in it, set WEASYPRINT_DLL_DIRECTORIES to C:\\msys64\\ucrt64\\bin.
    """,
)
PD903 = declare(
    "PD903",
    "no-graphviz",
    Severity.WARNING,
    """
    The Graphviz that comes with pygraphviz does not run. Only the map of interactions uses it; an N-square chart is drawn in its place.

    `pip install --force-reinstall "pygraphviz>=2"` brings it on Linux, macOS and Windows.
    """,
)
PD904 = declare(
    "PD904",
    "disk-refuses",
    Severity.ERROR,
    """
    A folder that must be written to refuses it: no permission, or the disk is full.

    Free some space, or name another folder with `build --output`.
    """,
)
PD905 = declare(
    "PD905",
    "no-library",
    Severity.ERROR,
    """
    A Python package that procdocs needs is not installed, or Python is older than 3.11.

    `pip install --upgrade procdocs` in an environment of Python 3.11 or newer brings everything.
    """,
)
