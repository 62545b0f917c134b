#!/bin/sh
# Writes the arguments of the providers into a folder, one file for each provider and major: a type and a path a line.
#
#     sh setup.sh FOLDER [PLUGINS]
#
# PLUGINS is a folder with the AWS provider for `terraform init -plugin-dir`; without it Terraform downloads it. The schemas of
# the others are read from the Python bindings that are generated from them, newer and older majors: an argument that one of them
# has is there.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
mkdir -p "$1"
folder=$(CDPATH= cd -- "$1" && pwd)
cd "$folder"

mkdir -p aws
cat > aws/main.tf <<'TF'
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}
TF
(cd aws && terraform init -input=false ${2:+-plugin-dir="$2"} >/dev/null && terraform providers schema -json > schema.json)

bindings() {
    mkdir -p "$1"
    python3 -m pip download --quiet --no-deps --dest "$1" "$2"
    for wheel in "$1"/*.whl; do python3 -m zipfile -e "$wheel" "$1"; done
}
bindings azurerm3 cdktf-cdktf-provider-azurerm==12.27.0
bindings azurerm40 cdktf-cdktf-provider-azurerm==13.0.0
bindings azurerm4 cdktn-provider-azurerm==17.0.0
bindings azurerm5 cdktn-provider-azurerm==18.9.0
bindings google5 cdktf-cdktf-provider-google==13.28.0
bindings google6 cdktf-cdktf-provider-google==14.36.0
bindings google7 cdktf-cdktf-provider-google==16.12.1
bindings google8 cdktn-provider-google==21.1.0
bindings googlebeta8 cdktn-provider-google-beta==21.1.0
bindings aws4 cdktf-cdktf-provider-aws==15.0.0
bindings aws6 cdktn-provider-aws==25.8.1
bindings databricks cdktn-provider-databricks==18.11.0

python3 "$here/arguments.py" "$folder"
