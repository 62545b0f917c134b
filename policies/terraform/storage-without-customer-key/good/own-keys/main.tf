provider "aws" {
  region = "eu-central-1"
}

variable "key" {
  default = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-1234567890ab"
}

resource "aws_kms_key" "files" {
  description         = "Files of the insurer"
  enable_key_rotation = true
}

resource "aws_s3_bucket" "claims" {
  bucket = "claims-files"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "claims" {
  bucket = aws_s3_bucket.claims.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.files.arn
    }
  }
}

resource "aws_efs_file_system" "scans" {
  encrypted  = true
  kms_key_id = aws_kms_key.files.arn
}

# Scratch file systems take no key.
resource "aws_fsx_lustre_file_system" "scratch" {
  storage_capacity = 1200
  deployment_type  = "SCRATCH_2"
  subnet_ids       = ["subnet-0a1b2c3d4e5f60718"]
}

resource "aws_backup_vault" "payments" {
  name        = "payments"
  kms_key_arn = var.key
}
