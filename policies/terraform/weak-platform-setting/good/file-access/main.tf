provider "aws" {
  region = "eu-central-1"
}

resource "aws_efs_file_system" "scans" {
  encrypted = true
}

resource "aws_efs_access_point" "scans" {
  file_system_id = aws_efs_file_system.scans.id

  root_directory {
    path = "/scans"
  }

  posix_user {
    gid = 1000
    uid = 1000
  }
}

resource "aws_db_instance" "claims" {
  identifier                  = "claims"
  engine                      = "postgres"
  instance_class              = "db.m6g.large"
  allocated_storage           = 100
  username                    = "claims"
  manage_master_user_password = true
}
