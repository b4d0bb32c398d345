#!/usr/bin/env bash
# Plans both variants with the real Terraform, and writes each plan as JSON beside its program.
# Needs terraform 1.4 or later; no network and no account: only the built-in provider is used. The
# time stamp in a plan differs from run to run, nothing else should.
set -euo pipefail
cd "$(dirname "$0")"
command -v terraform >/dev/null || {
  echo "make.sh: terraform is not on PATH; the plans are committed, so stackspec itself can be tried without it" >&2
  exit 3
}
export TF_IN_AUTOMATION=1 TF_INPUT=0 CHECKPOINT_DISABLE=1 TF_CLI_ARGS="" TF_CLI_CONFIG_FILE=/dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for variant in first fixed; do
  mkdir "$work/$variant"
  cp "$variant/main.tf" "$work/$variant/"
  (cd "$work/$variant" && terraform init -no-color >/dev/null && terraform plan -no-color -out=tfplan >/dev/null && terraform show -json tfplan) >"$variant/plan.json"
done
echo "made with $(terraform version | head -1)"
