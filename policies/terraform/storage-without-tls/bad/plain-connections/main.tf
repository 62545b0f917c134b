provider "aws" {
  region = "eu-central-1"
}

resource "aws_transfer_server" "letters" {
  endpoint_type          = "VPC"
  protocols              = ["SFTP", "FTP"]
  identity_provider_type = "API_GATEWAY"
  url                    = "https://identity.insurance.example/transfer"
  invocation_role        = "arn:aws:iam::123456789012:role/letters-identity"
  security_policy_name   = "TransferSecurityPolicy-2024-01"

  endpoint_details {
    vpc_id     = "vpc-0a1b2c3d4e5f60718"
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

# The policy that it has unless told otherwise is the oldest one.
resource "aws_transfer_server" "claims" {
  protocols = ["SFTP"]
}

variable "protocol" {
  default = "HTTP"
}

resource "aws_datasync_location_object_storage" "scans" {
  server_hostname = "scans.hospital.example"
  server_protocol = var.protocol
  bucket_name     = "scans"
  agent_arns      = ["arn:aws:datasync:eu-central-1:123456789012:agent/agent-0a1b2c3d4e5f60718"]
}

# How it is reached is the choice of the cloud.
resource "aws_datasync_location_efs" "scans" {
  efs_file_system_arn = "arn:aws:elasticfilesystem:eu-central-1:123456789012:file-system/fs-0a1b2c3d4e5f60718"

  ec2_config {
    security_group_arns = ["arn:aws:ec2:eu-central-1:123456789012:security-group/sg-0a1b2c3d4e5f60718"]
    subnet_arn          = "arn:aws:ec2:eu-central-1:123456789012:subnet/subnet-0a1b2c3d4e5f60718"
  }
}
