#!/bin/sh
# Installs what procdocs needs beside Python packages, if it is missing: Pango (PDF), a Chinese font, python3-venv;
# with the argument "test" also what the tests use: Chromium (the site), libatomic (the program that drives it), Graphviz and poppler
# (other people's view of our files);
# with the argument "conformance" what veraPDF needs: a JDK and JAXB.
# Asks for nothing when everything is there. Debian/Ubuntu: apt; macOS: brew; elsewhere it says what to do.
set -eu

want=""
need() { want="$want $1"; }

have_library() { python3 - "$@" <<'PYTHON'
import ctypes, ctypes.util, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
        sys.exit(0)
    except OSError:
        if ctypes.util.find_library(name):
            sys.exit(0)
sys.exit(1)
PYTHON
}

have_font() {
    for folder in /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" /System/Library/Fonts /Library/Fonts "$HOME/Library/Fonts" ${PROCDOCS_FONTS:-}; do
        [ -d "$folder" ] && find "$folder" \( -iname 'NotoSansCJK*' -o -iname 'NotoSansSC*' -o -iname 'SourceHanSans*' -o -iname 'msyh*' -o -iname 'PingFang*' -o -iname 'Hiragino Sans GB*' -o -iname 'wqy-microhei*' \) 2>/dev/null | grep -q . && return 0
    done
    return 1
}

if ! command -v python3 >/dev/null 2>&1 || ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "procdocs needs Python 3.11 or newer; see https://www.python.org/downloads/" >&2
    exit 3
fi

system=$(uname -s)
case "$system" in
Linux)
    have_library libpango-1.0.so.0 && have_library libpangoft2-1.0.so.0 && have_library libharfbuzz-subset.so.0 || need "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    have_font || need fonts-noto-cjk
    python3 -c 'import ensurepip, venv' 2>/dev/null || need python3-venv
    if [ "${1:-}" = test ]; then
        # Ubuntu has Chromium as a snap only: there tools/browser.sh brings one.
        grep -q '^ID=ubuntu$' /etc/os-release 2>/dev/null || command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || need chromium
        have_library libatomic.so.1 || need libatomic1
        command -v neato >/dev/null 2>&1 || need graphviz
        command -v pdftotext >/dev/null 2>&1 || need poppler-utils
    fi
    if [ "${1:-}" = conformance ]; then
        command -v javac >/dev/null 2>&1 || need default-jdk-headless
        [ -e /usr/share/java/jaxb-runtime.jar ] || need libjaxb-java
    fi
    ;;
Darwin)
    have_library libpango-1.0.dylib || have_library pango-1.0 || [ -e /opt/homebrew/lib/libpango-1.0.dylib ] || need pango
    if [ "${1:-}" = test ]; then
        command -v neato >/dev/null 2>&1 || need graphviz
        command -v pdftotext >/dev/null 2>&1 || need poppler
    fi
    ;;
*)
    echo "On $system, install Pango and a Chinese font by hand: see the paragraph for Windows in README.md." >&2
    ;;
esac

[ -n "$want" ] || exit 0

if [ "$system" = Darwin ]; then
    command -v brew >/dev/null 2>&1 || { echo "Install Homebrew (https://brew.sh), then run: brew install$want" >&2; exit 3; }
    echo "Installing:$want"
    # shellcheck disable=SC2086
    exec brew install $want
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "This system has no apt-get. Install these libraries, or what your system calls them, by hand:$want" >&2
    echo "Fedora: sudo dnf install pango google-noto-sans-cjk-fonts chromium graphviz poppler-utils" >&2
    echo "Arch:   sudo pacman -S pango noto-fonts-cjk chromium graphviz poppler" >&2
    exit 3
fi
sudo=""
[ "$(id -u)" = 0 ] || sudo=sudo

# apt's own DPkg::Lock::Timeout covers neither `update` nor the archives, and waits without naming the other one: so we ask again, and say for whom.
apt() {
    patience=600
    said=$(mktemp)
    until $sudo env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >"$said" 2>&1; do
        lock=$(sed -n 's/^E: \(Could not get lock .*\)/\1/p; s/^E: \(Unable to acquire .*\)/\1/p' "$said" | head -n 1)
        if [ -z "$lock" ] || [ "$patience" -le 0 ]; then
            cat "$said" >&2
            rm -f "$said"
            exit 3
        fi
        echo "Waiting for another program that installs something: $lock" >&2
        sleep 5
        patience=$((patience - 5))
    done
    rm -f "$said"
}

echo "Installing:$want"
apt update
# shellcheck disable=SC2086
apt install -y --no-install-recommends $want
