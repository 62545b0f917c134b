provider "aws" {
  region = "eu-central-1"
}

locals {
  policy = "TransferSecurityPolicy-2024-01"
}

# SFTP is not TLS, and as good.
resource "aws_transfer_server" "claims" {
  protocols            = ["SFTP"]
  security_policy_name = local.policy
}

resource "aws_datasync_location_object_storage" "scans" {
  server_hostname = "scans.hospital.example"
  server_protocol = "HTTPS"
  bucket_name     = "scans"
  agent_arns      = ["arn:aws:datasync:eu-central-1:123456789012:agent/agent-0a1b2c3d4e5f60718"]
}

resource "aws_datasync_location_efs" "scans" {
  efs_file_system_arn   = "arn:aws:elasticfilesystem:eu-central-1:123456789012:file-system/fs-0a1b2c3d4e5f60718"
  in_transit_encryption = "TLS1_2"

  ec2_config {
    security_group_arns = ["arn:aws:ec2:eu-central-1:123456789012:security-group/sg-0a1b2c3d4e5f60718"]
    subnet_arn          = "arn:aws:ec2:eu-central-1:123456789012:subnet/subnet-0a1b2c3d4e5f60718"
  }
}

# It protects what it moves unless told otherwise.
resource "aws_datasync_location_hdfs" "risk" {
  agent_arns          = ["arn:aws:datasync:eu-central-1:123456789012:agent/agent-0a1b2c3d4e5f60718"]
  authentication_type = "SIMPLE"
  simple_user         = "risk"

  name_node {
    hostname = "risk.bank.example"
    port     = 8020
  }
}
