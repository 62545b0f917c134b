provider "aws" {
  region = "eu-central-1"
}

resource "aws_s3_bucket" "claims" {
  bucket = "claims-files"
}

# The part asks for a key, and does not say for which.
resource "aws_s3_bucket_server_side_encryption_configuration" "claims" {
  bucket = aws_s3_bucket.claims.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

variable "scan_key" {
  default = "arn:aws:kms:eu-central-1:123456789012:alias/aws/elasticfilesystem"
}

resource "aws_efs_file_system" "scans" {
  encrypted  = true
  kms_key_id = var.scan_key
}

resource "aws_fsx_windows_file_system" "letters" {
  storage_capacity    = 300
  throughput_capacity = 32
  subnet_ids          = ["subnet-0a1b2c3d4e5f60718"]
  active_directory_id = "d-0a1b2c3d4e"
}

# Which key it gets is the setting of the account.
resource "aws_ebs_volume" "scratch" {
  availability_zone = "eu-central-1a"
  size              = 20
  encrypted         = true
}
