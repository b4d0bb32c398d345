#!/usr/bin/env bash
# Synthesizes both variants of the payments stack with the real cdktf, and makes their plans.
#
#   ./synth.sh           rewrites broken/ and fixed/
#   ./synth.sh --check   writes nothing; fails if what is committed is not what the program synthesizes
#
# Needs node 20 or later, npm (with access to a package registry, for `npm ci`) and python3 3.9 or later (standard
# library only). Terraform and AWS are not needed.
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
  echo "The synthesized output is committed, so stackspec itself can be tried without them." >&2
  exit 3
fi
major=$(node -p 'process.versions.node.split(".")[0]')
if ((major < 20)); then
  echo "synth.sh: node $major is too old, 20 or later is needed" >&2
  exit 3
fi

export ENVIRONMENT_SUFFIX=pr1234
unset PAYMENTS_RELEASE CDKTF_CONTEXT_JSON
if [[ ! -d app/node_modules ]]; then
  (cd app && npm ci --no-fund --no-audit)
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

synthesize() { # <entry file> <variant>
  mkdir -p "$work/$2"
  (cd app && CDKTF_OUTDIR="$work/$2/cdktf.out" ./node_modules/.bin/tsx "$1")
  python3 ../../fixtures/make-plan.py "$work/$2/cdktf.out/stacks/payments-pr1234/cdk.tf.json" \
    --var provider_api_key=example-provider-key >"$work/$2/plan.json"
}
synthesize broken.ts broken
synthesize main.ts fixed

status=0
for variant in broken fixed; do
  if grep -rnF -e "$PWD" -e "$work" -e "$HOME/" "$work/$variant"; then
    echo "synth.sh: $variant holds a path of this machine" >&2
    exit 1
  fi
  if $check; then
    if diff -ru "$variant" "$work/$variant"; then
      echo "$variant: as committed"
    else
      echo "$variant: differs from what is committed; run ./synth.sh" >&2
      status=1
    fi
  else
    rm -rf "$variant"
    cp -R "$work/$variant" "$variant"
    echo "$variant: written"
  fi
done
exit $status
