#!/bin/sh
# Makes plan.json again with real Terraform: `examples/make-plans.sh` for the examples, `examples/make-plans.sh FOLDER…`
# for any folder of .tf files, such as a policy's fixture. Nothing is applied and no cloud is asked: the plan is made in
# a temporary copy, without refresh, with credentials that do not exist.
#
#   TF_PLUGIN_DIR=DIR   take providers from DIR (a filesystem mirror) instead of the registry
#   a state that a plan starts from is found under the same path below `states`: `…/bad/x` and `…/states/bad/x.tfstate`,
#   `examples/payments/terraform-audit` and `examples/states/payments/terraform-audit.tfstate`
#   TF_VAR_name=value   values of variables, as Terraform itself reads them
set -eu

if [ $# -eq 0 ]; then
  examples=$(dirname "$0")
  set -- "$examples/payments/terraform" "$examples/payments/terraform-audit" \
    "$examples/payments-fixed/terraform" "$examples/payments-fixed/terraform-audit"
fi

export AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1
export TF_VAR_database_password="${TF_VAR_database_password-given-when-the-plan-is-made}"

for folder in "$@"; do
  folder=${folder%/}
  copy=$(mktemp -d)
  trap 'rm -rf "$copy"' EXIT
  cp -R "$folder/." "$copy"
  rm -f "$copy/plan.json"
  above=$(dirname "$folder")
  state="$(dirname "$above")/states/$(basename "$above")/$(basename "$folder").tfstate"
  if [ -f "$state" ]; then cp "$state" "$copy/terraform.tfstate"; fi
  # What lets the AWS provider plan without an account; merged into the folder's own provider block.
  cat >"$copy/make_plans_override.tf" <<'PROVIDER'
provider "aws" {
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}
PROVIDER
  (
    cd "$copy"
    terraform init -input=false -no-color ${TF_PLUGIN_DIR:+-plugin-dir="$TF_PLUGIN_DIR"} >init.log 2>&1 || { cat init.log; exit 1; }
    terraform plan -input=false -no-color -refresh=false -out=plan.bin >plan.log 2>&1 || { cat plan.log; exit 1; }
    terraform show -json plan.bin >plan.json
  )
  mv "$copy/plan.json" "$folder/plan.json"
  rm -rf "$copy"
  echo "$folder/plan.json"
done
