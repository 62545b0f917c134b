#!/usr/bin/env bash
# Runs gate inside the composite action. Inputs arrive as environment variables only; each is checked before it is
# used, and nothing from the event is ever part of a script.
set -euo pipefail

fail() {
  printf 'gate: %s\n' "$1" >&2
  exit 2
}

matches() { # NAME VALUE PATTERN
  [[ $2 =~ $3 ]] || fail "input $1 is not of the form $3"
}

matches path "$GATE_PATH" '^[A-Za-z0-9_./@+ -]+$'
matches base "$GATE_BASE" '^[A-Za-z0-9_./@^~-]+$'
matches fail-on "$GATE_FAIL_ON" '^(low|medium|high|critical)?$'
matches forge "$GATE_FORGE" '^[A-Za-z0-9_./@+ -]*$'
matches sarif-file "$GATE_SARIF" '^[A-Za-z0-9_./@+ -]+$'
[[ $GATE_BASE != -* && $GATE_PATH != -* && $GATE_FORGE != -* && $GATE_SARIF != -* ]] || fail "an input begins with a dash"

if [[ -n $GATE_BINARY ]]; then
  matches binary-sha256 "$GATE_BINARY_SHA256" '^[0-9a-f]{64}$'
  printf '%s  %s\n' "$GATE_BINARY_SHA256" "$GATE_BINARY" | sha256sum --check --status ||
    fail "the binary does not have the SHA-256 that binary-sha256 says"
  gate=$GATE_BINARY
else
  target=${RUNNER_TEMP:-/tmp}/gate-target
  CARGO_TARGET_DIR=$target cargo build --release --locked --quiet --manifest-path "$GITHUB_ACTION_PATH/Cargo.toml" >&2
  gate=$target/release/gate
fi

summary=$(mktemp)
trap 'rm -f "$summary"' EXIT
arguments=(check --base "$GATE_BASE" --color never -f human -f "sarif=$GATE_SARIF" -f "markdown=$summary")
[[ -z $GATE_FAIL_ON ]] || arguments+=(--fail-on "$GATE_FAIL_ON")
[[ -z $GATE_FORGE ]] || arguments+=(--forge "$GATE_FORGE")
while IFS= read -r plan; do
  [[ -z $plan ]] && continue
  matches plan "$plan" '^[A-Za-z0-9_./@+ -]+(=[A-Za-z0-9_./@+ -]+)?$'
  [[ $plan != -* ]] || fail "a plan begins with a dash"
  arguments+=(--plan "$plan")
done <<<"$GATE_PLAN"
arguments+=(-- "$GATE_PATH")

# The runner executes commands that it finds in the output. Between these two lines it finds none.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '::stop-commands::%s\n' "$token"
code=0
"$gate" "${arguments[@]}" || code=$?
printf '::%s::\n' "$token"

case $code in
  0) verdict=pass ;;
  1 | 4) verdict=blocked ;;
  3) verdict=incomplete ;;
  *) verdict=error ;;
esac
if [[ -n ${GITHUB_STEP_SUMMARY:-} && -s $summary ]]; then
  cat "$summary" >>"$GITHUB_STEP_SUMMARY"
fi
if [[ -n ${GITHUB_OUTPUT:-} ]]; then
  {
    printf 'verdict=%s\n' "$verdict"
    printf 'exit-code=%s\n' "$code"
    printf 'sarif-file<<%s\n%s\n%s\n' "$token" "$GATE_SARIF" "$token"
  } >>"$GITHUB_OUTPUT"
fi
exit "$code"
