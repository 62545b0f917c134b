provider "aws" {
  region = "eu-central-1"
}

resource "aws_grafana_workspace" "payments" {
  name                     = "payments"
  account_access_type      = "CURRENT_ACCOUNT"
  authentication_providers = ["SAML"]
  permission_type          = "SERVICE_MANAGED"

  network_access_control {
    prefix_list_ids = ["pl-0a1b2c3d"]
    vpce_ids        = []
  }
}

resource "aws_grafana_workspace" "claims" {
  name                     = "claims"
  account_access_type      = "CURRENT_ACCOUNT"
  authentication_providers = ["SAML"]
  permission_type          = "SERVICE_MANAGED"

  network_access_control {
    prefix_list_ids = []
    vpce_ids        = ["vpce-0a1b2c3d"]
  }
}
