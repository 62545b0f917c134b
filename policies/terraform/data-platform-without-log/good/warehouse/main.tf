provider "aws" {
  region = "eu-central-1"
}

variable "exports" {
  type    = list(string)
  default = ["connectionlog", "useractivitylog", "userlog"]
}

resource "aws_redshift_cluster" "risk" {
  cluster_identifier     = "risk"
  node_type              = "ra3.large"
  master_username        = "risk"
  manage_master_password = true
}

resource "aws_redshift_logging" "risk" {
  cluster_identifier   = aws_redshift_cluster.risk.id
  log_destination_type = "cloudwatch"
  log_exports          = ["connectionlog", "userlog"]
}

resource "aws_redshiftserverless_namespace" "reports" {
  namespace_name = "reports"
  log_exports    = var.exports
}

resource "aws_athena_workgroup" "claims" {
  name = "claims"

  configuration {
    enforce_workgroup_configuration = true
  }
}
