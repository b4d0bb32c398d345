#!/usr/bin/env bash
# Runs `stackspec check` for the action beside it. What to judge comes in STACKSPEC_ACTION_*, one item a line; each
# item becomes one argument as it is, whatever is in it.
#
# Writes `exit-code` and `reports` to $GITHUB_OUTPUT, and ends with 0 if stackspec ran at all: the last step of the
# action ends as stackspec did.
set -uo pipefail

binary=${STACKSPEC_ACTION_BINARY:-stackspec}
reports=$(mktemp -d "${RUNNER_TEMP:-/tmp}/stackspec-reports.XXXXXX") || exit 1

arguments=()
# take FLAG TEXT: each line of TEXT that is not blank, with FLAG= before it, or bare if FLAG is empty.
take() {
    local line
    while IFS= read -r line || [[ -n $line ]]; do
        line=${line%$'\r'}
        line="${line#"${line%%[![:space:]]*}"}"
        line="${line%"${line##*[![:space:]]}"}"
        [[ -n $line ]] || continue
        if [[ -n $1 ]]; then arguments+=("$1=$line"); else arguments+=("$line"); fi
    done <<<"$2"
}
take --specs "${STACKSPEC_ACTION_SPECS:-}"
take --library "${STACKSPEC_ACTION_LIBRARY:-}"
take --param "${STACKSPEC_ACTION_PARAMS:-}"
[[ ${STACKSPEC_ACTION_LOCKED:-} == true ]] && arguments+=(--locked)
arguments+=(
    "--report=sarif=$reports/stackspec.sarif"
    "--report=junit=$reports/stackspec.xml"
    --report=github
)
# A version that writes no summary would refuse to be asked for one.
if [[ -n ${GITHUB_STEP_SUMMARY:-} && $("$binary" check --help 2>/dev/null) == *markdown* ]]; then
    arguments+=("--report=markdown=$GITHUB_STEP_SUMMARY")
fi
# Behind `--` nothing is a flag: an input called `--config=...` is a file that is not there.
arguments+=(--)
take "" "${STACKSPEC_ACTION_INPUTS:-}"

"$binary" check "${arguments[@]}"
code=$?
{
    printf 'exit-code=%s\n' "$code"
    # A command line that is refused writes no report.
    [[ -s $reports/stackspec.sarif ]] && printf 'reports=%s\n' "$reports"
} >>"${GITHUB_OUTPUT:-/dev/stdout}"
exit 0
