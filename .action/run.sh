#!/usr/bin/env bash
# Runs gate inside the composite action. Inputs and facts of the event arrive as environment variables only; each is
# checked before it is used, and none is ever part of a script. Nothing of the judged tree is run, and nothing of it
# configures what is run: no git, no cargo in its folder, no program by a bare name that its PATH could answer.
set -euo pipefail
# Not the PATH that earlier steps may have added to.
export PATH=/usr/local/bin:/usr/bin:/bin

NO_COMMIT=0000000000000000000000000000000000000000
reported=

# Whatever happens, the reports of this run stand there and no older ones: a step that uploads them must not tell of
# another run.
# shellcheck disable=SC2329 # called by the trap
finish() {
  local code=$?
  trap - EXIT
  [[ -n $reported ]] || report_failure "$code" || true
  [[ -z ${scratch:-} ]] || rm -rf -- "$scratch"
  exit "$code"
}
trap finish EXIT

fail() {
  printf 'gate: %s\n' "$1" >&2
  exit 2
}

matches() { # NAME VALUE PATTERN
  [[ $2 =~ $3 && $2 != -* && $2 != *$'\n'* ]] || fail "input $1 is not of the form $3"
}

# Reports that say that nothing was judged, where gate itself did not come to write them. The place in the SARIF is the
# configuration because code scanning shows no result without one.
# shellcheck disable=SC2016,SC2329 # a `$schema` of JSON; called by `finish`
report_failure() { # CODE
  if [[ -n ${sarif:-} ]]; then
    rm -f -- "$sarif"
    (
      set -o noclobber
      printf '%s{"driver":{"name":"gate","rules":[{"id":"nothing-judged"}]}},"invocations":[{"executionSuccessful":false,"exitCode":%d}],"results":[{"ruleId":"nothing-judged","level":"error","message":{"text":"%s"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":".gate/gate.yaml"},"region":{"startLine":1}}}]}]}]}\n' \
        '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":' \
        "$1" 'gate could not judge this commit; the log of its step says why' >"$sarif"
    )
  fi
  [[ -z ${GITHUB_STEP_SUMMARY:-} ]] ||
    printf '### gate: ERROR\n\nNothing was judged, so nothing was approved. The log of this step says why (exit %d).\n' \
      "$1" >>"$GITHUB_STEP_SUMMARY"
  [[ -z ${GITHUB_OUTPUT:-} ]] || write_outputs error "$1" "${sarif:+$GATE_SARIF}"
}

write_outputs() { # VERDICT CODE SARIF
  local token
  token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  {
    printf 'verdict=%s\n' "$1"
    printf 'exit-code=%s\n' "$2"
    printf 'sarif-file<<%s\n%s\n%s\n' "$token" "$3" "$token"
  } >>"$GITHUB_OUTPUT"
}

