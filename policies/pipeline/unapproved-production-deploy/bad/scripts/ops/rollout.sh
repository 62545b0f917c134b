#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"
source ./lib.sh
helm upgrade --install shop ../chart --namespace "$1"
