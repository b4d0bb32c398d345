#!/usr/bin/env bash
# Synthesizes the platform with the real cdktf for Python.
#
#   ./synth.sh           rewrites cdktf.out
#   ./synth.sh --check   writes nothing; fails if what is committed is not what the program synthesizes
#
# Needs python3 3.9 or later with venv, node 20 or later (jsii runs on it) and access to a package index. The provider
# package is large (about 600 MB installed): it goes into app/.venv, which is not committed. PYTHON=... names another
# python that has what app/requirements.txt lists. Terraform and AWS are not needed.
set -euo pipefail
cd "$(dirname "$0")"

usage() { sed -n '2,9s/^# \{0,1\}//p' "$0"; }
check=false
case "${1:-}" in
  "") ;;
  --check) check=true ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

missing=()
for tool in python3 node; do
  command -v "$tool" >/dev/null 2>&1 || missing+=("$tool")
done
if ((${#missing[@]})); then
  echo "synth.sh: not found on PATH: ${missing[*]}" >&2
  echo "cdktf.out is committed, so it is needed only to make it anew." >&2
  exit 3
fi
python=${PYTHON:-app/.venv/bin/python}
if ! [[ -x $python ]]; then
  python3 -m venv app/.venv
  app/.venv/bin/pip install --quiet -r app/requirements.txt
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CDKTF_CONTEXT_JSON
ENVIRONMENT_SUFFIX=prod CDKTF_OUTDIR="$work/cdktf.out" PYTHONDONTWRITEBYTECODE=1 "$python" app/main.py
if grep -rnF -e "$PWD" -e "$work" -e "$HOME/" "$work/cdktf.out"; then
  echo "synth.sh: the output holds a path of this machine" >&2
  exit 1
fi
if $check; then
  diff -ru cdktf.out "$work/cdktf.out" && echo "cdktf.out: as committed"
else
  rm -rf cdktf.out
  cp -R "$work/cdktf.out" cdktf.out
  echo "cdktf.out: written"
fi