# The place of the report, made empty. A link or a folder on the way would lead the report, or this script, elsewhere.
clear_report() {
  local part place=$PWD
  local -a parts
  IFS=/ read -r -a parts <<<"$GATE_SARIF"
  for part in "${parts[@]}"; do
    [[ -n $part ]] || fail "input sarif-file is not a path below the workspace"
    [[ $part != .. ]] || fail "input sarif-file leaves the workspace"
    place=$place/$part
    [[ ! -L $place ]] || fail "$GATE_SARIF leads through a link, which the judged tree may have put there: name another file"
  done
  for part in .git .github .gate; do
    [[ $place != "$PWD"/*"$part"/* ]] || fail "$GATE_SARIF would replace what is judged: name another file"
  done
  [[ ! -e $place || -f $place ]] || fail "$GATE_SARIF is no regular file: name another one"
  rm -f -- "$place"
  [[ -d ${place%/*} ]] || mkdir -p -- "${place%/*}" || fail "the folder of $GATE_SARIF cannot be made"
  sarif=$place
}

# The binary that the caller names by its digest, copied before it is checked so that nobody replaces it in between.
given_binary() {
  matches binary-sha256 "$GATE_BINARY_SHA256" '^[0-9a-f]{64}$'
  [[ -f $GATE_BINARY ]] || fail "input binary names no file"
  cp -- "$GATE_BINARY" "$scratch/gate"
  printf '%s  %s\n' "$GATE_BINARY_SHA256" "$scratch/gate" | sha256sum --check --status ||
    fail "the binary does not have the SHA-256 that binary-sha256 says"
  chmod 0700 "$scratch/gate"
  gate=$scratch/gate
}

# Builds gate in the action's own folder. Cargo looks for `.cargo/config.toml` and rustup for `rust-toolchain.toml` from
# the current folder upward, and both take orders from the environment: so neither sees the workspace or the variables
# of earlier steps. The action may lie below the workspace (`uses: ./`): then its parents are the judged tree.
build() {
  local source=$scratch/source toolchain home=${HOME:-/root}
  local cargo=${CARGO_HOME:-$home/.cargo}/bin/cargo rustup=${RUSTUP_HOME:-$home/.rustup}
  case $GITHUB_ACTION_PATH/ in
    "$PWD"/*) fail "the action lies in the judged tree, so the change could edit it: use it by OWNER/REPOSITORY@COMMIT, or give a binary by its digest" ;;
  esac
  case $cargo in
    "$PWD"/* | [!/]*) fail "CARGO_HOME lies in the judged tree" ;;
  esac
  [[ -x $cargo ]] || cargo=$(command -v cargo) || fail "no cargo on this runner: install Rust, or give a binary by its digest"
  toolchain=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' "$GITHUB_ACTION_PATH/Cargo.toml")
  mkdir -p "$source" "$scratch/cargo"
  cp -R "$GITHUB_ACTION_PATH/Cargo.toml" "$GITHUB_ACTION_PATH/Cargo.lock" "$GITHUB_ACTION_PATH/README.md" \
    "$GITHUB_ACTION_PATH/policies" "$GITHUB_ACTION_PATH/src" "$source/"
  (
    cd "$source"
    env -i HOME="$scratch" PATH="${cargo%/*}:/usr/local/bin:/usr/bin:/bin" CARGO_HOME="$scratch/cargo" \
      RUSTUP_HOME="$rustup" RUSTUP_TOOLCHAIN="$toolchain.0" CARGO_TARGET_DIR="$scratch/target" \
      "$cargo" build --release --locked --quiet >&2
  ) || fail "gate could not be built"
  gate=$scratch/target/release/gate
}

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.action/base.sh
. "$here/base.sh"

matches sarif-file "$GATE_SARIF" '^[A-Za-z0-9_./@+ -]+$'
[[ $GATE_SARIF != /* ]] || fail "input sarif-file is not a path below the workspace"
clear_report
matches path "$GATE_PATH" '^[A-Za-z0-9_./@+ -]+$'
matches base "$GATE_BASE" '^[A-Za-z0-9_./@^~-]*$'
matches fail-on "$GATE_FAIL_ON" '^(low|medium|high|critical)?$'
matches forge "$GATE_FORGE" '^[A-Za-z0-9_./@+ -]*$'
matches changed "$GATE_CHANGED" '^(true|false)?$'
matches event "$EVENT" '^[a-z_]+$'
for fact in "$EVENT_TARGET" "$EVENT_DEFAULT" "$EVENT_REF"; do
  # Git forbids blanks and these characters in names of branches; everything else is only ever an argument.
  [[ $fact != *[[:space:][:cntrl:]~^:?*[\\]* && $fact != -* ]] || fail "the event names a branch that git would not take"
done
for fact in "$EVENT_HEAD" "$EVENT_QUEUE_BASE" "$EVENT_BEFORE"; do
  [[ $fact =~ ^([0-9a-f]{40})?$ ]] || fail "the event names a commit that is none"
done
choose_base

umask 077
scratch=$(mktemp -d "${RUNNER_TEMP:-/tmp}/gate.XXXXXXXX")
[[ $scratch/ != "$PWD"/* ]] || fail "RUNNER_TEMP lies in the judged tree"
if [[ -n $GATE_BINARY ]]; then given_binary; else build; fi

summary=$scratch/summary.md
arguments=(check "${base[@]}" --color never -f human -f "sarif=$GATE_SARIF" -f "markdown=$summary")
[[ -z $GATE_FAIL_ON ]] || arguments+=(--fail-on "$GATE_FAIL_ON")
[[ -z $GATE_FORGE ]] || arguments+=(--forge "$GATE_FORGE")
add_plans() { # INPUT VALUE
  local plan
  while IFS= read -r plan; do
    [[ -z $plan ]] && continue
    matches "$1" "$plan" '^[A-Za-z0-9_./@+ -]+(=[A-Za-z0-9_./@+ -]+)?$'
    arguments+=("--$1" "$plan")
  done <<<"$2"
}

add_plans plan "$GATE_PLAN"
# Where the commit may be part of the base already, there may be no change, and everything decides.
if [[ $GATE_CHANGED == true && " ${base[*]} " != *" --allow-merged "* ]]; then
  arguments+=(--changed)
  add_plans base-plan "$GATE_BASE_PLAN"
fi
arguments+=(-- "$GATE_PATH")

# The runner executes commands that it finds in the output. Between these two lines it finds none.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '::stop-commands::%s\n' "$token"
code=0
env -i PATH=/usr/bin:/bin HOME="${HOME:-/}" "$gate" "${arguments[@]}" || code=$?
printf '::%s::\n' "$token"

verdict=error
case $code in
  0) verdict=pass ;;
  1 | 4) verdict=blocked ;;
  3) verdict=incomplete ;;
esac
if [[ -f $sarif && -s $summary ]]; then
  reported=yes
  [[ -z ${GITHUB_STEP_SUMMARY:-} ]] || cat "$summary" >>"$GITHUB_STEP_SUMMARY"
  [[ -z ${GITHUB_OUTPUT:-} ]] || write_outputs "$verdict" "$code" "$GATE_SARIF"
fi
exit "$code"
