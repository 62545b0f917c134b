provider "aws" {
  region = "eu-central-1"
}

variable "days" {
  type    = number
  default = 3
}

resource "terraform_data" "days" {
  input = 14
}

resource "aws_redshift_cluster" "risk" {
  cluster_identifier                  = "risk"
  node_type                           = "ra3.large"
  master_username                     = "risk"
  manage_master_password              = true
  automated_snapshot_retention_period = 1
}

resource "aws_redshift_cluster" "claims" {
  cluster_identifier     = "claims"
  node_type              = "ra3.large"
  master_username        = "claims"
  manage_master_password = true
}

resource "aws_redshift_cluster" "reports" {
  cluster_identifier                  = "reports"
  node_type                           = "ra3.large"
  master_username                     = "reports"
  manage_master_password              = true
  automated_snapshot_retention_period = var.days
}

resource "aws_redshift_cluster" "patients" {
  cluster_identifier                  = "patients"
  node_type                           = "ra3.large"
  master_username                     = "patients"
  manage_master_password              = true
  automated_snapshot_retention_period = terraform_data.days.output
}
