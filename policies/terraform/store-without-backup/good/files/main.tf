provider "aws" {
  region = "eu-central-1"
}

locals {
  days = 14
}

resource "aws_fsx_openzfs_file_system" "claims" {
  deployment_type                 = "SINGLE_AZ_1"
  storage_capacity                = 64
  subnet_ids                      = ["subnet-0a1b2c3d4e5f60718"]
  throughput_capacity             = 64
  automatic_backup_retention_days = local.days
}

resource "aws_efs_file_system" "images" {
  encrypted = true
}

resource "aws_efs_backup_policy" "images" {
  file_system_id = aws_efs_file_system.images.id

  backup_policy {
    status = "ENABLED"
  }
}

# It is for results that can be computed again, and has no backups.
resource "aws_fsx_lustre_file_system" "scratch" {
  deployment_type  = "SCRATCH_2"
  storage_capacity = 1200
  subnet_ids       = ["subnet-0a1b2c3d4e5f60718"]
}
