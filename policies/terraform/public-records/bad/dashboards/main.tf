provider "aws" {
  region = "eu-central-1"
}

variable "networks" {
  type    = list(string)
  default = []
}

resource "aws_grafana_workspace" "payments" {
  name                     = "payments"
  account_access_type      = "CURRENT_ACCOUNT"
  authentication_providers = ["SAML"]
  permission_type          = "SERVICE_MANAGED"
}

resource "aws_grafana_workspace" "claims" {
  name                     = "claims"
  account_access_type      = "CURRENT_ACCOUNT"
  authentication_providers = ["SAML"]
  permission_type          = "SERVICE_MANAGED"

  network_access_control {
    prefix_list_ids = var.networks
    vpce_ids        = []
  }
}
