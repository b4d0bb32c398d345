#!/usr/bin/env bash
# Synthesizes both variants of the orders stack with the real cdktf: first.ts, as it was before the
# tutorial, and main.ts, as it is at its end. Needs node 20 or later and npm (with access to a package
# registry, for `npm ci`); Terraform and AWS are not needed.
set -euo pipefail
cd "$(dirname "$0")"
for tool in node npm; do
  command -v "$tool" >/dev/null || {
    echo "synth.sh: $tool is not on PATH; the output is committed, so stackspec itself can be tried without it" >&2
    exit 3
  }
done
export ENVIRONMENT_SUFFIX=dev
unset RELEASE CDKTF_CONTEXT_JSON
[[ -d app/node_modules ]] || (cd app && npm ci --no-fund --no-audit)
synthesize() { # <entry file> <variant>
  rm -rf "$2"
  mkdir "$2"
  (cd app && CDKTF_OUTDIR="../$2/cdktf.out" ./node_modules/.bin/tsx "$1")
}
synthesize first.ts first
synthesize main.ts fixed
