#!/usr/bin/env bash
# Synthesizes every case of the suite with the real cdktf, each from the program that its case.toml names.
#
#   ./synth.sh           rewrites suite/*/*/cdktf.out
#   ./synth.sh --check   writes nothing; fails if what is committed is not what the programs synthesize
#
# Needs node 20 or later and npm (for app-ts), python3 3.11 or later with venv (for app-py), and access to a package
# registry. The provider package of Python is large (about 600 MB installed): it goes into app-py/.venv, which is not
# committed. PYTHON=... names another python that has what app-py/requirements.txt lists. Terraform and AWS are not needed.
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
for tool in node npm python3; do
  command -v "$tool" >/dev/null 2>&1 || missing+=("$tool")
done
if ((${#missing[@]})); then
  echo "synth.sh: not found on PATH: ${missing[*]}" >&2
  echo "Every cdktf.out is committed, so the suite itself can be run without them." >&2
  exit 3
fi
if [[ ! -d app-ts/node_modules ]]; then
  (cd app-ts && npm ci --no-fund --no-audit)
fi
python=${PYTHON:-.venv/bin/python}
if ! (cd app-py && [[ -x $python ]]); then
  python3 -m venv app-py/.venv
  app-py/.venv/bin/pip install --quiet -r app-py/requirements.txt
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CDKTF_CONTEXT_JSON

# The value of a key of a case.toml; the files are ours, and written one key a line.
value() { sed -n "s/^$2 *= \"\(.*\)\"\$/\1/p" "$1" | head -n 1; }

for case in suite/*/*/case.toml; do
  folder=$(dirname "${case#suite/}")
  program=$(value "$case" source)
  suffix=$(value "$case" suffix)
  mkdir -p "$work/out/$folder"
  case $program in
    app-ts/*)
      (cd app-ts && ENVIRONMENT_SUFFIX=$suffix CDKTF_OUTDIR="$work/out/$folder/cdktf.out" \
        ./node_modules/.bin/tsx "${program#app-ts/}")
      ;;
    app-py/*) printf '%s\t%s\t%s\n' "$suffix" "${program#app-py/}" "$work/out/$folder/cdktf.out" >>"$work/jobs" ;;
    *) echo "synth.sh: $case names no program of ours: $program" >&2; exit 1 ;;
  esac
done
(cd app-py && PYTHONDONTWRITEBYTECODE=1 "$python" synth.py "$work/jobs")

if grep -rnF -e "$PWD" -e "$work" -e "$HOME/" "$work/out"; then
  echo "synth.sh: the output holds a path of this machine" >&2
  exit 1
fi
status=0
cases=0
for case in suite/*/*/case.toml; do
  folder=$(dirname "${case#suite/}")
  cases=$((cases + 1))
  if $check; then
    diff -ru "suite/$folder/cdktf.out" "$work/out/$folder/cdktf.out" || {
      echo "$folder: differs from what is committed; run ./synth.sh" >&2
      status=1
    }
  else
    rm -rf "suite/$folder/cdktf.out"
    cp -R "$work/out/$folder/cdktf.out" "suite/$folder/cdktf.out"
  fi
done
if ((status == 0)); then
  if $check; then echo "$cases cases: as committed"; else echo "$cases cases: written"; fi
fi
exit $status
