#!/bin/sh
# The promise of README.md on a machine that has nothing: a bare Debian or Ubuntu in a folder, and in it `make manual` and `make test` as its root, twice.
# What is tested is the last commit of this checkout. Needs root (chroot, mount) and debootstrap; takes about half an hour.
#
#   sudo sh tools/bare-machine.sh              the release of this machine, in /tmp/bare
#   sudo SUITE=noble MIRROR=http://... KEYRING=/path/keyring.gpg sh tools/bare-machine.sh /somewhere
#
# How this machine reaches its package archives (apt, pip, certificates, names, proxies) is copied into the root, so that it reaches the same ones.
# The mounts live in a namespace of this script's own and vanish with it; the root is removed when all is green and kept to be looked at when it is not.
set -eu

fail() { echo "$*" >&2; exit 3; }

here=$(cd "$(dirname "$0")/.." && pwd)
root=${1:-/tmp/bare}
programs=git,make,python3,python3-venv,ca-certificates

[ "$(id -u)" = 0 ] || fail "bare-machine.sh mounts folders and changes the root, which only root may: sudo sh tools/bare-machine.sh"
command -v debootstrap >/dev/null 2>&1 || fail "bare-machine.sh needs debootstrap: apt-get install debootstrap"

if [ -z "${BARE_MACHINE_INSIDE:-}" ]; then
    [ ! -e "$root" ] || fail "$root is there already: remove it, or name another folder"
    worst=0
    BARE_MACHINE_INSIDE=1 unshare --mount --pid --fork --kill-child sh "$0" "$root" || worst=$?
    # The namespace and its mounts are gone here, so this removes nothing but the root.
    [ "$worst" != 0 ] || rm -rf --one-file-system "$root"
    [ "$worst" = 0 ] || echo "The root is kept in $root, with what each command said in $root/*.log." >&2
    exit "$worst"
fi

# The first archive of this machine's own release, unless another one is asked for.
release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
suite=${SUITE:-$release}
mirror=${MIRROR:-$(apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' | awk -v suite="$suite" '$1 == suite && $2 == "main" { print $3; exit }')}
[ -n "$mirror" ] || fail "apt of this machine knows no archive of \"$suite\": say MIRROR=http://..."
components=main
case "$mirror" in *ubuntu*) components=main,universe ;; esac

copy() { # what names archives and certificates, to the same place in the root
    for path in "$@"; do
        [ -e "$path" ] || continue
        mkdir -p "$root$(dirname "$path")"
        cp -RL "$path" "$root$(dirname "$path")/"
    done
}

echo "A bare $suite in $root"
debootstrap --variant=minbase --components="$components" --include="$programs" ${KEYRING:+--keyring="$KEYRING"} "$suite" "$root" "$mirror" >"$root.debootstrap.log" 2>&1 ||
    fail "debootstrap failed; see $root.debootstrap.log"
mv "$root.debootstrap.log" "$root/debootstrap.log"

copy /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/xdg/pip /usr/local/share/ca-certificates
apt-config dump | grep '^Acquire::' | grep -v -e IndexTargets -e Changelogs >"$root/etc/apt/apt.conf.d/99this-machine" || true
mkdir -p "$root/root/.config"
for folder in "$HOME/.config/pip" "$HOME/.pip"; do
    [ ! -d "$folder" ] || cp -RL "$folder" "$root/root/${folder#"$HOME"/}"
done

mount --make-rprivate /
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
# Folders of packages that pip's configuration names are seen from inside, too; the files of an index lie beside its folder `simple`.
{ python3 -m pip config list 2>/dev/null || true; echo "${PIP_FIND_LINKS:-} ${PIP_EXTRA_INDEX_URL:-}"; } | sed 's/\\n/ /g' | tr " '\"" '\n\n\n' |
    sed -n 's|^file://||; s|/simple/*$||; /^\//p' | sort -u | while read -r folder; do
    [ -d "$folder" ] || continue
    mkdir -p "$root$folder"
    mount --bind "$folder" "$root$folder"
    mount -o remount,bind,ro "$root$folder"
done

git clone --quiet --no-hardlinks "$here" "$root/procdocs"
[ "$(git -C "$here" rev-parse HEAD)" = "$(git -C "$root/procdocs" rev-parse HEAD)" ] || fail "the clone in $root is not this checkout's last commit"

inside() { # nothing of this machine's environment but the ways to the archives
    # shellcheck disable=SC2046
    env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        $(env | grep -E -i '^(PIP_[A-Z_]+|https?_proxy|no_proxy|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|NODE_EXTRA_CA_CERTS)=[^ ]*$') \
        chroot "$root" "$@"
}

inside update-ca-certificates >"$root/certificates.log" 2>&1

report=""
worst=0
for round in 1 2; do
    for goal in manual test; do
        started=$(date +%s)
        if inside make --directory=/procdocs "$goal" >"$root/$goal-$round.log" 2>&1; then said=green; else said=RED; worst=1; fi
        line="make $goal, round $round: $said after $(($(date +%s) - started)) s; $(tail -n 1 "$root/$goal-$round.log")"
        echo "$line"
        report="$report$line
"
    done
done
printf '\n%s at %s\n%s' "$suite" "$(git -C "$here" rev-parse --short HEAD)" "$report"
exit "$worst"
