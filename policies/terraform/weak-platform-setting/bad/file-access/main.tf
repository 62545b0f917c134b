provider "aws" {
  region = "eu-central-1"
}

resource "terraform_data" "upgrade" {
  input = false
}

resource "aws_efs_file_system" "scans" {
  encrypted = true
}

resource "aws_efs_access_point" "scans" {
  file_system_id = aws_efs_file_system.scans.id

  root_directory {
    path = "/"
  }

  posix_user {
    gid = 1000
    uid = 1000
  }
}

resource "aws_mq_broker" "claims" {
  broker_name                = "claims"
  engine_type                = "ActiveMQ"
  engine_version             = "5.18"
  host_instance_type         = "mq.m5.large"
  auto_minor_version_upgrade = terraform_data.upgrade.output

  user {
    username = "claims"
    password = "only-in-this-file"
  }
}
