repo=repos/OWNER/NAME org=orgs/OWNER branch=main
mkdir -p .forge
for path in "$repo" "$repo/branches/$branch/protection" "$repo/rules/branches/$branch?per_page=100" \
  "$repo/environments?per_page=100" "$repo/actions/permissions" "$repo/actions/permissions/workflow" \
  "$repo/actions/permissions/fork-pr-contributor-approval" "$repo/codeowners/errors" \
  "$repo/vulnerability-alerts" "$org"
do
  answer=$(gh api -i "$path" 2>/dev/null | tr -d '\r')
  status=$(printf '%s\n' "$answer" | sed -n '1s/^[^ ]* \([0-9]*\).*/\1/p')
  body=$(printf '%s\n' "$answer" | sed '1,/^$/d')
  jq -n --arg path "$path" --argjson status "$status" --argjson body "${body:-null}" \
    '{($path): {status: $status, body: $body}}'
done | jq -s --arg repo "$repo" '{schema: "gate.snapshot/v1", forge: "github", host: "github.com",
  repository: ($repo | ltrimstr("repos/")), collected_at: (now | todate), answers: add}' > .forge/snapshot.json
