#!/bin/sh
# Makes harness/facts/: the tables of provider facts and their provenance.
#
#   make.sh           fetches the pinned packages with npm and makes everything again
#   make.sh --check   fetches nothing: is the binary made from the text, by these programs?
#
# Another version of a provider: change it in PACKAGES below, run, review the diff of the text.
set -eu
cd "$(dirname "$0")"
facts=../../facts

# Table, package, version. The packages are @cdktf/provider-<name>.
PACKAGES="
aws   aws      21.22.1
small archive  11.0.1
small external 11.0.1
small helm     12.1.2
small local    11.1.1
small null     11.0.1
small random   12.0.1
small time     11.0.1
small tls      11.0.1
"
# Tables that are written by hand.
BY_HAND="terraform"

need() {
    command -v "$1" >/dev/null 2>&1 && return
    echo "make.sh: $1 is missing: $2" >&2
    exit 2
}
need python3 "it runs extract.py, encode.py and provenance.py (3.9 or newer, nothing to install)"

if [ "${1-}" = --check ]; then
    exec python3 provenance.py --check "$facts"
elif [ $# -ne 0 ]; then
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
need node "npm runs on it"
need npm "it fetches the packages; \`make.sh --check\` works without it"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$work/packages"
echo "$PACKAGES" | while read -r table name version; do
    [ -n "$table" ] || continue
    package="@cdktf/provider-$name@$version"
    echo "fetching $package" >&2
    mkdir -p "$work/$name"
    npm pack --silent --json --pack-destination "$work/$name" "$package" >"$work/$name/pack.json"
    tar -xzf "$work/$name"/*.tgz -C "$work/$name"
    python3 extract.py "$work/$name/package" >"$work/$name/$name.txt"
    cat "$work/$name/$name.txt" >>"$work/$table.txt"
    echo "$table $work/$name" >>"$work/packages"
done
for table in $(cut -d' ' -f1 "$work/packages" | sort -u); do
    cp "$work/$table.txt" "$facts/$table.txt"
done
for table in $(cut -d' ' -f1 "$work/packages" | sort -u) $BY_HAND; do
    python3 encode.py "$facts/$table.txt" "$facts/$table.bin"
done
python3 provenance.py "$facts" "$work/packages"
