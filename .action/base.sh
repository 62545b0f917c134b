# shellcheck shell=bash
# Chooses the commit that rules come from: the present tip of the branch that a change goes to, never a commit that the
# author of the change can choose. Sets the array `base`. Reads only the facts of the event (EVENT_*) and two inputs.

# Whether the rules of a branch are its own: the default branch and those that the caller lists. Anybody who can push
# can make a branch with rules to his taste, open a pull request to it, and change the target of that request later.
has_own_rules() { # BRANCH
  local pattern
  [[ $1 == "$EVENT_DEFAULT" ]] && return 0
  while IFS= read -r pattern; do
    # The right side is a pattern on purpose: `release/*`.
    # shellcheck disable=SC2053
    [[ -n $pattern && $1 == $pattern ]] && return 0
  done <<<"$GATE_BRANCHES"
  return 1
}

remote() { # BRANCH
  base=(--base "refs/remotes/origin/$1")
}

choose_base() {
  local branch=${EVENT_REF#refs/heads/}
  base=()
  if [[ -n $GATE_BASE ]]; then
    base=(--base "$GATE_BASE")
    return
  fi
  # A schedule runs on the default branch alone.
  [[ $EVENT != schedule ]] || EVENT_DEFAULT=$branch
  [[ -n $EVENT_DEFAULT ]] || fail "the event $EVENT names no default branch: give the input base"
  case $EVENT in
    pull_request)
      if has_own_rules "$EVENT_TARGET"; then
        remote "$EVENT_TARGET"
        base+=(--merge-of "$EVENT_HEAD")
      else
        remote "$EVENT_DEFAULT"
      fi
      ;;
    merge_group)
      base=(--base "$EVENT_QUEUE_BASE")
      ;;
    push)
      if [[ $EVENT_REF == refs/heads/* && $EVENT_BEFORE != "$NO_COMMIT" ]] &&
        [[ $branch == "$EVENT_DEFAULT" || $EVENT_PROTECTED == true ]]; then
        # What stood there was accepted before; the change is what this push brings.
        base=(--base "$EVENT_BEFORE")
      else
        remote "$EVENT_DEFAULT"
        # A tag, or the first push of the default branch itself.
        [[ $EVENT_REF == refs/heads/* && $branch != "$EVENT_DEFAULT" ]] || base+=(--allow-merged)
      fi
      ;;
    pull_request_target)
      fail "never run gate on pull_request_target: it would have secrets beside code of the change. Use pull_request"
      ;;
    *)
      # A schedule, a dispatch, a release judges no change, if its commit is part of the default branch. If it is not,
      # whoever made it could colour the checks of a pull request with rules of his own.
      remote "$EVENT_DEFAULT"
      base+=(--allow-merged)
      ;;
  esac
}
