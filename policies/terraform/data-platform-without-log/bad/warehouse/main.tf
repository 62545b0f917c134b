provider "aws" {
  region = "eu-central-1"
}

variable "exports" {
  type    = list(string)
  default = ["useractivitylog"]
}

resource "terraform_data" "settings" {
  input = { logs = true }
}

resource "aws_redshift_cluster" "risk" {
  cluster_identifier     = "risk"
  node_type              = "ra3.large"
  master_username        = "risk"
  manage_master_password = true
}

resource "aws_redshiftserverless_namespace" "reports" {
  namespace_name = "reports"
  log_exports    = var.exports
}

resource "aws_athena_workgroup" "claims" {
  name = "claims"

  configuration {
    publish_cloudwatch_metrics_enabled = false
  }
}

resource "aws_connect_instance" "hotline" {
  instance_alias            = "hotline"
  identity_management_type  = "SAML"
  inbound_calls_enabled     = true
  outbound_calls_enabled    = false
  contact_flow_logs_enabled = terraform_data.settings.output.logs
}
